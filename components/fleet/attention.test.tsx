// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { inFleet, makeFleetSource, type PageMoment } from '#lib/testing/page.ts';
import { makePicture, makePictureCounts, makePictureDaemonSet } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import type { PictureDaemonSet, PictureNodeTrouble } from '#lib/wire/picture.ts';
import { TextContext } from '../shell/text-context.ts';
import { Attention } from './attention.tsx';

afterEach(cleanup);

const KNOWN = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known', nodes: 'Known' } as const;

function makeDaemonSet(name: string, overrides: Partial<PictureDaemonSet> = {}): PictureDaemonSet {
  return makePictureDaemonSet({
    name,
    uid: name,
    state: 'Degraded',
    reason: 'NodesNotAvailable',
    concerned: 2,
    concernedNodes: ['node-1', 'node-2'],
    counted: makePictureCounts({ desiredNumberScheduled: 150 }),
    ...overrides,
  });
}
const stalled = makeDaemonSet('fluent-bit', {
  state: 'Stalled',
  reason: 'BudgetUsed',
  cause: { code: 'K12', confidence: 'H', nodes: 4 },
  budget: { kind: 'maxUnavailable', limit: 4, used: 4, need: 1, stuck: 4 },
  finishes: false,
});
const trouble: PictureNodeTrouble = {
  pool: 'pool-a',
  kind: 'NotReady',
  phase: 'Steady',
  nodes: 5,
  names: ['node-1', 'node-2', 'node-3'],
  since: null,
  daemonSets: ['default/held', ...Array.from({ length: 17 }, (_, at) => `default/agent-${at}`)],
};

type Given = {
  readonly daemonSets: readonly PictureDaemonSet[];
  readonly nodeTroubles?: readonly PictureNodeTrouble[];
};
function open({ daemonSets, nodeTroubles = [] }: Given, moment: PageMoment = {}): void {
  const picture = makePicture({ knowledge: KNOWN, daemonSets, nodeTroubles });
  const source = makeFleetSource({ picture, ...moment });
  render(inFleet(source, <TextContext value={createText('en')}>{<Attention />}</TextContext>));
}
const rows = () => [...document.querySelectorAll('[data-attention]')];
const links = (row: Element | undefined) =>
  [...(row?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href'));

describe('[5.3] what wants a look', () => {
  test('a rollout: its state, its cause in words, how many of how many, its budget, and that it will not finish', () => {
    open({ daemonSets: [stalled, makePictureDaemonSet({ uid: 'well' })] });
    expect(rows().map((row) => row.getAttribute('data-attention'))).toStrictEqual(['default/fluent-bit']);
    const words = rows()[0]?.textContent ?? '';
    expect(words).toContain('Stalled');
    expect(words).toContain(createText('en').nameCause('K12'));
    expect(words).toContain('4/150 nodes');
    expect(words).toContain('budget 4/4');
    expect(words).toMatch(/will not finish by itself/i);
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('4 of 4 used, 4 stuck');
    expect(links(rows()[0])).toStrictEqual(['/daemonsets/default/fluent-bit?tab=diagnosis']);
  });

  test('without a known cause the verdict says what is the matter; what is no rollout has no budget to show', () => {
    open({ daemonSets: [makeDaemonSet('agent')] });
    expect(rows()[0]?.textContent).toContain('2 of 150 target nodes have no available pod, and nothing is on its way.');
    expect(screen.queryByRole('img')).toBeNull();
  });

  test('[AT3] [AT4] dead nodes are one row: which, under how many DaemonSets, and which rollouts they hold', () => {
    const held = { ...stalled, name: 'held', uid: 'held', explainedByNodes: true };
    const incomplete = Array.from({ length: 12 }, (_, at) => makeDaemonSet(`agent-${at}`, { explainedByNodes: true }));
    open({ daemonSets: [held, ...incomplete], nodeTroubles: [trouble] });
    expect(rows()).toHaveLength(1);
    const words = rows()[0]?.textContent ?? '';
    expect(words).toContain('5 nodes of pool pool-a not Ready');
    expect(words).toContain('18 DaemonSets');
    expect(words).toContain('2 more nodes');
    expect(words).toContain('Stalled');
    expect(links(rows()[0])).toStrictEqual([
      '/nodes/node-1',
      '/nodes/node-2',
      '/nodes/node-3',
      '#nodes',
      '/daemonsets/default/held?tab=diagnosis',
    ]);
  });

  test('[P9] where the cause is that there is no room, the nodes lead to what would make it; of another cause not', () => {
    const cause = { code: 'S14', confidence: 'H', nodes: 4 } as const;
    open({ daemonSets: [stalled, { ...stalled, name: 'starved', uid: 'starved', cause }] });
    expect(rows().map(links)).toStrictEqual([
      ['/daemonsets/default/fluent-bit?tab=diagnosis'],
      ['/daemonsets/default/starved?tab=diagnosis', '/starved?daemonset=default/starved'],
    ]);
  });

  test('[P7] six rows at most, and a way to the rest', () => {
    open({ daemonSets: Array.from({ length: 9 }, (_, at) => makeDaemonSet(`agent-${at}`)) });
    expect(rows()).toHaveLength(6);
    expect(screen.getByRole('link', { name: '3 more are in the table below' }).getAttribute('href')).toBe(
      '#daemonsets',
    );
  });

  test('nothing at all while all is well, and while the data is of unknown age [P3]', () => {
    open({ daemonSets: [makePictureDaemonSet()] });
    expect(screen.queryByRole('region')).toBeNull();
    cleanup();
    open({ daemonSets: [stalled] }, { ageMillis: 31_000 });
    expect(screen.queryByRole('region')).toBeNull();
  });

  test('before the snapshot is here it is drawn from what the server put into the page', () => {
    open({ daemonSets: [stalled], nodeTroubles: [trouble] }, { state: { picture: undefined } });
    expect(rows().map((row) => row.getAttribute('data-attention'))).toStrictEqual([
      'default/fluent-bit',
      'pool-a NotReady',
    ]);
  });
});
