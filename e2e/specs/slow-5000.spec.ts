import type { Page } from '@playwright/test';
import { runStatus, startRollcall } from '../fixtures/rollcall.ts';
import { expect, type ListedObject, test } from '../fixtures/simulated.ts';

/* The largest cluster that Kubernetes supports: 5,000 nodes, 30 DaemonSets, 170,000 pods. */

const COUNTERS = [
  'desiredNumberScheduled',
  'currentNumberScheduled',
  'numberReady',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberMisscheduled',
] as const;

type StatusDocument = {
  readonly daemonSets: readonly {
    readonly name: string;
    readonly cells: Readonly<Record<string, { readonly state: string }>>;
  }[];
};

type Counts = Readonly<Record<string, string>>;

/** Of each DaemonSet the six counters, as the status has them. */
function countsOf(daemonSets: readonly ListedObject[]): Counts {
  const rows = daemonSets.map(({ metadata, status }) => {
    const numbers = COUNTERS.map((name) => Number(status[name] ?? 0).toLocaleString('en-US'));
    return [`${metadata.namespace}/${metadata.name}`, numbers.join(' ')] as const;
  });
  return Object.fromEntries(rows);
}

/** The same as the table shows them: a second number in a cell is our own count, where it differs from the status. */
async function countsOnScreen(page: Page): Promise<Counts> {
  const rows = await page.locator('tr[data-daemonset]').evaluateAll((all) =>
    all.map((row) => {
      const cells = [...row.querySelectorAll('td')].slice(1, 7).map((cell) => cell.textContent ?? '');
      return [row.getAttribute('data-daemonset') ?? '', cells.join(' ')] as const;
    }),
  );
  return Object.fromEntries(rows);
}

test('[P4] 5,000 nodes are a whole and correct picture in the browser', async ({ page, slow5000: simulator }) => {
  test.setTimeout(240_000);
  const rollcall = await startRollcall('--kubeconfig', simulator.kubeconfig);
  try {
    await page.goto(rollcall.url, { timeout: 60_000 });
    await expect(page.locator('tr[data-daemonset]')).toHaveCount(30, { timeout: 60_000 });
    await expect(page.locator('tr[data-daemonset][data-state=Unknown]')).toHaveCount(0, { timeout: 60_000 });
    await expect(page.getByText('5,000 nodes').first()).toBeVisible();

    // A rollout goes on: it is looked at until both say the same, which for the quiet ones is at once.
    await expect
      .poll(
        async () => {
          const told = countsOf(await simulator.list('/apis/apps/v1/daemonsets'));
          const shown = await countsOnScreen(page);
          return Object.keys(told).filter((key) => told[key] !== shown[key] && !key.endsWith('/fluent-bit'));
        },
        { timeout: 60_000 },
      )
      .toStrictEqual([]);
    expect(Object.keys(await countsOnScreen(page))).toHaveLength(30);

    const nodes = await simulator.list('/api/v1/nodes');
    const isReady = ({ status }: ListedObject) =>
      (status['conditions'] as readonly { type: string; status: string }[]).some(
        (each) => each.type === 'Ready' && each.status === 'True',
      );
    const silent = nodes.filter((node) => !isReady(node)).map(({ metadata }) => metadata.name);
    expect(nodes).toHaveLength(5_000);
    expect(silent).toHaveLength(25);

    // So many squares are painted, not elements: their counts stand in the legend.
    await page.goto(`${rollcall.url}/daemonsets/kube-system/kube-proxy`);
    await expect(page.getByRole('button', { name: /^OK 4,975$/ })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: /^Node down 25$/ })).toBeVisible();
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

    const status = await runStatus('--kubeconfig', simulator.kubeconfig, '-o', 'json', '--cells');
    const { daemonSets } = JSON.parse(status.stdout) as StatusDocument;
    expect(daemonSets).toHaveLength(30);
    for (const { name, cells } of daemonSets) {
      const down = Object.keys(cells).filter((node) => cells[node]?.state === 'nodeDown');
      expect(Object.keys(cells), name).toHaveLength(5_000);
      // Where nothing of the DaemonSet is wanted or runs, its square says so and not that the node is down.
      expect(silent, name).toEqual(expect.arrayContaining(down));
      expect(
        Object.values(cells).filter(({ state }) => state === 'unknown'),
        name,
      ).toStrictEqual([]);
    }
  } finally {
    await page.goto('about:blank');
    await rollcall.stop();
  }
});

/** Lighthouse fails a page with more elements. */
const MOST_ELEMENTS = 1_400;
type Typed = { readonly durations: readonly number[]; readonly elements: number };

/** How long each key took until its frame was painted, by the browser's own measure. */
async function typeInto(page: Page, words: readonly string[]): Promise<Typed> {
  await page.evaluate(() => {
    const kept = globalThis as typeof globalThis & { durations?: number[] };
    const durations: number[] = [];
    kept.durations = durations;
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') durations.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  for (const word of words) {
    await page.keyboard.type(word, { delay: 100 });
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Backspace');
  }
  return page.evaluate(() => ({
    durations: (globalThis as typeof globalThis & { durations?: number[] }).durations ?? [],
    elements: document.querySelectorAll('*').length,
  }));
}

test('[8.1] [5.5] the list of 5,000 nodes is filtered while one types, and few elements draw it', async ({
  page,
  slow5000: simulator,
}) => {
  test.setTimeout(240_000);
  const rollcall = await startRollcall('--kubeconfig', simulator.kubeconfig);
  try {
    for (const view of ['table', 'matrix', 'grid']) {
      await page.goto(`${rollcall.url}/nodes?view=${view}`, { timeout: 60_000 });
      await expect(page.locator('[data-shown]')).toHaveText('5,000 of 5,000 nodes', { timeout: 60_000 });
      const words = ['general', 'zone=eu-west-1b batch', 'fluent-bit'];
      await page.getByRole('searchbox').focus();
      const { durations, elements } = await typeInto(page, words);
      // Figures to read, not a bar: how fast a key is depends on the machine.
      test
        .info()
        .annotations.push({ type: `${view}: milliseconds from key to paint`, description: durations.join(' ') });
      expect(elements, view).toBeLessThan(MOST_ELEMENTS);
    }
    await page.getByRole('searchbox').fill('batch-a-0001');
    await expect(page.locator('[data-shown]')).toHaveText('1 of 5,000 nodes');

    await test.step('the last row is reached by scrolling, and says the how many-eth it is', async () => {
      await page.goto(`${rollcall.url}/nodes`);
      await page.locator('tr[data-node]').first().waitFor();
      await page.locator('[data-nodes-table]').evaluate((frame) => frame.scrollTo(0, frame.scrollHeight));
      await expect(page.locator('tr[aria-rowindex="5001"]')).toBeVisible();
    });
  } finally {
    await page.goto('about:blank');
    await rollcall.stop();
  }
});
