import type { Pod } from '../objects.ts';
import type { Filter } from './filters.ts';
import { pinnedNodes } from './pinned-nodes.ts';
import { priorityOf } from './pod-priority.ts';

/** A pod that waits for a node. */
export type Waiting = {
  pod: Pod;
  /** The only nodes that it can go to; undefined: any. */
  readonly pins: ReadonlySet<string> | undefined;
  /** Who refused it the last time. */
  refusedBy: ReadonlySet<Filter>;
  /** When it was tried the last time; it has not been tried yet while it is undefined. */
  triedAt: number | undefined;
  /** Its place among those of the same priority: when it came, or was tried the last time. */
  place: number;
};

/** The pods without a node, found by their pins: what happens on a node is no matter of the others. */
export class WaitingPods {
  readonly #all = new Map<string, Waiting>();
  readonly #byPin = new Map<string, Set<Waiting>>();
  readonly #anywhere = new Set<Waiting>();
  readonly #due = new Set<Waiting>();
  #places = 0;

  get size(): number {
    return this.#all.size;
  }

  /** A pod that has come, or its next version. True when it is one that was not there. */
  put(pod: Pod): boolean {
    const before = this.#all.get(pod.metadata.uid);
    if (before !== undefined) {
      before.pod = pod;
      return false;
    }
    const waiting: Waiting = {
      pod,
      pins: pinnedNodes(pod),
      refusedBy: new Set(),
      triedAt: undefined,
      place: this.#nextPlace(),
    };
    this.#all.set(pod.metadata.uid, waiting);
    if (waiting.pins === undefined) this.#anywhere.add(waiting);
    for (const name of waiting.pins ?? []) {
      const there = this.#byPin.get(name);
      if (there === undefined) this.#byPin.set(name, new Set([waiting]));
      else there.add(waiting);
    }
    return true;
  }

  take(uid: string): void {
    const waiting = this.#all.get(uid);
    if (waiting === undefined) return;
    this.#all.delete(uid);
    this.#anywhere.delete(waiting);
    this.#due.delete(waiting);
    for (const name of waiting.pins ?? []) {
      const there = this.#byPin.get(name);
      there?.delete(waiting);
      if (there?.size === 0) this.#byPin.delete(name);
    }
  }

  get(uid: string): Waiting | undefined {
    return this.#all.get(uid);
  }

  /** Something has happened on a node: those who could go there and are helped become due. True when there are any. */
  wake(nodeName: string, isHelped: (waiting: Waiting) => boolean): boolean {
    for (const each of this.#byPin.get(nodeName) ?? []) if (isHelped(each)) this.#due.add(each);
    for (const each of this.#anywhere) if (isHelped(each)) this.#due.add(each);
    return this.hasDue;
  }

  makeDue(waiting: Waiting): void {
    this.#due.add(waiting);
  }

  /** Nothing has helped them for so long: they are tried again all the same. */
  makeStaleDue(before: number): void {
    for (const waiting of this.#all.values())
      if (waiting.triedAt !== undefined && waiting.triedAt <= before) this.#due.add(waiting);
  }

  get hasDue(): boolean {
    return this.#due.size > 0;
  }

  /** Takes the due ones: higher priority first, then by place. */
  takeDue(): readonly Waiting[] {
    const due = [...this.#due].sort((a, b) => priorityOf(b.pod) - priorityOf(a.pod) || a.place - b.place);
    this.#due.clear();
    return due;
  }

  refused(waiting: Waiting, refusedBy: ReadonlySet<Filter>, now: number): void {
    waiting.refusedBy = refusedBy;
    waiting.triedAt = now;
    waiting.place = this.#nextPlace();
  }

  #nextPlace(): number {
    this.#places += 1;
    return this.#places;
  }
}
