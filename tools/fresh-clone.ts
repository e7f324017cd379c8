/**
 * Does what the README tells a newcomer: clones this checkout, takes an empty home directory, runs the README's first
 * command with whatever Node the machine has, and waits until the page answers. (Its second command is what `.ci/run`
 * calls.) Only what is committed is in the clone.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

async function checkPage(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  const html = await answer.text();
  if (answer.status !== 200 || !html.includes('<h1'))
    throw new Error(`${url} answered ${answer.status} without a first sentence`);
  say(`${url} answered 200 with ${html.length} characters`);
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
    await checkPage(await urlIn(child));
  } finally {
    child?.removeAllListeners('exit');
    // A group of its own, so that the shell, npm and the server end together.
    if (child?.pid !== undefined && child.exitCode === null) {
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
