import { expect, test, vi } from 'vitest';
import {
  budgetWarning,
  makeResident,
  makeResidentDaemonPod,
  makeWaiting,
  SMALL_NODE,
} from '#lib/testing/small-rooms.ts';
import type { Elsewhere, MakeRoomPlan, PlanStep } from './make-room.ts';
import { computePlan, type PlanInput } from './plan.ts';
import type { EvictionWarning, RoomPod } from './room-pod.ts';

const NOW = 1_767_225_600_000;

function makeInput(overrides: Partial<PlanInput>): PlanInput {
  return {
    node: 'node-a',
    allocatable: SMALL_NODE,
    pods: [],
    pending: [makeWaiting('waits', { cpu: 1_000 })],
    isCordoned: false,
    elsewhere: () => ({ kind: 'Nowhere' }),
    priorityClasses: [],
    now: NOW,
    ...overrides,
  };
}

/** Only who goes, set by set. */
function namesOf({ sets }: MakeRoomPlan): string[] {
  return sets.map(({ pods }) => pods.map(({ uid }) => uid).join(' '));
}

test('[MR17] a whole plan: what lacks, who could go, what it costs, how it is done, and what else there is', () => {
  const pods = [
    makeResident('small', { cpu: 500, startTime: NOW - 60_000 }),
    makeResident('large', { cpu: 1_500, memory: 400, priority: 7, warnings: [{ kind: 'NotLower' }] }),
    makeResidentDaemonPod('stays', { cpu: 1_600 }),
    makeResident('useless', { memory: 10 }),
  ];
  const elsewhere = (): Elsewhere => ({ kind: 'Nodes', nodes: 2, first: 'node-b' });
  const plan = computePlan(makeInput({ pods, elsewhere, pending: [makeWaiting('waits', { cpu: 900 })] }));
  const wait = 'kubectl -n default wait pod/waits --for=condition=PodScheduled --timeout=10m';
  const evict = (name: string): string =>
    `echo '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"namespace":"default","name":"${name}"}}' | kubectl create --raw /api/v1/namespaces/default/pods/${name}/eviction -f -`;
  const stepsWith = (name: string): PlanStep[] => [
    { kind: 'Cordon', command: 'kubectl cordon node-a', changes: true },
    { kind: 'Evict', command: evict(name), changes: true },
    { kind: 'Wait', command: wait, changes: false },
    { kind: 'Uncordon', command: 'kubectl uncordon node-a', changes: true },
  ];
  expect(plan).toStrictEqual({
    kind: 'Evict',
    serves: ['waits'],
    leaves: [],
    deficits: { cpu: 500 },
    portHolders: [],
    sets: [
      {
        pods: [{ uid: 'small', elsewhere: elsewhere() }],
        frees: { pods: 1, cpu: 500 },
        violations: [],
        bare: 0,
        notLower: 0,
        prioritySum: 0,
        waste: 0,
        ageSum: 60,
        steps: stepsWith('small'),
      },
      {
        pods: [{ uid: 'large', elsewhere: elsewhere() }],
        frees: { pods: 1, cpu: 1_500, memory: 400 },
        violations: [],
        bare: 0,
        notLower: 1,
        prioritySum: 7,
        waste: 0.25 + 0.05,
        ageSum: 0,
        steps: stepsWith('large'),
      },
    ],
    exhaustive: true,
    otherWays: [
      { kind: 'WithoutSurge' },
      { kind: 'RaisePriority', priorityClass: null, above: 0 },
      { kind: 'LowerRequests', by: { cpu: 500 } },
      { kind: 'BiggerNode', allocatable: { cpu: 4_500 } },
      { kind: 'ExcludeNode' },
    ],
  } satisfies MakeRoomPlan);
});

/** Two ways to free 1,000: the ordinary pair, or what `other` is. */
function pairOr(other: readonly RoomPod[]): RoomPod[] {
  const pair = [makeResident('pair-1', { cpu: 500 }), makeResident('pair-2', { cpu: 500 })];
  const used = [...pair, ...other].reduce((sum, { requests }) => sum + (requests['cpu'] ?? 0), 0);
  return [...pair, ...other, makeResidentDaemonPod('stays', { cpu: 4_000 - used })];
}

const several: EvictionWarning = { kind: 'SeveralBudgets', budgets: ['default/a', 'default/b'] };
const rankings: readonly {
  readonly name: string;
  readonly pods: readonly RoomPod[];
  readonly sets: readonly string[];
}[] = [
  {
    name: '[MR3] who breaks no budget goes before fewer who break one',
    pods: pairOr([makeResident('one', { cpu: 1_000, warnings: [budgetWarning('a', 0)] })]),
    sets: ['pair-1 pair-2', 'one'],
  },
  {
    name: '[MR3] two under a budget that allows one break it, two under two that allow one do not',
    pods: [
      makeResident('a-1', { cpu: 500, warnings: [budgetWarning('a', 1)] }),
      makeResident('a-2', { cpu: 500, warnings: [budgetWarning('a', 1)] }),
      makeResident('b-1', { cpu: 500, priority: 3, warnings: [budgetWarning('b', 1)] }),
      makeResidentDaemonPod('stays', { cpu: 2_500 }),
    ],
    sets: ['a-1 b-1', 'a-2 b-1', 'a-1 a-2'],
  },
  {
    name: '[MR5] a pod under several budgets breaks them whatever they allow',
    pods: pairOr([makeResident('one', { cpu: 1_000, warnings: [several] })]),
    sets: ['pair-1 pair-2', 'one'],
  },
  {
    name: '[MR7] whom somebody makes again goes before a bare pod',
    pods: pairOr([makeResident('one', { cpu: 1_000, owner: null, warnings: [{ kind: 'Bare' }] })]),
    sets: ['pair-1 pair-2', 'one'],
  },
  {
    name: '[MR2] who is lower goes before who is not',
    pods: pairOr([makeResident('one', { cpu: 1_000, warnings: [{ kind: 'NotLower' }] })]),
    sets: ['pair-1 pair-2', 'one'],
  },
  {
    name: '[MR2] the lower sum of priorities goes before the smaller set',
    pods: pairOr([makeResident('one', { cpu: 1_000, priority: 1 })]),
    sets: ['pair-1 pair-2', 'one'],
  },
  {
    name: '[MR17] a negative priority may make the larger set the cheaper',
    pods: pairOr([
      makeResident('one', { cpu: 1_000, priority: -3 }),
      makeResident('third-1', { cpu: 400, priority: -1 }),
      makeResident('third-2', { cpu: 400, priority: -1 }),
      makeResident('third-3', { cpu: 400, priority: -2 }),
    ]),
    sets: ['third-3 third-1 third-2', 'one', 'third-3 third-1 pair-1'],
  },
  {
    name: '[MR17] else the smaller set goes first, then what wastes less',
    pods: pairOr([makeResident('large', { cpu: 1_200 }), makeResident('one', { cpu: 1_000 })]),
    sets: ['one', 'large', 'pair-1 pair-2'],
  },
  {
    name: '[MR13] and last the younger ones',
    pods: [
      makeResident('old', { cpu: 1_000, startTime: NOW - 9_000 }),
      makeResident('young', { cpu: 1_000, startTime: NOW - 2_000 }),
      makeResident('unborn', { cpu: 1_000 }),
      makeResidentDaemonPod('stays', { cpu: 1_000 }),
    ],
    sets: ['unborn', 'young', 'old'],
  },
  {
    name: '[MR1] whoever may not go is in no set',
    pods: [
      makeResident('may', { cpu: 1_000, priority: 9 }),
      makeResidentDaemonPod('daemon', { cpu: 1_000 }),
      makeResident('static', { cpu: 1_000, standing: 'Static' }),
      makeResident('plane', { cpu: 500, standing: 'ControlPlane' }),
      makeResident('rollcall', { cpu: 500, standing: 'Rollcall' }),
      { ...makeResident('terminal', { standing: 'Terminal' }), requests: {} },
    ],
    sets: ['may'],
  },
];

test.for(rankings)('$name', ({ pods, sets }) => {
  expect(namesOf(computePlan(makeInput({ pods })))).toEqual(sets);
});

test('[MR17] three that are each dearer are found where together they are cheaper', () => {
  const pods = [
    ...[1, 2, 3].map((index) => makeResident(`alone-${index}`, { cpu: 400, priority: -10 })),
    ...[1, 2, 3].map((index) => makeResident(`third-${index}`, { cpu: 150, priority: -4 })),
    makeResidentDaemonPod('stays', { cpu: 2_350 }),
  ];
  const plan = computePlan(makeInput({ pods, pending: [makeWaiting('waits', { cpu: 400 })] }));
  expect(namesOf(plan)).toEqual(['third-1 third-2 third-3', 'alone-1', 'alone-2']);
});

test('[MR3] [MR5] [MR15] what is refused is told with what was asked, and only several budgets are answered by a delete', () => {
  const pods = [
    makeResident('a-1', { cpu: 500, warnings: [budgetWarning('a', 1)] }),
    makeResident('a-2', { cpu: 500, warnings: [budgetWarning('a', 1)] }),
    makeResident('b', { cpu: 500, warnings: [several] }),
    makeResidentDaemonPod('stays', { cpu: 2_500 }),
  ];
  const { sets } = computePlan(makeInput({ pods, pending: [makeWaiting('waits', { cpu: 1_500 })] }));
  expect(sets.map(({ violations }) => violations)).toEqual([
    [
      { budget: 'default/a', asked: 2, allowed: 1 },
      { budget: 'default/a + default/b', asked: 1, allowed: 0 },
    ],
  ]);
  const changes = sets.flatMap(({ steps }) => steps.map(({ kind, command }) => (kind === 'Delete' ? command : kind)));
  expect(changes).toEqual(['Cordon', 'Evict', 'Evict', 'kubectl -n default delete pod b', 'Wait', 'Uncordon']);
});

test('[MR14] a node that is cordoned stays so', () => {
  const pods = [makeResident('one', { cpu: 4_000 })];
  const [set] = computePlan(makeInput({ pods, isCordoned: true })).sets;
  expect(set?.steps.map(({ kind }) => kind)).toEqual(['Evict', 'Wait']);
});

test('[MR14] names that a shell would take apart are quoted', () => {
  const pods = [makeResident('one', { cpu: 4_000, name: "o'ne; $(x)" })];
  const [set] = computePlan(makeInput({ pods, node: 'a b' })).sets;
  expect(set?.steps.slice(0, 2).map(({ command }) => command)).toEqual([
    "kubectl cordon 'a b'",
    String.raw`echo '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"namespace":"default","name":"o'\''ne; $(x)"}}' | kubectl create --raw '/api/v1/namespaces/default/pods/o'\''ne%3B%20%24(x)/eviction' -f -`,
  ]);
});

test('[MR14] an eviction is of one pod by its uid, and not of a later one of its name', () => {
  const uid = '5a89c027-274a-4507-be35-b2122863c5a3';
  const pods = [{ ...makeResident('one', { cpu: 4_000 }), uid }];
  const [set] = computePlan(makeInput({ pods })).sets;
  expect(set?.steps[1]?.command).toBe(
    `echo '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"namespace":"default","name":"one"},"deleteOptions":{"preconditions":{"uid":"${uid}"}}}' | kubectl create --raw /api/v1/namespaces/default/pods/one/eviction -f -`,
  );
});

test('[MR11] elsewhere is asked for the pods that are told, and never for a bare one', () => {
  const crowd = Array.from({ length: 8 }, (_, index) => makeResident(`pod-${index}`, { cpu: 400, priority: index }));
  const bare = makeResident('bare', { cpu: 400, priority: -1, owner: null });
  const elsewhere = vi.fn((): Elsewhere => ({ kind: 'Nowhere' }));
  const pods = [...crowd, bare, makeResidentDaemonPod('stays', { cpu: 400 })];
  const { sets } = computePlan(makeInput({ pods, elsewhere, pending: [makeWaiting('waits', { cpu: 400 })] }));
  expect(sets.map(({ pods: [pod] }) => [pod?.uid, pod?.elsewhere.kind])).toEqual([
    ['bare', 'NotAsked'],
    ['pod-0', 'Nowhere'],
    ['pod-1', 'Nowhere'],
  ]);
  expect(elsewhere.mock.calls).toEqual([['pod-0'], ['pod-1']]);
});

test('[MR17] holders of a needed port are in every set, and where they are enough nobody else is', () => {
  const pods = [makeResident('holder', { cpu: 500, ports: [80] }), makeResident('other', { cpu: 500 })];
  const stays = makeResidentDaemonPod('stays', { cpu: 3_000 });
  const input = (cpu: number): PlanInput =>
    makeInput({ pods: [...pods, stays], pending: [makeWaiting('waits', { cpu, ports: [80] })] });
  const enough = computePlan(input(500));
  expect({ holders: enough.portHolders, sets: namesOf(enough) }).toEqual({ holders: ['holder'], sets: ['holder'] });
  expect(namesOf(computePlan(input(600)))).toEqual(['holder other']);
});

test('[MR17] more than three holders are gone on from', () => {
  const holders = [80, 81, 82, 83].map((port) => makeResident(`holder-${port}`, { cpu: 100, ports: [port] }));
  const others = [makeResident('large', { cpu: 900, priority: 5 }), makeResident('small', { cpu: 300 })];
  const pods = [...holders, ...others, makeResidentDaemonPod('stays', { cpu: 2_400 })];
  const waiting = (cpu: number) => makeWaiting('waits', { cpu, ports: [80, 81, 82, 83] });
  const plans = [400, 600, 1_200].map((cpu) => computePlan(makeInput({ pods, pending: [waiting(cpu)] })));
  const four = 'holder-80 holder-81 holder-82 holder-83';
  expect(plans.map((plan) => [plan.exhaustive, namesOf(plan)[0]?.split(' ').toSorted().join(' ')])).toEqual([
    [true, four],
    [false, `${four} small`],
    [false, `${four} large`],
  ]);
});

test('[MR17] where no three are enough more are found, none of them needlessly', () => {
  const pods = [
    ...Array.from({ length: 8 }, (_, index) => makeResident(`pod-${index}`, { cpu: 200 })),
    makeResident('dear', { cpu: 250, priority: 1, warnings: [{ kind: 'NotLower' }] }),
    makeResidentDaemonPod('stays', { cpu: 2_150 }),
  ];
  const plan = computePlan(makeInput({ pods }));
  expect({ exhaustive: plan.exhaustive, sets: namesOf(plan) }).toEqual({
    exhaustive: false,
    sets: ['pod-0 pod-1 pod-2 pod-3 pod-4'],
  });
});

test('[MR17] where every small set breaks a budget, a larger one that breaks none is told first', () => {
  const pods = [
    ...Array.from({ length: 5 }, (_, index) => makeResident(`pod-${index}`, { cpu: 200 })),
    makeResident('guarded', { cpu: 1_000, warnings: [budgetWarning('a', 0)] }),
    makeResidentDaemonPod('stays', { cpu: 2_000 }),
  ];
  const plan = computePlan(makeInput({ pods }));
  expect({ exhaustive: plan.exhaustive, sets: namesOf(plan) }).toEqual({
    exhaustive: true,
    sets: ['pod-0 pod-1 pod-2 pod-3 pod-4', 'guarded'],
  });
});

/** What a plan says beside its sets. */
function sayingOf({ kind, serves, leaves, otherWays }: MakeRoomPlan): Partial<MakeRoomPlan> {
  return { kind, serves, leaves, otherWays };
}

test('[RM1] what lacks nothing is left to the scheduler', () => {
  const pending = [makeWaiting('waits', { cpu: 4_000 })];
  expect(sayingOf(computePlan(makeInput({ pending })))).toEqual({
    kind: 'Fits',
    serves: ['waits'],
    leaves: [],
    otherWays: [],
  });
});

test('[RM2] what is leaving is waited for, no longer than for the last that is needed', () => {
  const leaving = { standing: 'Terminating', cpu: 1_000 } as const;
  const pods = [
    makeResident('late', { ...leaving, goneBy: NOW + 9_000 }),
    makeResident('soon', { ...leaving, goneBy: NOW + 2_000 }),
    makeResident('sooner', { ...leaving, cpu: 500, goneBy: NOW + 1_000 }),
    makeResidentDaemonPod('stays', { cpu: 1_500 }),
  ];
  expect(sayingOf(computePlan(makeInput({ pods })))).toEqual({
    kind: 'Wait',
    serves: ['waits'],
    leaves: [],
    otherWays: [{ kind: 'Wait', until: NOW + 2_000 }],
  });
});

test.for([
  { name: 'the overdue one is needed', cpu: 1_000, until: null },
  { name: 'those in time are enough', cpu: 400, until: NOW },
])('[RM2] how long is not said of one that is overdue: $name', ({ cpu, until }) => {
  const leaving = { standing: 'Terminating', cpu: 500 } as const;
  const pods = [
    makeResident('overdue', { ...leaving, goneBy: NOW - 1 }),
    makeResident('in-time', { ...leaving, goneBy: NOW }),
    makeResidentDaemonPod('stays', { cpu: 3_000 }),
  ];
  const { kind, otherWays } = computePlan(makeInput({ pods, pending: [makeWaiting('waits', { cpu })] }));
  expect([kind, otherWays]).toEqual(['Wait', [{ kind: 'Wait', until }]]);
});

test('[RM2] while the scheduler is at it, to wait is a way beside the evictions', () => {
  const pods = [makeResident('one', { cpu: 4_000, priority: -1 })];
  const { kind, otherWays } = computePlan(
    makeInput({ pods, pending: [makeWaiting('waits', { cpu: 1_000, preempting: true })] }),
  );
  expect([kind, otherWays[0]]).toEqual(['Evict', { kind: 'Wait', until: null }]);
});

test('[RM1] one plan serves all that can be helped, the most important and then the longest waiting first', () => {
  const pods = [makeResident('one', { cpu: 1_000 }), makeResidentDaemonPod('stays', { cpu: 3_000 })];
  const pending = [
    makeWaiting('b', { cpu: 300, since: 5 }),
    makeWaiting('never', { cpu: 5_000, priority: 9 }),
    makeWaiting('a', { cpu: 300, since: 5 }),
    makeWaiting('too-much', { cpu: 500, since: 7 }),
    makeWaiting('long', { cpu: 300, since: 1 }),
    makeWaiting('small', { cpu: 100 }),
  ];
  const plan = computePlan(makeInput({ pods, pending }));
  expect(plan.leaves).toEqual([
    { uid: 'never', why: 'NeverFits' },
    { uid: 'too-much', why: 'NotEnough' },
  ]);
  expect({ serves: plan.serves, deficits: plan.deficits }).toEqual({
    serves: ['long', 'a', 'b', 'small'],
    deficits: { cpu: 1_000 },
  });
  const waits = plan.sets[0]?.steps.filter(({ kind }) => kind === 'Wait').map(({ command }) => command.split(' ')[4]);
  expect(waits).toEqual(['pod/long', 'pod/a', 'pod/b', 'pod/small']);
});

test('[RM1] of two that want the same port only the first is helped', () => {
  const pending = [makeWaiting('first', { ports: [80], priority: 1 }), makeWaiting('second', { ports: [80] })];
  expect(sayingOf(computePlan(makeInput({ pending })))).toEqual({
    kind: 'Fits',
    serves: ['first'],
    leaves: [{ uid: 'second', why: 'NotEnough' }],
    otherWays: [{ kind: 'ExcludeNode' }],
  });
});

test('[MR1] [MR17] where a port is held by one that may not go, evictions help nobody', () => {
  const pods = [makeResidentDaemonPod('old', { ports: [80] })];
  const pending = [makeWaiting('waits', { ports: [80] })];
  expect(computePlan(makeInput({ pods, pending }))).toStrictEqual({
    kind: 'Impossible',
    serves: [],
    leaves: [{ uid: 'waits', why: 'NotEnough' }],
    deficits: {},
    portHolders: [],
    sets: [],
    exhaustive: true,
    otherWays: [
      { kind: 'WithoutSurge' },
      { kind: 'RaisePriority', priorityClass: null, above: 0 },
      { kind: 'ExcludeNode' },
    ],
  });
});

test('[FT16] what exceeds the node needs a bigger one, or must ask for less', () => {
  const { kind, leaves, otherWays } = computePlan(makeInput({ pending: [makeWaiting('waits', { cpu: 4_100 })] }));
  expect({ kind, leaves, otherWays }).toEqual({
    kind: 'Impossible',
    leaves: [{ uid: 'waits', why: 'NeverFits' }],
    otherWays: [
      { kind: 'LowerRequests', by: { cpu: 100 } },
      { kind: 'BiggerNode', allocatable: { cpu: 4_100 } },
      { kind: 'ExcludeNode' },
    ],
  });
});
