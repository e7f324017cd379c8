import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

export type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly millis: number;
};

/** One run of the command, with an empty home directory and no ROLLCALL_* or KUBECONFIG of the machine. */
export type RollcallProcess = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it says of this form, on either stream, now or later; rejects when it ends before. */
  readonly says: (form: RegExp) => Promise<RegExpExecArray>;
  /** The address in the line that says it is ready. */
  readonly url: () => Promise<string>;
};

export type RunOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  /** What it reads; without it there is nothing to read. */
  readonly stdin?: string;
  /** Leaves standard output unread. */
  readonly deaf?: boolean;
};

export function runRollcall(
  argv: readonly string[],
  { environment = {}, stdin, deaf = false }: RunOptions = {},
): RollcallProcess {
  const home = mkdtempSync(join(tmpdir(), 'rollcall-home-'));
  const begun = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'lib', 'cli', 'main.ts'), ...argv], {
    cwd: home,
    env: { NODE_ENV: 'production', PATH: process.env['PATH'], HOME: home, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Whoever refuses its flags reads nothing.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  let [stdout, stderr] = ['', ''];
  const seen = new EventTarget();
  if (!deaf)
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      seen.dispatchEvent(new Event('line'));
    });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    seen.dispatchEvent(new Event('line'));
  });
  const ended = new Promise<Ended>((resolve) => {
    // A deaf parent never sees the end of the output.
    child.on(deaf ? 'exit' : 'close', (code) => {
      rmSync(home, { recursive: true, force: true });
      resolve({ code, stdout, stderr, millis: performance.now() - begun });
      seen.dispatchEvent(new Event('line'));
    });
  });
  const says = (form: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = form.exec(stdout) ?? form.exec(stderr);
        if (found !== null) resolve(found);
        else if (child.exitCode !== null) reject(new Error(`it ended with ${child.exitCode}: ${stderr}`));
        else return;
        seen.removeEventListener('line', look);
      };
      seen.addEventListener('line', look);
      look();
    });
  return { child, ended, says, url: async () => (await says(/ready: (http:\S+)/))[1] ?? '' };
}
