import { expect, test } from 'vitest';
import { NODE_PHASES, NODE_TROUBLE_KINDS } from '#lib/domain/rollout/node-trouble.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { createText } from '../text.ts';
import type { NodeTroubleView } from './node-trouble-row.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

function makeTrouble(overrides: Partial<NodeTroubleView> = {}): NodeTroubleView {
  return {
    pool: 'blue',
    kind: 'NotReady',
    phase: 'Steady',
    nodes: 3,
    names: ['node-a', 'node-b', 'node-c'],
    since: now - 12 * minute,
    daemonSets: Array.from({ length: 18 }, (_, at) => `default/agent-${at}`),
    ...overrides,
  };
}

const rows: readonly {
  readonly name: string;
  readonly view: Partial<NodeTroubleView>;
  readonly en: string;
  readonly ja: string;
}[] = [
  {
    name: 'one dead pool is one row, not eighteen',
    view: {},
    en: '3 nodes of pool blue not Ready for 12 min: 18 DaemonSets have no pod to count on there · node-a, node-b, node-c.',
    ja: 'ノードプールblueの3ノードが12分前から未準備です。18件のDaemonSetのPodはそこで当てになりません(node-a、node-b、node-c)。',
  },
  {
    name: 'one node of no pool, silent since nobody knows when',
    view: { kind: 'Unreachable', pool: null, nodes: 1, names: ['node-a'], since: null, daemonSets: ['default/agent'] },
    en: '1 node silent: 1 DaemonSet has no pod to count on there · node-a.',
    ja: '1ノードが応答なしです。1件のDaemonSetのPodはそこで当てになりません(node-a)。',
  },
  {
    name: 'a node that is being born is no alarm',
    view: { phase: 'Starting', nodes: 1, names: ['node-a'], since: now - 3 * minute },
    en: '1 node of pool blue is starting, begun 3 min ago: 18 DaemonSets wait, and that is no alarm · node-a.',
    ja: 'ノードプールblueの1ノードが3分前から起動中です。18件のDaemonSetが待っていますが、警告ではありません(node-a)。',
  },
  {
    name: 'nodes that are gone and leave pods behind',
    view: { kind: 'Gone', nodes: 40, since: null },
    en: '40 nodes of pool blue gone, and pods of them are still there: 18 DaemonSets have no pod to count on there · node-a, node-b, node-c and 37 more.',
    ja: 'ノードプールblueの40ノードが消失(Podは残存)です。18件のDaemonSetのPodはそこで当てになりません(node-a、node-b、node-cほか37ノード)。',
  },
];
test.for(rows)('[P8] $name', ({ view, en, ja }) => {
  const trouble = makeTrouble(view);
  const told = {
    en: texts.en.describeNodeTrouble(trouble, now).sentence,
    ja: texts.ja.describeNodeTrouble(trouble, now).sentence,
  };
  expect(told).toStrictEqual({ en, ja });
});

const kinds = NODE_TROUBLE_KINDS.flatMap((kind) => NODE_PHASES.map((phase) => ({ kind, phase })));
test.for(kinds)('$kind, $phase: good style in both languages', (kind) => {
  const views = [
    makeTrouble(kind),
    makeTrouble({ ...kind, pool: null, since: null, nodes: 1, daemonSets: ['default/agent'] }),
  ];
  const faults = views.flatMap((view) => [
    ...lintEnglish(texts.en.describeNodeTrouble(view, now).sentence),
    ...lintJapanese(texts.ja.describeNodeTrouble(view, now).sentence),
  ]);
  expect(faults).toStrictEqual([]);
});
