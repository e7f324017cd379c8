// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from 'nuqs/adapters/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createQueryClient } from '#lib/browser/query.ts';
import { inFleet, makeFleetSource, type PageMoment } from '#lib/testing/page.ts';
import { makePicture } from '#lib/testing/pictures.ts';
import {
  evictionOf,
  lackOf,
  makeSizing,
  makeStarvedNode,
  makeStarvedPod,
  makeStarvedReport,
  portTaken,
} from '#lib/testing/starved.ts';
import type { Locale } from '#lib/text/locale.ts';
import { createText } from '#lib/text/text.ts';
import type { StarvedReport } from '#lib/wire/room.ts';
import { TextContext } from '../shell/text-context.ts';
import { StarvedPage } from './starved-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const KNOWN = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known', nodes: 'Known' } as const;
const picture = makePicture({ knowledge: KNOWN });
/** The most that a page with 5,000 nodes may have [5.7]. */
const ELEMENTS_AT_MOST = 1_400;

type Opened = PageMoment & { readonly search?: string; readonly locale?: Locale; readonly onUrl?: OnUrlUpdateFunction };

/** The page with this report: as the server gave it, and as the browser fetched it. */
function open(report: Partial<StarvedReport>, { search = '', locale = 'en', onUrl, ...moment }: Opened = {}) {
  const client = createQueryClient();
  const whole = makeStarvedReport(report);
  client.setQueryData(['starved'], { kind: 'Found', details: whole });
  const page = (
    <NuqsTestingAdapter searchParams={search} hasMemory {...(onUrl === undefined ? {} : { onUrlUpdate: onUrl })}>
      <QueryClientProvider client={client}>
        <TextContext value={createText(locale)}>
          <StarvedPage initial={whole} />
        </TextContext>
      </QueryClientProvider>
    </NuqsTestingAdapter>
  );
  return render(inFleet(makeFleetSource({ picture, ...moment }), page));
}
const sentence = () => screen.getByRole('heading', { level: 1 }).textContent;
const shownNodes = () =>
  [...document.querySelectorAll<HTMLElement>('[data-starved]')].map((row) => row.dataset['starved']);
const rowOf = (node: string) => document.querySelector(`[data-starved="${node}"]`);
const sections = () => screen.getAllByRole('region').map((region) => region.querySelector('h2')?.textContent);
const plan = (node: string) =>
  within(rowOf(node) as HTMLElement)
    .getAllByRole('link', { name: `Plan for ${node}` })
    .map((link) => link.getAttribute('href'));

const cilium = makeStarvedPod({
  daemonSet: 'kube-system/cilium',
  lacks: [lackOf('memory', 2 ** 30), portTaken(9_100, 'web/proxy')],
  selfHelp: { kind: 'Yes', lower: 3 },
});
const three: readonly StarvedReport['nodes'][number][] = [
  makeStarvedNode('batch-1', { pool: 'batch', pending: [cilium] }),
  makeStarvedNode('general-1', { pool: 'general', pending: [makeStarvedPod({ since: 1_000_000 - 42 * 60_000 })] }),
  makeStarvedNode('general-2', { pool: 'general', pending: [makeStarvedPod(), cilium] }),
];

describe('[5.7] the starved nodes', () => {
  test('how many, of which pools, short of what, whether it mends itself; then each pool, the fullest first', () => {
    open({ nodes: three });
    expect(sentence()).toBe(
      '3 nodes (general 2, batch 1) have no room for daemon pods: CPU short by 250m on 2, memory short by 1 GiB on 2, host port 9100/TCP taken on 2. 1 mends itself, 2 need a hand. The first has waited for 42 min.',
    );
    expect(sections()).toStrictEqual(['general: 2 nodes', 'batch: 1 node']);
    expect(shownNodes()).toStrictEqual(['general-1', 'general-2', 'batch-1']);
  });

  test('a node has a line for each pod that waits, and one plan for all', () => {
    open({ nodes: three });
    const lines = [...(rowOf('general-2')?.querySelectorAll('tr') ?? [])].slice(0, 2);
    expect(lines.map((line) => [...line.children].map((cell) => cell.textContent))).toStrictEqual([
      ['general-2', 'fluent-bitlogging', 'CPU', '250m', 'no', '–', 'shop/on-general-2Plan'],
      ['ciliumkube-system', 'memoryhost port', '1 GiB9100/TCP', 'yes', '–'],
    ]);
    expect(new Set(plan('general-2'))).toStrictEqual(new Set(['/nodes/general-2?if=evict:shop/on-general-2#room']));
  });

  test('three pods of a set are named, the rest counted, and all are in the way to the plan', () => {
    open({
      nodes: [makeStarvedNode('node-a', { eviction: { ...evictionOf('a', 'b', 'c', 'd'), bare: 1, violations: 2 } })],
    });
    const cell = rowOf('node-a')?.querySelector('td:last-child');
    expect(cell?.textContent).toBe(
      'shop/ashop/bshop/c1 more podbare pod: lost for good · 2 budgets do not allow itPlan',
    );
    expect(plan('node-a')[0]).toBe('/nodes/node-a?if=evict:shop/a,shop/b,shop/c,shop/d#room');
  });

  test.for([
    { kind: 'Wait', words: 'none: pods are leavingPlan' },
    { kind: 'Fits', words: 'none neededPlan' },
    { kind: 'Impossible', words: 'no set is enoughPlan' },
  ] as const)('where nobody is to be evicted that is said: $kind', ({ kind, words }) => {
    open({ nodes: [makeStarvedNode('node-a', { kind, eviction: null })] });
    expect(rowOf('node-a')?.querySelector('td:last-child')?.textContent).toBe(words);
    expect(plan('node-a')[0]).toBe('/nodes/node-a#room');
  });

  test('[P7] no button stands for a single row', () => {
    open({ nodes: Array.from({ length: 13 }, (_, place) => makeStarvedNode(`node-${place}`)) });
    expect(shownNodes()).toHaveLength(13);
    expect(screen.queryByRole('button', { name: /^Show all/ })).toBeNull();
  });

  test('[experience 7.1] nobody is starved: that is all there is to say', () => {
    open({});
    expect(sentence()).toBe('No node is starved: no daemon pod waits for room.');
    expect(screen.queryAllByRole('region')).toStrictEqual([]);
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('[MR3] while budgets may not be read no eviction is called allowed', () => {
    open({ nodes: three, budgets: 'Forbidden' });
    expect(
      screen.getByText('Rollcall may not read PodDisruptionBudgets: no eviction is known to be allowed.'),
    ).toBeDefined();
    expect(rowOf('batch-1')?.querySelector('td:last-child')?.textContent).toContain('budgets not known');
  });

  test('[P3] of stale data the sentence says nothing, and what is shown is what was', () => {
    open({ nodes: three }, { ageMillis: 31_000 });
    expect(sentence()).toBe('Unknown: the data is 31 s old.');
    expect(sections()[0]).toBe('was: general: 2 nodes');
  });

  test('[RD1] without nodes nothing is known', () => {
    open({}, { picture: makePicture({ knowledge: { ...KNOWN, nodes: 'Forbidden' } }) });
    expect(sentence()).toBe('Unknown: Rollcall may not read nodes.');
  });
});

describe('[5.2] the filter is in the address', () => {
  test('a resource: only the nodes that are short of it, and how many that are of all', () => {
    open({ nodes: three }, { search: '?resource=memory' });
    expect(shownNodes()).toStrictEqual(['batch-1', 'general-2']);
    expect(document.querySelector('[data-shown]')?.textContent).toBe('2 of 3 starved nodes');
    expect(screen.getByRole('button', { name: 'Memory' }).getAttribute('aria-pressed')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(shownNodes()).toHaveLength(3);
  });

  test('[D1] a DaemonSet that is chosen goes into the address and replaces the entry of the history', () => {
    const onUrl = vi.fn<OnUrlUpdateFunction>();
    open({ nodes: three }, { onUrl });
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'kube-system/cilium' } });
    expect(shownNodes()).toStrictEqual(['batch-1', 'general-2']);
    return vi.waitFor(() => {
      const last = onUrl.mock.lastCall?.[0];
      expect([last?.searchParams.get('daemonset'), last?.options.history]).toStrictEqual([
        'kube-system/cilium',
        'replace',
      ]);
    });
  });

  test('[D3] what cannot be is said, and filters nothing', () => {
    open({ nodes: three }, { search: '?resource=gold&daemonset=nonsense' });
    expect(shownNodes()).toHaveLength(3);
    expect(screen.getByText('There is no resource “gold” to filter by; all are shown.')).toBeDefined();
    expect(screen.getByText('“nonsense” is no namespace/name of a DaemonSet; all are shown.')).toBeDefined();
  });

  test('[experience 7.1] what matches nothing is shown as a filter that matches nothing, cleared at a press', () => {
    open({ nodes: three }, { search: '?daemonset=default/agent' });
    expect(screen.getByText('None of the 3 starved nodes matches the filter.')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(shownNodes()).toHaveLength(3);
  });
});

describe('[5.7] the names are copied', () => {
  test('of all that are shown, and of each pool: one name per line', async () => {
    const writeText = vi.fn((_text: string) => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    open({ nodes: three });
    fireEvent.click(screen.getByRole('button', { name: 'Copy 3 names' }));
    await screen.findByRole('button', { name: 'Copied' });
    fireEvent.click(screen.getByRole('button', { name: 'Copy 2 names' }));
    expect(writeText.mock.calls).toStrictEqual([['batch-1\ngeneral-1\ngeneral-2'], ['general-1\ngeneral-2']]);
  });

  test('where there is no clipboard they are laid out to be copied by hand', () => {
    vi.stubGlobal('navigator', {});
    open({ nodes: three });
    fireEvent.click(screen.getByRole('button', { name: 'Copy 3 names' }));
    const field = screen.getByRole<HTMLTextAreaElement>('textbox');
    expect(field.value).toBe('batch-1\ngeneral-1\ngeneral-2');
  });
});

describe('[5.7] by how much, and what a smaller request would win', () => {
  const shortBy = [40, 40, 100, 250];
  const nodes = shortBy.map((short, at) =>
    makeStarvedNode(`node-${at}`, { pending: [makeStarvedPod({ lacks: [lackOf('cpu', short, 500)] })] }),
  );
  const steps = [
    { reduction: 40, fit: 2 },
    { reduction: 100, fit: 3 },
    { reduction: 250, fit: 4 },
  ];

  test('the chart in one sentence, the answer in words, and the same in figures', () => {
    open({ nodes, sizing: [makeSizing({ nodes: 4, short: 4, steps })] });
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
      'How much CPU is short for logging/fluent-bit on 4 nodes: 40m to 250m.',
    );
    const card = document.querySelector('[data-shortfall]');
    expect(card?.querySelector('p')?.textContent).toBe(
      'Lowering the CPU request of 500m by 100m makes 3 of 4 fit. By 250m it would be 4 of 4.',
    );
    const figures = [...(card?.querySelectorAll('tbody tr') ?? [])];
    expect(figures.map((row) => [...row.children].map((cell) => cell.textContent))).toStrictEqual([
      ['up to 50m', '2', '2'],
      ['up to 100m', '1', '3'],
      ['up to 150m', '0', '3'],
      ['up to 200m', '0', '3'],
      ['up to 250m', '1', '4'],
    ]);
  });

  test('where there is nothing to size there is no chart', () => {
    open({ nodes: three });
    expect(screen.queryByRole('img')).toBeNull();
  });
});

describe('[P7] many', () => {
  const pools = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const many = Array.from({ length: 5_000 }, (_, at) =>
    makeStarvedNode(`node-${at}`, { pool: `pool-${pools[at % pools.length]}` }),
  );
  const sizing = pools.map((name) => makeSizing({ daemonSet: `logging/${name}` }));

  test('5,000 starved nodes of eight pools begin folded', () => {
    const { container } = open({ nodes: many, sizing });
    expect(shownNodes().length).toBeLessThanOrEqual(12);
    expect(container.querySelectorAll('*').length).toBeLessThan(ELEMENTS_AT_MOST);
    expect(sections()).toHaveLength(pools.length);
  });

  test('a pool that is opened draws only what is in sight, and says how many rows there are', () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(29);
    const { container } = open({ nodes: many });
    const [first] = screen.getAllByRole('button', { name: 'Show all 625' });
    if (first !== undefined) fireEvent.click(first);
    expect(screen.getAllByRole('table')[0]?.getAttribute('aria-rowcount')).toBe('626');
    expect(shownNodes().length).toBeGreaterThan(12);
    expect(container.querySelectorAll('*').length).toBeLessThan(ELEMENTS_AT_MOST);
    fireEvent.click(screen.getByRole('button', { name: 'Show the first 2 only' }));
    expect(shownNodes()).toHaveLength(12);
  });
});

test('where there is little room the columns that have none stand under their row', () => {
  const queries = { matches: true, addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal('matchMedia', () => queries);
  open({ nodes: three });
  expect(rowOf('general-2')?.querySelector('tr:last-child')?.textContent).toBe(
    'fluent-bitloggingSolves itself? nociliumkube-systemSolves itself? yesshop/on-general-2Plan',
  );
});

test('in Japanese the same page has the same rows', () => {
  open({ nodes: three }, { locale: 'ja' });
  expect(sentence()).toMatch(/^3ノード\(general 2、batch 1\)にDaemonSetのPodのための空きがありません/);
  expect(shownNodes()).toHaveLength(3);
});
