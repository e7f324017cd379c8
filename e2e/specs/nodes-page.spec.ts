import { test as base, expect } from '../fixtures/files.ts';
import { NodesPage } from '../pages/nodes-page.ts';

const test = base.extend<{ readonly nodes: NodesPage }>({
  nodes: async ({ page }, use) => use(new NodesPage(page)),
});

const SENTENCE = /^4 of 24 nodes incomplete \(general 3, gpu 1\) · 1 node with pods on their way · 19 nodes complete$/;

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('[5.5] the sentence says which nodes are incomplete, and where else one can go', async ({ nodes, page }) => {
    await page.goto('/nodes');
    await expect(nodes.sentence).toHaveText(SENTENCE);
    const places = page.getByRole('navigation', { name: 'Places' }).getByRole('link');
    await expect(places).toHaveText(['Fleet', 'Starved1', 'Nodes']);
    await expect(places.nth(2)).toHaveAttribute('aria-current', 'page');
    await places.nth(0).click();
    await expect(page).toHaveURL('/');
  });
});

test('[D1] [D5] sort, filter and columns survive a reload, and Back leads from view to view', async ({
  nodes,
  page,
}) => {
  await nodes.goto();
  await expect(nodes.sentence).toHaveText(SENTENCE);
  await expect(nodes.shown).toHaveText('24 of 24 nodes');

  await test.step('the worst first, of those in pool general', async () => {
    await nodes.head('State').getByRole('button').click();
    await nodes.filter.fill('nodepool=general');
    await expect(nodes.shown).toHaveText('12 of 24 nodes');
    expect((await nodes.names()).slice(0, 4)).toStrictEqual([
      'general-b-4',
      'general-a-3',
      'general-b-2',
      'general-a-1',
    ]);
    await expect(nodes.head('State')).toHaveAttribute('aria-sort', 'ascending');
    await expect(page).toHaveURL(/sort=state/);
    await expect(page).toHaveURL(/q=nodepool/);
  });

  await test.step('with another column', async () => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Ready' }).check();
    await page.keyboard.press('Escape');
    await expect(nodes.head('Ready')).toBeVisible();
    await expect(nodes.rows.nth(2)).toContainText('silent');
  });

  await test.step('a reload changes nothing', async () => {
    const before = await nodes.names();
    await page.reload();
    await expect(nodes.rows).toHaveCount(12);
    expect(await nodes.names()).toStrictEqual(before);
    await expect(nodes.head('Ready')).toBeVisible();
    await expect(nodes.filter).toHaveValue('nodepool=general');
  });

  await test.step('a view is a step, what is filtered is not', async () => {
    await nodes.view('Grid').click();
    await expect(page.getByRole('gridcell')).toHaveCount(12);
    await nodes.view('Matrix').click();
    await expect(nodes.matrix).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('gridcell')).toHaveCount(12);
    await page.goBack();
    await expect(nodes.rows).toHaveCount(12);
    await expect(nodes.filter).toHaveValue('nodepool=general');
  });

  await test.step('and Back from a node finds the list as it was', async () => {
    await nodes.rows.first().getByRole('link').click();
    await expect(page).toHaveURL('/nodes/general-b-4');
    await expect(
      page.getByRole('navigation', { name: 'You are here' }).getByRole('link', { name: 'Nodes' }),
    ).toBeVisible();
    await page.goBack();
    await expect(nodes.rows).toHaveCount(12);
    await expect(nodes.head('State')).toHaveAttribute('aria-sort', 'ascending');
    await expect(nodes.filter).toHaveValue('nodepool=general');
  });
});

test('the incomplete ones alone; found by nothing; and all again with one click', async ({ nodes, page }) => {
  await nodes.goto();
  await page.getByRole('group', { name: 'Which nodes' }).getByRole('button', { name: 'Incomplete' }).click();
  await expect(nodes.rows).toHaveCount(4);
  expect(await nodes.names()).toStrictEqual(['general-a-3', 'general-b-2', 'general-b-4', 'gpu-c-1']);
  await expect(nodes.rows.nth(3)).toContainText('2 of 5fluent-bit, node-exporter');
  await nodes.filter.fill('no such node');
  await expect(page.getByText('No node matches the filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(nodes.shown).toHaveText('24 of 24 nodes');
  await expect(page).toHaveURL('/nodes');
});

test('what is shown is exported, as it is filtered and sorted', async ({ nodes }) => {
  await nodes.goto('?state=failed,missing,starved,nodeDown&sort=-incomplete&columns=state,incomplete,taints');

  await test.step('as CSV that a spreadsheet reads', async () => {
    await expect(nodes.rows).toHaveCount(4);
    const { name, bytes } = await nodes.save('CSV');
    expect(name).toMatch(/^rollcall-nodes-[\w.-]+-20261124T064835Z\.csv$/);
    expect([...bytes.subarray(0, 3)]).toStrictEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      'node,state,wanted,incomplete,incompleteDaemonSets,unschedulable,taints,cluster,asOf,stale,simulated',
    );
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join(' '))).toStrictEqual([
      'general-b-2 nodeDown',
      'gpu-c-1 failed',
      'general-a-3 starved',
      'general-b-4 failed',
    ]);
    expect(lines[2]).toContain('logging/fluent-bit monitoring/node-exporter');
    expect(lines[1]).toContain('node.kubernetes.io/unreachable:NoSchedule');
    for (const line of lines.slice(1)) expect(line).toMatch(/,2026-11-24T06:48:35\.\d{3}Z,false,$/);
  });

  await test.step('as JSON, with its types', async () => {
    const { bytes } = await nodes.save('JSON');
    const document = JSON.parse(bytes.toString('utf8'));
    expect(document).toMatchObject({
      view: 'table',
      filter: { query: '', states: ['failed', 'missing', 'starved', 'nodeDown'], sort: '-incomplete' },
      total: 24,
      stale: false,
      simulated: null,
    });
    expect(document.nodes).toHaveLength(4);
    expect(document.nodes[1]).toMatchObject({ node: 'gpu-c-1', incomplete: 2, wanted: 5 });
  });

  await test.step('the matrix with a column for each DaemonSet', async () => {
    await nodes.view('Matrix').click();
    await expect(nodes.matrix).toBeVisible();
    const lines = (await nodes.save('CSV')).bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
    expect(lines[0]).toContain('node,kube-system/cilium,kube-system/ebs-csi-node,security/falco,logging/fluent-bit');
    expect(lines[4]).toMatch(/^general-b-4,ok,old,ok,failed,/);
  });
});

test('[R5] [A2] the matrix is walked with the keyboard alone, and a square leads to its DaemonSet', async ({
  nodes,
  page,
}) => {
  await nodes.goto('?view=matrix');
  await expect(page.locator('[data-expectation=DoesNotRun]')).toHaveText(/10$/);
  await nodes.matrix.focus();
  await expect(nodes.line).toHaveText('batch-a-1, cilium: OK (should run and does)');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+End');
  await expect(nodes.line).toHaveText(/^gpu-c-1, nvidia-mig-manager: Excluded \(should not run\)$/);
  await expect(page.getByRole('link', { name: 'gpu-c-1' })).toBeInViewport();
  await page.keyboard.press('Home');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
  await expect(nodes.line).toHaveText('gpu-c-1, fluent-bit: Failed (should run and does not)');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/daemonsets/logging/fluent-bit?node=gpu-c-1');
  await expect(page.getByRole('dialog')).toContainText('gpu-c-1');
  await page.goBack();

  await test.step('and with the pointer', async () => {
    const canvas = await nodes.matrix.locator('canvas').boundingBox();
    if (canvas === null) throw new Error('the matrix is not drawn');
    await page.mouse.click(canvas.x + 3.5 * 24, canvas.y + 12);
    await expect(page).toHaveURL('/daemonsets/logging/fluent-bit?node=batch-a-1');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test('the places are in reach, and what is wider than the screen moves within itself', async ({ nodes, page }) => {
    for (const query of ['', '?view=grid', '?view=matrix', '?lang=ja', '?view=matrix&lang=ja']) {
      await nodes.goto(query);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), query).toBe(390);
    }
    await page.goto('/');
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Nodes' }).click();
    await expect(nodes.sentence).toHaveText(SENTENCE);
  });
});
