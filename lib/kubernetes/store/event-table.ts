import type { Uid } from '#lib/domain/keys.ts';
import type { EventRecord } from '#lib/domain/objects.ts';
import { equalRecords } from './equal-records.ts';
import { isInScope, type Stage, type Table } from './table.ts';

/** The kinds whose events a rule or a screen reads. */
const REGARDED_KINDS = ['Pod', 'DaemonSet', 'Node'];
/**
 * Of one object and one reason only the latest, and the first, which tells since when: a pod that restarts all day must not
 * push out its neighbours' events.
 */
const PER_OBJECT_AND_REASON = 4;
const IN_ALL = 20_000;

/** Events by what they regard; the oldest go when there are too many. */
export class EventTable implements Table<EventRecord> {
  /** In the order in which they were last seen to change. */
  readonly #byUid = new Map<Uid, EventRecord>();
  readonly #byRegarding = new Map<Uid, readonly EventRecord[]>();
  readonly #onChange: (regarding: Uid) => void;
  readonly #capacity: number;

  constructor(onChange: (regarding: Uid) => void, capacity: number = IN_ALL) {
    this.#onChange = onChange;
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#byUid.size;
  }

  eventsOf(uid: Uid): readonly EventRecord[] {
    return this.#byRegarding.get(uid) ?? [];
  }

  uids(): Iterable<Uid> {
    return this.#byUid.keys();
  }

  put(record: EventRecord): void {
    const regarding = record.regarding.uid;
    if (regarding === undefined || !isRegarded(record)) return;
    const before = this.#byUid.get(record.uid);
    if (before !== undefined) this.#forget(before);
    this.#byUid.set(record.uid, record);
    this.#byRegarding.set(regarding, [...this.eventsOf(regarding), record]);
    this.#limit(regarding, record.reason);
    const tooOld = before === undefined && !this.#byUid.has(record.uid);
    if (!tooOld && (before === undefined || !equalRecords(before, record))) this.#onChange(regarding);
    const earlier = before?.regarding.uid;
    if (earlier !== undefined && earlier !== regarding) this.#onChange(earlier);
  }

  delete(uid: Uid): void {
    const before = this.#byUid.get(uid);
    if (before === undefined) return;
    this.#forget(before);
    if (before.regarding.uid !== undefined) this.#onChange(before.regarding.uid);
  }

  stage(namespace?: string): Stage<EventRecord> {
    let staged = new Map<Uid, EventRecord>();
    const newest = () => [...staged.values()].sort(compareAge).slice(-this.#capacity);
    return {
      add: (record) => {
        if (!isRegarded(record)) return;
        staged.set(record.uid, record);
        if (staged.size > 2 * this.#capacity) staged = new Map(newest().map((event) => [event.uid, event]));
      },
      remove: (uid) => {
        staged.delete(uid);
      },
      get size() {
        return staged.size;
      },
      commit: () => {
        const events = newest();
        for (const [uid, record] of this.#byUid) {
          if (isInScope(record, namespace) && !staged.has(uid)) this.delete(uid);
        }
        for (const record of events) this.put(record);
      },
    };
  }

  #limit(regarding: Uid, reason: string): void {
    const alike = this.eventsOf(regarding).filter((event) => event.reason === reason);
    if (alike.length > PER_OBJECT_AND_REASON) {
      const first = alike.reduce(earlier);
      const [oldest] = alike.filter((event) => event !== first).sort(compareAge);
      if (oldest !== undefined) this.#forget(oldest);
    }
    for (const oldest of this.#byUid.values()) {
      if (this.#byUid.size <= this.#capacity) return;
      this.#forget(oldest);
      // What a rule concluded from it must be looked at again, though nothing was heard of its object.
      const { uid } = oldest.regarding;
      if (uid !== undefined) this.#onChange(uid);
    }
  }

  #forget(event: EventRecord): void {
    this.#byUid.delete(event.uid);
    const regarding = event.regarding.uid;
    if (regarding === undefined) return;
    const left = this.eventsOf(regarding).filter((other) => other.uid !== event.uid);
    if (left.length === 0) this.#byRegarding.delete(regarding);
    else this.#byRegarding.set(regarding, left);
  }
}

function isRegarded(event: EventRecord): boolean {
  return event.regarding.uid !== undefined && REGARDED_KINDS.includes(event.regarding.kind);
}

function earlier(left: EventRecord, right: EventRecord): EventRecord {
  return (right.firstTimestamp ?? Infinity) < (left.firstTimestamp ?? Infinity) ? right : left;
}

function compareAge(left: EventRecord, right: EventRecord): number {
  return (left.lastTimestamp ?? 0) - (right.lastTimestamp ?? 0);
}
