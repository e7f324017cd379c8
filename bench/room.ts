import { type Random, seededRandom } from '#lib/base/random.ts';
import { computePlan, type PlanInput } from '#lib/domain/room/plan.ts';
import type { EvictionWarning, RoomPod } from '#lib/domain/room/room-pod.ts';
import { computeWhatIf } from '#lib/domain/room/room-what-if.ts';
import { makeResident, makeResidentDaemonPod, makeWaiting } from '#lib/testing/small-rooms.ts';
import { benchStarvedNodes } from './starved-nodes.ts';

/* Prints what it costs to say how room is made on a node; the goals are those of the starved page. */

const PODS = 110;
const DAEMON_PODS = 10;
const ROUNDS = 60;
const PLAN_GOAL_MILLIS = 10;
const WHAT_IF_GOAL_MILLIS = 1;
const NOW = 1_767_225_600_000;

let goalsKept = true;

function judge(label: string, value: string, holds: boolean): void {
  goalsKept &&= holds;
  process.stdout.write(`${label.padEnd(62)} ${holds ? value : `${value}   NOT KEPT`}\n`);
}

type Story = {
  readonly label: string;
  readonly cpu: (random: Random) => number;
  readonly pods: number;
  readonly lacking: number;
};

/** Many small pods, none quite like another; what is lacking decides how far the search must go. */
const STORIES: readonly Story[] = [
  { label: 'one pod is enough', cpu: (random) => 100 + Math.floor(random() * 400), pods: PODS, lacking: 300 },
  { label: 'any three are enough, exactly', cpu: () => 100, pods: PODS, lacking: 300 },
  {
    label: 'three are enough, some of them',
    cpu: (random) => 60 + Math.floor(random() * 50),
    pods: PODS,
    lacking: 290,
  },
  { label: 'nearly all threes are enough', cpu: (random) => 100 + Math.floor(random() * 50), pods: PODS, lacking: 300 },
  { label: 'no three are enough', cpu: (random) => 60 + Math.floor(random() * 50), pods: PODS, lacking: 400 },
  {
    label: 'no three are enough, by a hair',
    cpu: (random) => 60 + Math.floor(random() * 50),
    pods: PODS,
    lacking: 327,
  },
  { label: 'half of them must go', cpu: (random) => 60 + Math.floor(random() * 50), pods: PODS, lacking: 4_000 },
];

function warningsOf(index: number): EvictionWarning[] {
  const budget: EvictionWarning = {
    kind: 'Budget',
    budget: `default/budget-${index % 12}`,
    disruptionsAllowed: index % 3,
  };
  return [
    ...(index % 4 === 0 ? [budget] : []),
    ...(index % 17 === 0 ? [{ kind: 'Bare' } as const] : []),
    { kind: 'NotLower' },
  ];
}

function makePods({ cpu, pods }: Story, seed: number): RoomPod[] {
  const random = seededRandom(seed);
  return Array.from({ length: pods }, (_, index) => {
    const sizes = { cpu: cpu(random), memory: Math.floor(random() * 1_000_000_000) };
    const startTime = NOW - Math.floor(random() * 10_000_000_000);
    if (index < DAEMON_PODS) return makeResidentDaemonPod(`daemon-${index}`, { ...sizes, startTime });
    return makeResident(`pod-${index}`, { ...sizes, startTime, warnings: warningsOf(index) });
  });
}

function makeInput(story: Story, seed: number): PlanInput {
  const pods = makePods(story, seed);
  const requested = pods.reduce((sum, { requests }) => sum + (requests['cpu'] ?? 0), 0);
  const cpu = 1_000 + story.lacking;
  return {
    node: 'node-a',
    allocatable: { cpu: requested + 1_000, memory: 512_000_000_000, pods: 250 },
    pods,
    pending: [makeWaiting('waits', { cpu, memory: 1_000_000 })],
    isCordoned: false,
    elsewhere: () => ({ kind: 'Nodes', nodes: 3, first: 'node-b' }),
    priorityClasses: [],
    now: NOW,
  };
}

type Times = { readonly median: number; readonly worst: number };

function timesOf(millis: readonly number[]): Times {
  const sorted = millis.toSorted((left, right) => left - right);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, worst: sorted.at(-1) ?? 0 };
}

function time(action: (round: number) => void): Times {
  const millis = Array.from({ length: ROUNDS }, (_, round) => {
    const before = performance.now();
    action(round);
    return performance.now() - before;
  });
  return timesOf(millis);
}

function report(label: string, { median, worst }: Times, goal: number): void {
  judge(label, `${median.toFixed(2)} ms, worst ${worst.toFixed(2)} ms`, median <= goal);
}

/** True when what must hold does. */
export async function benchRoom(): Promise<boolean> {
  const inputs = STORIES.map((story) => Array.from({ length: ROUNDS }, (_, round) => makeInput(story, round)));
  for (const input of inputs.flat()) computePlan(input);
  for (const [index, { label }] of STORIES.entries()) {
    const times = time((round) => {
      const input = inputs[index]?.[round];
      if (input !== undefined) computePlan(input);
    });
    report(`plan, ${PODS} pods: ${label}, goal ${PLAN_GOAL_MILLIS} ms`, times, PLAN_GOAL_MILLIS);
  }
  const rooms = inputs.flat();
  const whatIf = time((round) => {
    const room = rooms[round];
    if (room !== undefined) computeWhatIf(room, new Set(['pod-20', 'pod-30']));
  });
  report(`what-if, ${PODS} pods, goal ${WHAT_IF_GOAL_MILLIS} ms`, whatIf, WHAT_IF_GOAL_MILLIS);
  await benchStarvedNodes(judge);
  return goalsKept;
}
