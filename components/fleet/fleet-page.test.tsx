// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { inFleet, makeFleetSource, type PageMoment } from '#lib/testing/page.ts';
import { makePicture, makePictureCounts, makePictureDaemonSet, makePictureNode } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import { TextContext } from '../shell/text-context.ts';
import { FleetPage } from './fleet-page.tsx';

const { push } = vi.hoisted(() => ({ push: vi.fn() }));
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 800, 100));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const column = (...states: readonly CellState[]) => Uint8Array.from(states, (state) => CELL_STATES.indexOf(state));
const KNOWN = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known', nodes: 'Known' } as const;
const agent = makePictureDaemonSet({
  name: 'agent',
  uid: 'agent',
  state: 'Degraded',
  reason: 'NodesNotAvailable',
  status: makePictureCounts({ desiredNumberScheduled: 3, numberReady: 3 }),
  counted: makePictureCounts({ desiredNumberScheduled: 3, numberReady: 2 }),
});
const proxy = makePictureDaemonSet({ name: 'proxy', uid: 'proxy' });
const picture = makePicture({
  knowledge: KNOWN,
  nodes: ['node-1', 'node-2', 'node-3'].map((name) => makePictureNode({ name })),
  daemonSets: [agent, proxy],
  cells: new Map([
    ['agent', column('ok', 'failed', 'excluded')],
    ['proxy', column('ok', 'ok', 'ok')],
  ]),
});

function open(moment: PageMoment): void {
  const page = (
    <NuqsTestingAdapter>
      <TextContext value={createText('en')}>
        <FleetPage sentence={[{ text: 'As the server said it.' }]} command="npm start --" />
      </TextContext>
    </NuqsTestingAdapter>
  );
  render(inFleet(makeFleetSource(moment), page));
}
const rowsOf = () => screen.getAllByRole('row').filter((row) => row.dataset['daemonset'] !== undefined);
const squares = () => screen.queryAllByRole('gridcell').map((cell) => cell.getAttribute('aria-label'));

describe('[5.3] the fleet', () => {
  test('a sentence, the DaemonSets in the order of the picture, and one square per node, the worst of each', () => {
    open({ picture });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('1 DaemonSet degraded (agent)');
    expect(rowsOf().map((row) => [row.dataset['daemonset'], row.dataset['state']])).toStrictEqual([
      ['default/agent', 'Degraded'],
      ['default/proxy', 'Complete'],
    ]);
    expect(squares()).toStrictEqual(['node-1: OK', 'node-2: Failed (agent)', 'node-3: OK']);
  });

  test('[P5] our own count stands beside that of the status where the two differ, and only there', () => {
    open({ picture });
    const cells = [...(rowsOf()[0]?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent);
    expect(cells.slice(1, 7)).toStrictEqual(['3', '0', '32 counted', '0', '0', '0']);
  });

  test('the legend counts the squares of the map', () => {
    open({ picture });
    const counts = [...document.querySelectorAll('[data-legend]')].map((button) => button.textContent);
    expect(counts.filter((text) => !text?.endsWith('0'))).toStrictEqual(['OK2', 'Failed1']);
  });

  test('a square opens its node', () => {
    open({ picture });
    screen.getByRole('gridcell', { name: /^node-2:/ }).click();
    expect(push).toHaveBeenCalledWith('/nodes/node-2');
  });

  test('[P9] the starved nodes of the sentence lead to them; of stale data nothing does', () => {
    const cells = new Map([['agent', column('ok', 'starved', 'starved')]]);
    const starved = () => within(screen.getByRole('heading', { level: 1 })).queryByRole('link');
    open({ picture: { ...picture, cells } });
    expect(starved()?.textContent).toBe('2 nodes starved');
    expect(starved()?.getAttribute('href')).toBe('/starved');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      '1 DaemonSet degraded (agent) · 2 nodes starved · 1 DaemonSet healthy',
    );
    cleanup();
    open({ picture: { ...picture, cells }, ageMillis: 31_000 });
    expect(starved()).toBeNull();
  });

  test('[P3] [P10] from stale data nothing is OK, complete or degraded', () => {
    open({ picture, ageMillis: 31_000 });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Unknown: the data is 31 s old.');
    expect(document.querySelectorAll('[data-state=ok], [data-state=Complete], [data-state=failed]')).toHaveLength(0);
    expect(rowsOf().map((row) => row.dataset['state'])).toStrictEqual(['Unknown', 'Unknown']);
    expect(squares()[1]).toBe('node-2: unknown now, was Failed');
  });

  test('[P5] while the pods are not known nothing was counted, and no count of ours is shown', () => {
    open({ picture: { ...picture, knowledge: { ...KNOWN, pods: 'Forbidden' } } });
    const cells = [...(rowsOf()[0]?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent);
    expect(cells.slice(1, 7)).toStrictEqual(['3', '0', '3', '0', '0', '0']);
  });

  test('[P3] what was unknown before the data grew old was nothing else', () => {
    const unknown = { ...agent, state: 'Unknown' } as const;
    const cells = new Map([['agent', column('unknown', 'unknown', 'unknown')]]);
    open({ picture: { ...picture, daemonSets: [unknown], cells }, ageMillis: 31_000 });
    expect(rowsOf()[0]?.querySelector('td')?.textContent).toBe('Unknown');
    expect(squares()).toStrictEqual([1, 2, 3].map((node) => `node-${node}: Unknown (agent)`));
  });

  test('until the snapshot is here: the sentence of the server, its DaemonSets, its counts, and no square', () => {
    open({ picture, state: { picture: undefined } });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('As the server said it.');
    expect(rowsOf()).toHaveLength(2);
    expect(document.querySelector('[data-legend=failed]')?.textContent).toBe('Failed1');
    expect(squares()).toStrictEqual([]);
  });

  test('no DaemonSet at all has a sentence of its own, and the nodes are excluded', () => {
    open({ picture: { ...picture, daemonSets: [], cells: new Map() } });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('This cluster has no DaemonSets, on 3 nodes.');
    expect(squares()).toStrictEqual(['node-1: Excluded', 'node-2: Excluded', 'node-3: Excluded']);
  });
});
