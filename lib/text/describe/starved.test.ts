import { describe, expect, test } from 'vitest';
import type { Lack, SelfHelp } from '#lib/domain/room/make-room.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { createText } from '../text.ts';
import type { FleetMoment } from './fleet.ts';
import { type Outlook, outlookOf, type StarvedNodeFacts, summariseStarved } from './starved.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };
const KNOWN = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known', nodes: 'Known' } as const;

const cpu = (short: number): Lack => ({
  kind: 'Resource',
  resource: 'cpu',
  requested: 500,
  free: 500 - short,
  allocatable: 8_000,
});
const memory: Lack = { kind: 'Resource', resource: 'memory', requested: 2 ** 31, free: 2 ** 30, allocatable: 2 ** 35 };
const slot: Lack = { kind: 'Resource', resource: 'pods', requested: 1, free: 0, allocatable: 110 };
const gpu: Lack = { kind: 'Resource', resource: 'nvidia.com/gpu', requested: 1, free: 0, allocatable: 1 };
const port = (number: number): Lack => ({
  kind: 'HostPort',
  hostPort: { port: number, protocol: 'TCP', hostIP: '0.0.0.0' },
  holders: ['web/proxy'],
});
const NO: SelfHelp = { kind: 'No', lower: 0 };
const YES: SelfHelp = { kind: 'Yes', lower: 2 };
const NEVER: SelfHelp = { kind: 'NeverFits' };

type Pending = StarvedNodeFacts['pending'][number];

function waits(lacks: readonly Lack[], selfHelp: SelfHelp = NO, since: number | null = null): Pending {
  return { lacks, selfHelp, since };
}

function makeNode(node: string, pending: readonly Pending[], overrides: Partial<StarvedNodeFacts> = {}) {
  return { node, pool: null, kind: 'Evict', pending, ...overrides } satisfies StarvedNodeFacts;
}

type Row = {
  readonly name: string;
  readonly nodes: readonly StarvedNodeFacts[] | undefined;
  readonly lastStarvedAt?: number;
  readonly knowledge?: Readonly<Record<string, 'Known' | 'NotSynced' | 'Forbidden' | 'Stale'>>;
  readonly moment?: Partial<FleetMoment>;
  readonly en: string;
  readonly ja: string;
};
const rows: readonly Row[] = [
  {
    name: '[experience 5.7] one node by its name, short of what, by how much, and that nobody will do it',
    nodes: [makeNode('node-a', [waits([cpu(250)], NO, now - 42 * minute)])],
    en: 'node-a has no room for daemon pods: CPU short by 250m. The scheduler will not make room by itself. It has waited for 42 min.',
    ja: 'node-aにDaemonSetのPodのための空きがありません(CPUが250m不足)。スケジューラーだけでは空きを作れません。42分前から待っています。',
  },
  {
    name: 'nodes of one pool, from least to most, what most are short of first',
    nodes: [
      makeNode('node-a', [waits([memory], NO, now - 5 * minute)], { pool: 'general' }),
      makeNode('node-b', [waits([cpu(250)])], { pool: 'general' }),
      makeNode('node-c', [waits([cpu(50)], NO, now - 90 * minute)], { pool: 'general' }),
    ],
    en: '3 nodes of general have no room for daemon pods: CPU short by 50m to 250m on 2, memory short by 1 GiB on 1. The scheduler will not make room by itself on any of them. The first has waited for 1 h 30 min.',
    ja: 'generalの3ノードにDaemonSetのPodのための空きがありません(2ノードでCPUが50mから250m不足、1ノードでメモリが1 GiB不足)。スケジューラーだけではどのノードにも空きを作れません。最も長いノードでは1時間30分前から待っています。',
  },
  {
    name: 'several pools are counted; some mend themselves, some do not, and one never can',
    nodes: [
      makeNode('node-a', [waits([slot], YES)], { pool: 'blue' }),
      makeNode('node-b', [waits([slot])], { pool: 'blue' }),
      makeNode('node-c', [waits([cpu(9_000)], NEVER)], { pool: 'green', kind: 'Impossible' }),
    ],
    en: '3 nodes (blue 2, green 1) have no room for daemon pods: no pod slot left on 2, CPU short by 9 on 1. 1 mends itself, 1 needs a hand, 1 can never fit.',
    ja: '3ノード(blue 2、green 1)にDaemonSetのPodのための空きがありません(2ノードでPodの枠が不足、1ノードでCPUが9不足)。自動で解決するのは1ノード、対処が必要なのは1ノード、収まらないのは1ノードです。',
  },
  {
    name: 'one port is named, several are not; the fourth resource is only counted',
    nodes: [
      makeNode('node-a', [waits([port(9_100), port(9_100)], YES), waits([cpu(1), memory, gpu], YES)]),
      makeNode('node-b', [waits([port(9_100)], YES)]),
    ],
    en: '2 nodes have no room for daemon pods: host port 9100/TCP taken, CPU short by 1m on 1, memory short by 1 GiB on 1, 1 more resource. The scheduler can make room by itself on all of them.',
    ja: '2ノードにDaemonSetのPodのための空きがありません(ホストポート9100/TCPが使用中、1ノードでCPUが1m不足、1ノードでメモリが1 GiB不足、ほか1件のリソース)。スケジューラーだけですべてのノードに空きを作れます。',
  },
  {
    name: 'several ports, and nothing but what never fits',
    nodes: [makeNode('node-a', [waits([port(1), port(2)], NEVER)])],
    en: 'node-a has no room for daemon pods: host ports taken. A request is larger than the whole node: no eviction helps.',
    ja: 'node-aにDaemonSetのPodのための空きがありません(ホストポートが使用中)。リクエストがノード全体を超えており、何を退避しても収まりません。',
  },
  {
    name: 'what is short cannot be told',
    nodes: [makeNode('node-a', [waits([], { kind: 'NotNeeded' })], { kind: 'Fits' })],
    en: 'Daemon pods wait on node-a; what is short there cannot be told from what is known now.',
    ja: 'node-aでDaemonSetのPodが待っていますが、何が足りないかは現在の情報ではわかりません。',
  },
  {
    name: '[experience 7.1] nobody is starved',
    nodes: [],
    en: 'No node is starved: no daemon pod waits for room.',
    ja: 'リソース不足のノードはありません。空きを待っているDaemonSetのPodはありません。',
  },
  {
    name: '[experience 7.1] nobody is starved any more, and when the last one was',
    nodes: [],
    lastStarvedAt: now - 12 * minute,
    en: 'No node is starved: no daemon pod waits for room. The last one was so until 12m ago.',
    ja: 'リソース不足のノードはありません。空きを待っているDaemonSetのPodはありません。最後にリソース不足だったのは12分前です。',
  },
  {
    name: '[experience 7.1] the report is on its way',
    nodes: undefined,
    en: 'The details are on their way.',
    ja: '詳細を読み込んでいます。',
  },
  {
    name: '[RD1] without nodes nobody knows what room they have',
    nodes: [],
    knowledge: { ...KNOWN, nodes: 'Forbidden' },
    en: 'Unknown: Rollcall may not read nodes.',
    ja: 'ノードの参照権限がないため、状態は不明です。',
  },
  {
    name: '[P3] stale data says nothing of starved nodes',
    nodes: [],
    moment: { ageMillis: 4 * minute },
    en: 'Unknown: the data is 4 min old.',
    ja: 'データが4分前のもののため、状態は不明です。',
  },
];
test.for(rows)('$name', ({ nodes, lastStarvedAt = null, knowledge = KNOWN, moment = {}, en, ja }) => {
  const summary = nodes === undefined ? undefined : summariseStarved({ nodes, lastStarvedAt });
  const said = {
    en: texts.en.describeStarved({ knowledge }, summary, { now, ...moment }),
    ja: texts.ja.describeStarved({ knowledge }, summary, { now, ...moment }),
  };
  expect(said).toStrictEqual({ en, ja });
  expect([...lintEnglish(said.en), ...lintJapanese(said.ja)]).toStrictEqual([]);
});

type OutlookRow = {
  readonly name: string;
  readonly kind: StarvedNodeFacts['kind'];
  readonly selfHelps: readonly SelfHelp[];
  readonly outlook: Outlook;
};
describe('[5.7] can it mend itself', () => {
  const outlooks: readonly OutlookRow[] = [
    { name: 'nothing is lower', kind: 'Evict', selfHelps: [NO], outlook: 'Help' },
    { name: 'preemption is forbidden', kind: 'Evict', selfHelps: [{ kind: 'Forbidden' }], outlook: 'Help' },
    { name: 'enough is lower', kind: 'Evict', selfHelps: [YES], outlook: 'Itself' },
    { name: 'victims are leaving', kind: 'Evict', selfHelps: [{ kind: 'UnderWay' }], outlook: 'Itself' },
    { name: 'one of two is not helped', kind: 'Evict', selfHelps: [YES, NO], outlook: 'Help' },
    { name: 'one of two never fits', kind: 'Evict', selfHelps: [NEVER, YES], outlook: 'Never' },
    { name: 'what is leaving frees enough', kind: 'Wait', selfHelps: [NO], outlook: 'Itself' },
    { name: 'nothing is lacking', kind: 'Fits', selfHelps: [{ kind: 'NotNeeded' }], outlook: 'Itself' },
    { name: 'no set is enough', kind: 'Impossible', selfHelps: [NO], outlook: 'Help' },
  ];
  test.for(outlooks)('$name', ({ kind, selfHelps, outlook }) => {
    expect(outlookOf({ kind, pending: selfHelps.map((selfHelp) => waits([], selfHelp)) })).toBe(outlook);
  });
});
