import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunDirectory } from './run-directory.ts';

/** One process of the control plane, that can be ended and started again with the same arguments and ports. */
export type Component = {
  readonly name: string;
  /** Starts it and waits until it says that it is ready; nothing to do when it runs. */
  readonly start: () => Promise<void>;
  /** Ends it and waits until it is gone. SIGTERM is what an update sends, and takes the API server many seconds. */
  readonly stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>;
  readonly restart: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** undefined when it does not run. */
  readonly pid: () => number | undefined;
  /** All that it has printed in this run. */
  readonly log: () => string;
};

export type ComponentPlan = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly isReady: () => Promise<boolean>;
};

const FREEZE_MILLIS = 1_000;
const START_MILLIS = 60_000;
/** The API server lets requests under way finish, watches too; after this it is killed. */
const STOP_MILLIS = 70_000;

export function makeComponent(directory: RunDirectory, plan: ComponentPlan): Component {
  const logPath = join(directory.path, `${plan.name}.log`);
  let child: ChildProcess | undefined;
  const runs = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const log = () => readFileSync(logPath, 'utf8');

  async function start(): Promise<void> {
    if (runs()) return;
    const output = openSync(logPath, 'a');
    // A group of its own: Ctrl-C reaches only us, and we end the processes in order.
    const process_ = spawn(plan.command, plan.args, {
      cwd: directory.path,
      env: { ...process.env, ...plan.env },
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    child = process_;
    await once(process_, 'spawn');
    if (process_.pid !== undefined) directory.notePid(plan.name, process_.pid);
    // The event loop may end while the control plane runs; whoever started it must stop it or exit.
    process_.unref();
    const deadline = performance.now() + START_MILLIS;
    while (!(await plan.isReady().catch(() => false))) {
      if (!runs()) throw new Error(`${plan.name} ended before it was ready:\n${tail(log())}`);
      if (performance.now() > deadline) throw new Error(`${plan.name} is not ready after 60 s:\n${tail(log())}`);
      await wait(50);
    }
  }

  async function stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    const ending = child;
    if (ending === undefined || !runs()) return;
    const gone = once(ending, 'exit');
    ending.ref();
    ending.kill(signal);
    // A frozen process keeps a signal until it wakes up; only SIGKILL needs no waking.
    ending.kill('SIGCONT');
    const killer = setTimeout(() => ending.kill('SIGKILL'), STOP_MILLIS);
    await gone;
    clearTimeout(killer);
    directory.forgetPid(plan.name);
  }

  return {
    name: plan.name,
    start,
    stop,
    restart: async (signal) => {
      await stop(signal);
      await start();
    },
    freeze: () => {
      signalTo(child, plan.name, runs(), 'SIGSTOP');
      awaitStop(child?.pid);
    },
    thaw: () => signalTo(child, plan.name, runs(), 'SIGCONT'),
    pid: () => (runs() ? child?.pid : undefined),
    log,
  };
}

function signalTo(child: ChildProcess | undefined, name: string, runs: boolean, signal: NodeJS.Signals): void {
  if (!runs || child?.kill(signal) !== true) throw new Error(`${name} does not run, so it cannot be sent ${signal}`);
}

/** The threads of a process do not stand still the moment it is told to stop; those that run may still answer. */
function awaitStop(pid: number | undefined): void {
  const stat = `/proc/${pid}/stat`;
  // Only Linux tells; elsewhere the signal has to be enough.
  if (!existsSync(stat)) return;
  const deadline = performance.now() + FREEZE_MILLIS;
  while (!/\) [Tt] /.test(readFileSync(stat, 'utf8')) && performance.now() < deadline);
}

function tail(log: string): string {
  return log.split('\n').slice(-25).join('\n');
}
