import { seededRandom } from '#lib/base/random.ts';
import type { PodRecord } from '#lib/domain/objects.ts';
import { findOddTaints } from '#lib/domain/rollout/causes/odd-taints.ts';
import { toCausedCell } from '#lib/fleet/cause-source.ts';
import { type CellContext, deriveCell, readBasis } from '#lib/fleet/cell-source.ts';
import { createDerivation } from '#lib/fleet/derive.ts';
import { createHistory } from '#lib/fleet/history.ts';
import { computeKnowledge } from '#lib/fleet/knowledge.ts';
import { createMemory } from '#lib/fleet/memory.ts';
import { tellMore, tellOutcome } from '#lib/fleet/told.ts';
import { makeHealth } from '#lib/testing/health.ts';
import { CREATED_AT } from '#lib/testing/objects.ts';
import { createSyntheticCluster, type SyntheticCluster } from './synthetic-cluster.ts';

/* Prints what it costs to know what is the matter: one cell, its DaemonSet's roll-up, all of them from scratch. */

const DAEMON_SETS = 30;
const SMALL_NODES = 334;
const LARGE_NODES = 5_000;
const EVENTS = 3_000;
const ROUNDS = 7;
const NOW = CREATED_AT + 40 * 86_400_000;
const STALL_AFTER_MILLIS = 600_000;
const WELL = computeKnowledge(makeHealth());

type Scene = {
  readonly cluster: SyntheticCluster;
  readonly context: CellContext;
  readonly update: () => void;
  readonly fromScratchMillis: number;
};

let goalsKept = true;

function print(label: string, value: string): void {
  process.stdout.write(`${label.padEnd(62)} ${value}\n`);
}

function judge(label: string, value: string, holds: boolean): void {
  goalsKept &&= holds;
  print(label, holds ? value : `${value}   NOT KEPT`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0;
}

function cpuMillis(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function open(nodes: number): Scene {
  const cluster = createSyntheticCluster(nodes, DAEMON_SETS);
  const { store } = cluster;
  const memory = createMemory();
  const derive = () =>
    createDerivation({ store, memory, history: createHistory(0), stallAfterMillis: STALL_AFTER_MILLIS });
  const derivation = derive();
  const changes = store.drain();
  const fromScratchMillis = cpuMillis(() => derivation.update(changes, WELL, NOW));
  return {
    cluster,
    context: { store, memory, knowledge: { pods: 'Known', nodes: 'Known' }, now: NOW },
    update: () => void derivation.update(store.drain(), WELL, NOW),
    fromScratchMillis,
  };
}

function withReady(pod: PodRecord, status: 'True' | 'False'): PodRecord {
  return { ...pod, conditions: [{ type: 'Ready', status, lastTransitionTime: NOW - 1_000 }] };
}

/** Microseconds for the cell of one pod, evidence and causes included, apart from its DaemonSet's roll-up. */
function timeCells({ cluster, context }: Scene): number {
  const random = seededRandom(11);
  const bases = new Map(cluster.daemonSets.map((daemonSet) => [daemonSet.uid, readBasis(daemonSet, context)]));
  const pods = Array.from({ length: EVENTS }, () => cluster.pods[Math.floor(random() * cluster.pods.length)]);
  const millis = cpuMillis(() => {
    for (const pod of pods) {
      const basis = pod?.owner === undefined ? undefined : bases.get(pod.owner.uid);
      if (basis !== undefined && pod?.nodeName !== undefined) deriveCell(basis, pod.nodeName, context);
    }
  });
  return (millis * 1_000) / EVENTS;
}

/** Microseconds for a lone event: the store, its cell, the roll-up of its DaemonSet and the picture. */
function timeEvents({ cluster, update }: Scene): number {
  const random = seededRandom(13);
  const millis = cpuMillis(() => {
    for (let event = 0; event < EVENTS; event += 2) {
      const pod = cluster.pods[Math.floor(random() * cluster.pods.length)];
      if (pod === undefined) continue;
      for (const status of ['False', 'True'] as const) {
        cluster.store.apply('pods', [{ type: 'Put', record: withReady(pod, status) }]);
        update();
      }
    }
  });
  return (millis * 1_000) / EVENTS;
}

/** Milliseconds for all roll-ups: counts, ledger, state, causes, pace and alerts of every DaemonSet, their cells given. */
function timeRollUps({ cluster, context }: Scene): number {
  const nodes = cluster.nodes.map(({ name }) => name);
  const around = { ...context, nodes, oddTaints: findOddTaints(cluster.nodes) };
  const inputs = cluster.daemonSets.map((daemonSet) => {
    const basis = readBasis(daemonSet, context);
    const cells = nodes.flatMap((node) => deriveCell(basis, node, context) ?? []);
    const caused = cells.flatMap((cell) => toCausedCell(cell) ?? []);
    const settled = cells.length - caused.length;
    return { basis, cells: caused, settled, context: around, stallAfterMillis: STALL_AFTER_MILLIS };
  });
  return cpuMillis(() => {
    for (const input of inputs) tellMore(tellOutcome(input), input);
  });
}

/** True when what must hold does. */
export async function benchDerive(): Promise<boolean> {
  const small = open(SMALL_NODES);
  const scratch = [open(LARGE_NODES), open(LARGE_NODES)];
  const large = open(LARGE_NODES);
  for (const scene of [small, large]) [timeCells, timeEvents].map((time) => time(scene));
  const cells = Array.from({ length: ROUNDS }, () => timeCells(large));
  const rounds = Array.from({ length: ROUNDS }, () => ({ small: timeEvents(small), large: timeEvents(large) }));
  const [alone, each, smallEach] = [
    median(cells),
    median(rounds.map((round) => round.large)),
    median(rounds.map((round) => round.small)),
  ];
  const ratio = median(rounds.map((round) => round.large / round.small));
  const whole = median([...scratch, large].map(({ fromScratchMillis }) => fromScratchMillis));
  judge('a pod event beside its roll-up, 150,000 pods, goal 50 us', `${alone.toFixed(1)} us`, alone <= 50);
  print('a pod event with its roll-up and the picture, 10,000 pods', `${smallEach.toFixed(1)} us`);
  print('a pod event with its roll-up and the picture, 150,000 pods', `${each.toFixed(1)} us`);
  judge('150,000 / 10,000 pods, goal 2 at most', ratio.toFixed(2), ratio <= 2);
  const rollUps = median(Array.from({ length: ROUNDS }, () => timeRollUps(large)));
  print(`${DAEMON_SETS} DaemonSets from scratch, their cells given, goal 100 ms`, `${rollUps.toFixed(1)} ms`);
  print(`the same with all cells, ${DAEMON_SETS} x ${LARGE_NODES}, goal 100 ms`, `${whole.toFixed(0)} ms`);
  return goalsKept;
}
