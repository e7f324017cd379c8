import { describe, expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { nodeName } from '#lib/domain/keys.ts';
import type { NodeRecord, PodRecord, PodSpec, ResourceList } from '#lib/domain/objects.ts';
import { acceptsPod } from '#lib/domain/placement/accepts-pod.ts';
import { computeFit } from '#lib/domain/room/fit.ts';
import { hostPortsOf } from '#lib/domain/room/host-ports.ts';
import { podRequests } from '#lib/domain/room/pod-requests.ts';
import { createMemoryStore } from '#lib/kubernetes/memory-store.ts';
import { makeContainer, makeNode, makePod, makePodSpec, makeTaint } from '#lib/testing/objects.ts';
import { createFreeRoom, MOST_HOMES } from './free-room.ts';

const asks = (requests: ResourceList): Partial<PodSpec> => ({ containers: [makeContainer({ requests })] });

function open(...nodes: readonly NodeRecord[]) {
  const store = createMemoryStore();
  const put = (...pods: readonly PodRecord[]): void =>
    store.apply(
      'pods',
      pods.map((record) => ({ type: 'Put', record })),
    );
  store.apply(
    'nodes',
    nodes.map((record) => ({ type: 'Put', record })),
  );
  const room = createFreeRoom({
    nodeNames: () => [...store.nodeNames()].toSorted(),
    node: (name) => store.node(name),
    podsOnNode: (name) => store.outlinesOnNode(name),
  });
  return { store, put, room, homes: (spec: Partial<PodSpec>) => room.homesOf(makePodSpec(spec)) };
}

describe('[MR11] the next pod of a controller finds a home', () => {
  const small = { cpu: '1', memory: '1Gi', pods: '2' };
  test('where selectors, taints and requests allow it', () => {
    const { homes } = open(
      makeNode('node-a', { allocatable: small }),
      makeNode('node-b', { allocatable: small, taints: [makeTaint('x')] }),
      makeNode('node-c', { allocatable: { ...small, cpu: '4' } }),
      makeNode('node-d', { allocatable: { ...small, 'example.com/gpu': '1' }, labels: { pool: 'gpu' } }),
    );
    expect(homes({})).toStrictEqual(['node-a', 'node-c', 'node-d']);
    expect(homes(asks({ cpu: '2' }))).toStrictEqual(['node-c']);
    expect(homes(asks({ 'example.com/gpu': '1' }))).toStrictEqual(['node-d']);
    expect(homes({ nodeSelector: { pool: 'gpu' } })).toStrictEqual(['node-d']);
    expect(homes(asks({ cpu: '5' }))).toStrictEqual([]);
  });

  test('not where the slots are taken, nor where another has the port', () => {
    const { put, homes } = open(makeNode('node-a', { allocatable: { pods: '1' } }), makeNode('node-b'));
    const port = {
      containers: [makeContainer({ ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }] })],
    };
    put(makePod({ nodeName: 'node-a' }), makePod({ name: 'pod-b', nodeName: 'node-b', spec: port }));
    expect(homes({})).toStrictEqual(['node-b']);
    expect(homes(port)).toStrictEqual([]);
  });

  test('where pods have ended, or gone since we last looked', () => {
    const { store, put, room, homes } = open(makeNode('node-a', { allocatable: small }));
    const holder = makePod({ spec: asks({ cpu: '1' }) });
    put(holder, makePod({ name: 'ended', phase: 'Failed', spec: asks({ cpu: '1' }) }));
    store.drain();
    expect(homes(asks({ cpu: '1' }))).toStrictEqual([]);
    store.apply('pods', [{ type: 'Delete', uid: holder.uid }]);
    room.touch(store.drain());
    expect(homes(asks({ cpu: '1' }))).toStrictEqual(['node-a']);
    store.apply('nodes', [{ type: 'Delete', uid: makeNode('node-a').uid }]);
    expect(homes(asks({ cpu: '1' }))).toStrictEqual([]);
  });

  test('among many only the first few are named', () => {
    const { homes } = open(...['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => makeNode(`node-${letter}`)));
    expect(homes({})).toStrictEqual(['node-a', 'node-b', 'node-c', 'node-d']);
    expect(homes({})).toHaveLength(MOST_HOMES + 1);
  });
});

test('[MR11] after 300 random changes the homes are those that the fit of each node gives', () => {
  const random = seededRandom(23);
  const pick = <Item>(...items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const names = ['node-a', 'node-b', 'node-c', 'node-d'] as const;
  const { store, put, room } = open(...names.map((name) => makeNode(name)));
  const randomSpec = (): PodSpec =>
    makePodSpec({
      ...asks({ cpu: pick('0', '500m', '1', '3'), memory: pick('0', '2Gi', '6Gi') }),
      nodeSelector: pick({}, {}, { pool: 'a' }),
      tolerations: pick([], [{ operator: 'Exists' }]),
    });
  const homesFromScratch = (spec: PodSpec): readonly string[] =>
    names.filter((name) => {
      const node = store.node(nodeName(name));
      if (node === undefined || !acceptsPod(node, spec)) return false;
      const podsOnNode = [...store.podsOnNode(node.name)];
      const asked = { requests: podRequests({ spec }), hostPorts: hostPortsOf(spec) };
      return computeFit({ node, podsOnNode, ...asked }).length === 0;
    });
  let [some, none] = [0, 0];
  for (let step = 0; step < 300; step += 1) {
    const name = pick(...names);
    if (random() < 0.2) {
      const labels = pick<NodeRecord['labels']>({}, { pool: 'a' });
      const node = makeNode(name, { labels, taints: pick([], [], [makeTaint('x')]), unschedulable: random() < 0.2 });
      store.apply('nodes', [{ type: 'Put', record: node }]);
    } else if (random() < 0.3) {
      for (const { uid } of [...store.podsOnNode(nodeName(name))].slice(0, 1)) {
        store.apply('pods', [{ type: 'Delete', uid }]);
      }
    } else {
      put(makePod({ name: `pod-${step}`, nodeName: name, phase: pick('Running', 'Failed'), spec: randomSpec() }));
    }
    room.touch(store.drain());
    const spec = randomSpec();
    const homes = room.homesOf(spec);
    expect(homes).toStrictEqual(homesFromScratch(spec));
    if (homes.length > 0) some += 1;
    else none += 1;
  }
  expect(Math.min(some, none)).toBeGreaterThan(30);
});
