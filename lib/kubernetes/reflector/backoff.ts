import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';

/* The figures of client-go's reflector. */
const FIRST_MILLIS = 800;
const FACTOR = 2;
const BACKOFF_CAP_MILLIS = 30_000;
const HEALTHY_MILLIS = 120_000;

/** How long to wait after a failure: doubling up to a cap, each wait up to twice as long by chance, anew after two minutes. */
export class Backoff {
  readonly #clock: Clock;
  readonly #random: Random;
  #base = FIRST_MILLIS;
  /** When the last wait was over. */
  #last = -Infinity;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  next(): number {
    const now = this.#clock.monotonic();
    if (now - this.#last > HEALTHY_MILLIS) this.#base = FIRST_MILLIS;
    const delay = this.#jittered(this.#base);
    this.#base = Math.min(this.#base * FACTOR, BACKOFF_CAP_MILLIS);
    this.#last = now + delay;
    return delay;
  }

  /** The longest wait, for what will not pass soon: an API that is not there. */
  cap(): number {
    return this.#jittered(BACKOFF_CAP_MILLIS);
  }

  #jittered(base: number): number {
    return base * (1 + this.#random());
  }
}
