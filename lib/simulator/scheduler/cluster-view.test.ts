import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import type { Pod } from '#lib/simulator/objects.ts';
import { podRequests } from '#lib/simulator/requests.ts';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import { type ClusterView, followCluster } from './cluster-view.ts';

const NODES = ['a', 'b', 'c', 'd'] as const;
const CPUS = ['1m', '333m', '0.1', '2', '1500m'] as const;

type Summary = Readonly<Record<string, { readonly pods: readonly string[]; readonly cpu: number }>>;

function kept({ rooms }: ClusterView): Summary {
  return Object.fromEntries(
    rooms.present.map((room) => [
      room.node?.metadata.name ?? '',
      { pods: [...room.pods.values()].map(({ pod }) => pod.metadata.name).sort(), cpu: room.requested('cpu') },
    ]),
  );
}

function counted({ store }: SimulatedContext): Summary {
  const isLive = ({ status }: Pod) => status.phase !== 'Failed' && status.phase !== 'Succeeded';
  return Object.fromEntries(
    store.list('Node').map(({ metadata: { name } }) => {
      const pods = store.list('Pod').filter((pod) => pod.spec.nodeName === name && isLive(pod));
      const cpu = pods.reduce((sum, { spec }) => sum + (podRequests(spec).get('cpu') ?? 0), 0);
      return [name, { pods: pods.map(({ metadata }) => metadata.name).sort(), cpu }];
    }),
  );
}

test.each([1, 2, 3, 4, 5])('what is kept up to date is what a count from nothing finds (seed %i)', (seed) => {
  const context = simulatedContext();
  const { store } = context;
  const view = followCluster(store, () => undefined);
  const random = seededRandom(seed);
  const pick = <Value>(all: readonly Value[]): Value | undefined => all[Math.floor(random() * all.length)];
  let born = 0;
  const steps: readonly (() => void)[] = [
    () => {
      born += 1;
      const nodeName = random() < 0.5 ? pick(NODES) : undefined;
      const cpu = pick(CPUS) ?? '1';
      const spec = nodeName === undefined ? {} : { nodeName };
      store.create<'Pod'>(simulatedPod({ name: `pod-${born}`, requests: { cpu }, spec }));
    },
    () => change((pod) => ({ ...pod, spec: { ...pod.spec, nodeName: pod.spec.nodeName ?? 'a' } })),
    () => change((pod) => ({ ...pod, status: { ...pod.status, phase: random() < 0.5 ? 'Failed' : 'Running' } })),
    () => change((pod) => ({ ...pod, status: { ...pod.status, nominatedNodeName: pick(NODES) ?? 'a' } })),
    () => {
      const pod = pick(store.list('Pod'));
      if (pod !== undefined) store.remove('Pod', pod.metadata.name, 'default');
    },
    () => {
      const name = pick(NODES) ?? 'a';
      if (!store.remove('Node', name)) store.create<'Node'>(simulatedNode(name));
    },
  ];
  function change(how: (pod: Pod) => Pod): void {
    const pod = pick(store.list('Pod'));
    if (pod !== undefined) store.update('Pod', pod.metadata.name, 'default', how);
  }
  for (let at = 0; at < 600; at += 1) pick(steps)?.();

  expect(kept(view)).toStrictEqual(counted(context));
  const unbound = store
    .list('Pod')
    .filter(({ spec, status }) => spec.nodeName === undefined && status.phase !== 'Failed');
  expect(view.waiting.size).toBe(unbound.length);
  const nominated = unbound.flatMap(({ status, metadata }) =>
    status.nominatedNodeName === undefined ? [] : [metadata.name],
  );
  expect(NODES.flatMap((name) => view.nominations.on(name).map(({ metadata }) => metadata.name)).sort()).toStrictEqual(
    nominated.sort(),
  );
  view.stop();
  expect(kept(followCluster(store, () => undefined))).toStrictEqual(counted(context));
});
