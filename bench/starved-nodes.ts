import { setImmediate } from 'node:timers/promises';
import { systemClock } from '#lib/base/clock.ts';
import { type Random, seededRandom } from '#lib/base/random.ts';
import { nodeName, uid } from '#lib/domain/keys.ts';
import type { ClusterRecord, PodRecord, PodSpec, Resource } from '#lib/domain/objects.ts';
import { createFleet, type Fleet } from '#lib/fleet/fleet.ts';
import { createMemoryStore, type MemoryStore } from '#lib/kubernetes/memory-store.ts';
import { makeHealth } from '#lib/testing/health.ts';
import {
  CREATED_AT,
  makeContainer,
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makePod,
  makePodDisruptionBudget,
  makePodSpec,
  makeRevision,
} from '#lib/testing/objects.ts';
import { createSyntheticCluster } from './synthetic-cluster.ts';

/* What it costs the server to tell of many nodes at once, and for how long nobody else gets a turn meanwhile. */

const STARVED_NODES = 500;
/** Also full, and not starved: where an evicted pod could go is looked for on all of them, in vain. */
const OTHER_NODES = 1_500;
const PODS = 110;
const DAEMON_PODS = 10;
const WORKLOADS = 400;
const GOAL_MILLIS = 2_000;
const BLOCK_GOAL_MILLIS = 20;
const LIST_NODES = 5_000;
const LIST_DAEMON_SETS = 30;
const ROUNDS = 3;
const NOW = CREATED_AT + 3_600_000;

export type Judge = (label: string, value: string, holds: boolean) => void;

function put(store: MemoryStore, resource: Resource, records: readonly ClusterRecord[]): void {
  store.apply(
    resource,
    records.map((record) => ({ type: 'Put', record })),
  );
}

type Workload = { readonly spec: PodSpec; readonly owner: PodRecord['owner']; readonly app: string };

function makeWorkload(index: number, random: Random): Workload {
  const requests = { cpu: `${60 + Math.floor(random() * 60)}m`, memory: `${32 + Math.floor(random() * 96)}Mi` };
  const spec = makePodSpec({
    containers: [makeContainer({ image: `example.com/app-${index}:1`, requests })],
    volumes: index % 3 === 0 ? [{ name: 'scratch', kind: 'emptyDir' }] : [],
    priority: index % 2 === 0 ? 0 : 100,
  });
  const owner = { kind: 'ReplicaSet', name: `app-${index}`, uid: uid(`app-${index}`) };
  return { spec, owner, app: `app-${index}` };
}

/** Nodes that are full of pods of the same priority as the one that waits: the scheduler helps nobody here. */
function fillStore(store: MemoryStore): void {
  const random = seededRandom(29);
  const workloads = Array.from({ length: WORKLOADS }, (_, index) => makeWorkload(index, random));
  const asks = makeContainer({ requests: { cpu: '700m', memory: '64Mi' } });
  const starving = makeDaemonSet({ name: 'starving', spec: { containers: [asks], nodeSelector: { starved: 'true' } } });
  const running = Array.from({ length: DAEMON_PODS }, (_, index) => makeDaemonSet({ name: `agent-${index}` }));
  const daemonSets = [starving, ...running];
  put(store, 'daemonsets', daemonSets);
  put(
    store,
    'controllerrevisions',
    daemonSets.map((daemonSet) => makeRevision({ daemonSet })),
  );
  const budgets = Array.from({ length: WORKLOADS / 4 }, (_, index) =>
    makePodDisruptionBudget({
      name: `budget-${index}`,
      selector: { matchLabels: { app: `app-${index * 4}` }, matchExpressions: [] },
      disruptionsAllowed: index % 3,
    }),
  );
  put(store, 'poddisruptionbudgets', budgets);
  for (let index = 0; index < STARVED_NODES + OTHER_NODES; index += 1) {
    const name = `node-${index}`;
    const isStarved = index < STARVED_NODES;
    const pods = Array.from({ length: PODS - DAEMON_PODS }, (_, slot) => {
      const { spec, owner, app } = workloads[Math.floor(random() * WORKLOADS)] ?? makeWorkload(0, random);
      const pod = makePod({ name: `pod-${index}-${slot}`, nodeName: name, labels: { app } });
      return { ...pod, spec, ...(owner === undefined ? {} : { owner }), startTime: CREATED_AT + slot * 1_000 };
    });
    const millicores = pods.reduce((sum, { spec }) => sum + Number.parseInt(cpuOf(spec), 10), 0);
    const allocatable = { cpu: `${millicores + 50}m`, memory: '64Gi', pods: '250' };
    put(store, 'nodes', [makeNode(name, { allocatable, labels: isStarved ? { starved: 'true' } : {} })]);
    put(store, 'pods', pods);
    put(
      store,
      'pods',
      running.map((daemonSet) => makeDaemonPod({ daemonSet, nodeName: name })),
    );
    if (isStarved) {
      put(store, 'pods', [makeDaemonPod({ daemonSet: starving, nodeName: undefined, pinnedTo: name })]);
    }
  }
}

function cpuOf({ containers: [container] }: PodSpec): string {
  return container?.requests['cpu'] ?? '0m';
}

function openFleet(store: MemoryStore): Fleet {
  return createFleet({
    store,
    health: () => makeHealth(),
    onHealthChange: () => () => {},
    clock: { ...systemClock, now: () => NOW },
    cluster: () => ({ name: 'bench', version: null }),
    source: { kind: 'Files', asOf: NOW },
    ignoredNodes: () => 0,
    stallAfterMillis: 600_000,
    historyLimit: 0,
  });
}

type Run<Answer> = { readonly answer: Answer; readonly millis: number; readonly longestBlock: number };

/** What this thread has worked, whoever else has the machine. */
function workedMillis(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Takes a turn as often as there is one, and tells the most work between two. */
async function watch<Answer>(ask: () => Promise<Answer>): Promise<Run<Answer>> {
  await setImmediate();
  const begun = workedMillis();
  let [last, longest, isDone] = [begun, 0, false];
  const asked = ask().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await setImmediate();
    const now = workedMillis();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return { answer: await asked, millis: workedMillis() - begun, longestBlock: longest };
}

async function best<Answer>(open: () => () => Promise<Answer>): Promise<Run<Answer>> {
  const runs: Run<Answer>[] = [];
  // Each time from a fleet that has told nothing yet; the first only warms up.
  for (let round = 0; round <= ROUNDS; round += 1) runs.push(await watch(open()));
  const [middle] = runs
    .slice(1)
    .sort((left, right) => left.millis - right.millis)
    .slice(Math.floor(ROUNDS / 2));
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function tell(judge: Judge, label: string, { millis, longestBlock }: Run<unknown>): void {
  judge(`${label}, goal ${GOAL_MILLIS} ms`, `${millis.toFixed(0)} ms`, millis <= GOAL_MILLIS);
  const block = `${longestBlock.toFixed(1)} ms`;
  judge(`  the longest that others wait, goal ${BLOCK_GOAL_MILLIS} ms`, block, longestBlock <= BLOCK_GOAL_MILLIS);
}

export async function benchStarvedNodes(judge: Judge): Promise<void> {
  const store = createMemoryStore();
  fillStore(store);
  const starved = await best(() => openFleet(store).starved);
  const { nodes } = starved.answer;
  const isWhole = nodes.length === STARVED_NODES && nodes.every(({ eviction }) => eviction !== null);
  judge(`${STARVED_NODES} starved nodes, a set for each`, `${nodes.length} nodes`, isWhole);
  tell(judge, `${STARVED_NODES} starved nodes of ${PODS} pods among ${STARVED_NODES + OTHER_NODES}`, starved);
  const first = nodeName('node-0');
  const details = await best(() => {
    const fleet = openFleet(store);
    return async () => {
      await fleet.prepareNode(first);
      return fleet.nodeDetails(first);
    };
  });
  judge(
    'the details of one of them',
    `${details.answer?.room?.plan?.kind}`,
    details.answer?.room?.plan?.kind === 'Evict',
  );
  tell(judge, `the first details of one among ${STARVED_NODES + OTHER_NODES}`, details);
  const { store: wide } = createSyntheticCluster(LIST_NODES, LIST_DAEMON_SETS);
  tell(judge, `the list of ${LIST_NODES} nodes x ${LIST_DAEMON_SETS}`, await best(() => openFleet(wide).nodeList));
}
