import { spawn } from 'node:child_process';
import type { Clock, Millis } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { CredentialProblem } from '../connection-failure.ts';
import { rawOf, timeOf } from '../project/raw.ts';

/** An exec entry of a kubeconfig, as it is there. */
export type ExecSpec = {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What the plugin may know of the cluster, when it asks for it. */
  readonly cluster?: Readonly<Record<string, unknown>>;
};

export type ExecCredential = { readonly token?: string; readonly cert?: string; readonly key?: string };

const TIME_LIMIT_MILLIS = 10_000;
const OUTPUT_LIMIT_BYTES = 1024 * 1024;
/** So long before it expires a credential is renewed, while the old one still works. */
const RENEWAL_MILLIS = 60_000;

/** Runs the plugin when there is no credential, or it is about to expire; one process at a time, whoever asks. */
export class ExecPlugin {
  readonly #spec: ExecSpec;
  readonly #clock: Clock;
  #current: { readonly credential: ExecCredential; readonly expires: Millis } | undefined;
  #running: Promise<Result<ExecCredential, CredentialProblem>> | undefined;

  constructor(spec: ExecSpec, clock: Clock) {
    this.#spec = spec;
    this.#clock = clock;
  }

  async get(): Promise<Result<ExecCredential, CredentialProblem>> {
    const current = this.#current;
    const left = (current?.expires ?? -Infinity) - this.#clock.now();
    if (current !== undefined && left > RENEWAL_MILLIS) return success(current.credential);
    this.#running ??= this.#renew().finally(() => {
      this.#running = undefined;
    });
    // While the old one works nobody waits for a plugin that may hang: the new one is for whoever asks next.
    return current !== undefined && left > 0 ? success(current.credential) : this.#running;
  }

  /** The next caller gets a fresh one. */
  expire(): void {
    this.#current = undefined;
  }

  async #renew(): Promise<Result<ExecCredential, CredentialProblem>> {
    const output = await runPlugin(this.#spec, this.#clock);
    if (!output.ok) return output;
    const answer = parseAnswer(output.value);
    if (answer === undefined) return failure({ kind: 'ExecAnswer', command: nameOf(this.#spec) });
    this.#current = answer;
    return success(answer.credential);
  }
}

/** Without an expiry a credential is good until the API server rejects it. */
function parseAnswer(output: string): { readonly credential: ExecCredential; readonly expires: Millis } | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    return undefined;
  }
  if (rawOf(answer)['kind'] !== 'ExecCredential') return undefined;
  const status = rawOf(rawOf(answer)['status']);
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = status;
  const hasToken = typeof token === 'string' && token !== '';
  const hasPair = typeof cert === 'string' && typeof key === 'string';
  if (!hasToken && !hasPair) return undefined;
  return {
    credential: { ...(hasToken ? { token } : {}), ...(hasPair ? { cert, key } : {}) },
    expires: timeOf(expirationTimestamp) ?? Infinity,
  };
}

function nameOf({ command }: ExecSpec): string {
  return command.slice(command.lastIndexOf('/') + 1);
}

/** Its standard output; standard error is thrown away, for it may hold what nobody should read in a log. */
function runPlugin(spec: ExecSpec, clock: Clock): Promise<Result<string, CredentialProblem>> {
  const { promise, resolve } = Promise.withResolvers<Result<string, CredentialProblem>>();
  const command = nameOf(spec);
  const info = {
    apiVersion: spec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(spec.cluster === undefined ? {} : { cluster: spec.cluster }) },
  };
  const child = start(spec, JSON.stringify(info));
  if (child === undefined) return Promise.resolve(failure({ kind: 'ExecMissing', command }));
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  // A plugin that hangs does not outlive the process that would have killed it.
  process.once('exit', kill);
  const cancelTimer = clock.setTimer(() => {
    kill();
    resolve(failure({ kind: 'ExecTimedOut', command }));
  }, TIME_LIMIT_MILLIS);
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= OUTPUT_LIMIT_BYTES) chunks.push(chunk);
    else {
      kill();
      resolve(failure({ kind: 'ExecAnswer', command }));
    }
  });
  const release = () => {
    process.off('exit', kill);
    cancelTimer();
  };
  child.on('error', () => {
    release();
    resolve(failure({ kind: 'ExecMissing', command }));
  });
  child.on('close', (exitCode) => {
    release();
    resolve(
      exitCode === 0
        ? success(Buffer.concat(chunks).toString('utf8'))
        : failure({ kind: 'ExecFailed', command, exitCode: exitCode ?? undefined }),
    );
  });
  return promise;
}

/** Undefined where Node or the system refuses outright: a NUL in an argument, more of them than fit. */
function start(spec: ExecSpec, info: string) {
  try {
    return spawn(spec.command, spec.args, {
      // A group of its own, so that what the plugin started dies with it.
      detached: true,
      env: { ...process.env, ...spec.env, KUBERNETES_EXEC_INFO: info },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
