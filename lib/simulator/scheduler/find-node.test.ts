import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { type PodPlan, simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import { type FindNodeResult, findNode } from './find-node.ts';
import { NodeRooms } from './node-rooms.ts';
import { Nominations } from './nominations.ts';
import { pinnedNodes } from './pinned-nodes.ts';

function roomsOf(context: SimulatedContext, nodes: number): NodeRooms {
  const rooms = new NodeRooms();
  for (let at = 0; at < nodes; at += 1) {
    const node = context.store.create<'Node'>(simulatedNode(`n-${at}`));
    rooms.setNode(node.metadata.name, node);
  }
  return rooms;
}

function find(nodes: number, plan: Omit<PodPlan, 'name'>, start = 0, seed = 1): FindNodeResult {
  const context = simulatedContext();
  const pod = context.store.create<'Pod'>(simulatedPod({ name: 'agent', ...plan }));
  const rooms = roomsOf(context, nodes);
  return findNode({
    pod,
    pins: pinnedNodes(pod),
    rooms,
    nominations: new Nominations(),
    start,
    random: seededRandom(seed),
  });
}

test('of a pinned pod one node is looked at, however many there are', () => {
  expect(find(1_000, { pin: 'n-700' }, 999)).toStrictEqual({ kind: 'Found', nodeName: 'n-700', looked: 1 });
});

test.each([
  { nodes: 99, looked: 99 },
  { nodes: 300, looked: 144 },
  { nodes: 2_000, looked: 680 },
])('of $nodes nodes that all fit $looked are looked at', ({ nodes, looked }) => {
  expect(find(nodes, {}).looked).toBe(looked);
});

test('equals are drawn by lot, and the same seed draws the same', () => {
  const drawn = (seed: number) => {
    const found = find(10, {}, 0, seed);
    return found.kind === 'Found' ? found.nodeName : undefined;
  };
  expect(drawn(1)).toBe(drawn(1));
  expect(new Set([1, 2, 3, 4, 5, 6].map(drawn)).size).toBeGreaterThan(1);
});

test.each<{ what: string; terms: readonly (readonly (readonly string[])[])[]; names: readonly string[] | undefined }>([
  { what: 'no term', terms: [], names: undefined },
  { what: 'one name', terms: [[['a']]], names: ['a'] },
  { what: 'alternatives', terms: [[['a']], [['b']]], names: ['a', 'b'] },
  { what: 'names that must both hold', terms: [[['a'], ['b']]], names: [] },
  { what: 'an alternative without a name', terms: [[['a']], []], names: undefined },
])('a pod with $what is pinned to $names', ({ terms, names }) => {
  const nodeSelectorTerms = terms.map((lists) => ({
    matchFields: lists.map((values) => ({ key: 'metadata.name', operator: 'In', values })),
  }));
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
  const { store } = simulatedContext();
  const pins = pinnedNodes(store.create<'Pod'>(simulatedPod({ name: 'agent', spec: { affinity } })));
  expect(pins && [...pins]).toStrictEqual(names);
});
