import { byKey } from './gather.ts';
import { familyOf, targetOf } from './pod-place.ts';
import type { PodChange } from './recorder.ts';
import { factsOf } from './transitions.ts';

/** How far an update went at its worst: what budgets are about, and what no node can tell alone. */
export type Peaks = {
  /** Of the nodes that had a ready pod, so many had none at the same time. */
  readonly withoutReady: number;
  /**
   * So many nodes had a pod that was not ready beside another, none of them leaving. One whose new pod is ready does not
   * count: the controller makes the next pod before it takes the old one of a node that is done.
   */
  readonly surging: number;
};

/**
 * By family, over the changes from `since` to before `until`. Only nodes for which `counts` holds: what befalls one that
 * something happens to depends on when its turn comes.
 */
export function peaksOf(
  changes: readonly PodChange[],
  [since, until]: readonly [number, number],
  counts: (node: string) => boolean,
): Readonly<Record<string, Peaks>> {
  const present = new Map<string, PodChange>();
  const apply = (change: PodChange): void => {
    if (change.type === 'DELETED') present.delete(change.pod.metadata.uid);
    else present.set(change.pod.metadata.uid, change);
  };
  const look = (family: string) => {
    const staying = [...present.values()]
      .map(({ pod }) => pod)
      .filter((pod) => familyOf(pod) === family && counts(targetOf(pod)))
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const ready = new Set(staying.filter((pod) => factsOf(pod).ready).map(targetOf));
    const unready = staying.filter((pod) => !factsOf(pod).ready).map(targetOf);
    const isSurging = (node: string) => staying.filter((pod) => targetOf(pod) === node).length > 1;
    return { ready, surging: new Set(unready.filter(isSurging)).size };
  };
  for (const change of changes.slice(0, since)) apply(change);
  const families = new Set(changes.slice(0, until).map(({ pod }) => familyOf(pod)));
  const readyBefore = new Map([...families].map((family) => [family, look(family).ready]));
  const peaks = new Map<string, Peaks>();
  const measure = (family: string): void => {
    const { ready, surging } = look(family);
    const without = [...(readyBefore.get(family) ?? [])].filter((node) => !ready.has(node)).length;
    const before = peaks.get(family) ?? { withoutReady: 0, surging: 0 };
    peaks.set(family, {
      withoutReady: Math.max(before.withoutReady, without),
      surging: Math.max(before.surging, surging),
    });
  };
  for (const family of families) measure(family);
  for (const change of changes.slice(since, until)) {
    apply(change);
    measure(familyOf(change.pod));
  }
  return Object.fromEntries([...peaks].sort(byKey));
}
