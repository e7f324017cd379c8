import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '#lib/domain/keys.ts';
import { createRecheckQueue } from './recheck-queue.ts';

/** A cell, or without a node the DaemonSet as a whole. */
export type RecheckSubject = { readonly daemonSet: Uid; readonly node?: NodeName };

export type Rechecks = {
  /** `undefined`: time cannot change this one. Never sooner than right after `now`. */
  readonly set: (subject: RecheckSubject, at: Millis | undefined, now: Millis) => void;
  readonly forget: (daemonSets: Iterable<Uid>, nodes: Iterable<NodeName>) => void;
  readonly takeDue: (now: Millis) => readonly RecheckSubject[];
  readonly next: () => Millis | undefined;
};

type Subjects = Map<NodeName | undefined, RecheckSubject>;

export function createRechecks(): Rechecks {
  const queue = createRecheckQueue<RecheckSubject>();
  /** What waits, each the one object by which the queue knows it. Nearly no cell does, and that must cost nothing. */
  const waiting = new Map<Uid, Subjects>();

  function wait(subject: RecheckSubject): RecheckSubject {
    const subjects: Subjects = waiting.get(subject.daemonSet) ?? new Map();
    const known = subjects.get(subject.node);
    if (known !== undefined) return known;
    waiting.set(subject.daemonSet, subjects.set(subject.node, subject));
    return subject;
  }

  function withdraw(daemonSet: Uid, node: NodeName | undefined): void {
    const known = waiting.get(daemonSet)?.get(node);
    if (known === undefined) return;
    queue.set(known, undefined);
    drop(known);
  }

  function drop({ daemonSet, node }: RecheckSubject): void {
    const subjects = waiting.get(daemonSet);
    subjects?.delete(node);
    if (subjects?.size === 0) waiting.delete(daemonSet);
  }

  return {
    set: (subject, at, now) => {
      // A rule that asks for its own moment must not keep the process busy.
      if (at !== undefined) queue.set(wait(subject), Math.max(at, now + 1));
      else withdraw(subject.daemonSet, subject.node);
    },
    forget: (daemonSets, nodes) => {
      const names = [...nodes];
      for (const daemonSet of daemonSets) for (const node of names) withdraw(daemonSet, node);
    },
    takeDue: (now) => {
      const due = queue.takeDue(now);
      for (const subject of due) drop(subject);
      return due;
    },
    next: () => queue.next(),
  };
}
