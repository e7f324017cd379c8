import { expect, test } from 'vitest';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { createText } from '../text.ts';
import type { FleetFacts, FleetMoment } from './fleet.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

type DaemonSetFact = FleetFacts['daemonSets'][number];

function makeDaemonSet(name: string, overrides: Partial<DaemonSetFact> = {}): DaemonSetFact {
  return { namespace: 'default', name, state: 'Complete', since: now - 60 * minute, ...overrides };
}

function makeFleet(overrides: Partial<FleetFacts> = {}): FleetFacts {
  return {
    daemonSets: [makeDaemonSet('a'), makeDaemonSet('b')],
    nodes: ['node-a', 'node-b', 'node-c'],
    cells: new Map(),
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
    en: '2 rollouts stalled (fluent-bit 42 min, cilium 26 min) · 2 nodes starved · 1 node down · 1 DaemonSet healthy',
    ja: '2件のロールアウトが停滞(fluent-bit 42分、cilium 26分)・2ノードでリソース不足・1ノードが未準備・1件のDaemonSetが正常',
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
    name: 'a node that is down is said even when every rollout is complete',
    fleet: makeFleet({ cells: new Map([['1', cellsOf('ok', 'ok', 'nodeDown')]]) }),
    en: '1 node down · 2 DaemonSets healthy',
    ja: '1ノードが未準備・2件のDaemonSetが正常',
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
