import { readFileSync } from 'node:fs';
import type { Clock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { CredentialProblem } from '../connection-failure.ts';

/** A projected token is exchanged every few minutes: it is read anew before a minute is over, with 10 s in hand. */
export const TOKEN_PERIOD_MILLIS = 60_000;
export const TOKEN_LEEWAY_MILLIS = 10_000;
export const CERTIFICATE_PERIOD_MILLIS = 60_000;

/** A file whose content is read again when it has grown older than `maxAgeMillis`. */
export class FileCredential {
  readonly #what: string;
  readonly #path: string;
  readonly #maxAgeMillis: number;
  readonly #clock: Clock;
  #content: string | undefined;
  #readAt = -Infinity;

  constructor(what: string, path: string, maxAgeMillis: number, clock: Clock) {
    this.#what = what;
    this.#path = path;
    this.#maxAgeMillis = maxAgeMillis;
    this.#clock = clock;
  }

  /** The content; the old one when the file is away, empty or half written (C2), for those pass. */
  read(): Result<string, CredentialProblem> {
    if (this.#content !== undefined && this.#clock.monotonic() - this.#readAt < this.#maxAgeMillis) {
      return success(this.#content);
    }
    const read = this.#readFile();
    if (read.ok) {
      this.#content = read.value;
      this.#readAt = this.#clock.monotonic();
    }
    return read.ok || this.#content === undefined ? read : success(this.#content);
  }

  /** The next read goes to the file. */
  expire(): void {
    this.#readAt = -Infinity;
  }

  #readFile(): Result<string, CredentialProblem> {
    try {
      const content = readFileSync(this.#path, 'utf8').trim();
      return content === '' ? failure({ kind: 'FileEmpty', what: this.#what, path: this.#path }) : success(content);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      return failure({ kind: 'FileUnreadable', what: this.#what, path: this.#path, code });
    }
  }
}
