import { describe, expect, test } from 'vitest';
import { CAUSE_CODES, type CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import { ALL_FACTS, CAUSE_NOW, DETAILS, makeCauseView } from '#lib/testing/cause-views.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { LOCALES } from '../locale.ts';
import { createText } from '../text.ts';
import type { CauseView } from './cause.ts';

const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

type Row = {
  readonly name: string;
  readonly code: CauseCode;
  readonly view?: Partial<Omit<CauseView, 'code'>>;
  readonly en: string;
  readonly ja: string;
};

const nodes = ['node-a', 'node-b', 'node-c', 'node-d'];
const since = CAUSE_NOW - 42 * minute;

const rows: readonly Row[] = [
  {
    name: '[R03] what, where and since when',
    code: 'R03',
    view: { nodes, since },
    en: '4 nodes that are not ready hold the budget of the rolling update · node-a, node-b, node-c and 1 more · for 42 min.',
    ja: '未準備の4ノードがローリングアップデートの利用不可の上限を占めています(node-a、node-b、node-cほか1ノード、42分前から)。',
  },
  {
    name: '[R03] one node, and nothing tells since when',
    code: 'R03',
    view: { nodes: ['node-a'], since: null },
    en: '1 node that is not ready holds the budget of the rolling update · node-a.',
    ja: '未準備の1ノードがローリングアップデートの利用不可の上限を占めています(node-a)。',
  },
  {
    name: '[R04] names the cause that the pods have in common, and counts nodes, not bytes',
    code: 'R04',
    view: {
      nodes: ['node-a'],
      facts: {
        detail: 'K19',
        container: 'agent',
        resource: 'memory',
        used: '3',
        limited: '4',
        message: 'OOMKilled',
      },
    },
    en: 'The new revision fails on 3 of the 4 nodes that have it: Out of memory, container agent · node-a. The kubelet says: “OOMKilled”.',
    ja: '新しいリビジョンが配置済みの4ノードのうち3ノードで失敗しています(メモリ不足による強制終了、コンテナagent)(node-a)。kubeletのメッセージは「OOMKilled」です。',
  },
  {
    name: '[R09] [TX1] most likely',
    code: 'R09',
    view: { confidence: 'M', facts: { used: '5', seconds: 600 } },
    en: 'Most likely: The template was changed 5 times within 10 min, so two writers seem to overwrite each other.',
    ja: 'おそらく、テンプレートが10分以内に5回変更されており、二者が互いに上書きしているようです。',
  },
  {
    name: '[R05] the end of minReadySeconds is counted down',
    code: 'R05',
    view: { nodes: ['node-a'], facts: { seconds: 60, until: CAUSE_NOW + 20_000 } },
    en: 'The new pod of 1 node is ready, and will count as available at the end of minReadySeconds, the first in 20 s · node-a.',
    ja: '1ノードの新しいPodは準備完了で、minReadySecondsの終わりに(最短で20秒後)利用可能になります(node-a)。',
  },
  {
    name: '[R05] and no countdown goes below zero',
    code: 'R05',
    view: { facts: { until: CAUSE_NOW - 1 } },
    en: 'New pods are ready, and will count as available at the end of minReadySeconds.',
    ja: '新しいPodは準備完了で、minReadySecondsの終わりに利用可能になります。',
  },
  {
    name: '[C01] the numbers of the quota, which is what the message says',
    code: 'C01',
    view: {
      facts: {
        detail: 'QuotaExceeded',
        quota: 'small',
        requested: 'pods=1',
        used: 'pods=4',
        limited: 'pods=4',
        message: 'exceeded quota: small, requested: pods=1, used: pods=4, limited: pods=4',
      },
    },
    en: 'The ResourceQuota small refuses the pod: requested pods=1, used pods=4, limited to pods=4.',
    ja: 'ResourceQuota(small)によりPodの作成が拒否されました。要求はpods=1、使用量はpods=4、上限はpods=4です。',
  },
  {
    name: '[C01] a quota that is not counted yet passes by itself',
    code: 'C01',
    view: { confidence: 'M', facts: { detail: 'QuotaNotCountedYet', quota: 'small', resource: 'pods' } },
    en: 'Most likely: The new ResourceQuota small is not counted yet, and until then it refuses the pod.',
    ja: 'おそらく、新しいResourceQuota(small)の集計が終わっておらず、それまでPodの作成が拒否されます。',
  },
  {
    name: '[C05] quotes the words of whoever refused',
    code: 'C05',
    view: { facts: { webhook: 'policy.example.com', message: 'no latest tags' } },
    en: 'The admission webhook policy.example.com denied the pod. The API server says: “no latest tags”.',
    ja: 'アドミッションWebhook(policy.example.com)がPodを拒否しました。APIサーバーのメッセージは「no latest tags」です。',
  },
  {
    name: '[C13] [TX1] possible',
    code: 'C13',
    view: { confidence: 'L', nodes: ['node-a'], since },
    en: 'Possibly: 1 node has no pod, and nothing says why: the events have expired, or the controller is stuck or waits before it tries again · node-a · for 42 min.',
    ja: '可能性の一つとして、1ノードにPodがなく、理由を示すものもありません。イベントの保存期間が過ぎたか、コントローラーが動いていないか、再試行を待っています(node-a、42分前から)。',
  },
  {
    name: '[S01] quantities as people write them',
    code: 'S01',
    view: { facts: { resource: 'cpu', requested: '300m', free: '100m', allocatable: '1930m' } },
    en: 'The pod needs 300m of CPU, and 100m of the 1,930m allocatable is free.',
    ja: 'PodにはCPUが300m必要ですが、割り当て可能な1,930mのうち空きは100mです。',
  },
  {
    name: '[S01] exact ones where rounded ones would look alike',
    code: 'S01',
    view: { facts: { resource: 'memory', requested: '4194305Ki', free: '4Gi' } },
    en: 'The pod needs 4194305Ki of memory, and 4Gi is free.',
    ja: 'Podにはメモリが4194305Ki必要ですが、空きは4Giです。',
  },
  {
    name: '[S01] nodes that differ in their numbers have none told',
    code: 'S01',
    view: { facts: { resource: 'cpu', requested: '300m' } },
    en: 'The pod needs 300m of CPU, and less is free.',
    ja: 'PodにはCPUが300m必要ですが、空きが足りません。',
  },
  {
    name: '[S04] who holds the port',
    code: 'S04',
    view: { facts: { port: 9100, protocol: 'TCP', holder: 'monitoring/node-exporter-x' } },
    en: 'The host port 9100/TCP that the pod needs is taken by monitoring/node-exporter-x.',
    ja: 'Podに必要なホストポート9100/TCPはmonitoring/node-exporter-xが使用しています。',
  },
  {
    name: '[K12] what the registry answered',
    code: 'K12',
    view: {
      nodes: ['node-a'],
      facts: { detail: 'NotFound', image: 'example.com/agent:2', container: 'agent', message: 'manifest unknown' },
    },
    en: 'The registry does not have the image example.com/agent:2 of container agent · node-a. The kubelet says: “manifest unknown”.',
    ja: 'コンテナagentのイメージ(example.com/agent:2)がレジストリにありません(node-a)。kubeletのメッセージは「manifest unknown」です。',
  },
  {
    name: '[K18] how it ends, and how often',
    code: 'K18',
    view: { facts: { container: 'agent', exitCode: 0, restartCount: 1 } },
    en: 'Container agent ends again and again with exit code 0, restarted once.',
    ja: 'コンテナagentが終了コード0で繰り返し終了しています(再起動は1回)。',
  },
  {
    name: '[K18] and not that it was restarted 0 times',
    code: 'K18',
    view: { facts: { container: 'agent', restartCount: 0 } },
    en: 'Container agent ends again and again.',
    ja: 'コンテナagentが繰り返し終了しています。',
  },
  {
    name: '[K29] what sets the failing nodes apart, with both shares',
    code: 'K29',
    view: {
      confidence: 'M',
      nodes: ['node-a', 'node-b'],
      facts: { detail: 'K18', subject: 'kubernetes.io/arch=arm64', used: '2/2', limited: '0/8' },
    },
    en: 'Most likely: The new revision fails on 2 nodes and runs on others (Container crashes again and again); kubernetes.io/arch=arm64 holds for 2/2 of those and for 0/8 of the others · node-a, node-b.',
    ja: 'おそらく、新しいリビジョンは2ノードで失敗し、ほかのノードでは動作しています(クラッシュの繰り返し)。kubernetes.io/arch=arm64は失敗したノードの2/2、ほかのノードの0/8に当てはまります(node-a、node-b)。',
  },
];
test.for(rows)('$name', ({ code, view, en, ja }) => {
  const cause = makeCauseView(code, view);
  const sentences = {
    en: texts.en.describeCause(cause, CAUSE_NOW).sentence,
    ja: texts.ja.describeCause(cause, CAUSE_NOW).sentence,
  };
  expect(sentences).toStrictEqual({ en, ja });
});

/** No fact, each fact alone, all but each, and all: what is there must always make a whole sentence. */
function viewsOf(code: CauseCode): readonly CauseView[] {
  const details = [undefined, 'SomethingNew', 'K18', ...(DETAILS[code] ?? [])];
  const names = Object.keys(ALL_FACTS);
  const alone = Object.entries(ALL_FACTS).map(([name, fact]) => ({ [name]: fact }));
  const without = names.map((name) => ({ ...ALL_FACTS, [name]: undefined }));
  const facts = [{}, ...alone, ...without, ALL_FACTS];
  return details.flatMap((detail) =>
    facts.flatMap((each) => [
      makeCauseView(code, { facts: detail === undefined ? each : { ...each, detail } }),
      makeCauseView(code, { facts: { ...each, ...(detail === undefined ? {} : { detail }) }, nodes, since }),
    ]),
  );
}

const HOLES = /undefined|null|NaN|\b_\b|\{|\}|“”|「」|\(\)|[(（] | [)）]|, [.·]|、[。)]|::|:\./;

describe.for(LOCALES)('in %s', (locale) => {
  const text = texts[locale];
  test.for(CAUSE_CODES)('%s says a whole sentence whatever is known [TX3]', (code) => {
    const sentences = viewsOf(code).map((view) => text.describeCause(view, CAUSE_NOW).sentence);
    const lint = locale === 'ja' ? lintJapanese : lintEnglish;
    expect(sentences.filter((sentence) => HOLES.test(sentence))).toStrictEqual([]);
    expect(sentences.flatMap((sentence) => [...lint(sentence)])).toStrictEqual([]);
    expect(sentences.filter((sentence) => !/[.。]$/.test(sentence))).toStrictEqual([]);
  });
  test.for(CAUSE_CODES)('%s has a short title and an advice [TX4]', (code) => {
    const { title, advice } = text.describeCause(makeCauseView(code), CAUSE_NOW);
    expect(text.nameCause(code)).toBe(title);
    expect(title.length).toBeLessThanOrEqual(45);
    expect(title).not.toMatch(/[.。]$/);
    expect(advice).toMatch(/[.。]$/);
  });
  test('no two causes have the same title', () => {
    const titles = CAUSE_CODES.map((code) => text.nameCause(code));
    expect(new Set(titles).size).toBe(CAUSE_CODES.length);
  });
  test('[K12] each answer of a registry has its own title and advice, and so has each quota [C01]', () => {
    const views = (['K12', 'C01'] as const).flatMap((code) =>
      (DETAILS[code] ?? []).map((detail) => text.describeCause(makeCauseView(code, { facts: { detail } }), CAUSE_NOW)),
    );
    expect(new Set(views.map(({ title }) => title)).size).toBe(views.length);
    expect(new Set(views.map(({ advice }) => advice)).size).toBe(views.length);
  });
  test('[TX1] only a fact is told without a word of doubt', () => {
    const told = (['H', 'M', 'L'] as const).map(
      (confidence) => text.describeCause(makeCauseView('R13', { confidence }), CAUSE_NOW).sentence,
    );
    expect(new Set(told).size).toBe(3);
    expect(told.slice(1).every((sentence) => sentence.length > (told[0] ?? '').length)).toBe(true);
  });
});

test('[TM7] says of a pod on a dead node that force-deleting it does not help', () => {
  const advices = (['R03', 'T01'] as const).map(
    (code) => texts.en.describeCause(makeCauseView(code), CAUSE_NOW).advice,
  );
  expect(advices.filter((advice) => !/Force-deleting (its|the) pod does not help/.test(advice))).toStrictEqual([]);
});

test('a long message is cut, between characters, and nothing hidden in it works', () => {
  const message = `a\u202eb ${'𠮷'.repeat(400)}`;
  const { sentence } = texts.en.describeCause(makeCauseView('K16', { facts: { message } }), CAUSE_NOW);
  expect(sentence).toContain(`“a<U+202E>b ${'𠮷'.repeat(296)}...”`);
});

test('a fact that came over the wire as null is absent', () => {
  const view = makeCauseView('K12', { facts: { image: null, detail: null, container: '' } });
  expect(texts.en.describeCause(view, CAUSE_NOW).sentence).toBe('An image cannot be pulled.');
});
