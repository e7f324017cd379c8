// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createQueryClient } from '#lib/browser/query.ts';
import { ALL_KNOWN, type ListedNode, makeListedPicture, makeListings } from '#lib/testing/node-lists.ts';
import { inFleet, makeFleetSource, type PageMoment } from '#lib/testing/page.ts';
import type { NodesFacts } from '#lib/text/describe/nodes.ts';
import { createText } from '#lib/text/text.ts';
import { TextContext } from '../shell/text-context.ts';
import { NodesPage } from './nodes-page.tsx';

const { push } = vi.hoisted(() => ({ push: vi.fn() }));
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

const FRAME = { width: 800, height: 400 };

/** No layout is done here, so the frame says itself how large it is; nothing is painted either. */
beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(
    new DOMRect(0, 0, FRAME.width, FRAME.height),
  );
  for (const [name, value] of [
    ['clientWidth', FRAME.width],
    ['clientHeight', FRAME.height],
    ['offsetWidth', FRAME.width],
    ['offsetHeight', FRAME.height],
  ] as const) {
    vi.spyOn(HTMLElement.prototype, name, 'get').mockReturnValue(value);
  }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  vi.stubGlobal(
    'fetch',
    vi.fn(() => new Promise(() => {})),
  );
});
afterEach(() => {
  cleanup();
  push.mockClear();
  vi.unstubAllGlobals();
});

const NODES: readonly ListedNode[] = [
  {
    name: 'a-1',
    labels: { 'karpenter.sh/nodepool': 'a' },
    cells: { agent: 'ok', proxy: 'ok' },
    listing: { taints: ['example.com/gpu:NoSchedule'], completeAfter: { kind: 'Known', millis: 90_000 } },
  },
  {
    name: 'b-1',
    labels: { 'karpenter.sh/nodepool': 'b' },
    unschedulable: true,
    cells: { agent: 'starved', proxy: 'failed' },
    listing: { pressure: ['DiskPressure'] },
  },
  { name: 'b-2', labels: { 'karpenter.sh/nodepool': 'b' }, cells: { agent: 'misscheduled', proxy: 'unknown' } },
];
const served: NodesFacts = {
  nodes: 3,
  areRead: true,
  incomplete: { count: 1, names: ['served-1'], pools: [{ pool: null, count: 1 }] },
  waiting: { count: 0, first: [] },
  underWay: 0,
  unknown: 0,
};

type Opened = { readonly search?: string; readonly nodes?: readonly ListedNode[]; readonly moment?: PageMoment };

function open({ search = '', nodes = NODES, moment = {} }: Opened = {}): void {
  const client = createQueryClient();
  client.setQueryData(['nodes'], {
    kind: 'Found',
    details: { at: 0, nodes: [...makeListings(nodes).values()] },
  });
  const page = (
    <NuqsTestingAdapter searchParams={search} hasMemory>
      <QueryClientProvider client={client}>
        <TextContext value={createText('en')}>
          <NodesPage served={served} />
        </TextContext>
      </QueryClientProvider>
    </NuqsTestingAdapter>
  );
  render(inFleet(makeFleetSource({ picture: makeListedPicture(nodes), ...moment }), page));
}
const rowNames = () => [...document.querySelectorAll('tr[data-node]')].map((row) => row.getAttribute('data-node'));
const rowOf = (name: string) => document.querySelector(`tr[data-node="${name}"]`)?.textContent ?? '';

describe('[5.5] the page of all nodes', () => {
  test('the sentence says which are incomplete, and every node has its row', () => {
    open();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      '1 of 3 nodes incomplete (b-1 of pool b) · 1 node unknown · 1 node complete',
    );
    expect(rowNames()).toStrictEqual(['a-1', 'b-1', 'b-2']);
    expect(rowOf('a-1')).toMatch(/OK.*0 of 2.*[^/]gpu:NoSchedule.*1 min$/);
    expect(screen.getByTitle('example.com/gpu:NoSchedule')).toBeDefined();
    expect(rowOf('b-1')).toMatch(/Failed.*2 of 2proxy, agent.*cordoned/);
    expect(rowOf('b-2')).toMatch(/Misscheduled.*1 unknown/);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('4');
    expect(screen.getByRole('link', { name: 'b-1' }).getAttribute('href')).toBe('/nodes/b-1');
  });

  test('the head of a column sorts, then the other way, then no more, and says so', () => {
    open();
    const head = () => screen.getByRole('columnheader', { name: 'State' });
    fireEvent.click(within(head()).getByRole('button'));
    expect([rowNames(), head().getAttribute('aria-sort')]).toStrictEqual([['b-1', 'b-2', 'a-1'], 'ascending']);
    fireEvent.click(within(head()).getByRole('button'));
    expect([rowNames(), head().getAttribute('aria-sort')]).toStrictEqual([['a-1', 'b-2', 'b-1'], 'descending']);
    fireEvent.click(within(head()).getByRole('button'));
    expect([rowNames(), head().getAttribute('aria-sort')]).toStrictEqual([['a-1', 'b-1', 'b-2'], null]);
  });

  test('what is typed filters, and what is found by nothing is cleared with one press', () => {
    open();
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'agent' } });
    expect(rowNames()).toStrictEqual(['b-1', 'b-2']);
    expect(document.querySelector('[data-shown]')?.textContent).toBe('2 of 3 nodes');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'no such' } });
    expect(document.querySelector('[data-empty]')?.textContent).toContain('No node matches the filter.');
    expect(screen.queryByRole('button', { name: 'CSV' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(rowNames()).toHaveLength(3);
  });

  test('[P9] the incomplete ones alone, and the legend shows which states those are', () => {
    open();
    fireEvent.click(screen.getByRole('button', { name: 'Incomplete', pressed: false }));
    expect(rowNames()).toStrictEqual(['b-1']);
    const shown = [...document.querySelectorAll('[data-legend][aria-pressed=true]')].map((each) =>
      each.getAttribute('data-legend'),
    );
    expect(shown).toStrictEqual(['starved', 'failed', 'missing', 'nodeDown']);
  });

  test('the columns are chosen by the person, and by the address', () => {
    open({ search: '?columns=ready,pressure' });
    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toStrictEqual([
      'Node',
      'Ready',
      'Pressure',
    ]);
    expect(rowOf('b-1')).toBe('b-1ReadyDiskPressure');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Ready', hidden: true }));
    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toStrictEqual(['Node', 'Pressure']);
  });

  test('[D3] an address that asks for what is not there gets the usual, and is told so', () => {
    open({ search: '?view=map&sort=size' });
    expect(rowNames()).toHaveLength(3);
    expect(screen.getByText(/view=map, which is not known/)).toBeTruthy();
    expect(screen.getByText(/sort=size, which is not known/)).toBeTruthy();
  });

  test('[P6] in the grid a state that is set aside moves no square; the words of the filter take squares away', () => {
    open({ search: '?view=grid&state=failed' });
    const squares = () => screen.getAllByRole('gridcell').map((cell) => cell.dataset['node']);
    expect(squares()).toStrictEqual(['a-1', 'b-1', 'b-2']);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'b-' } });
    expect(squares()).toStrictEqual(['b-1', 'b-2']);
    screen.getByRole('gridcell', { name: /^b-1/ }).click();
    expect(push).toHaveBeenCalledWith('/nodes/b-1');
  });
});

describe('[R5] the matrix', () => {
  const matrix = () => screen.getByRole('application');
  const line = () => document.querySelector('[data-grid-line]')?.textContent;
  const press = (key: string) => fireEvent.keyDown(matrix(), { key });

  test('[A1] what is painted is told as a table too, and each kind is counted', () => {
    open({ search: '?view=matrix' });
    const counts = [...document.querySelectorAll('[data-expectation]')].map((each) => each.textContent);
    expect(counts).toStrictEqual([
      'should run and does2',
      'should run and does not2',
      'should not run0',
      'runs and should not1',
      'unknown1',
    ]);
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
    expect(rows.map((row) => row.textContent)).toStrictEqual(['default/agent11010', 'default/proxy11001']);
  });

  test('[A2] arrows walk over the squares and to the names, the line says what is there, and Enter opens it', () => {
    open({ search: '?view=matrix' });
    fireEvent.focus(matrix());
    expect(line()).toBe('a-1, agent: OK (should run and does)');
    press('ArrowDown');
    expect(line()).toBe('b-1, agent: Starved (should run and does not)');
    press('Enter');
    expect(push).toHaveBeenLastCalledWith('/daemonsets/default/agent?node=b-1');
    press('ArrowLeft');
    expect(line()).toBe('Open node b-1');
    press('Enter');
    expect(push).toHaveBeenLastCalledWith('/nodes/b-1');
    press('End');
    press('ArrowUp');
    press('ArrowUp');
    expect(line()).toBe('Open DaemonSet proxy');
    press('Enter');
    expect(push).toHaveBeenLastCalledWith('/daemonsets/default/proxy');
  });

  test('a filter that leaves fewer rows keeps the place within them', () => {
    open({ search: '?view=matrix' });
    fireEvent.focus(matrix());
    press('End');
    press('PageDown');
    expect(line()).toBe('b-2, proxy: Unknown (unknown)');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'a-1' } });
    expect(line()).toBe('a-1, proxy: OK (should run and does)');
  });
});

describe('what cannot be known', () => {
  test('[P3] of data that is too old no state is claimed, in any view', () => {
    const moment = { ageMillis: 31_000 };
    open({ moment });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Unknown: the data is 31 s old.');
    expect(
      [...document.querySelectorAll('td[data-state]')].map((cell) => cell.getAttribute('data-state')),
    ).toStrictEqual(['unknown', 'unknown', 'unknown']);
    expect(rowOf('b-1')).toContain('was: Failed');
    cleanup();
    open({ moment, search: '?view=matrix' });
    fireEvent.focus(screen.getByRole('application'));
    expect(document.querySelector('[data-grid-line]')?.textContent).toBe('a-1, agent: unknown now, was OK');
  });

  test('nodes that may not be read are known from their pods, and nothing else is said of them', () => {
    const picture = makeListedPicture([{ name: 'n-1', ready: 'Absent', cells: { agent: 'ok', proxy: 'unknown' } }]);
    open({
      moment: { picture: { ...picture, knowledge: { ...ALL_KNOWN, nodes: 'Forbidden' } } },
      search: '?columns=ready',
    });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      '1 node known from their pods alone · 1 node unknown',
    );
    expect(rowOf('n-1')).toContain('not known');
    expect(document.querySelector('[data-knowledge]')).not.toBeNull();
  });

  test('until the snapshot is here: what the server told, and no row', () => {
    open({ moment: { state: { picture: undefined } } });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      '1 of 3 nodes incomplete (served-1) · 2 nodes complete',
    );
    expect(rowNames()).toStrictEqual([]);
  });

  test('a cluster without nodes says so', () => {
    open({ nodes: [] });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('No nodes are known.');
    expect(screen.queryByRole('searchbox')).toBeNull();
  });
});
