// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeName } from '#lib/domain/keys.ts';
import type { Cause } from '#lib/domain/rollout/causes/cause.ts';
import type { Budget, Holder } from '#lib/domain/rollout/verdict.ts';
import { makeDaemonSetDetails } from '#lib/testing/details.ts';
import { inFleet, makeFleetSource } from '#lib/testing/page.ts';
import { makePictureCounts, makePictureDaemonSet } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { TextContext } from '../shell/text-context.ts';
import { BudgetSection } from './budget.tsx';
import { Diagnosis } from './diagnosis.tsx';

afterEach(cleanup);

function holder(node: string, overrides: Partial<Holder> = {}): Holder {
  return { node: nodeName(node), row: 'RU5b', kind: 'stuck', reason: 'NodeNotReady', ...overrides };
}
const dead = Array.from({ length: 18 }, (_, at) => holder(`dead-${at + 1}`));
const failing = ['node-1', 'node-2'].map((node) =>
  holder(node, { row: 'RU5e', reason: 'ImagePullBackOff', pod: `agent-${node}` }),
);
const budget: Budget = { kind: 'maxUnavailable', limit: 15, used: 20, need: 6, holders: [...dead, ...failing] };

const cause: Cause = {
  code: 'R03',
  name: 'BudgetHeldByNotReadyNodes',
  confidence: 'H',
  nodes: dead.map(({ node }) => node),
  holdsBudget: true,
  facts: {},
  evidence: [{ object: { kind: 'Node', name: 'dead-1' }, field: 'status.conditions[Ready].status', value: 'Unknown' }],
  commands: [
    { command: 'kubectl get node dead-1', changes: false },
    { command: 'kubectl delete node dead-1', changes: true },
  ],
};
const imagePull: Cause = { ...cause, code: 'K12', name: 'ImagePullFailed', nodes: [nodeName('node-1')], commands: [] };
const stalled = makePictureDaemonSet({
  state: 'Stalled',
  reason: 'BudgetUsed',
  counted: makePictureCounts({ desiredNumberScheduled: 288 }),
});

function draw(what: React.ReactNode): void {
  render(inFleet(makeFleetSource(), <TextContext value={createText('en')}>{what}</TextContext>));
}
const drawBudget = (budgetOrNone: Budget | null, summary = stalled) =>
  draw(<BudgetSection budget={budgetOrNone} summary={summary} />);
const diagnose = (overrides: Partial<DaemonSetDetails>) =>
  draw(<Diagnosis details={makeDaemonSetDetails({ budget, ...overrides })} summary={stalled} />);
const section = (name: string) => within(screen.getByRole('region', { name }));

describe('[P1] the budget meter', () => {
  test('is one sentence for whoever does not see it: used, limit, and by whom', () => {
    drawBudget(budget);
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
      'maxUnavailable: 20 used of 15: 18 NotReady nodes, 2 failing new pods.',
    );
  });

  test('[RS3] numbers, legend with counts, and how many must recover before the next one moves', () => {
    drawBudget(budget);
    const shares = [...document.querySelectorAll('[data-share]')].map((share) => share.textContent);
    expect(shares).toStrictEqual(['NotReady nodes18', 'failing new pods2']);
    const words = screen.getByRole('region').textContent;
    expect(words).toContain('20 used of 15');
    expect(words).toContain('until 6 nodes recover');
  });

  test('draws each holder, marks the limit, and says what is beyond it', () => {
    drawBudget(budget);
    const blocks = [...document.querySelectorAll('[data-owner]')].map((block) => block.getAttribute('data-owner'));
    expect(blocks).toStrictEqual([...dead.map(() => 'nodeNotReady'), 'failing', 'failing']);
    expect(screen.getByText('limit 15')).toBeDefined();
    expect(screen.getByText('5 beyond the limit')).toBeDefined();
  });

  test('with surge the wanted nodes without an available pod stand apart', () => {
    const unavailable = [holder('node-9', { row: 'RU8a', reason: 'NoPod' })];
    drawBudget({ kind: 'maxSurge', limit: 3, used: 0, need: 0, holders: [], unavailable });
    expect(screen.getAllByRole('img').map((meter) => meter.getAttribute('aria-label'))).toStrictEqual([
      'maxSurge: none used of 3.',
      '1 of 288 target nodes are without an available pod: 1 missing.',
    ]);
  });

  test('[RS3] under OnDelete there is none, and that is said', () => {
    drawBudget(null, makePictureDaemonSet({ state: 'OnDelete', strategy: 'OnDelete' }));
    expect(screen.queryByRole('img')).toBeNull();
    expect(screen.getByRole('region').textContent).toContain('OnDelete');
  });
});

describe('[5.4] the diagnosis', () => {
  test('the first cause is open: what, what to do, where with links, how it is known', () => {
    diagnose({ causes: [cause, imagePull] });
    const causes = section('Causes');
    expect(causes.getByRole('heading', { level: 3, name: /^Dead nodes hold the budget/ }).textContent).toContain(
      'certain · 18 nodes · holds the budget · R03',
    );
    expect(causes.getAllByRole('link', { name: 'dead-1' })[0]?.getAttribute('href')).toBe('/nodes/dead-1');
    expect(document.querySelector('[data-cause=R03]')?.textContent).toContain('status.conditions[Ready].status');
    expect(document.querySelector('[data-cause=K12] details')?.hasAttribute('open')).toBe(false);
  });

  test('[5.7] a cause that is about room leads to the starved nodes of this DaemonSet, another does not', () => {
    const codes = ['S01', 'S02', 'S03', 'S04', 'S14', 'K12'] as const;
    diagnose({ causes: codes.map((code) => ({ ...imagePull, code })) });
    const addresses = codes.map((code) =>
      document.querySelector(`[data-cause=${code}] a[href^="/starved"]`)?.getAttribute('href'),
    );
    const address = '/starved?daemonset=default/agent';
    expect(addresses).toStrictEqual([address, address, address, address, address, undefined]);
  });

  test('[P9] a line that changes something is marked, one that only reads is not', () => {
    diagnose({ causes: [cause] });
    const lines = [...document.querySelectorAll('[data-cause=R03] code.select-all')].map(
      (code) => `${code.textContent} ${code.parentElement?.lastElementChild === code ? '' : 'marked'}`,
    );
    expect(lines).toStrictEqual(['kubectl get node dead-1 ', 'kubectl delete node dead-1 marked']);
  });

  test('[TX2] what was checked and is not so is listed, and a trouble without a known cause says so', () => {
    diagnose({ excludedCauses: ['R06', 'K12'] });
    expect(section('Causes').getByText('None of the known causes matches what can be read.')).toBeDefined();
    const excluded = document.querySelector('[data-excluded]');
    expect(excluded?.querySelectorAll('li')).toHaveLength(2);
    expect(excluded?.hasAttribute('open')).toBe(false);
  });

  test('[P7] a long ledger begins with its first twenty rows, what is stuck first, and has all at a press', () => {
    const moving = Array.from({ length: 30 }, (_, at) =>
      holder(`moving-${at + 1}`, { kind: 'inFlight', reason: 'Starting' }),
    );
    diagnose({ budget: { ...budget, used: 50, holders: [...moving, ...dead, ...failing] } });
    const rows = () => [...document.querySelectorAll('[data-holder]')];
    expect(rows().map((row) => row.getAttribute('data-kind'))).toStrictEqual(Array.from({ length: 20 }, () => 'stuck'));
    fireEvent.click(screen.getByRole('button', { name: 'Show all 50' }));
    expect(rows()).toHaveLength(50);
    fireEvent.click(screen.getByRole('button', { name: 'Show the first 20 only' }));
    expect(rows()).toHaveLength(20);
  });

  test('[RS3] a row of the ledger: node, manner, what it waits for, why it counts, pod', () => {
    diagnose({ budget: { ...budget, used: 1, holders: failing.slice(0, 1) } });
    const row = document.querySelector('[data-holder=node-1]');
    expect([...(row?.children ?? [])].map((cell) => cell.textContent)).toStrictEqual([
      'node-1',
      'stuck',
      'ImagePullBackOff',
      'new pod, not available',
      'agent-node-1',
      '–',
    ]);
  });

  test('[PC6] another budget is answered in the browser, and what cannot be asked changes nothing', () => {
    const side = { waiting: 268, used: 20, stuck: 20, moving: false, leftBehind: 20 };
    diagnose({
      whatIf: { desired: 288, maxUnavailable: side, maxSurge: side, syncFails: false },
    });
    const answer = () => document.querySelector('[data-what-if]')?.textContent;
    const field = screen.getByRole<HTMLInputElement>('spinbutton');
    expect(field.value).toBe('15');
    expect(answer()).toMatch(/^With maxUnavailable 15 nothing would move/);
    fireEvent.change(field, { target: { value: '24' } });
    expect(answer()).toMatch(/^With maxUnavailable 24 it would move/);
    for (const refused of ['0', '-1', '2.5', '']) {
      fireEvent.change(field, { target: { value: refused } });
      expect(field.value).toBe('24');
    }
    fireEvent.change(field, { target: { value: '9999' } });
    expect(field.value).toBe('288');
  });

  test('of an alert: whether it fires, and that it is known to cry wolf', () => {
    const clause = { clause: 'a != b', left: 1, right: 2, holds: true };
    diagnose({
      alerts: [
        { name: 'KubeDaemonSetRolloutStuck', clauses: [clause], firing: true },
        { name: 'KubeDaemonSetNotScheduled', clauses: [clause], firing: false, pendingUntil: 60_000 },
        { name: 'KubeDaemonSetMisScheduled', clauses: [clause], firing: false, knownFalseAlarm: 'SlowButMoving' },
      ],
    });
    const alerts = [...document.querySelectorAll('[data-alert]')];
    expect(alerts.map((alert) => alert.getAttribute('data-manner'))).toStrictEqual(['firing', 'pending', 'quiet']);
    expect(alerts[2]?.textContent).toContain('known false alarm');
  });
});
