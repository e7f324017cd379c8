import { expect, test } from 'vitest';
import { nodeName, uid } from '#lib/domain/keys.ts';
import type { Cause } from '#lib/domain/rollout/causes/cause.ts';
import type { RolloutVerdict } from '#lib/domain/rollout/verdict.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import { lintJapanese } from '#lib/testing/house-style.ts';
import { makeDaemonSet } from '#lib/testing/objects.ts';
import { makeCell, makeStatusInput, makeView, VIEWED_AT } from '#lib/testing/views.ts';
import { rowsOf } from './paragraph.ts';
import type { StatusInput } from './status-input.ts';
import { statusText } from './status-text.ts';
import type { Terminal } from './terminal.ts';

const minute = 60_000;
const DEAD = ['node-1', 'node-2', 'node-3', 'node-4', 'node-5'].map(nodeName);

const deadNodes: Cause = {
  code: 'R03',
  name: 'BudgetHeldByNotReadyNodes',
  confidence: 'H',
  nodes: DEAD,
  holdsBudget: true,
  facts: {},
  evidence: [],
  commands: [
    { command: 'kubectl get node node-1', changes: false },
    { command: 'kubectl delete node node-1', changes: true },
  ],
};
const unsure: Cause = { ...deadNodes, code: 'K29', name: 'OnlySomeNodesFail', confidence: 'M', commands: [] };

function named(name: string, verdict: Partial<RolloutVerdict>, overrides: Partial<DaemonSetView> = {}): DaemonSetView {
  const daemonSet = makeDaemonSet({ namespace: 'kube-system', name, uid: uid(name) });
  return { ...makeView({ daemonSet, verdict }), ...overrides };
}

const cells = new Map(
  DEAD.map((node) => [node, makeCell(node, 'nodeDown', { reasons: [{ kind: 'NodeNotReady', status: 'Unknown' }] })]),
);
function stalled(name: string, explainedByNodes = false): DaemonSetView {
  const verdict = {
    kind: 'Stalled',
    reason: 'BudgetUsed',
    evidence: { nodes: DEAD },
    since: VIEWED_AT - minute,
  } as const;
  return named(name, verdict, {
    budget: {
      kind: 'maxUnavailable',
      limit: 1,
      used: 6,
      need: 6,
      holders: [
        { node: nodeName('node-9'), row: 'RU5e', kind: 'inFlight', reason: 'Starting' },
        ...DEAD.map((node) => ({ node, row: 'RU5f', kind: 'stuck', reason: 'NodeNotReady' }) as const),
      ],
    },
    causes: [deadNodes, unsure],
    cells,
    explainedByNodes,
    progress: { parallelism: 0, remaining: 9, finishes: false },
  });
}
const degraded = (name: string) =>
  named(
    name,
    { kind: 'Degraded', reason: 'NodesNotAvailable', evidence: { nodes: DEAD } },
    { causes: [deadNodes], cells, explainedByNodes: true },
  );
const several = (count: number, make: (name: string) => DaemonSetView, prefix: string) =>
  Array.from({ length: count }, (_, at) => make(`${prefix}-${at + 1}`));
const fine = (name: string) => named(name, {});

const trouble: StatusInput['nodeTroubles'][number] = {
  pool: 'gpu',
  kind: 'Unreachable',
  phase: 'Steady',
  nodes: 5,
  names: DEAD.slice(0, 3),
  since: VIEWED_AT - minute,
  daemonSets: ['create-loop-devs', 'tune-sysctls', 'kube-proxy'].map((name) => `kube-system/${name}`),
};

function screen(columns: number, rows: number, locale: 'en' | 'ja' = 'en'): Terminal {
  return { columns, rows, colour: false, locale };
}

test('the ledger folds by reason, what is stuck first', () => {
  const text = statusText(makeStatusInput({ daemonSets: [stalled('agent')] }), screen(120, 60));
  expect(text).toContain(`
  Budget: 6 used of 1 (maxUnavailable); 6 nodes must recover before the next pod is replaced.
    stuck · node not ready: node-1, node-2, node-3 and 2 more
    in flight · starting: node-9
  R03 Dead nodes hold the budget
`);
  expect(text).toContain(`
    look    kubectl get node node-1
    change  kubectl delete node node-1
  Also seen: K29 Only some nodes fail.
`);
});

test('a cause that is no fact says how sure it is', () => {
  const view = { ...stalled('agent'), causes: [unsure] };
  const text = statusText(makeStatusInput({ daemonSets: [view] }), screen(120, 60));
  expect(text).toContain('\n  K29 Only some nodes fail · most likely\n');
});

test('[TX2] a cause that points at others is named, and the first of them is told', () => {
  const missing: Cause = { ...deadNodes, code: 'R07', name: 'BudgetHeldByMissingPods', commands: [] };
  const quota: Cause = { ...deadNodes, code: 'C01', name: 'QuotaExceeded', commands: [] };
  const view = { ...stalled('agent'), causes: [missing, quota, unsure] };
  const text = statusText(makeStatusInput({ daemonSets: [view] }), screen(120, 60));
  expect(text).toContain('\n  R07 Missing pods hold the budget\n  C01 Quota is used up\n');
  expect(text).toContain('\n  Raise the quota of the namespace');
  expect(text).toContain('\n  Also seen: K29 Only some nodes fail.\n');
});

test('a rollout that moves as it should is told with its pace, without a ledger', () => {
  const view = named(
    'agent',
    { kind: 'Progressing', reason: 'UpdatingPods' },
    {
      budget: { kind: 'maxUnavailable', limit: 2, used: 1, need: 0, holders: [] },
      progress: {
        parallelism: 2,
        remaining: 4,
        finishes: true,
        eta: { earliest: VIEWED_AT + 2 * minute, latest: VIEWED_AT + 3 * minute },
      },
    },
  );
  const text = statusText(makeStatusInput({ daemonSets: [view] }), screen(120, 60));
  expect(text).toContain('\n  4 nodes still to be updated, 2 at a time · done in 2 to 3 min\n');
  expect(text).not.toContain('Budget');
});

test('one dead node, or five, is told once, with the rollouts that it holds up', () => {
  const daemonSets = [stalled('create-loop-devs', true), stalled('tune-sysctls', true), degraded('kube-proxy')];
  const text = statusText(makeStatusInput({ daemonSets, nodeTroubles: [trouble] }), screen(120, 60));
  expect(text.match(/^▨ 5 nodes of pool gpu .*$/gm)).toHaveLength(1);
  expect(text).toContain('\n  Holds up kube-system/create-loop-devs, kube-system/tune-sysctls.\n  R03 Dead nodes');
  expect(text).not.toContain('✕ kube-system/');
  expect(text).toContain('▨ Node down  node-1, node-2, node-3 and 2 more  ');
});

test('whatever is the matter, it is at most a screenful, and what is left out is counted', () => {
  const daemonSets = [...several(12, stalled, 'broken'), ...several(40, fine, 'fine')];
  for (const locale of ['en', 'ja'] as const) {
    for (const [columns, rows] of [
      [80, 24],
      [80, 40],
      [120, 50],
    ] as const) {
      const terminal = screen(columns, rows, locale);
      const lines = statusText(makeStatusInput({ daemonSets }), terminal).trimEnd().split('\n');
      expect(rowsOf(lines, terminal)).toBeLessThan(rows);
      expect(lines.some((line) => line.startsWith('✕ ') && line.includes('kube-system/broken-1'))).toBe(true);
      expect(lines.some((line) => line.endsWith('rollcall status NAMESPACE/NAME'))).toBe(true);
    }
  }
});

test('DaemonSets without a row are counted by their states', () => {
  const daemonSets = [...several(2, stalled, 'broken'), ...several(60, fine, 'fine')];
  const text = statusText(makeStatusInput({ daemonSets }), screen(120, 50));
  const [, count = '', complete = ''] = /\n {2}and (\d+) more DaemonSets: (\d+) Complete\n/.exec(text) ?? [];
  const shown = text.match(/^[✕✓] \w+ +kube-system/gm) ?? [];
  expect([Number(count), Number(complete)]).toStrictEqual([62 - shown.length, 62 - shown.length]);
});

test('where little is the matter the table has the room', () => {
  const text = statusText(makeStatusInput({ daemonSets: several(20, fine, 'fine') }), screen(120, 30));
  expect(text.match(/^✓ Complete/gm)).toHaveLength(20);
});

test('what is no screen gets as much as most screens have; with --cells everything', () => {
  const pipe: Terminal = { columns: undefined, rows: undefined, colour: false, locale: 'en' };
  const daemonSets = [...several(12, stalled, 'broken'), ...several(40, fine, 'fine')];
  const input = makeStatusInput({ daemonSets });
  expect(statusText(input, pipe).trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  const whole = statusText({ ...input, cells: true }, pipe);
  expect(whole.match(/^✕ kube-system\/broken-\d+: /gm)).toHaveLength(12);
  expect(whole).not.toContain('rollcall status NAMESPACE/NAME');
});

test('[experience 10] Japanese of all that is told of a rollout that is held up', () => {
  const daemonSets = [stalled('agent'), stalled('tune-sysctls', true), degraded('kube-proxy')];
  const input = makeStatusInput({ daemonSets, nodeTroubles: [trouble] });
  const texts = [
    statusText(input, screen(500, 80, 'ja')),
    statusText({ ...input, single: true }, screen(500, 80, 'ja')),
  ];
  const sentences = texts.flatMap((text) => text.split('\n')).filter((line) => line.includes('。'));
  expect(sentences.length).toBeGreaterThan(5);
  // The mark at the edge is set off by a space.
  expect(sentences.map((line) => line.trim().replace(/^[✕▨] /, '')).flatMap(lintJapanese)).toStrictEqual([]);
});
