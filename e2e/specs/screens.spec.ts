import { runRollcall } from '#lib/testing/rollcall-process.ts';
import { expect, test } from '../fixtures/files.ts';

const AS_OF = 'as of 2026-11-24 06:48:35 UTC';
/** A taint, a label or an affinity, by its name. */
const WHY = /^\S+: Excluded, (taint|needs label|node affinity wants) \S+/;
const DAEMON_SETS = [
  ['logging', 'fluent-bit'],
  ['kube-system', 'cilium'],
  ['security', 'falco'],
  ['kube-system', 'ebs-csi-node'],
  ['gpu-operator', 'nvidia-device-plugin'],
  ['kube-system', 'kube-vip'],
  ['gpu-operator', 'nvidia-mig-manager'],
] as const;

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the fleet says how it is, and leads to each DaemonSet', async ({ fleet, page }) => {
    await page.goto('/');
    await expect(fleet.sentence).toContainText(
      '1 rollout stalled (fluent-bit 10 min) · 1 DaemonSet degraded (falco 44 min)',
    );
    await expect(page.getByText(AS_OF)).toBeVisible();
    const row = fleet.row('falco');
    await expect(row.getByRole('cell').nth(1)).toHaveText('1110 counted');
    await expect(row).toContainText('1 of 10 target nodes has no available pod');
    await row.getByRole('link').click();
    await expect(page).toHaveURL('/daemonsets/security/falco');
    await expect(fleet.sentence).toContainText('1 of 10 target nodes has no available pod');
    await expect(page.getByText('Wanted on 10 of 24 nodes.')).toBeVisible();
  });

  test('a node says what should run on it, and why it does not', async ({ fleet, page }) => {
    await page.goto('/nodes/general-b-2');
    await expect(fleet.sentence).toHaveText(
      '5 DaemonSets need a look on this node: cilium, ebs-csi-node, fluent-bit, 2 more.',
    );
    await expect(fleet.row('kube-vip')).toContainText('node-role.kubernetes.io/control-plane Exists');
  });
});

test('every square that is excluded says why, and so does its row in the table', async ({ daemonSet, page }) => {
  test.slow();
  let seen = 0;
  for (const [namespace, name] of DAEMON_SETS) {
    await daemonSet.goto(namespace, name);
    const squares = () =>
      daemonSet.cellsInState('excluded').evaluateAll((cells) => cells.map((cell) => cell.ariaLabel ?? ''));
    // The reasons come with the details, after the states.
    await expect
      .poll(async () => (await squares()).filter((label) => !WHY.test(label)), { message: `${namespace}/${name}` })
      .toStrictEqual([]);
    const excluded = (await squares()).length;
    seen += excluded;
    await page.goto(`/daemonsets/${namespace}/${name}?view=table`);
    const rows = page.locator('tr[data-state=excluded]');
    if (excluded > 0) await rows.first().waitFor();
    const reasons = () => rows.evaluateAll((found) => found.map((row) => row.children[3]?.textContent ?? ''));
    await expect.poll(async () => (await reasons()).filter((reason) => reason === '')).toStrictEqual([]);
  }
  expect(seen).toBeGreaterThan(60);
});

test('the age of what was recorded is shown on every page', async ({ page }) => {
  for (const path of ['/', '/daemonsets/logging/fluent-bit', '/nodes/general-b-2', '/nodes/no-such-node']) {
    await page.goto(path);
    await expect(page.locator('[data-freshness=Files]')).toHaveText(AS_OF);
  }
});

test('what is not there answers 404 with a page that leads back', async ({ fleet, page }) => {
  for (const path of [
    '/daemonsets/logging/no-such',
    '/daemonsets/nowhere/fluent-bit',
    '/nodes/no-such-node',
    '/nothing',
  ]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
  }
  await page.getByRole('link', { name: 'To the fleet' }).click();
  await expect(fleet.nodes).toHaveCount(24);
});

test('the icon that browsers ask for unasked is there', async ({ request }) => {
  const response = await request.get('/favicon.ico');
  expect([response.status(), response.headers()['content-type']]).toStrictEqual([200, 'image/svg+xml']);
});

test('with no cluster to read, the page says what was tried and what to do', async ({ page }) => {
  const rollcall = runRollcall(['serve', '--port=0', '--operations-port=0']);
  try {
    await page.goto(await rollcall.url());
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No cluster is being read');
    await expect(page.getByRole('listitem')).toContainText(['.kube/config', 'serviceaccount/token']);
    await expect(page.getByText('rollcall serve --from cluster.json')).toBeVisible();
    await expect(page.locator('[data-state]')).toHaveCount(0);
  } finally {
    rollcall.child.kill('SIGTERM');
    await rollcall.ended;
  }
});

test('a page that breaks the content security policy, or throws, would be noticed', async ({
  complaints,
  fleet,
  page,
}) => {
  await fleet.goto();
  await page.evaluate(() => {
    const script = document.createElement('div');
    script.innerHTML = '<p style="color: red">styled without a nonce</p>';
    document.body.append(script);
    setTimeout(() => {
      throw new Error('thrown in the page');
    });
  });
  await expect.poll(() => complaints.join('\n')).toMatch(/thrown in the page/);
  expect(complaints.splice(0).filter((each) => each.includes('style-src'))).not.toHaveLength(0);
});
