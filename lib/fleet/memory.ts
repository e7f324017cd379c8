import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { AlertMemory } from '#lib/domain/rollout/alerts.ts';
import type { ProgressSign, Replacement } from '#lib/domain/rollout/pace.ts';

/** A revision that is rolled back to is the same under another number, and another rollout. */
export type UsedRevision = { readonly number: number };

/** Something that is so, and since when; `seenBegin` false: it was so when we first looked. */
export type Remembered = { readonly value: string; readonly since: Millis; readonly seenBegin: boolean };

/**
 * What the API keeps no trace of [RS5] and we have seen ourselves: since when a wanted cell has no pod, when a rollout last
 * moved, since when a state lasts, how long nodes took. Whatever else is shown follows from the records and the time alone.
 */
export type Memory = {
  readonly absentSince: (daemonSet: Uid, node: NodeName) => Millis | undefined;
  readonly setAbsentSince: (daemonSet: Uid, node: NodeName, at: Millis | undefined) => void;
  readonly progress: (daemonSet: Uid) => ProgressSign | undefined;
  readonly setProgress: (daemonSet: Uid, sign: ProgressSign) => void;
  /** When the old pod of a node was told to go, until the new one is available. */
  readonly leavingSince: (daemonSet: Uid, node: NodeName) => Millis | undefined;
  readonly setLeavingSince: (daemonSet: Uid, node: NodeName, at: Millis | undefined) => void;
  /** Nodes on which we saw a pod that is gone now and does not come back, and when it went. */
  readonly lostPods: (daemonSet: Uid) => ReadonlyMap<NodeName, Millis>;
  readonly setLostPod: (daemonSet: Uid, node: NodeName, at: Millis | undefined) => void;
  /** The newest nodes that got their pod of this revision. */
  readonly replacements: (daemonSet: Uid, revision: UsedRevision) => readonly Replacement[];
  readonly noteReplacement: (daemonSet: Uid, revision: UsedRevision, replacement: Replacement) => void;
  /** When the generation rose, of the last few times; the first that we see is no rise. */
  readonly generationRises: (daemonSet: Uid) => readonly Millis[];
  readonly noteGeneration: (daemonSet: Uid, generation: number, at: Millis) => void;
  readonly alerts: (daemonSet: Uid) => AlertMemory | undefined;
  readonly setAlerts: (daemonSet: Uid, memory: AlertMemory) => void;
  readonly remembered: (daemonSet: Uid, what: string) => Remembered | undefined;
  /** Takes down a value; what it was before begins anew only when it differs. */
  readonly noteValue: (daemonSet: Uid, what: string, value: string, at: Millis) => Remembered;
  readonly forgetDaemonSet: (daemonSet: Uid) => void;
  readonly forgetNode: (node: NodeName) => void;
};

/** Enough for a median and a ninetieth percentile of how fast it goes now. */
const MAX_REPLACEMENTS = 100;

/** More than that within ten minutes is a fight, however many more. */
const MAX_RISES = 10;

type Generations = { readonly generation: number; readonly rises: readonly Millis[] };
type Replacements = { readonly number: number; list: readonly Replacement[] };

const NO_MOMENTS: ReadonlyMap<NodeName, Millis> = new Map();

/** Per DaemonSet and node one moment. */
class Moments {
  readonly #byDaemonSet = new Map<Uid, Map<NodeName, Millis>>();

  of(daemonSet: Uid): ReadonlyMap<NodeName, Millis> {
    return this.#byDaemonSet.get(daemonSet) ?? NO_MOMENTS;
  }

  get(daemonSet: Uid, node: NodeName): Millis | undefined {
    return this.#byDaemonSet.get(daemonSet)?.get(node);
  }

  set(daemonSet: Uid, node: NodeName, at: Millis | undefined): void {
    if (at === undefined) {
      this.#byDaemonSet.get(daemonSet)?.delete(node);
      return;
    }
    const nodes = this.#byDaemonSet.get(daemonSet) ?? new Map<NodeName, Millis>();
    nodes.set(node, at);
    this.#byDaemonSet.set(daemonSet, nodes);
  }

  forgetDaemonSet(daemonSet: Uid): void {
    this.#byDaemonSet.delete(daemonSet);
  }

  forgetNode(node: NodeName): void {
    for (const nodes of this.#byDaemonSet.values()) nodes.delete(node);
  }
}

/** The newest `MAX_REPLACEMENTS`, one per node, in the order in which they ended; the same list when nothing is new. */
function withReplacement(list: readonly Replacement[], replacement: Replacement): readonly Replacement[] {
  const oldest = list[0];
  // At the beginning every pod that is there comes by: most are older than those that count.
  if (list.length >= MAX_REPLACEMENTS && oldest !== undefined && replacement.until <= oldest.until) return list;
  const known = list.find(({ node }) => node === replacement.node);
  // A pod that was unready for a while and is available again was not replaced again.
  if (known !== undefined && replacement.from < known.until && known.from <= replacement.from) return list;
  return [...list.filter(({ node }) => node !== replacement.node), replacement]
    .sort((left, right) => left.until - right.until || (left.node < right.node ? -1 : 1))
    .slice(-MAX_REPLACEMENTS);
}

export function createMemory(): Memory {
  const absent = new Moments();
  const leaving = new Moments();
  const lost = new Moments();
  const progress = new Map<Uid, ProgressSign>();
  const generations = new Map<Uid, Generations>();
  const alerts = new Map<Uid, AlertMemory>();
  const replacements = new Map<Uid, Replacements>();
  const values = new Map<Uid, Map<string, Remembered>>();
  return {
    absentSince: (daemonSet, node) => absent.get(daemonSet, node),
    setAbsentSince: (daemonSet, node, at) => absent.set(daemonSet, node, at),
    progress: (daemonSet) => progress.get(daemonSet),
    setProgress: (daemonSet, sign) => {
      progress.set(daemonSet, sign);
    },
    leavingSince: (daemonSet, node) => leaving.get(daemonSet, node),
    setLeavingSince: (daemonSet, node, at) => leaving.set(daemonSet, node, at),
    lostPods: (daemonSet) => lost.of(daemonSet),
    setLostPod: (daemonSet, node, at) => lost.set(daemonSet, node, at),
    replacements: (daemonSet, revision) => {
      const known = replacements.get(daemonSet);
      return known?.number === revision.number ? known.list : [];
    },
    noteReplacement: (daemonSet, revision, replacement) => {
      const known = replacements.get(daemonSet);
      if (known?.number === revision.number) known.list = withReplacement(known.list, replacement);
      else replacements.set(daemonSet, { number: revision.number, list: [replacement] });
    },
    generationRises: (daemonSet) => generations.get(daemonSet)?.rises ?? [],
    noteGeneration: (daemonSet, generation, at) => {
      const known = generations.get(daemonSet);
      if (known === undefined || generation < known.generation) generations.set(daemonSet, { generation, rises: [] });
      else if (generation > known.generation) {
        generations.set(daemonSet, { generation, rises: [...known.rises, at].slice(-MAX_RISES) });
      }
    },
    alerts: (daemonSet) => alerts.get(daemonSet),
    setAlerts: (daemonSet, memory) => {
      alerts.set(daemonSet, memory);
    },
    remembered: (daemonSet, what) => values.get(daemonSet)?.get(what),
    noteValue: (daemonSet, what, value, at) => {
      const known = values.get(daemonSet) ?? new Map<string, Remembered>();
      values.set(daemonSet, known);
      const before = known.get(what);
      if (before?.value === value) return before;
      const remembered = { value, since: at, seenBegin: before !== undefined };
      known.set(what, remembered);
      return remembered;
    },
    forgetDaemonSet: (daemonSet) => {
      absent.forgetDaemonSet(daemonSet);
      leaving.forgetDaemonSet(daemonSet);
      lost.forgetDaemonSet(daemonSet);
      progress.delete(daemonSet);
      replacements.delete(daemonSet);
      generations.delete(daemonSet);
      alerts.delete(daemonSet);
      values.delete(daemonSet);
    },
    forgetNode: (node) => {
      absent.forgetNode(node);
      leaving.forgetNode(node);
      lost.forgetNode(node);
    },
  };
}
