import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeKubeconfig } from '#testbed/kubeconfig.ts';
import { startFaultProxy } from '#testbed/proxy.ts';
import { daemonSet as makeDaemonSet, untilRolledOut } from '#testbed/scenario.ts';
import { startRollcall } from '../fixtures/rollcall.ts';
import { expect, NODE_COUNT, test } from '../fixtures/test.ts';
import { cellsOfDump, cellsOnScreen } from '../fixtures/truth.ts';

/** Kubernetes' own controllers wait longer and longer between their tries to reach a server that was away. */
const CONTROLLERS_COME_BACK_MILLIS = 50_000;
const KEYS = ['logging/fluent-bit', 'monitoring/node-exporter', 'storage/csi-node'];

test('the API server restarts: the picture ends equal to its state', async ({ cluster, daemonSet, page }) => {
  await daemonSet.goto('logging', 'fluent-bit');
  await cluster.plane.component('kube-apiserver').restart('SIGKILL');
  // Something happens that no old watch has told.
  await cluster.nodes.taint('node-09', { key: 'example.com/after-restart', effect: 'NoExecute' });
  await expect(daemonSet.cell('node-09')).toHaveAttribute('data-state', 'excluded', {
    timeout: CONTROLLERS_COME_BACK_MILLIS,
  });
  await cluster.nodes.untaint('node-09', 'example.com/after-restart');
  await expect(daemonSet.cellsInState('ok')).toHaveCount(NODE_COUNT, { timeout: CONTROLLERS_COME_BACK_MILLIS });
  expect(await cellsOnScreen(page, KEYS)).toStrictEqual(await cellsOfDump(cluster.plane));
});

test('the API server freezes for 40 s: the age never lies, and nothing stale looks healthy', async ({
  cluster,
  daemonSet,
  page,
}) => {
  await daemonSet.goto('logging', 'fluent-bit');
  const chip = page.locator('[data-freshness]');
  await expect(chip).toHaveAttribute('data-freshness', 'Live');

  const apiServer = cluster.plane.component('kube-apiserver');
  apiServer.freeze();
  const frozenAt = Date.now();
  try {
    await expect(chip).toHaveAttribute('data-freshness', 'Lagging', { timeout: 16_000 });
    await expect(chip).toHaveAttribute('data-freshness', 'Stale', { timeout: 25_000 });
    const staleAfterMillis = Date.now() - frozenAt;
    // Proof is dated when a request was sent, at most five seconds before the freeze; the chip ticks once a second.
    expect(staleAfterMillis).toBeLessThan(33_000);
    expect(staleAfterMillis).toBeGreaterThan(24_000);
    await expect(page.locator('[data-banner=Stale]')).toBeVisible();
    await expect(daemonSet.cellsInState('ok')).toHaveCount(0);
    await expect(daemonSet.state).not.toHaveText(/Complete/);
    await expect.poll(() => Date.now() - frozenAt, { timeout: 20_000, intervals: [500] }).toBeGreaterThan(40_000);
  } finally {
    apiServer.thaw();
  }
  await expect(chip).toHaveAttribute('data-freshness', 'Live', { timeout: 20_000 });
  await expect(daemonSet.cellsInState('ok')).toHaveCount(NODE_COUNT);
  expect(await cellsOnScreen(page, KEYS)).toStrictEqual(await cellsOfDump(cluster.plane));
});

test('a server that is away at the start is said on the screen, and read when it comes', async ({ cluster, page }) => {
  const apiServer = cluster.plane.component('kube-apiserver');
  await apiServer.stop('SIGKILL');
  const rollcall = await startRollcall('--kubeconfig', cluster.plane.kubeconfig('rollcall'));
  try {
    await page.goto(rollcall.url);
    await expect(page.locator('main')).toContainText(/refused|reached/);
    await apiServer.start();
    await expect(page.getByRole('gridcell')).toHaveCount(NODE_COUNT, { timeout: 30_000 });
    await expect(page.locator('[data-freshness]')).toHaveAttribute('data-freshness', 'Live');
  } finally {
    await apiServer.start();
    await rollcall.stop();
  }
});

test('the connection ends in the middle of a line: nothing is lost', async ({ cluster, fleet, page }, testInfo) => {
  const { plane } = cluster;
  const read = (name: string) => readFile(join(plane.directory, name), 'utf8');
  const tls = { certificate: await read('server.crt'), key: await read('server.key'), ca: plane.ca };
  const proxy = await startFaultProxy({ port: Number(new URL(plane.url).port), tls });
  const kubeconfig = testInfo.outputPath('proxy.kubeconfig');
  const user = { name: 'rollcall', identity: { token: plane.tokenOf('rollcall') } };
  await writeFile(kubeconfig, makeKubeconfig(`https://127.0.0.1:${proxy.port}`, plane.ca, user));
  const rollcall = await startRollcall('--kubeconfig', kubeconfig);
  try {
    await page.goto(rollcall.url);
    await expect(fleet.nodes).toHaveCount(NODE_COUNT);
    for (const [round, how] of (['fin', 'reset', 'corrupt'] as const).entries()) {
      // Some hundred bytes on, the watch of the pods is inside the first event of what comes now.
      proxy.cut({ afterBytes: 700, how, lastRequest: /\/api\/v1\/pods\?/ });
      await plane.client.apply(
        makeDaemonSet({
          name: 'fluent-bit',
          namespace: 'logging',
          image: `cr.fluentbit.io/fluent/fluent-bit:5.0.${round}`,
          updateStrategy: { maxUnavailable: 4 },
        }),
      );
      await untilRolledOut(plane.client, 'fluent-bit', 'logging', { desired: NODE_COUNT });
      await expect(fleet.row('fluent-bit')).toContainText('Complete');
      expect(proxy.cutIsPending()).toBe(false);
    }
    await expect(page.locator('[data-freshness]')).toHaveAttribute('data-freshness', 'Live');
    const shown = await cellsOnScreen(page, KEYS);
    expect(shown).toStrictEqual(await cellsOfDump(plane));
  } finally {
    await rollcall.stop();
    await proxy.close();
  }
});
