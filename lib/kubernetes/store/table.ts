import type { Uid } from '#lib/domain/keys.ts';
import { equalRecords } from './equal-records.ts';

/** A second state that grows beside the visible one and takes its place at once. */
export type Stage<Kept> = {
  readonly size: number;
  add(record: Kept): void;
  remove(uid: Uid): void;
  commit(): void;
};

/** The records of one resource. What is put and says the same as before is no change. */
export type Table<Kept> = {
  readonly size: number;
  uids(): Iterable<Uid>;
  put(record: Kept): void;
  delete(uid: Uid): void;
  /** A new state of one namespace, or of all. */
  stage(namespace?: string): Stage<Kept>;
};

/** True for what a stage of this namespace replaces. */
export function isInScope(record: { readonly namespace?: string }, namespace: string | undefined): boolean {
  return namespace === undefined || record.namespace === namespace;
}

type Identified = { readonly uid: Uid; readonly namespace?: string };

/** Records by uid, kept as they are; `onChange` hears of each one that came, went or says something else. */
export class RecordTable<Kept extends Identified> implements Table<Kept> {
  readonly #byUid = new Map<Uid, Kept>();
  readonly #onChange: (before: Kept | undefined, after: Kept | undefined) => void;

  constructor(onChange: (before: Kept | undefined, after: Kept | undefined) => void) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#byUid.size;
  }

  get(uid: Uid): Kept | undefined {
    return this.#byUid.get(uid);
  }

  uids(): Iterable<Uid> {
    return this.#byUid.keys();
  }

  values(): Iterable<Kept> {
    return this.#byUid.values();
  }

  put(record: Kept): void {
    const before = this.#byUid.get(record.uid);
    this.#byUid.set(record.uid, record);
    if (before === undefined || !equalRecords(before, record)) this.#onChange(before, record);
  }

  delete(uid: Uid): void {
    const before = this.#byUid.get(uid);
    if (before === undefined) return;
    this.#byUid.delete(uid);
    this.#onChange(before, undefined);
  }

  stage(namespace?: string): Stage<Kept> {
    const staged = new Map<Uid, Kept>();
    return {
      add: (record) => {
        staged.set(record.uid, record);
      },
      remove: (uid) => {
        staged.delete(uid);
      },
      get size() {
        return staged.size;
      },
      commit: () => {
        for (const [uid, record] of this.#byUid) {
          if (isInScope(record, namespace) && !staged.has(uid)) this.delete(uid);
        }
        for (const record of staged.values()) this.put(record);
      },
    };
  }
}
