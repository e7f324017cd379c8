import { expect, test } from 'vitest';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { createText } from '../text.ts';
import type { FleetFacts, FleetMoment, NodeTroubleFacts } from './fleet.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

type DaemonSetFact = FleetFacts['daemonSets'][number];

function makeDaemonSet(name: string, overrides: Partial<DaemonSetFact> = {}): DaemonSetFact {
  return {
    namespace: 'default',
    name,
    state: 'Complete',
    since: now - 60 * minute,
    explainedByNodes: false,
    ...overrides,
  };
}

function makeTrouble(overrides: Partial<NodeTroubleFacts> = {}): NodeTroubleFacts {
  return {
    pool: null,
    kind: 'NotReady',
    phase: 'Steady',
    nodes: 1,
    names: ['node-a'],
    since: now - 12 * minute,
    ...overrides,
  };
}

function makeFleet(overrides: Partial<FleetFacts> = {}): FleetFacts {
  return {
    daemonSets: [makeDaemonSet('a'), makeDaemonSet('b')],
    nodes: ['node-a', 'node-b', 'node-c'],
    cells: new Map(),
    nodeTroubles: [],
    knowledge: { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known', nodes: 'Known' },
    ...overrides,
  };
}

function cellsOf(...states: readonly CellState[]): Uint8Array {
  return Uint8Array.from(states, (state) => CELL_STATES.indexOf(state));
}

const trouble = makeFleet({
  daemonSets: [
    makeDaemonSet('fluent-bit', { state: 'Stalled', since: now - 42 * minute }),
    makeDaemonSet('cilium', { state: 'Stalled', since: now - 26 * minute }),
    makeDaemonSet('kube-proxy'),
  ],
  cells: new Map([
    ['1', cellsOf('starved', 'ok', 'nodeDown')],
    ['2', cellsOf('starved', 'starved', 'failed')],
  ]),
  nodeTroubles: [makeTrouble({ names: ['node-c'] })],
});

type Row = {
  readonly name: string;
  readonly fleet: FleetFacts | undefined;
  readonly moment?: Partial<FleetMoment>;
  readonly en: string;
  readonly ja: string;
};
const rows: readonly Row[] = [
  {
    name: '[experience 5.3] names what is stalled, counts a starved node once, and ends with what is well',
    fleet: trouble,
    en: '2 rollouts stalled (fluent-bit 42 min, cilium 26 min) · 2 nodes starved · node-c not Ready for 12 min · 1 DaemonSet healthy',
    ja: '2件のロールアウトが停滞(fluent-bit 42分、cilium 26分)・2ノードでリソース不足・node-cが12分前から未準備・1件のDaemonSetが正常',
  },
  {
    name: 'names two of many, and tells twins of two namespaces apart',
    fleet: makeFleet({
      daemonSets: [
        makeDaemonSet('agent', { state: 'Blocked' }),
        makeDaemonSet('agent', { state: 'Blocked', namespace: 'other', since: null }),
        makeDaemonSet('third', { state: 'Blocked' }),
      ],
    }),
    en: '3 rollouts blocked (default/agent 1 h, other/agent, 1 more)',
    ja: '3件のロールアウトがブロック(default/agent 1時間、other/agentほか1件)',
  },
  {
    name: 'says what is under way and what waits',
    fleet: makeFleet({
      daemonSets: [
        makeDaemonSet('a', { state: 'Progressing' }),
        makeDaemonSet('b', { state: 'NotObserved' }),
        makeDaemonSet('c', { state: 'CompleteWithLeftovers' }),
        makeDaemonSet('d', { state: 'OnDelete' }),
        makeDaemonSet('e', { state: 'Deleting' }),
        makeDaemonSet('f', { state: 'Idle' }),
      ],
    }),
    en: '2 rollouts under way · 1 DaemonSet with leftovers · 1 DaemonSet waits for deletion · 1 DaemonSet being deleted · 1 DaemonSet healthy',
    ja: '2件がロールアウト中・1件に残存Podあり・1件が削除待ち・1件が削除中・1件のDaemonSetが正常',
  },
  {
    name: 'degraded and unknown are never counted as healthy',
    fleet: makeFleet({
      daemonSets: [
        makeDaemonSet('a', { state: 'Degraded', since: now - 3 * minute }),
        makeDaemonSet('b', { state: 'Unknown', since: null }),
      ],
    }),
    en: '1 DaemonSet degraded (a 3 min) · 1 DaemonSet unknown (b)',
    ja: '1件のDaemonSetが一部利用不可(a 3分)・1件のDaemonSetが不明(b)',
  },
  {
    name: 'all healthy',
    fleet: makeFleet(),
    moment: { lastTroubleAt: now - 90 * minute },
    en: 'All 2 DaemonSets are complete on 3 nodes. The last trouble ended 1h ago.',
    ja: '3ノードで2件のDaemonSetがすべて完了しています。最後の問題は1時間前に解消しました。',
  },
  {
    name: 'a node that is down is said even when every rollout is complete, and when nothing tells since when',
    fleet: makeFleet({ nodeTroubles: [makeTrouble({ kind: 'Unreachable', since: null })] }),
    en: 'node-a silent · 2 DaemonSets healthy',
    ja: 'node-aが応答なし・2件のDaemonSetが正常',
  },
  {
    name: '[AT3] three dead nodes under DaemonSets that are only incomplete there are three dead nodes of a pool',
    fleet: makeFleet({
      daemonSets: [
        makeDaemonSet('a', { state: 'Degraded', explainedByNodes: true }),
        makeDaemonSet('b', { state: 'Degraded', explainedByNodes: true }),
        makeDaemonSet('c', { state: 'Degraded' }),
      ],
      nodeTroubles: [makeTrouble({ pool: 'pool-a', nodes: 3 })],
    }),
    en: '1 DaemonSet degraded (c 1 h) · 3 nodes of pool-a not Ready for 12 min · 2 DaemonSets incomplete there',
    ja: '1件のDaemonSetが一部利用不可(c 1時間)・pool-aの3ノードが12分前から未準備・そのノードで2件のDaemonSetが一部利用不可',
  },
  {
    name: '[AT4] a rollout that dead nodes hold is still a rollout that is blocked',
    fleet: makeFleet({
      daemonSets: [makeDaemonSet('a', { state: 'Blocked', explainedByNodes: true })],
      nodeTroubles: [makeTrouble({ pool: 'pool-a' })],
    }),
    en: '1 rollout blocked (a 1 h) · node-a not Ready for 12 min',
    ja: '1件のロールアウトがブロック(a 1時間)・node-aが12分前から未準備',
  },
  {
    name: 'nodes of several pools are counted by pool, the oldest trouble told; what is gone is apart',
    fleet: makeFleet({
      daemonSets: [makeDaemonSet('a')],
      nodeTroubles: [
        makeTrouble({ pool: 'pool-a', nodes: 3 }),
        makeTrouble({ pool: 'pool-b', nodes: 2, since: now - 20 * minute }),
        makeTrouble({ pool: 'pool-c' }),
        makeTrouble({ kind: 'Gone', nodes: 2, since: null }),
      ],
    }),
    en: '6 nodes (pool-a 3, pool-b 2, 1 more pool) not Ready for 20 min · 2 nodes gone, with pods left behind · 1 DaemonSet healthy',
    ja: '6ノード(pool-a 3、pool-b 2、ほか1プール)が20分前から未準備・2ノードが消失(Podが残存)・1件のDaemonSetが正常',
  },
  {
    name: '[AT5] a node that is being born or leaves is not named',
    fleet: makeFleet({
      daemonSets: [makeDaemonSet('a', { state: 'Degraded', explainedByNodes: true })],
      nodeTroubles: [makeTrouble({ phase: 'Starting' }), makeTrouble({ phase: 'Leaving' })],
    }),
    en: '1 DaemonSet degraded (a 1 h)',
    ja: '1件のDaemonSetが一部利用不可(a 1時間)',
  },
  {
    name: 'all healthy, nodes are not seen',
    fleet: makeFleet({ nodes: [], daemonSets: [makeDaemonSet('a')] }),
    en: 'The one DaemonSet is complete.',
    ja: '1件のDaemonSetが完了しています。',
  },
  {
    name: '[experience 7.1] no DaemonSets',
    fleet: makeFleet({ daemonSets: [] }),
    en: 'This cluster has no DaemonSets, on 3 nodes.',
    ja: 'このクラスターにDaemonSetはありません(3ノード)。',
  },
  {
    name: '[experience 7.1] nothing matches the filter',
    fleet: makeFleet({ daemonSets: [] }),
    moment: { filtered: true },
    en: 'No DaemonSet matches the filter.',
    ja: 'フィルターに一致するDaemonSetはありません。',
  },
  {
    name: '[experience 7.1] no DaemonSets, nodes forbidden',
    fleet: makeFleet({ daemonSets: [], nodes: [], knowledge: { nodes: 'Forbidden' } }),
    en: 'There are no DaemonSets here.',
    ja: 'DaemonSetはありません。',
  },
  {
    name: '[experience 7.1] before there is a picture',
    fleet: undefined,
    en: 'The cluster is being read.',
    ja: 'クラスターを読み込んでいます。',
  },
  {
    name: '[experience 7.1] syncing, with counts and no totals from half a list',
    fleet: makeFleet({ knowledge: { pods: 'NotSynced' } }),
    moment: { reading: { resource: 'nodes', objects: 4_120, expected: 5_000 } },
    en: 'The cluster is being read: 4,120 of about 5,000 nodes.',
    ja: 'クラスターを読み込んでいます(ノードは約5,000件のうち4,120件)。',
  },
  {
    name: '[experience 7.1] syncing, the server does not say how many there are',
    fleet: undefined,
    moment: { reading: { resource: 'pods', objects: 12, expected: null } },
    en: 'The cluster is being read: 12 pods so far.',
    ja: 'クラスターを読み込んでいます(Podは12件まで完了)。',
  },
  {
    name: '[P3] stale data says nothing of the fleet',
    fleet: trouble,
    moment: { ageMillis: 4 * minute },
    en: 'Unknown: the data is 4 min old.',
    ja: 'データが4分前のもののため、状態は不明です。',
  },
  {
    name: '[reliability 14] lagging data is still told',
    fleet: makeFleet(),
    moment: { ageMillis: 30_000 },
    en: 'All 2 DaemonSets are complete on 3 nodes.',
    ja: '3ノードで2件のDaemonSetがすべて完了しています。',
  },
  {
    name: '[P3] one mandatory resource is stale',
    fleet: makeFleet({ knowledge: { pods: 'Stale' } }),
    en: 'Unknown: what is known of pods is too old to be trusted.',
    ja: 'Podのデータが古いため、状態は不明です。',
  },
  {
    name: '[RD1] a mandatory resource is forbidden',
    fleet: makeFleet({ daemonSets: [], knowledge: { daemonsets: 'Forbidden', pods: 'NotSynced' } }),
    en: 'Unknown: Rollcall may not read DaemonSets.',
    ja: 'DaemonSetの参照権限がないため、状態は不明です。',
  },
];
test.for(rows)('$name', ({ fleet, moment = {}, en, ja }) => {
  const said = {
    en: texts.en.describeFleet(fleet, { now, ...moment }),
    ja: texts.ja.describeFleet(fleet, { now, ...moment }),
  };
  expect(said).toStrictEqual({ en, ja });
  expect([...lintEnglish(said.en), ...lintJapanese(said.ja)]).toStrictEqual([]);
});

test('[P9] what is said of starved nodes is a piece of its own, and all pieces in a row are the sentence', () => {
  const parts = texts.en.describeFleetParts(trouble, { now });
  expect(parts.filter(({ about }) => about !== undefined)).toStrictEqual([
    { text: '2 nodes starved', about: 'Starved' },
  ]);
  expect(parts.map(({ text }) => text).join('')).toBe(texts.en.describeFleet(trouble, { now }));
  const stale = texts.en.describeFleetParts(trouble, { now, ageMillis: 4 * minute });
  expect(stale).toStrictEqual([{ text: 'Unknown: the data is 4 min old.' }]);
});
