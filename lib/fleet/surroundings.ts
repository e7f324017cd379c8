import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { DaemonSetRecord, NodeRecord } from '#lib/domain/objects.ts';
import { findOddTaints, type OddTaints } from '#lib/domain/rollout/causes/odd-taints.ts';
import { sameJson } from '#lib/wire/same-json.ts';

/** What the causes of a DaemonSet read of the rest of the cluster; it changes seldom, and then concerns all of them. */
export type Surroundings = {
  readonly oddTaints: () => OddTaints;
  /** True when any DaemonSet may have other causes now. */
  readonly nodesChanged: (nodes: Iterable<NodeRecord>) => boolean;
  readonly daemonSetsChanged: (changed: Iterable<Uid>, recordOf: (uid: Uid) => DaemonSetRecord | undefined) => boolean;
};

/** By this two DaemonSets of a namespace may overlap [R12]. */
function outlineOf({ namespace, selector, template, deletionTimestamp }: DaemonSetRecord): string {
  return JSON.stringify([namespace, selector, template.labels, deletionTimestamp]);
}

export function createSurroundings(): Surroundings {
  let oddTaints: OddTaints = new Map<NodeName, never>();
  const outlines = new Map<Uid, string>();
  return {
    oddTaints: () => oddTaints,
    nodesChanged: (nodes) => {
      const found = findOddTaints(nodes);
      const same = sameJson([...oddTaints], [...found]);
      if (!same) oddTaints = found;
      return !same;
    },
    daemonSetsChanged: (changed, recordOf) => {
      let differs = false;
      for (const uid of changed) {
        const record = recordOf(uid);
        const outline = record === undefined ? undefined : outlineOf(record);
        if (outlines.get(uid) === outline) continue;
        differs = true;
        if (outline === undefined) outlines.delete(uid);
        else outlines.set(uid, outline);
      }
      return differs;
    },
  };
}
