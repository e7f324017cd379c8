/**
 * Does what the README tells a newcomer: clones this checkout, takes an empty home directory, runs the README's first
 * command with whatever Node the machine has, and looks at what a browser shows: a picture that moves and says that it
 * is made up. Then Ctrl-C. (The README's second command is what `.ci/run` calls.) Only what is committed is in the clone.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.ts';

const LIMIT_MILLIS = 8 * 60_000;
const root = fileURLToPath(new URL('..', import.meta.url));

function say(text: string): void {
  process.stdout.write(`fresh clone: ${text}\n`);
}

/** The two commands of the README: the lines of its code blocks that begin with `npm ci`. */
function readmeCommands(): readonly string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block.trim());
  return blocks.filter((block) => block.startsWith('npm ci'));
}

/** The machine's own environment, without the Node and the home directory that npm put in front of it. */
function newcomersEnvironment(home: string): NodeJS.ProcessEnv {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE|KUBECONFIG|ROLLCALL_|XDG_|CI$|INIT_CWD)/.test(name),
  );
  // Next's types want NODE_ENV to be there; for a newcomer it is not, and a child gets only what is defined.
  return { ...(Object.fromEntries(kept) as typeof process.env), PATH: folders.join(delimiter), HOME: home };
}

function urlIn(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const read = (chunk: Buffer) => {
      process.stdout.write(chunk);
      seen += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(seen);
      if (url !== null) resolve(url[0]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`it ended with exit code ${code} before it named its address`)));
    AbortSignal.timeout(LIMIT_MILLIS).addEventListener('abort', () =>
      reject(new Error('it named no address in eight minutes')),
    );
  });
}

/** With JavaScript or without, the page says that its cluster is made up. */
async function checkPage(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  const html = await answer.text();
  if (answer.status !== 200 || !html.includes('<h1') || !html.includes('SIMULATED'))
    throw new Error(`${url} answered ${answer.status} without a first sentence or without its label`);
  say(`${url} answered 200 with ${html.length} characters`);
}

const MOVE_MILLIS = 60_000;

/** Until a square of the map is in another state than at first. */
async function checkPicture(url: string): Promise<void> {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('no Chromium could be found or installed');
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.locator('[data-simulated=tour]').waitFor();
    const title = await page.title();
    if (!title.includes('SIMULATED')) throw new Error(`the title does not say SIMULATED: ${title}`);
    // Whole first: that it comes up is no movement.
    await page.waitForFunction(areAllKnown, undefined, { timeout: MOVE_MILLIS, polling: 100 });
    const startedAt = performance.now();
    await page.waitForFunction(statesDiffer, await page.evaluate(statesOfSquares), {
      timeout: MOVE_MILLIS,
      polling: 100,
    });
    say(`"${title}": the picture moved after ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  } finally {
    await browser.close();
  }
}

function areAllKnown(): boolean {
  const squares = [...document.querySelectorAll('[role=gridcell]')];
  return squares.length > 40 && squares.every((square) => square.getAttribute('data-state') !== 'unknown');
}

function statesOfSquares(): string {
  return [...document.querySelectorAll('[role=gridcell]')].map((square) => square.getAttribute('data-state')).join();
}

function statesDiffer(before: string): boolean {
  const squares = [...document.querySelectorAll('[role=gridcell]')];
  return squares.map((square) => square.getAttribute('data-state')).join() !== before;
}

/** Ctrl-C goes to the whole group, as in a terminal; nothing of it may be left after this time. */
const LEAVE_MILLIS = 5_000;

async function interrupt(child: ChildProcess, url: string): Promise<void> {
  if (child.pid === undefined) return;
  const startedAt = performance.now();
  process.kill(-child.pid, 'SIGINT');
  while (isThere(-child.pid)) {
    if (performance.now() - startedAt > LEAVE_MILLIS) throw new Error(`it did not end ${LEAVE_MILLIS} ms after Ctrl-C`);
    await wait(10);
  }
  say(`Ctrl-C ended it in ${Math.round(performance.now() - startedAt)} ms`);
  const isAnswered = await fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  );
  if (isAnswered) throw new Error(`${url} still answers`);
}

function isThere(group: number): boolean {
  try {
    process.kill(group, 0);
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const [first] = readmeCommands();
  if (first === undefined) throw new Error('README.md has no code block that begins with npm ci');
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-fresh-clone-'));
  const [clone, home] = [join(folder, 'clone'), join(folder, 'home')];
  let child: ChildProcess | undefined;
  try {
    if (spawnSync('git', ['clone', '-q', root, clone]).status !== 0) throw new Error('git clone failed');
    spawnSync('mkdir', [home]);
    say(`running "${first}" in an empty home directory`);
    child = spawn('sh', ['-c', `${first} -- --port=0`], {
      cwd: clone,
      env: newcomersEnvironment(home),
      detached: true,
    });
    const url = await urlIn(child);
    child.removeAllListeners('exit');
    await checkPage(url);
    await checkPicture(url);
    await interrupt(child, url);
  } finally {
    child?.removeAllListeners('exit');
    // A group of its own, so that the shell, npm and the server end together.
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child?.on('exit', resolve));
      process.kill(-child.pid, 'SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

await main().catch((error: unknown) => {
  say(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
