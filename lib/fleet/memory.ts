import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '#lib/domain/keys.ts';

/**
 * What the API keeps no trace of [RS5] and we have seen ourselves: since when a wanted cell has no pod, and when a
 * rollout last moved. Whatever else is shown follows from the records and the time alone.
 */
export type Memory = {
  readonly absentSince: (daemonSet: Uid, node: NodeName) => Millis | undefined;
  readonly setAbsentSince: (daemonSet: Uid, node: NodeName, at: Millis | undefined) => void;
  readonly progress: (daemonSet: Uid) => Millis | undefined;
  readonly setProgress: (daemonSet: Uid, at: Millis) => void;
  readonly forgetDaemonSet: (daemonSet: Uid) => void;
  readonly forgetNode: (node: NodeName) => void;
};

export function createMemory(): Memory {
  const absent = new Map<Uid, Map<NodeName, Millis>>();
  const progress = new Map<Uid, Millis>();
  return {
    absentSince: (daemonSet, node) => absent.get(daemonSet)?.get(node),
    setAbsentSince: (daemonSet, node, at) => {
      if (at === undefined) {
        absent.get(daemonSet)?.delete(node);
        return;
      }
      const nodes = absent.get(daemonSet) ?? new Map<NodeName, Millis>();
      nodes.set(node, at);
      absent.set(daemonSet, nodes);
    },
    progress: (daemonSet) => progress.get(daemonSet),
    setProgress: (daemonSet, at) => {
      progress.set(daemonSet, at);
    },
    forgetDaemonSet: (daemonSet) => {
      absent.delete(daemonSet);
      progress.delete(daemonSet);
    },
    forgetNode: (node) => {
      for (const nodes of absent.values()) nodes.delete(node);
    },
  };
}
