import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '#lib/domain/keys.ts';
import { type Cell, computeCell } from '#lib/domain/placement/cell.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { computeCauses } from '#lib/domain/rollout/causes/causes.ts';
import { computeDaemonSet } from '#lib/domain/rollout/daemonset.ts';
import { latestFailedCreate, latestFailedDelete } from '#lib/domain/rollout/failed-create.ts';
import { currentRevision } from '#lib/domain/rollout/revisions.ts';
import { causesInput, toCausedCell } from '#lib/fleet/cause-source.ts';
import { readBasis } from '#lib/fleet/cell-source.ts';
import { cellKnowledge, computeKnowledge } from '#lib/fleet/knowledge.ts';
import type { Memory } from '#lib/fleet/memory.ts';
import { compareNodeNames } from '#lib/fleet/node-order.ts';
import { compareDaemonSets, describeDaemonSet, priorityOf } from '#lib/fleet/picture-daemonset.ts';
import { describeAbsentNode, describeNode } from '#lib/fleet/picture-node.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import type { Picture } from '#lib/wire/picture.ts';

type Given = {
  readonly store: StoreReader;
  readonly memory: Memory;
  readonly health: ClusterHealth;
  readonly stallAfterMillis: number;
  readonly now: Millis;
};

/** The moving parts of a picture, made in the plainest way there is: every cell of every DaemonSet, one after the other. */
export function pictureFromScratch(
  given: Given,
): Pick<Picture, 'nodes' | 'daemonSets' | 'cells' | 'knowledge' | 'nodeTroubles'> {
  const { store, memory, now, stallAfterMillis } = given;
  const resources = computeKnowledge(given.health);
  const knowledge = cellKnowledge(resources);
  const nodeOf = (name: NodeName) => (knowledge.nodes === 'Forbidden' ? undefined : store.node(name));
  const podsOf = (uid: Uid, name: NodeName) => (knowledge.pods === 'Forbidden' ? [] : store.podsOfCell(uid, name));
  const daemonSets = resources.daemonsets === 'Forbidden' ? [] : [...store.daemonSetUids()];
  const candidates = new Set([...store.nodeNames(), ...daemonSets.flatMap((uid) => [...store.nodesOfDaemonSet(uid)])]);
  const names = [...candidates]
    .filter((name) => nodeOf(name) !== undefined || daemonSets.some((uid) => podsOf(uid, name).length > 0))
    .sort(compareNodeNames);

  const rows = daemonSets.flatMap((uid) => {
    const daemonSet = store.daemonSet(uid);
    if (daemonSet === undefined) return [];
    const revisions = store.revisionsOf(uid);
    const pods = [...store.nodesOfDaemonSet(uid)].flatMap((name) => store.podsOfCell(uid, name));
    const created = pods.flatMap((pod) => pod.creationTimestamp ?? []);
    const events = store.eventsOf(uid);
    const failedCreate = latestFailedCreate(events, created.length === 0 ? undefined : Math.max(...created));
    const cells = names.map((nodeName): Cell | undefined => {
      const ofCell = podsOf(uid, nodeName);
      if (nodeOf(nodeName) === undefined && ofCell.length === 0) return undefined;
      return computeCell({
        nodeName,
        node: nodeOf(nodeName),
        knowledge,
        daemonSet,
        pods: ofCell,
        podsOnNode: () => store.podsOnNode(nodeName),
        revision: currentRevision(daemonSet, revisions),
        failedCreate,
        eventsOf: (id) => store.eventsOf(id),
        namespace: store.namespace(daemonSet.namespace),
        absentSince: memory.absentSince(uid, nodeName),
        now,
      });
    });
    const outcome = computeDaemonSet({
      daemonSet,
      revisions,
      cells: cells.filter((cell) => cell !== undefined),
      knowledge,
      failedCreate,
      failedDelete: latestFailedDelete(events),
      stallAfterMillis,
      rememberedProgress: memory.progress(uid),
      now,
    });
    const without = knowledge.pods === 'Known' && knowledge.nodes === 'Known' ? 'excluded' : 'unknown';
    const column = Uint8Array.from(cells, (cell) => CELL_STATES.indexOf(cell?.kind ?? without));
    const basis = readBasis(daemonSet, store);
    const caused = cells.flatMap((cell) => (cell === undefined ? [] : (toCausedCell(cell) ?? [])));
    const causes = computeCauses(causesInput(basis, outcome, caused, names, { store, memory, knowledge, now }));
    return [{ summary: describeDaemonSet(daemonSet, outcome, causes, priorityOf(daemonSet, store)), column }];
  });

  return {
    nodes: names.map((name) => {
      const node = nodeOf(name);
      return node === undefined ? describeAbsentNode(name) : describeNode(node);
    }),
    daemonSets: rows.map(({ summary }) => summary).sort(compareDaemonSets),
    cells: new Map(rows.map(({ summary, column }) => [summary.uid, column])),
    knowledge: resources,
    nodeTroubles: [],
  };
}
