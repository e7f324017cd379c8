import type { Millis } from '#lib/base/clock.ts';
import { type NodeName, objectKey, type Uid } from '#lib/domain/keys.ts';
import { type Cell, computeCell } from '#lib/domain/placement/cell.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { findOddTaints } from '#lib/domain/rollout/causes/odd-taints.ts';
import { computeNodeTroubles } from '#lib/domain/rollout/node-trouble.ts';
import { readBasis } from '#lib/fleet/cell-source.ts';
import { cellKnowledge, computeKnowledge } from '#lib/fleet/knowledge.ts';
import type { Memory } from '#lib/fleet/memory.ts';
import { compareNodeNames } from '#lib/fleet/node-order.ts';
import { describeNodeTroubles } from '#lib/fleet/node-troubles.ts';
import { compareDaemonSets, describeDaemonSet, priorityOf } from '#lib/fleet/picture-daemonset.ts';
import { describeAbsentNode, describeNode } from '#lib/fleet/picture-node.ts';
import { tellMore, tellOutcome } from '#lib/fleet/told.ts';
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

  const nodeRecords = names.flatMap((name) => nodeOf(name) ?? []);
  const context = { store, memory, knowledge, now, nodes: names, oddTaints: findOddTaints(nodeRecords) };
  const rows = daemonSets.flatMap((uid) => {
    const daemonSet = store.daemonSet(uid);
    if (daemonSet === undefined) return [];
    const basis = readBasis(daemonSet, context);
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
        revision: basis.revision,
        failedCreate: basis.failedCreate,
        eventsOf: (id) => store.eventsOf(id),
        namespace: store.namespace(daemonSet.namespace),
        absentSince: memory.absentSince(uid, nodeName),
        begin: basis.begin,
        leavingSince: memory.leavingSince(uid, nodeName),
        now,
      });
    });
    const all = cells.filter((cell) => cell !== undefined).map((cell) => ({ ...cell, state: cell.kind }));
    const input = { basis, cells: all, settled: 0, context, stallAfterMillis };
    const told = tellMore(tellOutcome(input), input);
    const without = knowledge.pods === 'Known' && knowledge.nodes === 'Known' ? 'excluded' : 'unknown';
    const column = Uint8Array.from(cells, (cell) => CELL_STATES.indexOf(cell?.kind ?? without));
    return [{ summary: describeDaemonSet(daemonSet, told, priorityOf(daemonSet, store)), told, cells, column }];
  });

  const isKnown = knowledge.nodes === 'Known' && knowledge.pods === 'Known';
  const { troubles } = computeNodeTroubles(
    (isKnown ? names : []).map((node, seat) => ({
      node,
      record: nodeOf(node),
      podsOnNode: () => store.podsOnNode(node),
      concerns: rows.flatMap(({ summary, told, cells }) => {
        if (cells[seat]?.kind !== 'nodeDown') return [];
        const causes = told.causes.causes.filter((cause) => cause.nodes.includes(node));
        return [{ daemonSet: objectKey(summary), codes: causes.map(({ code }) => code) }];
      }),
    })),
    now,
  );

  return {
    nodes: names.map((name) => {
      const node = nodeOf(name);
      return node === undefined ? describeAbsentNode(name) : describeNode(node);
    }),
    daemonSets: rows.map(({ summary }) => summary).sort(compareDaemonSets),
    cells: new Map(rows.map(({ summary, column }) => [summary.uid, column])),
    knowledge: resources,
    nodeTroubles: describeNodeTroubles(troubles),
  };
}
