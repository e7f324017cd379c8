import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { RequestFailure } from '../connection-failure.ts';
import { rawOf, textOf } from '../project/raw.ts';
import type { Transport } from '../transport.ts';
import type { TokenBucket } from './bucket.ts';
import { sleep } from './sleep.ts';
import type { ProbeFacts } from './status.ts';

const DOWN_MILLIS = 2_000;
/** However much hurry there is: behind one address there may be a server that answers and one that does not. */
const BETWEEN_MILLIS = 1_000;
const LONGEST_ANSWER_MILLIS = 10_000;
/**
 * An API server that has just started refuses everybody, until its authorizer has read the roles. Where we were let in
 * before, its first refusals are not taken for an answer: whoever went ahead on them would be refused as well.
 */
const STARTING_MILLIS = 10_000;
const VERSION_BYTES = 64 * 1024;
const LONGEST_RETRY_AFTER_MILLIS = 60_000;

export type ProbeOptions = {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly bucket: TokenBucket;
  readonly intervalMillis: number;
  /** Each answer, with the moment its question was sent, and whether the one before had failed. */
  readonly onAnswered: (sentAt: number, afterFailure: boolean) => void;
};

/** Asks the API server its version, again and again: the one request that tells "nothing happens" from "nobody there". */
export class Probe {
  readonly #options: ProbeOptions;
  #failure: RequestFailure | undefined;
  #answeredSentAt: number | undefined;
  #roundTripMillis = 0;
  #version: string | undefined;
  #notBefore = -Infinity;
  #askedAt = -Infinity;
  #wasLetIn = false;
  #refusedSince: number | undefined;
  readonly #startedAt: number;
  #hurry: () => void = () => {};

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
  }

  get version(): string | undefined {
    return this.#version;
  }

  get facts(): ProbeFacts {
    return {
      answeredSentAt: this.#answeredSentAt,
      roundTripMillis: this.#roundTripMillis,
      startedAt: this.#startedAt,
    };
  }

  /** True while nobody answers at all, or a server that is only starting; any other answer is one of somebody. */
  get isDown(): boolean {
    const failure = this.#failure;
    return failure !== undefined && (failure.kind === 'Unreachable' || failure.kind === 'Tls' || isRefusal(failure));
  }

  /** The server asked for quiet: the probe keeps it too. */
  keepQuiet(millis: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#options.clock.monotonic() + millis);
  }

  /** Somebody else found nobody there: until the probe, asked at once, says otherwise, nobody is. */
  doubt(failure: RequestFailure): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#hurry();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { random, intervalMillis, bucket } = this.#options;
    while (!signal.aborted) {
      bucket.spend();
      await this.#ask(signal);
      const failed = this.#failure !== undefined;
      const pause = failed ? DOWN_MILLIS * (0.5 + random()) : intervalMillis;
      await this.#pause(pause, signal);
    }
  }

  async #pause(millis: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const hurried = new AbortController();
    this.#hurry = () => hurried.abort();
    await sleep(clock, millis, AbortSignal.any([signal, hurried.signal]));
    this.#hurry = () => {};
    const earliest = Math.max(this.#notBefore, this.#askedAt + BETWEEN_MILLIS);
    await sleep(clock, earliest - clock.monotonic(), signal);
  }

  #isStarting(now: number): boolean {
    if (this.#failure === undefined || !this.#wasLetIn) return false;
    this.#refusedSince ??= now;
    return now - this.#refusedSince < STARTING_MILLIS;
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { transport, clock, onAnswered } = this.#options;
    const late = new AbortController();
    const cancel = clock.setTimer(() => late.abort(), LONGEST_ANSWER_MILLIS);
    const sentAt = clock.monotonic();
    this.#askedAt = sentAt;
    let text = '';
    const decoder = new TextDecoder();
    const got = await transport.get({
      shape: { route: 'version' },
      lane: 'probe',
      signal: AbortSignal.any([signal, late.signal]),
      onChunk: (chunk) => {
        if (text.length < VERSION_BYTES) text += decoder.decode(chunk, { stream: true });
      },
    });
    cancel();
    if (signal.aborted) return;
    const failure = got.ok ? undefined : got.error;
    const answered = failure === undefined || (isRefusal(failure) && !this.#isStarting(clock.monotonic()));
    if (failure === undefined || !isRefusal(failure)) this.#refusedSince = undefined;
    this.#wasLetIn ||= failure === undefined;
    if (!answered) {
      this.#failure = failure.kind === 'Aborted' ? { kind: 'Unreachable', host: '', code: 'ETIMEDOUT' } : failure;
      if (failure.kind === 'Status' && failure.retryAfterMillis !== undefined) {
        this.keepQuiet(Math.min(failure.retryAfterMillis, LONGEST_RETRY_AFTER_MILLIS));
      }
      return;
    }
    if (failure === undefined) this.#version = versionOf(text) ?? this.#version;
    const afterFailure = this.#failure !== undefined;
    this.#failure = undefined;
    this.#answeredSentAt = sentAt;
    this.#roundTripMillis = clock.monotonic() - sentAt;
    onAnswered(sentAt, afterFailure);
  }
}

function isRefusal(failure: RequestFailure): boolean {
  return failure.kind === 'Status' && failure.status === 403;
}

function versionOf(text: string): string | undefined {
  try {
    return textOf(rawOf(JSON.parse(text))['gitVersion'])?.slice(0, 64);
  } catch {
    return undefined;
  }
}
