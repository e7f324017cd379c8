import type { Clock } from '#lib/base/clock.ts';
import type { ReflectorState, ResourceHealth } from '../health.ts';
import type { Trouble } from './next-step.ts';

/** A byte that is older than this proves nothing. */
const FRESH_BYTE_MILLIS = 28_000;
/** Without an answered probe for so long we may be talking to nobody. */
const PROBE_MILLIS = 10_000;

const SILENT: Trouble = {
  error: 'silent',
  cause: 'unreachable',
  note: 'nothing was heard on the watch for 28 s',
};
const UNANSWERED: Trouble = {
  error: 'unanswered',
  cause: 'unreachable',
  note: 'the API server has not answered for 10 s',
};

export type StatusReport = ResourceHealth & {
  /** Since when it is in this state, by the monotonic clock. */
  readonly since: number;
  readonly resourceVersion: string | undefined;
  readonly lastBookmarkAgeMillis?: number;
};

/** What the probe last found; by the monotonic clock. */
export type ProbeFacts = {
  /** When the last answered probe was sent; undefined before the first. */
  readonly answeredSentAt: number | undefined;
  readonly roundTripMillis: number;
  readonly startedAt: number;
};

/** What is known about the following of one resource: the state machine of reliability 8.3 and the proofs of life. */
export class ReflectorStatus {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #state: ReflectorState = 'idle';
  #since: number;
  #trouble: Trouble | undefined;
  #synced = false;
  #proofAt: number | undefined;
  #byteAt: number | undefined;
  #watching = false;
  #eventAt: number | undefined;
  #bookmarkAt: number | undefined;
  #relists = 0;
  #expected: number | undefined;
  readonly #errors = new Map<string, number>();

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#since = clock.monotonic();
  }

  get state(): ReflectorState {
    return this.#state;
  }

  get synced(): boolean {
    return this.#synced;
  }

  /** The later of the last event and the last bookmark. */
  get lastWordAt(): number | undefined {
    return this.#eventAt === undefined || this.#bookmarkAt === undefined
      ? (this.#eventAt ?? this.#bookmarkAt)
      : Math.max(this.#eventAt, this.#bookmarkAt);
  }

  enter(state: ReflectorState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#since = this.#clock.monotonic();
    this.#onChange();
  }

  /** True when it is another trouble than before. */
  fail(trouble: Trouble): boolean {
    this.count(trouble.error);
    const told = this.#trouble?.cause === trouble.cause && this.#trouble.note === trouble.note;
    this.#trouble = trouble;
    if (!told) this.#onChange();
    return !told;
  }

  count(error: string): void {
    this.#errors.set(error, (this.#errors.get(error) ?? 0) + 1);
  }

  /** A watch was opened anew: somebody is there and knows our place. */
  onOpened(): void {
    this.#byteAt = this.#clock.monotonic();
    this.#watching = true;
    this.#prove(this.#byteAt);
    this.#trouble = undefined;
    this.enter('live');
  }

  /** From here on changes pass unseen, whoever else may answer. */
  onClosed(): void {
    this.#watching = false;
  }

  onBytes(): void {
    this.#byteAt = this.#clock.monotonic();
    if (this.#state === 'suspect') this.#revive();
  }

  onEvent(): void {
    this.#eventAt = this.#clock.monotonic();
    this.#prove(this.#eventAt);
  }

  onBookmark(): void {
    this.#bookmarkAt = this.#clock.monotonic();
    this.#prove(this.#bookmarkAt);
  }

  /** The first whole state was taken over, or a later one: it is as old as the question that brought it. */
  onWhole(askedAt: number): void {
    this.#prove(askedAt);
    if (this.#synced) this.#relists += 1;
    this.#synced = true;
    this.#expected = undefined;
    this.#trouble = undefined;
  }

  expect(objects: number): void {
    this.#expected = objects;
  }

  /** An answer proves something only beside a watch that is not silent; it counts from when the question was sent. */
  onProbeAnswered(sentAt: number): void {
    if (this.#watching && this.#hasFreshByte()) this.#prove(sentAt);
    this.review({ answeredSentAt: sentAt, roundTripMillis: 0, startedAt: sentAt });
  }

  /** Looks at what time alone has changed. */
  review({ answeredSentAt, startedAt }: ProbeFacts): void {
    const unanswered = this.#clock.monotonic() - (answeredSentAt ?? startedAt) > PROBE_MILLIS;
    const doubtful = unanswered || !this.#hasFreshByte();
    if (this.#state === 'live' && doubtful) {
      this.#trouble ??= unanswered ? UNANSWERED : SILENT;
      this.enter('suspect');
    } else if (this.#state === 'suspect' && !doubtful) this.#revive();
  }

  report(objects: number, resourceVersion: string | undefined, probe: ProbeFacts): StatusReport {
    const ageOf = (at: number | undefined) => (at === undefined ? undefined : this.#clock.monotonic() - at);
    const proofAge = this.#synced ? ageOf(this.#proofAt) : undefined;
    const asOfAgeMillis = proofAge === undefined ? undefined : Math.max(proofAge, probe.roundTripMillis);
    const lastEventAgeMillis = ageOf(this.#eventAt);
    const lastBookmarkAgeMillis = ageOf(this.#bookmarkAt);
    return {
      state: this.#state,
      since: this.#since,
      resourceVersion,
      ...(this.#trouble === undefined ? {} : { cause: this.#trouble.cause, note: this.#trouble.note }),
      synced: this.#synced,
      ...(asOfAgeMillis === undefined ? {} : { asOfAgeMillis }),
      objects,
      ...(this.#expected === undefined ? {} : { expected: this.#expected }),
      relists: this.#relists,
      errors: Object.fromEntries(this.#errors),
      ...(lastEventAgeMillis === undefined ? {} : { lastEventAgeMillis }),
      ...(lastBookmarkAgeMillis === undefined ? {} : { lastBookmarkAgeMillis }),
    };
  }

  #revive(): void {
    this.#trouble = undefined;
    this.enter('live');
  }

  #hasFreshByte(): boolean {
    return this.#byteAt !== undefined && this.#clock.monotonic() - this.#byteAt <= FRESH_BYTE_MILLIS;
  }

  #prove(at: number): void {
    this.#proofAt = Math.max(this.#proofAt ?? at, at);
  }
}
