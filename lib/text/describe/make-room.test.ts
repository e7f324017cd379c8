import { describe, expect, test } from 'vitest';
import type { EvictionSet, MakeRoomPlan, OtherWay } from '#lib/domain/room/make-room.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { LOCALES } from '../locale.ts';
import { createText } from '../text.ts';
import {
  describeCompleteAfter,
  describeElsewhere,
  describeEvictionSet,
  describeOtherWay,
  describePlan,
  describePlanKind,
  describeStep,
} from './make-room.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const MEBI = 1024 ** 2;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

function checkStyle(told: { readonly en: readonly string[]; readonly ja: readonly string[] }): void {
  expect(told.en.flatMap(lintEnglish)).toStrictEqual([]);
  expect(told.ja.flatMap(lintJapanese)).toStrictEqual([]);
}

function makeSet(overrides: Partial<EvictionSet> = {}): EvictionSet {
  return {
    pods: [{ uid: 'a', elsewhere: { kind: 'Nowhere' } }],
    frees: { cpu: 240 },
    violations: [],
    bare: 0,
    notLower: 0,
    prioritySum: 0,
    waste: 0,
    ageSum: 0,
    steps: [],
    ...overrides,
  };
}

function makePlan(overrides: Partial<MakeRoomPlan> = {}): MakeRoomPlan {
  return {
    kind: 'Evict',
    serves: ['p'],
    leaves: [],
    deficits: { cpu: 240 },
    portHolders: [],
    sets: [makeSet()],
    exhaustive: true,
    otherWays: [],
    ...overrides,
  };
}

const pods = (count: number): EvictionSet['pods'] =>
  Array.from({ length: count }, (_, at) => ({ uid: `${at}`, elsewhere: { kind: 'Nowhere' } }));

type SetRow = {
  readonly name: string;
  readonly set?: Partial<EvictionSet>;
  readonly plan?: Partial<MakeRoomPlan>;
  readonly en: string;
  readonly ja: string;
};
const sets: readonly SetRow[] = [
  {
    name: '[MR17] more than needed',
    set: { pods: pods(2), frees: { cpu: 450, memory: 64 * MEBI } },
    en: 'Evict 2 pods: frees 450m CPU, 210m more than needed.',
    ja: '2件のPodを退避すると、450mのCPUが空き、余りは210mです。',
  },
  {
    name: '[MR17] just enough, and what nobody lacks is not told',
    set: { frees: { cpu: 240, memory: 64 * MEBI } },
    en: 'Evict 1 pod: frees 240m CPU, just what is needed.',
    ja: '1件のPodを退避すると、240mのCPUが空き、ちょうど足ります。',
  },
  {
    name: '[MR17] several resources, and a slot',
    set: { pods: pods(3), frees: { pods: 3, memory: 512 * MEBI, cpu: 450 } },
    plan: { deficits: { memory: 256 * MEBI, cpu: 450, pods: 1 } },
    en: 'Evict 3 pods: frees 450m CPU, 512 MiB memory and 3 pod slots, 256 MiB memory and 2 pod slots more than needed.',
    ja: '3件のPodを退避すると、450mのCPU、512 MiBのメモリと3件のPodの枠が空き、余りは256 MiBのメモリと2件のPodの枠です。',
  },
  {
    name: '[MR17] only a port',
    set: { frees: { cpu: 240 } },
    plan: { deficits: {}, portHolders: ['a'] },
    en: 'Evict 1 pod: frees the host port.',
    ja: '1件のPodを退避すると、ホストポートが空きます。',
  },
  {
    name: '[MR17] a port beside a resource',
    set: { frees: { cpu: 240 } },
    plan: { portHolders: ['a'] },
    en: 'Evict 1 pod: frees 240m CPU and the host port, just what is needed.',
    ja: '1件のPodを退避すると、240mのCPUとホストポートが空き、ちょうど足ります。',
  },
];
test.for(sets)('$name', ({ set, plan, en, ja }) => {
  const told = {
    en: describeEvictionSet(texts.en, makeSet(set), makePlan(plan)).sentence,
    ja: describeEvictionSet(texts.ja, makeSet(set), makePlan(plan)).sentence,
  };
  expect(told).toStrictEqual({ en, ja });
  checkStyle({ en: [told.en], ja: [told.ja] });
});

describe('what a set costs', () => {
  const told = (locale: 'en' | 'ja', set: Partial<EvictionSet>, budgets: 'Known' | 'Forbidden' = 'Known') =>
    describeEvictionSet(texts[locale], makeSet(set), makePlan(), budgets).costs;

  test('[MR17] nothing that hurts, said as such', () => {
    expect(told('en', {})).toStrictEqual(['It breaks no PodDisruptionBudget, and each of its pods has a controller.']);
    expect(told('ja', {})).toStrictEqual(['PodDisruptionBudgetに反せず、どのPodにもコントローラーがあります。']);
  });

  test('[MR3] [MR7] [MR2] worst first: budgets, bare pods, priority', () => {
    const set = { violations: [{ budget: 'web', asked: 2, allowed: 1 }], bare: 1, notLower: 2 };
    expect(told('en', set)).toStrictEqual([
      'The PodDisruptionBudget web would be asked for 2 and allows 1: the eviction is answered with 429 until it allows more.',
      '1 of them has no controller and is lost for good.',
      '2 of them have a priority that is not below that of the pod that waits.',
    ]);
    expect(told('ja', set)).toStrictEqual([
      'PodDisruptionBudget(web)に求める中断は2件ですが、許可は1件です。許可が増えるまで退避には429が返ります。',
      '1件はコントローラーのないPodで、退避すると失われます。',
      '2件の優先度は、待っているPodと同等以上です。',
    ]);
    checkStyle({ en: told('en', set), ja: told('ja', set) });
  });

  test('[RD1] no set is said to be harmless while budgets are not known', () => {
    expect(told('en', {}, 'Forbidden')).toStrictEqual(['Whether PodDisruptionBudgets allow it is not known.']);
  });
});

test('[MR11] where the next pod could go', () => {
  const { en, ja } = texts;
  const one = { kind: 'Nodes', nodes: 1, first: 'node-7' } as const;
  const many = { kind: 'Nodes', nodes: 4, first: 'node-7' } as const;
  expect([one, many].map((each) => describeElsewhere(en, each, false))).toStrictEqual([
    'room on node-7',
    'room on node-7 and other nodes',
  ]);
  expect([one, many].map((each) => describeElsewhere(ja, each, false))).toStrictEqual([
    'node-7に空きあり',
    'node-7などのノードに空きあり',
  ]);
  expect(describeElsewhere(en, { kind: 'Nowhere' }, false)).toBe('no other node has room: stays Pending');
  expect(describeElsewhere(en, { kind: 'NotAsked' }, true)).toBe('is not made again');
  expect(describeElsewhere(ja, { kind: 'NotAsked' }, false)).toBe('不明');
});

type WayRow = { readonly way: OtherWay; readonly en: string; readonly ja: string };
const ways: readonly WayRow[] = [
  {
    way: { kind: 'Wait', until: now + 2 * minute },
    en: 'Wait: pods that are leaving free enough, within 2 min if none of them is late.',
    ja: 'お待ちください。終了処理中のPodにより遅れるPodがなければ2分以内に十分に空きます。',
  },
  {
    way: { kind: 'Wait', until: null },
    en: 'Wait: pods that are leaving free enough.',
    ja: 'お待ちください。終了処理中のPodにより十分に空きます。',
  },
  {
    way: { kind: 'RaisePriority', priorityClass: 'agents', above: 1_000 },
    en: 'Set priorityClassName of the DaemonSet to agents: its pods are then above priority 1,000, and the scheduler makes the room by itself.',
    ja: 'DaemonSetのpriorityClassNameをagentsにすると、優先度が1,000を上回り、スケジューラーだけで解決します。',
  },
  {
    way: { kind: 'RaisePriority', priorityClass: null, above: 0 },
    en: 'Give the DaemonSet a priority class above 0, which no class here is: the scheduler then makes the room by itself.',
    ja: 'DaemonSetに優先度が0を上回るPriorityClassを指定すると、スケジューラーだけで解決します。該当するPriorityClassはまだありません。',
  },
  {
    way: { kind: 'LowerRequests', by: { cpu: 240, memory: 64 * MEBI } },
    en: 'Lower the requests of the DaemonSet by 240m CPU and 64 MiB memory.',
    ja: 'DaemonSetのリクエストを減らしてください(減らす量は240mのCPUと64 MiBのメモリ)。',
  },
  {
    way: { kind: 'BiggerNode', allocatable: { cpu: 4_160 } },
    en: 'Replace the node by a larger one, with at least 4,160m CPU allocatable.',
    ja: '4,160mのCPU以上を割り当て可能な、より大きいノードに交換してください。',
  },
  {
    way: { kind: 'WithoutSurge' },
    en: 'Update with maxUnavailable rather than maxSurge: the old pod then leaves before the new one comes, and its room with it.',
    ja: 'maxSurgeの代わりにmaxUnavailableを使うと、新しいPodより先に古いPodが終了し、その分が空きます。',
  },
  {
    way: { kind: 'ExcludeNode' },
    en: 'Exclude this node from the DaemonSet, by a label that its affinity asks for or a taint that it does not tolerate.',
    ja: 'アフィニティが求めるラベルか、許容されないtaintにより、このノードをDaemonSetの対象から外してください。',
  },
];
test.for(ways)('[MR17] without an eviction: $way.kind', ({ way, en, ja }) => {
  const told = { en: describeOtherWay(texts.en, way, now), ja: describeOtherWay(texts.ja, way, now) };
  expect(told).toStrictEqual({ en, ja });
  checkStyle({ en: [told.en], ja: [told.ja] });
});

test('[MR14] [MR15] each step says why', () => {
  const kinds = ['Cordon', 'Evict', 'Delete', 'Wait', 'Uncordon'] as const;
  const said = LOCALES.map((locale) => kinds.map((kind) => describeStep(texts[locale], kind)));
  expect(said.map((each) => new Set(each).size)).toStrictEqual([5, 5]);
  expect(said[0]?.[0]).toBe(
    'Cordon first: otherwise the next pods of the evicted take the room at once. Daemon pods tolerate a cordon.',
  );
});

describe('what a plan comes to', () => {
  const nameOf = (uid: string) => ({ p: 'monitoring/agent', q: 'logging/fluent-bit' })[uid] ?? uid;

  test('[MR17] an eviction: how many, and what is lacking', () => {
    expect(describePlan(texts.en, makePlan(), nameOf)).toStrictEqual([
      'One pod would have to go.',
      'Lacking: 240m CPU.',
    ]);
    expect(describePlan(texts.ja, makePlan(), nameOf)).toStrictEqual([
      '1件のPodの退避が必要です。',
      '不足は240mのCPUです。',
    ]);
  });

  test('[MR17] several wait, one cannot be helped, and no three are enough', () => {
    const plan = makePlan({
      serves: ['p', 'q'],
      leaves: [
        { uid: 'r', why: 'NeverFits' },
        { uid: 's', why: 'NotEnough' },
      ],
      sets: [makeSet({ pods: pods(5) })],
      exhaustive: false,
    });
    expect(describePlan(texts.en, plan, nameOf)).toStrictEqual([
      '5 pods would have to go.',
      'Lacking: 240m CPU.',
      'One plan for the 2 pods that wait here: monitoring/agent and logging/fluent-bit.',
      'It does not help r, which asks for more than the whole node has.',
      'It does not help s: not even all pods that may go are enough for it beside the others.',
      'Scheduled first, it can take the room that is made: see who was bound before you uncordon.',
      'No three pods are enough. This set was found step by step: none of its pods is needless, and there may be a better one.',
    ]);
    checkStyle({ en: describePlan(texts.en, plan, nameOf), ja: describePlan(texts.ja, plan, nameOf) });
  });

  test.for(['Fits', 'Wait', 'Impossible'] as const)('%s', (kind) => {
    const plan = makePlan({ kind, sets: [] });
    expect(describePlanKind(texts.en, plan).sentence).toMatch(/^(Nothing|Not even).*\.$/);
    expect(describePlanKind(texts.ja, plan).phrase).not.toMatch(/[。るす]$/);
  });
});

test('[5.5] how long a node took until it was complete', () => {
  const { en, ja } = texts;
  expect(describeCompleteAfter(en, { kind: 'Known', millis: 3 * minute }, now)).toStrictEqual({
    phrase: '3 min after Ready',
    sentence: 'All its DaemonSets were available 3 min after it became Ready.',
  });
  expect(describeCompleteAfter(ja, { kind: 'Waiting', since: now - 5 * minute }, now)).toStrictEqual({
    phrase: '未完了(準備完了から5分)',
    sentence: '準備完了から5分たちますが、利用可能ではないDaemonSetが残っています。',
  });
  expect(describeCompleteAfter(en, { kind: 'NoTrace' }, now).phrase).toBe('not known');
});
