import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { startSimulation } from '#lib/simulator/simulation.ts';
import { findChromium } from '../tools/chromium.ts';
import { DOWNLOADED_RESOURCES, type ReaderResult } from './first-picture/reader.ts';

/*
 * The largest cluster that Kubernetes supports, from its API server's being ready to a whole picture in a real browser,
 * with simulator, server and browser on one machine. Three processes, so that each one's memory is its own.
 */

const SCENARIO = 'slow-5000';
const NODES = 5_000;
const DAEMON_SETS = 30;
/** Goals of the embedded cluster's issue and of performance P8. */
const GOAL_SECONDS = 15;
const GOAL_SERVER_MEGABYTES = 450;
/** P6 for JSON: what reading costs beside the mere bytes. */
const MOST_SYNC_RATIO = 9;
const PATIENCE_MILLIS = 180_000;
const ROUNDS = 3;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Waits for a line of a process; what it has said so far is the error. */
function untilSaid(child: ChildProcess, form: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const timer = setTimeout(() => reject(new Error(`not said in time: ${form}\n${seen}`)), PATIENCE_MILLIS);
    const look = (chunk: Buffer) => {
      seen += chunk.toString();
      const found = form.exec(seen);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', (code) => reject(new Error(`ended with exit code ${code}\n${seen}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.removeAllListeners('exit');
  child.once('exit', () => undefined);
  child.kill('SIGKILL');
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2_000))]);
}

/** Of a process, in megabytes: what it holds now, and the most it ever held. */
function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN);
  return { now: kilobytes('VmRSS') / 1_000, peak: kilobytes('VmHWM') / 1_000 };
}

/** In the page: every DaemonSet is judged, and a square stands for every node. */
async function untilWhole(page: Page): Promise<void> {
  await page.waitForFunction(
    ({ daemonSets }) => {
      const rows = [...document.querySelectorAll('tr[data-daemonset]')];
      return rows.length === daemonSets && rows.every((row) => row.getAttribute('data-state') !== 'Unknown');
    },
    { daemonSets: DAEMON_SETS },
    { timeout: PATIENCE_MILLIS, polling: 100 },
  );
  // The heading of the node map counts them.
  await page
    .getByText(`${NODES.toLocaleString('en-US')} nodes`)
    .first()
    .waitFor({ timeout: PATIENCE_MILLIS });
}

type Round = {
  readonly seconds: number;
  readonly server: { readonly now: number; readonly peak: number };
  readonly simulator: { readonly now: number; readonly peak: number };
  readonly reader: ReaderResult;
};

async function measure(executablePath: string, folder: string): Promise<Round> {
  const children: ChildProcess[] = [];
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const page = await browser.newPage();
    const simulator = start(children, 'lib/simulator/main.ts', `--scenario=${SCENARIO}`, '--token=bench');
    const [, url = ''] = await untilSaid(simulator, /is ready: (http:\S+)/);
    const readyAt = performance.now();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigText(url));
    const server = start(children, ...serveCommand(), '--port=0', `--kubeconfig=${kubeconfig}`);
    const [address] = await untilSaid(server, /http:\/\/127\.0\.0\.1:\d+(?=\s*$)/m);
    await page.goto(address, { timeout: PATIENCE_MILLIS });
    await untilWhole(page);
    const seconds = (performance.now() - readyAt) / 1_000;
    const memory = { server: memoryOf(server.pid ?? 0), simulator: memoryOf(simulator.pid ?? 0) };
    await end(server);
    return { seconds, ...memory, reader: await read(url) };
  } finally {
    await browser.close();
    for (const child of children) await end(child);
  }
}

/** As `npm start` runs it: with its flags for V8, which is what keeps a full read from growing the young generation. */
function serveCommand(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start.split(' ').slice(1);
}

function start(children: ChildProcess[], ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

function kubeconfigText(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': SCENARIO,
    clusters: [{ name: SCENARIO, cluster: { server } }],
    users: [{ name: 'bench', user: { token: 'bench' } }],
    contexts: [{ name: SCENARIO, context: { cluster: SCENARIO, user: 'bench' } }],
  });
}

/** The reader alone, in a process of its own, beside a plain download of the same bytes from the same server. */
function read(url: string): Promise<ReaderResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ReaderResult>();
  const child = fork(fileURLToPath(new URL('first-picture/reader.ts', import.meta.url)), [url, 'bench']);
  child.once('message', (result) => resolve(result as ReaderResult));
  child.once('exit', (code) => reject(new Error(`the reader ended with ${code}`)));
  return promise;
}

/** The heap of the thread that `serve --simulate` starts, once its story is there. */
async function measureWorker(): Promise<number> {
  const simulation = await startSimulation({ scenario: SCENARIO, until: 'history' });
  try {
    const { heapUsedBytes } = await simulation.memory();
    return heapUsedBytes / 1e6;
  } finally {
    await simulation.stop();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function say(label: string, value: string): void {
  process.stdout.write(`${label.padEnd(66)} ${value}\n`);
}

function report(rounds: readonly Round[], workerMegabytes: number): boolean {
  const of = (select: (round: Round) => number) => rounds.map(select);
  const list = (values: readonly number[], digits: number) =>
    `${median(values).toFixed(digits)}   (${values.map((each) => each.toFixed(digits)).join(', ')})`;
  const ratios = of(({ reader }) => reader.syncMillis / reader.downloadMillis);
  const seconds = of((round) => round.seconds);
  const server = of((round) => round.server.peak);
  say(`${SCENARIO}: ${rounds.length} rounds, median and each`, '');
  say(`API server ready -> whole picture in the browser, s (goal ${GOAL_SECONDS})`, list(seconds, 1));
  say(`the server's memory, peak RSS in MB (goal ${GOAL_SERVER_MEGABYTES})`, list(server, 0));
  say(
    "the server's memory once the picture is there, MB",
    list(
      of((round) => round.server.now),
      0,
    ),
  );
  say(
    "the simulator's memory as a process of its own, RSS in MB",
    list(
      of((round) => round.simulator.now),
      0,
    ),
  );
  say("the simulator's memory as a worker of the server, heap in MB", workerMegabytes.toFixed(0));
  say(
    `a plain download of ${DOWNLOADED_RESOURCES.join(', ')}, MB`,
    list(
      of(({ reader }) => reader.bytes / 1e6),
      0,
    ),
  );
  say(
    '     ms',
    list(
      of(({ reader }) => reader.downloadMillis),
      0,
    ),
  );
  say(
    'the reader alone, from opening to live, ms',
    list(
      of(({ reader }) => reader.syncMillis),
      0,
    ),
  );
  say(`     over the plain download (at most ${MOST_SYNC_RATIO})`, list(ratios, 1));
  return (
    median(seconds) <= GOAL_SECONDS && median(server) <= GOAL_SERVER_MEGABYTES && median(ratios) <= MOST_SYNC_RATIO
  );
}

/** True when the goals are kept. */
export async function benchFirstPicture(): Promise<boolean> {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('no Chromium could be found or installed');
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  try {
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(executablePath, folder));
    return report(rounds, await measureWorker());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
