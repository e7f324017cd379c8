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

/** Neither a uid nor the name of a node has a space in it. */
const SEPARATOR = ' ';

export function createRechecks(): Rechecks {
  const queue = createRecheckQueue<string>();
  const keyOf = (daemonSet: Uid, node: NodeName | undefined) =>
    node === undefined ? daemonSet : `${daemonSet}${SEPARATOR}${node}`;

  return {
    set: ({ daemonSet, node }, at, now) => {
      // A rule that asks for its own moment must not keep the process busy.
      queue.set(keyOf(daemonSet, node), at === undefined ? undefined : Math.max(at, now + 1));
    },
    forget: (daemonSets, nodes) => {
      const names = [...nodes];
      for (const daemonSet of daemonSets) for (const node of names) queue.set(keyOf(daemonSet, node), undefined);
    },
    takeDue: (now) =>
      queue.takeDue(now).map((key) => {
        const [daemonSet, node] = key.split(SEPARATOR) as [Uid, NodeName | undefined];
        return node === undefined ? { daemonSet } : { daemonSet, node };
      }),
    next: () => queue.next(),
  };
}
