import { expect, test } from 'vitest';
import { type AttentionDaemonSet, type AttentionTrouble, findAttention, wantsAttention } from './attention.ts';
import { DAEMON_SET_STATES } from './daemonset-state.ts';

function makeDaemonSet(name: string, overrides: Partial<AttentionDaemonSet> = {}): AttentionDaemonSet {
  return {
    namespace: 'default',
    name,
    state: 'Degraded',
    priority: 0,
    concerned: 1,
    slowed: false,
    finishes: null,
    explainedByNodes: false,
    ...overrides,
  };
}
type Trouble = AttentionTrouble & { readonly pool: string };
function makeTrouble(pool: string, { daemonSets = [], ...overrides }: Partial<AttentionTrouble> = {}): Trouble {
  return { pool, phase: 'Steady', nodes: 1, daemonSets: daemonSets.map((name) => `default/${name}`), ...overrides };
}
const explained = (name: string, overrides: Partial<AttentionDaemonSet> = {}) =>
  makeDaemonSet(name, { explainedByNodes: true, ...overrides });

type Row = {
  readonly name: string;
  readonly daemonSets: readonly AttentionDaemonSet[];
  readonly troubles?: readonly Trouble[];
  /** A DaemonSet by its name; nodes by their pool, with the rollouts that they hold. */
  readonly found: readonly string[];
};
const rows: readonly Row[] = [
  {
    name: '[AT2] the worst state comes first, then the higher priority, then more nodes, then the name',
    daemonSets: [
      makeDaemonSet('degraded'),
      makeDaemonSet('degraded-more', { concerned: 5 }),
      makeDaemonSet('degraded-important', { priority: 1_000 }),
      makeDaemonSet('a-degraded'),
      makeDaemonSet('stalled', { state: 'Stalled' }),
    ],
    found: ['stalled', 'degraded-important', 'degraded-more', 'a-degraded', 'degraded'],
  },
  {
    name: '[AT3] one dead node under ten DaemonSets is one row',
    daemonSets: Array.from({ length: 10 }, (_, at) => explained(`agent-${at}`)),
    troubles: [makeTrouble('a', { daemonSets: Array.from({ length: 10 }, (_, at) => `agent-${at}`) })],
    found: ['a []'],
  },
  {
    name: '[AT3] a DaemonSet of which something else is wrong keeps its row',
    daemonSets: [explained('quiet'), makeDaemonSet('broken')],
    troubles: [makeTrouble('a', { daemonSets: ['quiet', 'broken'] })],
    found: ['a []', 'broken'],
  },
  {
    name: '[AT3] with no nodes in trouble known, a DaemonSet that they are said to explain keeps its row',
    daemonSets: [explained('agent')],
    found: ['agent'],
  },
  {
    name: '[AT4] the rollouts that dead nodes hold are named in their row, worst first',
    daemonSets: [explained('slow', { state: 'Progressing', slowed: true }), explained('stuck', { state: 'Stalled' })],
    troubles: [makeTrouble('a', { daemonSets: ['slow', 'stuck'] })],
    found: ['a [stuck slow]'],
  },
  {
    name: '[AT4] a rollout is named under every group of nodes that holds it, and under no other',
    daemonSets: [explained('stuck', { state: 'Blocked' })],
    troubles: [
      makeTrouble('a', { daemonSets: ['other', 'another'] }),
      makeTrouble('b', { daemonSets: ['stuck'], nodes: 2 }),
      makeTrouble('c', { daemonSets: ['stuck'] }),
    ],
    found: ['b [stuck]', 'c [stuck]', 'a []'],
  },
  {
    name: '[AT4] a rollout that is in no group keeps its row; what is only incomplete does not',
    daemonSets: [explained('stuck', { state: 'Blocked' }), explained('incomplete')],
    troubles: [makeTrouble('a', { daemonSets: ['other'] }), makeTrouble('b')],
    found: ['stuck', 'a []', 'b []'],
  },
  {
    name: '[AT5] nodes rank as the worst that they hold, with its priority',
    daemonSets: [makeDaemonSet('own', { state: 'Stalled' }), explained('held', { state: 'Stalled', priority: 2_000 })],
    troubles: [makeTrouble('a', { daemonSets: ['own', 'held'] })],
    found: ['a [held]', 'own'],
  },
  {
    name: '[AT5] nodes that hold no rollout rank with Degraded, more nodes first',
    daemonSets: [makeDaemonSet('blocked', { state: 'Blocked' }), makeDaemonSet('degraded', { concerned: 2 })],
    troubles: [makeTrouble('a', { nodes: 3 })],
    found: ['blocked', 'a []', 'degraded'],
  },
  {
    name: '[AT5] they have the priority of what is only incomplete there, whichever group that is in',
    daemonSets: [
      explained('incomplete', { priority: 1_000 }),
      makeDaemonSet('broken', { priority: 500, concerned: 9 }),
    ],
    troubles: [makeTrouble('a', { daemonSets: ['incomplete'] }), makeTrouble('b', { nodes: 5 })],
    found: ['b []', 'a []', 'broken'],
  },
  {
    name: '[AT5] a rollout that nodes only slow does not make them worse than Degraded',
    daemonSets: [explained('slow', { state: 'Progressing', slowed: true }), makeDaemonSet('broken', { concerned: 9 })],
    troubles: [makeTrouble('a', { daemonSets: ['slow'] })],
    found: ['broken', 'a [slow]'],
  },
  {
    name: '[AT5] nodes that are being born or leave make no row',
    daemonSets: [],
    troubles: [makeTrouble('a', { phase: 'Starting' }), makeTrouble('b', { phase: 'Leaving' })],
    found: [],
  },
];
test.for(rows)('$name', ({ daemonSets, troubles = [], found }) => {
  const rowsFound = findAttention(daemonSets, troubles).map((row) =>
    row.kind === 'DaemonSet'
      ? row.daemonSet.name
      : `${row.trouble.pool} [${row.held.map(({ name }) => name).join(' ')}]`,
  );
  expect(rowsFound).toStrictEqual(found);
});

test('[AT1] trouble wants a look; what is under way only when it is slowed or will not finish', () => {
  const wanting = (overrides: Partial<AttentionDaemonSet>) =>
    DAEMON_SET_STATES.filter((state) => wantsAttention(makeDaemonSet('agent', { state, ...overrides })));
  const always = ['Stalled', 'Blocked', 'Degraded', 'Unknown', 'CompleteWithLeftovers'];
  const heldUp = ['Stalled', 'Blocked', 'Degraded', 'Unknown', 'NotObserved', 'Progressing', 'CompleteWithLeftovers'];
  expect(wanting({ finishes: true })).toStrictEqual(always);
  expect(wanting({ slowed: true })).toStrictEqual([...heldUp, 'Deleting']);
  expect(wanting({ finishes: false })).toStrictEqual([...heldUp, 'Deleting']);
});

test('the rows hold the very objects that were given, and the lists are left as they are', () => {
  const daemonSets = Object.freeze([makeDaemonSet('b'), makeDaemonSet('a')]);
  const troubles = Object.freeze([makeTrouble('a', { daemonSets: ['a', 'b'] })]);
  const found = findAttention(daemonSets, troubles);
  expect(found.map((row) => (row.kind === 'DaemonSet' ? row.daemonSet : row.trouble))).toStrictEqual([
    troubles[0],
    daemonSets[1],
    daemonSets[0],
  ]);
  expect(found[0]?.kind === 'Nodes' && found[0].trouble === troubles[0]).toBe(true);
});
