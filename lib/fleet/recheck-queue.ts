import type { Millis } from '#lib/base/clock.ts';

/**
 * When what has to be looked at again because time alone may change it: one queue for all cells, so that no cell needs a
 * timer. A binary heap; an entry that was set anew stays in it until it comes up or until there are too many of them.
 */
export type RecheckQueue<Key> = {
  /** `undefined`: time cannot change this one. */
  readonly set: (key: Key, at: Millis | undefined) => void;
  readonly takeDue: (now: Millis) => readonly Key[];
  readonly next: () => Millis | undefined;
  readonly size: () => number;
};

type Entry<Key> = { readonly key: Key; readonly at: Millis };

/** Outdated entries are swept out when there are more of them than valid ones and this many. */
const TOLERATED_OUTDATED = 1_024;

export function createRecheckQueue<Key>(): RecheckQueue<Key> {
  const due = new Map<Key, Millis>();
  let heap: Entry<Key>[] = [];

  function swap(left: number, right: number): void {
    const [a, b] = [heap[left], heap[right]];
    if (a === undefined || b === undefined) return;
    heap[left] = b;
    heap[right] = a;
  }
  const timeAt = (index: number): Millis => heap[index]?.at ?? Infinity;

  function push(entry: Entry<Key>): void {
    heap.push(entry);
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (timeAt(parent) <= timeAt(child)) return;
      swap(parent, child);
      child = parent;
    }
  }

  function pop(): Entry<Key> | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1;
      const least = timeAt(left + 1) < timeAt(left) ? left + 1 : left;
      if (timeAt(parent) <= timeAt(least)) return first;
      swap(parent, least);
      parent = least;
    }
  }

  function dropOutdated(): void {
    while (heap[0] !== undefined && due.get(heap[0].key) !== heap[0].at) pop();
  }

  return {
    set: (key, at) => {
      if (due.get(key) === at) return;
      if (at === undefined) {
        due.delete(key);
        return;
      }
      due.set(key, at);
      push({ key, at });
      if (heap.length <= 2 * due.size + TOLERATED_OUTDATED) return;
      heap = [];
      for (const [each, time] of due) push({ key: each, at: time });
    },
    takeDue: (now) => {
      const keys: Key[] = [];
      for (dropOutdated(); timeAt(0) <= now; dropOutdated()) {
        const entry = pop();
        if (entry === undefined) break;
        due.delete(entry.key);
        keys.push(entry.key);
      }
      return keys;
    },
    next: () => {
      dropOutdated();
      return heap[0]?.at;
    },
    size: () => due.size,
  };
}
