import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/*
 * Every run of the control plane has a folder of its own: data, certificates, logs, and a file NAME.pid for each process.
 * Nothing outlives the process that made it: a clean stop removes all, the exit of Node kills what is left, and if Node
 * itself was killed, a guard notices that the pipe from Node has closed and does the same. Should even the guard be gone,
 * the next run clears away what it finds.
 */

export type RunDirectory = {
  readonly path: string;
  readonly notePid: (name: string, pid: number) => void;
  readonly forgetPid: (name: string) => void;
  /** Kills what is left, removes the folder. */
  readonly close: () => Promise<void>;
};

const OWNER = 'owner';

export async function makeRunDirectory(): Promise<RunDirectory> {
  const base = join(tmpdir(), `rollcall-testbed-${userInfo().uid}`);
  await mkdir(base, { recursive: true, mode: 0o700 });
  await clearDeadRuns(base);
  const path = await mkdtemp(join(base, 'run-'));
  writeFileSync(join(path, OWNER), String(process.pid));
  const endGuard = startGuard(path);
  const onExit = () => killRun(path);
  process.on('exit', onExit);
  return {
    path,
    notePid: (name, pid) => writeFileSync(join(path, `${name}.pid`), String(pid)),
    forgetPid: (name) => rmSync(join(path, `${name}.pid`), { force: true }),
    close: async () => {
      killRun(path);
      process.off('exit', onExit);
      endGuard();
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Whether a process with this id is there; one that we may not signal is there too. */
export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function clearDeadRuns(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const path = join(base, name);
    const owner = readNumber(join(path, OWNER));
    // Without an owner the folder is being made at this moment by another process.
    if (owner === undefined || processLives(owner)) continue;
    killRun(path);
    await rm(path, { recursive: true, force: true });
  }
}

/** Kills by process id, and only what still is a process of this run: an id may have been given to someone else. */
function killRun(path: string): void {
  for (const file of readdirSync(path).filter((name) => name.endsWith('.pid'))) {
    const pid = readNumber(join(path, file));
    if (pid === undefined || !commandLineOf(pid).includes(path)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended between the look and the signal.
    }
  }
}

/** Empty when there is no such process; the path that matters when the system has no /proc to ask. */
function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return process.platform === 'linux' ? '' : tmpdir();
  }
}

function readNumber(path: string): number | undefined {
  try {
    const number = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(number) && number > 0 ? number : undefined;
  } catch {
    return undefined;
  }
}

/** Waits for the end of its standard input, which comes when this process has ended, however it ended. */
function startGuard(path: string): () => void {
  const script =
    'cat >/dev/null; for file in "$1"/*.pid; do [ -f "$file" ] && kill -KILL "$(cat "$file")" 2>/dev/null; done; :';
  const guard = spawn('sh', ['-c', script, 'rollcall-testbed-guard', path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  return () => guard.stdin.end();
}
