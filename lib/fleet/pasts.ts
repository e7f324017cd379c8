import type { Clock } from '#lib/base/clock.ts';
import type { ObjectKey, Uid } from '#lib/domain/keys.ts';
import type { PodRecord } from '#lib/domain/objects.ts';
import { listRevisions } from '#lib/domain/rollout/revision-list.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import type { GroupBy } from '#lib/wire/group-by.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { Between, RevisionsAnswer } from '#lib/wire/revision-diff.ts';
import type { Timeline, TimelineRange } from '#lib/wire/timeline.ts';
import { readablePods } from './cell-source.ts';
import type { Derivation } from './derive.ts';
import type { History } from './history.ts';
import { cellKnowledge, computeKnowledge } from './knowledge.ts';
import { revisionsAnswer } from './revision-diff.ts';
import { timelineOf } from './timeline.ts';
import type { Views } from './views.ts';

export type TimelineOptions = { readonly range: TimelineRange | undefined; readonly groupBy: GroupBy };

/** What a DaemonSet was: its revisions, and what became of its cells. Undefined for one that is not in the picture. */
export type Pasts = {
  readonly revisions: (key: ObjectKey, between: Between | undefined) => RevisionsAnswer | undefined;
  readonly timeline: (key: ObjectKey, options: TimelineOptions) => Timeline | undefined;
};

export type PastsOptions = {
  readonly store: StoreReader;
  readonly clock: Clock;
  readonly health: () => ClusterHealth;
  readonly derivation: Pick<Derivation, 'daemonSet' | 'watch'>;
  readonly history: History;
  readonly views: Pick<Views, 'daemonSet'>;
  readonly picture: () => Picture;
};

export function createPasts({ store, clock, health, derivation, history, views, picture }: PastsOptions): Pasts {
  function find(key: ObjectKey) {
    const uid = store.daemonSetByKey(key)?.uid;
    return uid === undefined ? undefined : derivation.daemonSet(uid);
  }

  function podsOf(uid: Uid): readonly PodRecord[] | undefined {
    const knowledge = cellKnowledge(computeKnowledge(health()));
    if (knowledge.pods === 'Forbidden' || knowledge.pods === 'NotSynced') return undefined;
    return [...store.nodesOfDaemonSet(uid)].flatMap((node) => readablePods(uid, node, { store, knowledge }));
  }

  return {
    revisions: (key, between) => {
      const daemonSet = find(key);
      if (daemonSet === undefined) return undefined;
      const { uid } = daemonSet;
      return revisionsAnswer({ daemonSet, revisions: store.revisionsOf(uid), pods: podsOf(uid), between });
    },
    timeline: (key, { range, groupBy }) => {
      const daemonSet = find(key);
      const { nodes, daemonSets } = picture();
      const summary = daemonSets.find(({ uid }) => uid === daemonSet?.uid);
      if (daemonSet === undefined || summary === undefined) return undefined;
      const { uid, creationTimestamp: createdAt } = daemonSet;
      const watch = derivation.watch(uid);
      let cells: ReturnType<Views['daemonSet']>;
      return timelineOf({
        now: clock.now(),
        range,
        groupBy,
        daemonSet: { createdAt, state: summary.state },
        revisions: listRevisions(daemonSet, store.revisionsOf(uid), undefined).revisions,
        nodes,
        lastState: (node) => watch?.lastState(node),
        sinceOf: (node) => {
          cells ??= views.daemonSet(key);
          return cells?.cells.get(node)?.since;
        },
        transitions: history.list().filter((transition) => transition.uid === uid),
        blind: history.blindSpans(),
        watchedSince: laterOf(watch?.since, history.completeSince()),
      });
    },
  };
}

function laterOf(since: number | undefined, completeSince: number | undefined): number | undefined {
  return since === undefined || completeSince === undefined ? since : Math.max(since, completeSince);
}
