// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createQueryClient } from '#lib/browser/query.ts';
import { inFleet, makeFleetSource } from '#lib/testing/page.ts';
import { makePicture } from '#lib/testing/pictures.ts';
import { makeNodeDetails, makeNodeRoom } from '#lib/testing/rooms.ts';
import { createText } from '#lib/text/text.ts';
import type { NodeDetails } from '#lib/wire/details.ts';
import { TextContext } from '../shell/text-context.ts';
import { NodePage } from './node-page.tsx';

beforeEach(() => {
  vi.stubGlobal('fetch', () => new Promise(() => {}));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const READABLE = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known' } as const;

type Entry = NodeDetails['daemonSets'][number];
function makeEntry(name: string, overrides: Partial<Entry> = {}): Entry {
  return { namespace: 'logging', name, node: 'node-a', state: 'ok', reasons: [], pods: [], ...overrides };
}
const starved = makeEntry('fluent-bit', {
  state: 'starved',
  reasons: [{ kind: 'InsufficientResource', resource: 'cpu', requested: '300m', free: '120m', allocatable: '1' }],
});
const excluded = makeEntry('arm-only', {
  state: 'excluded',
  reasons: [
    { kind: 'NodeSelector', key: 'kubernetes.io/arch', want: 'arm64', have: 'amd64' },
    { kind: 'Taint', taint: { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' } },
  ],
});

type Page = {
  readonly details?: Partial<NodeDetails>;
  readonly ageMillis?: number;
  readonly nodes?: 'Known' | 'Forbidden';
};
function draw({ details = {}, ageMillis = 0, nodes = 'Known' }: Page = {}): void {
  const picture = makePicture();
  const source = makeFleetSource({ ageMillis, picture: { ...picture, knowledge: { ...READABLE, nodes } } });
  render(
    inFleet(
      source,
      <QueryClientProvider client={createQueryClient()}>
        <NuqsTestingAdapter>
          <TextContext value={createText('en')}>
            <NodePage name="node-a" initial={makeNodeDetails(details)} />
          </TextContext>
        </NuqsTestingAdapter>
      </QueryClientProvider>,
    ),
  );
}
const row = (name: string) => document.querySelector(`[data-daemonset="logging/${name}"]`);

describe('[5.6] one node in five seconds', () => {
  test('[P8] the first sentence: who needs a look, what it lacks, what it would take', () => {
    draw({ details: { daemonSets: [starved], room: makeNodeRoom() } });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      '1 DaemonSet needs a look on this node: fluent-bit. It needs 300m CPU: 120m of 1 is free, 180m too little. One pod would have to go.',
    );
  });

  test('[P8] among several that need a look the one that lacks room is named', () => {
    draw({ details: { daemonSets: [starved, makeEntry('agent', { state: 'missing' })], room: makeNodeRoom() } });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain(
      'fluent-bit, agent. fluent-bit: needs 300m CPU, 120m free of 1. One pod',
    );
  });

  test('a starved DaemonSet leads to what would make room, another does not', () => {
    draw({ details: { daemonSets: [starved, makeEntry('agent')], room: makeNodeRoom() } });
    expect(row('fluent-bit')?.querySelector('a[href="#room"]')).not.toBeNull();
    expect(row('agent')?.querySelector('a[href="#room"]')).toBeNull();
  });

  test('of what excludes a DaemonSet the one rule that decides, and how many more; it stands last', () => {
    draw({ details: { daemonSets: [excluded, starved] } });
    expect(
      [...document.querySelectorAll('[data-daemonset]')].map((each) => each.getAttribute('data-state')),
    ).toStrictEqual(['starved', 'excluded']);
    expect(row('arm-only')?.textContent).toContain(
      'The node selector wants kubernetes.io/arch=arm64, and the node has kubernetes.io/arch=amd64. (1 more rule)',
    );
    expect(row('arm-only')?.textContent).not.toContain('dedicated');
  });

  test('cordoned or not, and how long it took until it was complete', () => {
    draw({ details: { unschedulable: true, completeAfter: { kind: 'Known', millis: 180_000 } } });
    const about = screen.getByRole('region', { name: 'About' }).textContent;
    expect(about).toContain('Complete after3 min after Ready');
    expect(about).toContain('Cordonedyes');
  });

  test('[10.1] since when a condition is so is told as a duration, as in the roll call', () => {
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: 1_000_000 - 180_000 }];
    draw({ details: { conditions } });
    const ready = screen.getByRole('region', { name: 'Conditions' }).querySelector('tbody tr');
    expect([...(ready?.children ?? [])].map((cell) => cell.textContent)).toStrictEqual([
      'Ready',
      'True',
      '–',
      '3 min',
      '',
    ]);
  });

  test('[P13] room that cannot be known is said, not drawn', () => {
    draw({ details: { exists: false, room: null }, nodes: 'Forbidden' });
    expect(screen.getByText('Nodes or pods cannot be read, so the room on this node is unknown.')).toBeDefined();
  });

  test('of a node that is gone no room is told', () => {
    draw({ details: { exists: false, room: null } });
    expect(screen.queryByRole('region', { name: 'Room' })).toBeNull();
  });

  test('[P3] data of unknown age judges nothing', () => {
    draw({ details: { daemonSets: [starved], room: makeNodeRoom() }, ageMillis: 3_600_000 });
    expect(row('fluent-bit')?.getAttribute('data-state')).toBe('unknown');
    expect(document.querySelector('[data-verdict]')?.getAttribute('data-verdict')).toBe('unknown');
  });
});
