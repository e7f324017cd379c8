import type { Random } from '#lib/base/random.ts';
import { uid } from '#lib/domain/keys.ts';
import type { ContainerPort, NodeRecord, PodDisruptionBudgetRecord, PodRecord } from '#lib/domain/objects.ts';
import { CREATED_AT, makeContainer, makeNode, makePod } from './objects.ts';

/** A node with up to twelve pods, one or two daemon pods that wait for it, and the budgets of the namespace. */
export type RandomRoom = {
  readonly node: NodeRecord;
  readonly pods: readonly PodRecord[];
  readonly pending: readonly PodRecord[];
  readonly budgets: readonly PodDisruptionBudgetRecord[];
};

export const ROOM_NOW = CREATED_AT + 86_400_000;

type Chance = {
  readonly seldom: (probability: number) => boolean;
  readonly upTo: (most: number) => number;
  readonly pick: <Item>(first: Item, ...others: readonly Item[]) => Item;
};

function chanceOf(random: Random): Chance {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  return {
    seldom: (probability) => random() < probability,
    upTo,
    pick: (first, ...others) => [first, ...others][upTo(others.length)] ?? first,
  };
}

export function randomRoom(random: Random): RandomRoom {
  const chance = chanceOf(random);
  // Often a few shapes again and again: pods that are alike are what the search cuts short.
  const alike = chance.seldom(0.4);
  const shapes = Array.from({ length: 3 }, () => randomShape(chance));
  const shape = (): Shape => (alike ? chance.pick(shapes[0], ...shapes.slice(1)) : undefined) ?? randomShape(chance);
  return {
    node: makeNode('node-a', {
      allocatable: {
        cpu: `${chance.pick(1_000, 2_000, 3_000, 4_000)}m`,
        memory: `${chance.pick(1, 2, 3, 4)}Gi`,
        pods: `${chance.pick(5, 10, 12, 14, 110)}`,
        'example.com/gpu': `${chance.upTo(2)}`,
      },
    }),
    pods: Array.from({ length: chance.upTo(12) }, (_, index) => randomPod(`pod-${index}`, shape(), chance)),
    pending: Array.from({ length: 1 + chance.upTo(1) }, (_, index) => randomPending(`waits-${index}`, chance)),
    budgets: Array.from({ length: chance.upTo(3) }, (_, index) => randomBudget(`budget-${index}`, chance)),
  };
}

type Shape = { readonly spec: NonNullable<Parameters<typeof makePod>[0]>['spec']; readonly app: string };

function randomShape(chance: Chance): Shape {
  return { spec: randomSpec(chance, 0.12), app: chance.pick('a', 'b', 'c') };
}

function randomSpec({ seldom, upTo, pick }: Chance, portProbability: number): NonNullable<Shape['spec']> {
  const port: ContainerPort = {
    containerPort: 80,
    hostPort: pick(8080, 9090),
    protocol: pick('TCP', 'TCP', 'UDP'),
    hostIP: pick('', '10.0.0.1', '127.0.0.1'),
  };
  return {
    priority: pick(0, 0, 0, 0, -5, 100, 1_000, 2_000_001_000),
    preemptionPolicy: pick('PreemptLowerPriority', 'Never'),
    containers: [
      makeContainer({
        requests: {
          // Sometimes a little off, so that a sum is missed by a hair.
          cpu: `${upTo(8) * 100 + pick(0, 0, 0, 1)}m`,
          memory: `${upTo(4) * 200}Mi`,
          ...(seldom(0.1) ? { 'example.com/gpu': '1' } : {}),
        },
        ports: seldom(portProbability) ? [port] : [],
      }),
    ],
  };
}

function randomPod(name: string, { spec = {}, app }: Shape, { seldom, upTo, pick }: Chance): PodRecord {
  const kind = pick('ReplicaSet', 'ReplicaSet', 'ReplicaSet', 'ReplicaSet', 'Job', 'DaemonSet', 'Node', 'none');
  const terminating = seldom(0.1);
  return makePod({
    name,
    spec,
    labels: seldom(0.05) ? { app, 'app.kubernetes.io/name': 'rollcall' } : { app },
    phase: pick('Running', 'Running', 'Running', 'Running', 'Running', 'Pending', 'Succeeded'),
    conditions: seldom(0.8) ? [{ type: 'Ready', status: 'True', lastTransitionTime: CREATED_AT }] : [],
    mirror: kind === 'Node',
    ...(kind === 'none' ? {} : { owner: { kind, name: 'owner', uid: uid(kind) } }),
    ...(seldom(0.9) ? { startTime: CREATED_AT + upTo(8) * 1_000 } : {}),
    ...(terminating ? { deletionTimestamp: ROOM_NOW + upTo(60) * 1_000 } : {}),
  });
}

function randomPending(name: string, chance: Chance): PodRecord {
  const pod = makePod({ name, nodeName: undefined, pinnedTo: 'node-a', spec: randomSpec(chance, 0.3) });
  return { ...pod, owner: { kind: 'DaemonSet', name, uid: uid(name) } };
}

function randomBudget(name: string, { seldom, upTo, pick }: Chance): PodDisruptionBudgetRecord {
  return {
    kind: 'PodDisruptionBudget',
    namespace: seldom(0.1) ? 'other' : 'default',
    name,
    uid: uid(name),
    resourceVersion: '1',
    labels: {},
    disruptionsAllowed: upTo(2),
    currentHealthy: upTo(2),
    desiredHealthy: upTo(2),
    isObserved: !seldom(0.1),
    selector: { matchLabels: seldom(0.1) ? {} : { app: pick('a', 'b', 'c') }, matchExpressions: [] },
    ...(seldom(0.3) ? { unhealthyPodEvictionPolicy: 'AlwaysAllow' } : {}),
  };
}
