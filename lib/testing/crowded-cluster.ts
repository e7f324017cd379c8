import { type Random, seededRandom } from '#lib/base/random.ts';
import { createSimulatedCluster, type SimulatedCluster } from '#lib/simulator/cluster.ts';
import { runningStatus } from '#lib/simulator/kubelet/pod-status.ts';
import type {
  Container,
  ContainerPort,
  NewObject,
  Pod,
  PodDisruptionBudget,
  PodSpec,
  ReplicaSet,
} from '#lib/simulator/objects.ts';
import { createStoryClock } from '#lib/simulator/story-clock.ts';
import { STORY_START } from './simulated-context.ts';
import { simulatedDaemonSet } from './simulated-daemonset.ts';

/*
 * A small embedded cluster with one node on which too much wants to run: pods of every kind, by chance. The same seed
 * makes the same history, to the last uid.
 */

export const CROWDED = 'crowded';
/** Where those who are made to leave may find room, or not. */
const OTHERS = ['spare-1', 'spare-2'] as const;
const NAMESPACE = 'default';

const LATECOMERS_MILLIS = 10_000;
const LEAVING_MILLIS = 40_000;
const LIVED_MILLIS = 60_000;
const MOST_PODS = 12;

type Dice = {
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  readonly between: (least: number, most: number) => number;
};

function diceOf(random: Random): Dice {
  return {
    chance: (probability) => random() < probability,
    pick: (items) => {
      const item = items[Math.floor(random() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    between: (least, most) => least + Math.floor(random() * (most - least + 1)),
  };
}

/** Has lived for a minute: the daemon pods that came last wait by now, if there is no room for them. */
export function crowdedCluster(seed: number): SimulatedCluster {
  const dice = diceOf(seededRandom(seed));
  const clock = createStoryClock(STORY_START);
  const settings = { nodeStatusMillis: 0, podStopMillis: [200, 900], podStartMillis: [500, 900] } as const;
  const cluster = createSimulatedCluster({ clock, seed, settings });
  addNodes(cluster, dice);
  addClasses(cluster);
  for (const name of ['a', 'b', 'c'].slice(0, dice.between(0, 3))) cluster.apply(budgetOf(name, dice));
  cluster.apply(simulatedDaemonSet({ name: 'proxy', podSpec: { containers: [quietContainer(dice)] } }));
  cluster.settle({ name: 'proxy', namespace: 'default' });
  const pods = settlePods(cluster, dice);
  cluster.start();
  const latecomers = ['agent', 'logger'].slice(0, dice.chance(0.35) ? 2 : 1).map((name) => latecomer(name, dice));
  clock.setTimer(() => {
    for (const each of latecomers) cluster.apply(each);
  }, LATECOMERS_MILLIS);
  const leaving = pods.filter(() => dice.chance(0.07));
  clock.setTimer(() => {
    for (const { kind, metadata } of leaving) cluster.delete({ kind, ...metadata });
  }, LEAVING_MILLIS);
  clock.advance(LIVED_MILLIS);
  return cluster;
}

function addNodes({ nodes }: SimulatedCluster, dice: Dice): void {
  const capacity = {
    cpu: dice.pick(['1', '1500m', '2']),
    memory: dice.pick(['1Gi', '2Gi', '1500M']),
    pods: String(dice.pick([6, 8, 10, 110])),
    ...(dice.chance(0.3) && { 'example.com/card': '2' }),
  };
  nodes.add({ name: CROWDED, capacity, unschedulable: dice.chance(0.1) });
  for (const name of OTHERS) nodes.add({ name, capacity: { cpu: dice.pick(['200m', '1', '4']), memory: '2Gi' } });
}

const CLASSES = { low: -10, high: 100, polite: 100 } as const;

function addClasses({ apply }: SimulatedCluster): void {
  for (const [name, value] of Object.entries(CLASSES)) {
    const never = name === 'polite' && ({ preemptionPolicy: 'Never' } as const);
    apply({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, ...never });
  }
}

/** Their selectors overlap, or take in every pod of the namespace. */
function budgetOf(name: string, dice: Dice): NewObject<'PodDisruptionBudget'> {
  const app = dice.pick(['one', 'two', 'three', 'lone']);
  const selector = dice.pick([
    { matchLabels: { app } },
    { matchLabels: { app } },
    { matchLabels: { tier: dice.pick(['x', 'y']) } },
    {},
  ]);
  const amount: Partial<PodDisruptionBudget['spec']> = dice.pick([
    { minAvailable: dice.between(0, 3) },
    { maxUnavailable: dice.between(0, 2) },
    { maxUnavailable: '50%' },
  ]);
  const policy = dice.chance(0.3) ? { unhealthyPodEvictionPolicy: 'AlwaysAllow' } : {};
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: `budget-${name}`, namespace: NAMESPACE },
    spec: { selector, ...amount, ...policy },
  };
}

const CPU = ['0', '50m', '100m', '150m', '250m', '400m', '0.5'] as const;
const MEMORY = ['0', '64Mi', '100M', '128Mi', '256Mi', '400Mi'] as const;

function quietContainer(dice: Dice): Container {
  return container('main', { cpu: dice.pick(['0', '50m']), memory: '32Mi' });
}

function container(name: string, requests: Readonly<Record<string, string>>): Container {
  return { name, image: `registry.example.com/${name}:1`, resources: { requests } };
}

function portsOf(dice: Dice): Pick<Container, 'ports'> {
  if (!dice.chance(0.2)) return {};
  const port: ContainerPort = { containerPort: 80, hostPort: dice.pick([9_100, 9_100, 9_200]) };
  const protocol = dice.chance(0.3) && { protocol: 'UDP' };
  const hostIP = dice.chance(0.3) && { hostIP: dice.pick(['127.0.0.1', '10.0.0.1']) };
  return { ports: [{ ...port, ...protocol, ...hostIP }] };
}

function podSpecOf(dice: Dice): PodSpec {
  const card = dice.chance(0.1) && { 'example.com/card': '1' };
  const main = { ...container('main', { cpu: dice.pick(CPU), memory: dice.pick(MEMORY), ...card }), ...portsOf(dice) };
  const sidecar = { ...container('sidecar', { cpu: dice.pick(CPU) }), restartPolicy: 'Always' };
  return {
    containers: [main],
    ...(dice.chance(0.15) && { initContainers: [container('first', { cpu: dice.pick(CPU) })] }),
    ...(dice.chance(0.1) && { initContainers: [sidecar] }),
    ...(dice.chance(0.3) && { volumes: [{ name: 'scratch', emptyDir: {} }] }),
    ...(dice.chance(0.25) && { priorityClassName: dice.pick(['low', 'low', 'high']) }),
    terminationGracePeriodSeconds: 120,
  };
}

/** Wants the crowded node, and asks for so much that it rarely finds it. */
function latecomer(name: string, dice: Dice): NewObject<'DaemonSet'> {
  const card = dice.chance(0.05) && { 'example.com/card': '1' };
  const requests = { cpu: dice.pick(['100m', '300m', '500m', '900m']), memory: dice.pick(['64Mi', '256Mi', '600Mi']) };
  const priorityClassName = dice.pick(['', '', '', 'polite', 'high']);
  return simulatedDaemonSet({
    name,
    podSpec: {
      nodeSelector: { 'kubernetes.io/hostname': CROWDED },
      containers: [{ ...container('main', { ...requests, ...card }), ...portsOf(dice) }],
      ...(priorityClassName !== '' && { priorityClassName }),
    },
  });
}

/** Those of ReplicaSets, of nobody and of the node itself; what stands on the crowded node is given. */
function settlePods(cluster: SimulatedCluster, dice: Dice): readonly Pod[] {
  const crowd = dice.between(2, MOST_PODS - 3);
  const pods: Pod[] = [];
  for (const app of ['one', 'two', 'three']) {
    const owner = cluster.apply<'ReplicaSet'>(replicaSet(app, dice));
    for (let left = owner.spec.replicas; left > 0; left -= 1) {
      const on = pods.length < crowd && dice.chance(0.8) ? CROWDED : dice.pick(OTHERS);
      const pod = settle(cluster, ownedBy(owner), on);
      if (on === CROWDED) pods.push(pod);
    }
  }
  if (dice.chance(0.3)) settle(cluster, staticPod(cluster, dice), CROWDED);
  if (dice.chance(0.15)) settle(cluster, { name: 'done', spec: podSpecOf(dice) }, CROWDED, 'Succeeded');
  for (let number = 1; pods.length < crowd && number <= 4; number += 1) {
    const labels = { app: 'lone', ...(dice.chance(0.3) && { tier: 'x' }) };
    pods.push(settle(cluster, { name: `lone-${number}`, labels, spec: podSpecOf(dice) }, CROWDED));
  }
  return pods;
}

function replicaSet(app: string, dice: Dice): NewObject<'ReplicaSet'> {
  const labels = { app, tier: dice.pick(['x', 'y']) };
  const isSick = dice.chance(0.2);
  const annotations = {
    'sim/termination': dice.pick(['1s', '1s', '90s']),
    ...(isSick && { 'sim/fault': dice.pick(['not-ready', 'image-pull']) }),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `app-${app}`, namespace: NAMESPACE },
    spec: {
      replicas: dice.between(1, 4),
      selector: { matchLabels: { app } },
      template: { metadata: { labels, annotations }, spec: podSpecOf(dice) },
    },
  };
}

type PodDraft = {
  readonly name?: string;
  readonly spec: PodSpec;
} & Pick<Partial<Pod['metadata']>, 'labels' | 'annotations' | 'ownerReferences'>;

function ownedBy({ apiVersion, kind, metadata: { name, uid }, spec: { template } }: ReplicaSet): PodDraft {
  return {
    ...template.metadata,
    ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
    spec: template.spec,
  };
}

function staticPod({ store }: SimulatedCluster, dice: Dice): PodDraft {
  const uid = store.get('Node', CROWDED)?.metadata.uid ?? '';
  return {
    name: `static-${CROWDED}`,
    annotations: { 'kubernetes.io/config.mirror': 'digest' },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: CROWDED, uid, controller: true }],
    spec: podSpecOf(dice),
  };
}

/** Runs, as if it had for long; what is to be sick its kubelet begins with, and finds out. */
function settle(cluster: SimulatedCluster, draft: PodDraft, nodeName: string, phase?: 'Succeeded'): Pod {
  const { store, createPod, clock } = cluster;
  const { name, spec, ...metadata } = draft;
  const named = name === undefined ? { generateName: 'app-' } : { name };
  const created = createPod({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, ...named, namespace: NAMESPACE },
    spec: { ...spec, nodeName },
  });
  if (!created.ok) throw new Error(created.error.message);
  const node = store.get('Node', nodeName);
  const isSick = metadata.annotations?.['sim/fault'] !== undefined;
  if (node === undefined || isSick) return created.value;
  const running = runningStatus(created.value, node, clock.now());
  const status = { ...running, ...(phase !== undefined && { phase }) };
  store.update('Pod', created.value.metadata.name, NAMESPACE, (pod) => ({ ...pod, status }));
  return created.value;
}
