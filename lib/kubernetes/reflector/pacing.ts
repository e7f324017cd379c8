import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import { Backoff } from './backoff.ts';
import type { TokenBucket } from './bucket.ts';
import type { Pause } from './next-step.ts';
import type { Probe } from './probe.ts';
import { sleep } from './sleep.ts';

const JITTER_MILLIS = 500;
const BREATH_MILLIS = 800;
/** After a wait that the server asked for, a little more by chance. */
const COURTESY_MILLIS = 1_000;
const BETWEEN_RELISTS_MILLIS = 2_000;
const PROBE_PATIENCE_MILLIS = 60_000;

export type PacingOptions = {
  readonly clock: Clock;
  readonly random: Random;
  readonly probe: Probe;
  readonly bucket: TokenBucket;
};

/** When one reflector may ask again: after its own failures, behind the others, and never while nobody answers. */
export class Pacing {
  readonly #options: PacingOptions;
  readonly #backoff: Backoff;
  /** One attempt after a good time comes almost at once. */
  #quickRetry = true;
  #inTrouble = false;
  #lastListAt = -Infinity;
  /** The moment that the server asked for: nothing ends the wait for it. */
  #notBefore = -Infinity;
  #wake: () => void = () => {};

  constructor(options: PacingOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock, options.random);
  }

  get quickRetry(): boolean {
    return this.#quickRetry;
  }

  /** All went well for a while. */
  noteGoodTime(): void {
    this.#quickRetry = true;
  }

  /** Something went wrong: the next attempt waits for its turn. */
  noteTrouble(): void {
    this.#inTrouble = true;
  }

  noteList(): void {
    this.#lastListAt = this.#options.clock.monotonic();
  }

  /** The API server is back: no back-off is waited out any longer. */
  wake(): void {
    this.#wake();
  }

  async pause(pause: Pause, list: boolean, signal: AbortSignal): Promise<void> {
    const { clock, random, probe } = this.#options;
    let millis = this.#millisOf(pause);
    if (pause.kind === 'Jitter') {
      this.#quickRetry = false;
      if (list) millis = Math.max(millis, this.#lastListAt + BETWEEN_RELISTS_MILLIS - clock.monotonic());
    }
    if (pause.kind === 'Backoff' && pause.atLeastMillis !== undefined) {
      const asked = pause.atLeastMillis + random() * COURTESY_MILLIS;
      this.#notBefore = clock.monotonic() + asked;
      probe.keepQuiet(pause.atLeastMillis);
      millis = Math.max(millis, asked);
    }
    await this.#sleepUnlessWoken(millis, signal);
  }

  /**
   * While nobody answers there is nothing to ask: the probe alone finds out, and `onNobody` hears of it. After trouble
   * each attempt waits for its turn, which is good for all that belongs to it: a list, or the question for one item, and
   * then the watch.
   */
  async waitForTurn(onNobody: () => void, signal: AbortSignal): Promise<void> {
    const { clock, bucket, probe } = this.#options;
    while (probe.isDown && !signal.aborted) {
      onNobody();
      await this.#sleepUnlessWoken(PROBE_PATIENCE_MILLIS, signal);
    }
    if (!this.#inTrouble) return;
    await sleep(clock, bucket.take(), signal);
    this.#inTrouble = false;
  }

  #millisOf(pause: Pause): number {
    const { random } = this.#options;
    switch (pause.kind) {
      case 'Now':
        return 0;
      case 'Jitter':
        return random() * JITTER_MILLIS;
      case 'Breath':
        return BREATH_MILLIS * (1 + random());
      case 'Backoff':
        return this.#backoff.next();
      case 'Cap':
        return this.#backoff.cap();
    }
  }

  async #sleepUnlessWoken(millis: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await sleep(clock, millis, AbortSignal.any([signal, woken.signal]));
    this.#wake = () => {};
    await sleep(clock, this.#notBefore - clock.monotonic(), signal);
  }
}
