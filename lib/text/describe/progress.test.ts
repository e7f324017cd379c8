import { expect, test } from 'vitest';
import { nodeName } from '#lib/domain/keys.ts';
import { PROGRESS_KINDS } from '#lib/domain/rollout/pace.ts';
import type { Preflight } from '#lib/domain/rollout/preflight.ts';
import type { PushSafety } from '#lib/domain/rollout/push-safety.ts';
import type { Shortage } from '#lib/domain/room/fit.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { createText } from '../text.ts';
import type { ProgressView, WhatIfView } from './progress.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const hour = 60 * minute;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

function makeProgress(overrides: Partial<ProgressView> = {}): ProgressView {
  return { parallelism: 2, remaining: 8, ...overrides };
}

test('[RS4] [experience 5.4] how far, how fast, until when', () => {
  const progress = makeProgress({
    last: { at: now - 4 * minute, what: 'PodAvailable', node: 'node-7' },
    perPod: { median: 40_000, p90: 70_000, samples: 12 },
    eta: { earliest: now + 6 * minute + 30_000, latest: now + 8 * minute + 1 },
    finishes: true,
  });
  expect(texts.en.describeProgress(progress, now)).toStrictEqual({
    last: 'last progress 4 min ago: a pod became available on node-7',
    perPod: 'about 40 s per pod (median; 90 % within 70 s; 12 samples)',
    remaining: '8 nodes still to be updated, 2 at a time',
    eta: 'done in 6 to 9 min',
  });
  expect(texts.ja.describeProgress(progress, now)).toStrictEqual({
    last: '最後の進捗は4分前(node-7でPodが利用可能)',
    perPod: '1件のPodに約40秒(中央値、90%は70秒以内、12件の実測)',
    remaining: '未更新は8ノード、同時に2件ずつ',
    eta: '6〜9分で完了',
  });
});

test('of which nothing is known, nothing is said', () => {
  expect(texts.en.describeProgress(makeProgress({ remaining: 0 }), now)).toStrictEqual({});
  expect(texts.en.describeProgress(makeProgress({ remaining: 0, last: null, perPod: null, eta: null }), now)).toEqual(
    {},
  );
});

test('[RS5] of the last progress only the moment may be remembered', () => {
  const { last } = texts.en.describeProgress(makeProgress({ last: { at: now - hour } }), now);
  expect(last).toBe('last progress 1 h ago');
});

test.for(PROGRESS_KINDS)('%s has words with and without a node', (what) => {
  const views = [
    { at: now, what },
    { at: now, what, node: 'node-7' },
  ];
  const said = views.flatMap((last) => {
    const { en, ja } = texts;
    return [
      en.describeProgress(makeProgress({ last }), now).last ?? '',
      ja.describeProgress(makeProgress({ last }), now).last ?? '',
    ];
  });
  expect(said.filter((each) => /_|undefined/.test(each) || each === '')).toStrictEqual([]);
  expect(new Set(said).size).toBe(what === 'RevisionCreated' ? 2 : 4);
});

type EtaRow = {
  readonly name: string;
  readonly eta: Parameters<typeof texts.en.describeEta>[0];
  readonly en: string | undefined;
  readonly ja: string | undefined;
};
const span = (earliest: number, latest: number) => ({
  eta: { earliest: now + earliest, latest: now + latest },
  finishes: true,
});
const etaRows: readonly EtaRow[] = [
  { name: 'it is over', eta: span(-minute, -1), en: 'done any moment', ja: 'まもなく完了' },
  { name: 'it may end at once', eta: span(0, 90_000), en: 'done within 90 s', ja: '90秒以内に完了' },
  {
    name: 'both ends in the same minute',
    eta: span(3 * minute, 3 * minute),
    en: 'done in about 3 min',
    ja: '約3分で完了',
  },
  { name: 'hours', eta: span(hour, 2 * hour + 1), en: 'done in 1 h to 2 h 1 min', ja: '1時間から2時間1分で完了' },
  {
    name: 'a range that crosses the hour',
    eta: span(50 * minute, 70 * minute),
    en: 'done in 50 min to 1 h 10 min',
    ja: '50分から1時間10分で完了',
  },
  { name: 'it never ends', eta: { finishes: false }, en: 'will not finish by itself', ja: '自力では完了しない見込み' },
  {
    name: 'too few pods were timed',
    eta: { finishes: true, perPod: { median: 1, p90: 1, samples: 3 } },
    en: 'no estimate yet, only 3 pods of 5 timed',
    ja: '予測なし(5件のうち実測は3件だけ)',
  },
  { name: 'nothing is under way', eta: {}, en: undefined, ja: undefined },
  { name: 'a row that knows no samples', eta: { eta: null, finishes: true }, en: undefined, ja: undefined },
];
test.for(etaRows)('[PC3] the end: $name', ({ eta, en, ja }) => {
  expect({ en: texts.en.describeEta(eta, now), ja: texts.ja.describeEta(eta, now) }).toStrictEqual({ en, ja });
});

const whatIf: WhatIfView = { kind: 'maxUnavailable', limit: 3, parallelism: 2, moves: true, leftBehind: 0 };
const whatIfRows: readonly {
  readonly name: string;
  readonly view: WhatIfView;
  readonly en: string;
  readonly ja: string;
}[] = [
  {
    name: 'it moves, and until when',
    view: { ...whatIf, takes: { shortest: 6 * minute, longest: 9 * minute } },
    en: 'With maxUnavailable 3 it would move 2 pods at a time: done in 6 to 9 min.',
    ja: 'maxUnavailableを3にすると、同時に2件のPodが進みます(6〜9分で完了)。',
  },
  {
    name: 'it moves, and nobody knows until when',
    view: { ...whatIf, kind: 'maxSurge', parallelism: 1 },
    en: 'With maxSurge 3 it would move 1 pod at a time.',
    ja: 'maxSurgeを3にすると、同時に1件のPodが進みます。',
  },
  {
    name: 'only what is on its way goes on',
    view: { ...whatIf, parallelism: 0 },
    en: 'With maxUnavailable 3 only what is on its way would go on; no further pod would be replaced.',
    ja: 'maxUnavailableを3にすると、進行中のものだけが進み、次のPodは入れ替えられません。',
  },
  {
    name: 'nothing moves, and what stays behind is told',
    view: { ...whatIf, moves: false, leftBehind: 2 },
    en: 'With maxUnavailable 3 nothing would move either. 2 nodes stay behind whatever the budget.',
    ja: 'maxUnavailableを3にしても、進みません。上限に関係なく2ノードが取り残されます。',
  },
];
test.for(whatIfRows)('[PC6] another budget: $name', ({ view, en, ja }) => {
  expect({ en: texts.en.describeWhatIf(view), ja: texts.ja.describeWhatIf(view) }).toStrictEqual({ en, ja });
});

function cpu(requested: string, free: string): Shortage {
  return { kind: 'InsufficientResource', resource: 'cpu', requested, free, allocatable: '2' };
}
const port: Shortage = {
  kind: 'HostPortConflict',
  port: 9100,
  protocol: 'TCP',
  hostIP: '0.0.0.0',
  holder: { namespace: 'monitoring', name: 'exporter' },
};
const slot: Shortage = {
  kind: 'InsufficientResource',
  resource: 'pods',
  requested: '1',
  free: '0',
  allocatable: '110',
};
const disk: Shortage = {
  kind: 'InsufficientResource',
  resource: 'memory',
  requested: '512Mi',
  free: '-64Mi',
  allocatable: '2Gi',
};
const odd: Shortage = {
  kind: 'InsufficientResource',
  resource: 'example.com/x',
  requested: 'lots',
  free: '0',
  allocatable: '0',
};

function block(node: string, ...shortages: readonly Shortage[]): Preflight['blocked'][number] {
  return { node: nodeName(node), shortages };
}

const preflightRows: readonly {
  readonly name: string;
  readonly preflight: Preflight;
  readonly en: string;
  readonly ja: string;
}[] = [
  {
    name: 'what is missing is told, not what is asked for',
    preflight: {
      checked: 40,
      blocked: [
        block('node-1', cpu('500m', '250m')),
        block('node-2', disk, port),
        block('node-3', slot),
        block('node-4', odd),
      ],
      requestsFrom: 'Pod',
    },
    en: 'On 4 of 40 nodes still to be updated the new pod will not fit: node-1 short of 250m CPU, node-2 short of 576 MiB memory and host port 9100/TCP taken by monitoring/exporter, node-3 short of a pod slot and 1 more.',
    ja: '未更新の40ノードのうち4ノードで新しいPodは収まりません(node-1はCPUが250m不足、node-2はメモリが576 MiB不足とホストポート9100/TCPがmonitoring/exporterにより使用中、node-3はPodの枠が不足、ほか1ノード)。',
  },
  {
    name: 'where the scheduler makes room itself it is told apart, and an estimate is called one',
    preflight: {
      checked: 2,
      blocked: [{ ...block('node-1', cpu('500m', '0')), preempts: true }],
      requestsFrom: 'Template',
    },
    en: 'On 1 node it fits once the scheduler has ended pods of lower priority. That is an estimate from the template: admission may add to the requests of the pods.',
    ja: '1ノードでは、スケジューラーが優先度の低いPodを終了させた後に収まります。これはテンプレートからの見積もりで、アドミッションがPodのリクエストを増やすことがあります。',
  },
  {
    name: 'it fits everywhere',
    preflight: { checked: 1, blocked: [], requestsFrom: 'Pod' },
    en: 'The new pod will fit on the one node still to be updated.',
    ja: '未更新の1ノードで新しいPodは収まります。',
  },
  {
    name: 'nothing is left to look at',
    preflight: { checked: 0, blocked: [], requestsFrom: 'Pod' },
    en: 'No node is still to be updated.',
    ja: '未更新のノードはありません。',
  },
];
test.for(preflightRows)('[RS8] pre-flight: $name', ({ preflight, en, ja }) => {
  expect({ en: texts.en.describePreflight(preflight), ja: texts.ja.describePreflight(preflight) }).toStrictEqual({
    en,
    ja,
  });
});

const safety: PushSafety = {
  replacedAtOnce: 5,
  readyAmongThem: 0,
  byBudget: 0,
  waiting: 30,
  unavailableAtWorst: 5,
  desired: 40,
};
const pushRows: readonly {
  readonly name: string;
  readonly view: PushSafety;
  readonly en: string;
  readonly ja: string;
}[] = [
  {
    name: 'what is unavailable goes without budget',
    view: safety,
    en: 'Another push now would replace 5 pods at once, without budget, because they are unavailable already. If that version fails too, 5 of 40 nodes are without an available pod.',
    ja: 'いま別のテンプレートを適用すると、すでに利用不可の5件のPodが上限に関係なく直ちに入れ替えられます。そのバージョンも失敗すると、40ノードのうち5ノードで利用可能なPodがなくなります。',
  },
  {
    name: 'beside what the budget lets go',
    view: { ...safety, replacedAtOnce: 1, byBudget: 2, unavailableAtWorst: 3 },
    en: 'Another push now would replace 1 pod at once, without budget, because it is unavailable already, and 2 more within the budget. If that version fails too, 3 of 40 nodes are without an available pod.',
    ja: 'いま別のテンプレートを適用すると、すでに利用不可の1件のPodが上限に関係なく直ちに入れ替えられます(ほかに上限内で2件)。そのバージョンも失敗すると、40ノードのうち3ノードで利用可能なPodがなくなります。',
  },
  {
    name: 'even those that serve',
    view: { ...safety, readyAmongThem: 2 },
    en: 'Another push now would replace 5 pods at once, without budget, because they are unavailable already. 2 of them are ready and only wait for minReadySeconds: they serve, and go all the same. If that version fails too, 5 of 40 nodes are without an available pod.',
    ja: 'いま別のテンプレートを適用すると、すでに利用不可の5件のPodが上限に関係なく直ちに入れ替えられます。そのうち2件は準備完了でminReadySecondsを待っているだけですが、同じく入れ替えられます。そのバージョンも失敗すると、40ノードのうち5ノードで利用可能なPodがなくなります。',
  },
  {
    name: 'all is well, so the budget holds',
    view: { ...safety, replacedAtOnce: 0, byBudget: 1, waiting: 39 },
    en: 'Another push now would replace 1 pod at once, within the budget; 39 wait for their turn.',
    ja: 'いま別のテンプレートを適用すると、直ちに入れ替えられるPodは上限内の1件です(順番待ちは39件)。',
  },
  {
    name: 'no budget is left',
    view: { ...safety, replacedAtOnce: 0, byBudget: 0, waiting: 1 },
    en: 'Another push now would replace no pod at once, for no budget is left; 1 waits for its turn.',
    ja: 'いま別のテンプレートを適用しても、上限に空きがないため直ちに入れ替えられるPodはありません(順番待ちは1件)。',
  },
  {
    name: 'one node at worst',
    view: { ...safety, replacedAtOnce: 1, unavailableAtWorst: 1 },
    en: 'Another push now would replace 1 pod at once, without budget, because it is unavailable already. If that version fails too, 1 of 40 nodes is without an available pod.',
    ja: 'いま別のテンプレートを適用すると、すでに利用不可の1件のPodが上限に関係なく直ちに入れ替えられます。そのバージョンも失敗すると、40ノードのうち1ノードで利用可能なPodがなくなります。',
  },
  {
    name: 'under OnDelete nobody replaces anything',
    view: { ...safety, withheldBy: 'OnDelete' },
    en: 'Another push now would replace no pod: under OnDelete each old pod stays until somebody deletes it.',
    ja: 'いま別のテンプレートを適用しても、入れ替えられるPodはありません。OnDeleteでは、古いPodは誰かが削除するまで残ります。',
  },
  {
    name: '[RU11] a sync that fails comes to no pod',
    view: { ...safety, byBudget: 2, withheldBy: 'SyncFails' },
    en: 'Another push now would replace no pod while every sync of the controller fails; a template that ends this would replace 7 pods at once.',
    ja: 'コントローラーの同期が毎回失敗する間は、いま別のテンプレートを適用しても、入れ替えられるPodはありません。失敗を解消するテンプレートなら、7件が直ちに入れ替えられます。',
  },
];
test.for(pushRows)('[FA4] another push: $name', ({ view, en, ja }) => {
  const told = { en: texts.en.describePushSafety(view), ja: texts.ja.describePushSafety(view) };
  expect(told).toStrictEqual({ en, ja });
  expect([...lintEnglish(told.en), ...lintJapanese(told.ja)]).toStrictEqual([]);
});
