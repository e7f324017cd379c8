import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAuditLog, summarizeAudit } from './audit.ts';
import { ApiError, makeClient } from './client.ts';
import { COMPONENTS } from './components.ts';
import { type ControlPlane, ROLLCALL_USER, STRANGER_USER, startControlPlane } from './control-plane.ts';
import { startFaultProxy } from './proxy.ts';
import { processLives } from './run-directory.ts';
import { daemonSet, daemonSetStatus, typicalNodes, untilRolledOut } from './scenario.ts';
import { throttle, unthrottle } from './throttle.ts';

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await startControlPlane();
  await controlPlane.nodes.add(typicalNodes(20));
});
afterAll(async () => {
  await controlPlane?.stop();
});

/** The status with which a token user's request is answered. */
async function statusFor(token: string, path: string): Promise<number> {
  const client = makeClient({ url: controlPlane.url, ca: controlPlane.ca, identity: { token } });
  const { status } = await client.probe(path);
  await client.close();
  return status;
}

test('a DaemonSet rolls out on twenty nodes, and again in a new revision', async () => {
  const { client } = controlPlane;
  await client.apply(daemonSet({ name: 'agent' }));
  await untilRolledOut(client, 'agent', 'default', { desired: 20 });
  const image = 'registry.example.com/agent:2.0.0';
  await client.apply(daemonSet({ name: 'agent', image, updateStrategy: { maxUnavailable: 5 } }));
  const second = await untilRolledOut(client, 'agent', 'default', { desired: 20 });
  expect(daemonSetStatus(second)).toStrictEqual({
    observedGeneration: 2,
    desiredNumberScheduled: 20,
    updatedNumberScheduled: 20,
    numberAvailable: 20,
    numberReady: 20,
  });
  expect(controlPlane.kwokErrors()).toStrictEqual([]);
});

test('kubectl understands the kubeconfig', () => {
  const { binaries, kubeconfig } = controlPlane;
  const args = ['--kubeconfig', kubeconfig('admin'), 'rollout', 'status', 'daemonset/agent'];
  const { status, stdout } = spawnSync(binaries.kubectl, args, { encoding: 'utf8' });
  expect([status, stdout]).toStrictEqual([0, 'daemon set "agent" successfully rolled out\n']);
});

test('a killed kubelet makes its node NotReady with both unreachable taints; a revived one brings it back', async () => {
  const { nodes, client } = controlPlane;
  await nodes.killKubelet('node-20');
  await nodes.untilNotReady(['node-20'], { timeoutMillis: 40_000 });
  const dead = await client.get({ kind: 'Node', name: 'node-20' });
  const { taints } = dead['spec'] as { taints: { key: string; effect: string }[] };
  expect(taints.map(({ key, effect }) => `${key}:${effect}`).sort()).toStrictEqual([
    'node.kubernetes.io/unreachable:NoExecute',
    'node.kubernetes.io/unreachable:NoSchedule',
  ]);
  const lost = daemonSetStatus(await client.get({ kind: 'DaemonSet', name: 'agent' }));
  expect(lost.numberReady).toBe(19);
  await nodes.reviveKubelet('node-20');
  await nodes.untilReady(['node-20']);
  await untilRolledOut(client, 'agent', 'default', { desired: 20 });
});

test('a taint, a cordon and a label come and go without losing what others wrote', async () => {
  const { nodes, client } = controlPlane;
  const specOf = async () => (await client.get({ kind: 'Node', name: 'node-01' }))['spec'];
  const dedicated = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
  await Promise.all([nodes.taint('node-01', dedicated), nodes.taint('node-01', { ...dedicated, effect: 'NoExecute' })]);
  await nodes.cordon('node-01');
  await nodes.label('node-01', { colour: 'blue' });
  await client.until('the taint of the cordon', async () => {
    const { taints } = (await specOf()) as { taints?: { key: string }[] };
    return taints?.some(({ key }) => key === 'node.kubernetes.io/unschedulable');
  });
  expect(await specOf()).toMatchObject({
    unschedulable: true,
    taints: expect.arrayContaining([dedicated, { ...dedicated, effect: 'NoExecute' }]),
  });
  await nodes.untaint('node-01', 'dedicated');
  await nodes.uncordon('node-01');
  await nodes.label('node-01', { colour: null });
  await client.until('a node without taints', async () => {
    const { taints } = (await specOf()) as { taints?: unknown };
    return taints === undefined;
  });
  const { metadata } = await client.get({ kind: 'Node', name: 'node-01' });
  expect(metadata.labels).not.toHaveProperty('colour');
  // NoExecute took the pod away: the DaemonSet must be whole again for the tests that follow.
  await untilRolledOut(client, 'agent', 'default', { desired: 20 });
});

test('rollcall may list what its ClusterRole grants, a stranger nothing, and a right can be taken away', async () => {
  const { access } = controlPlane;
  const pods = '/api/v1/pods?limit=1';
  const events = '/apis/events.k8s.io/v1/events?limit=1';
  const secrets = '/api/v1/secrets?limit=1';
  const one = '/api/v1/nodes/node-01';
  const of = (token: string) => Promise.all([pods, events, secrets, one].map((path) => statusFor(token, path)));
  expect(await of(ROLLCALL_USER.token)).toStrictEqual([200, 200, 403, 403]);
  expect(await of(STRANGER_USER.token)).toStrictEqual([403, 403, 403, 403]);
  expect(await of('wrong')).toStrictEqual([401, 401, 401, 401]);
  await access.revoke('events');
  expect(await of(ROLLCALL_USER.token)).toStrictEqual([200, 403, 403, 403]);
  await access.grant('events');
  expect(await of(ROLLCALL_USER.token)).toStrictEqual([200, 200, 403, 403]);
});

test('the audit log tells who asked for what', async () => {
  const { client, auditLogPath, url, ca } = controlPlane;
  const writer = makeClient({ url, ca, identity: { token: STRANGER_USER.token } });
  const deletion = writer.delete({ kind: 'Node', name: 'node-01' });
  await expect(deletion).rejects.toBeInstanceOf(ApiError);
  await writer.close();
  await statusFor(ROLLCALL_USER.token, '/apis/policy/v1/poddisruptionbudgets?limit=1');
  const wanted = '/apis/policy/v1/poddisruptionbudgets';
  const requests = await client.until('the request in the log', async () => {
    const found = readAuditLog(auditLogPath);
    return found.some(({ path }) => path === wanted) && found;
  });
  expect(requests.filter(({ path }) => path === wanted)).toStrictEqual([
    { user: 'rollcall', verb: 'list', path: wanted, query: { limit: '1' }, code: 200, userAgent: 'rollcall-testbed' },
  ]);
  const summary = summarizeAudit(requests);
  expect(summary.get('stranger')).toContain('delete /api/v1/nodes/node-01');
  expect(summary.has('admin')).toBe(false);
});

type LeaseSpec = { readonly holderIdentity?: string; readonly renewTime?: string };

/**
 * Waits until the kwok that has just started holds the lease of every node and has renewed each: in the moment in which it
 * takes a node over it may miss that a pod there is to go, and then that pod stays for ever.
 */
async function untilTakenOver(previous: readonly LeaseSpec[]): Promise<void> {
  const { client } = controlPlane;
  const leases = async () =>
    (await client.list('Lease', { namespace: 'kube-node-lease' })).map(({ spec }) => spec as LeaseSpec);
  const old = new Set(previous.map(({ holderIdentity }) => holderIdentity));
  const taken = await client.until('the new kwok to hold every lease', async () => {
    const found = await leases();
    return found.every(({ holderIdentity }) => !old.has(holderIdentity)) && found;
  });
  const times = new Set(taken.map(({ renewTime }) => renewTime));
  await client.until('it to renew every lease', async () =>
    (await leases()).every(({ renewTime }) => !times.has(renewTime)),
  );
}

test('each component can be restarted on its port, and afterwards the whole still works', {
  timeout: 240_000,
}, async () => {
  const { client, component } = controlPlane;
  const leases = (await client.list('Lease', { namespace: 'kube-node-lease' })).map(({ spec }) => spec as LeaseSpec);
  for (const name of COMPONENTS) {
    const before = component(name).pid();
    await component(name).restart();
    expect(component(name).pid()).not.toBe(before);
    expect(before === undefined || processLives(before)).toBe(false);
  }
  // While the kubelets were away their leases ran out: a node that has just been found silent is not wanted [FA2].
  const names = (await client.list('Node')).map(({ metadata }) => metadata.name);
  await untilTakenOver(leases);
  await controlPlane.nodes.untilReady(names, { timeoutMillis: 60_000 });
  await client.apply(
    daemonSet({ name: 'agent', image: 'registry.example.com/agent:3.0.0', updateStrategy: { maxUnavailable: 20 } }),
  );
  await untilRolledOut(client, 'agent', 'default', { desired: 20, timeoutMillis: 120_000 });
});

test('a frozen API server answers nothing until it is thawed', async () => {
  const { client, component } = controlPlane;
  component('kube-apiserver').freeze();
  let answered = false;
  const answer = client.probe('/version').then(({ status }) => {
    answered = true;
    return status;
  });
  try {
    // etcd is not frozen: the machine has had time enough to answer.
    await component('etcd').restart();
    expect(answered).toBe(false);
  } finally {
    component('kube-apiserver').thaw();
  }
  expect(await answer).toBe(200);
});

test('a throttled user is answered with 429 and told when to come again, others are not', async () => {
  const { client, url, ca } = controlPlane;
  const path = '/api/v1/pods?limit=1';
  await throttle(client, STRANGER_USER.name);
  const stranger = makeClient({ url, ca, identity: { token: STRANGER_USER.token } });
  // Which of several waits in the queue's one place is not told; the others come back at once.
  const first = await Promise.any(
    [1, 2, 3].map(async () => {
      const { status } = await stranger.probe(path);
      return status === 429 ? status : Promise.reject(new Error(String(status)));
    }),
  );
  expect([first, await statusFor(ROLLCALL_USER.token, path)]).toStrictEqual([429, 200]);
  await stranger.close();
  await unthrottle(client);
  await client.until(
    'the stranger to be heard again',
    async () => (await statusFor(STRANGER_USER.token, path)) === 403,
  );
});

test('a proxy in front that ends TLS cuts a watch in the middle of a line', async () => {
  const { port, ca, authority } = controlPlane;
  const server = authority.issue({ commonName: 'proxy', serverNames: ['127.0.0.1'] });
  const proxy = await startFaultProxy({ port, tls: { ...server, ca } });
  const client = makeClient({ url: `https://127.0.0.1:${proxy.port}`, ca, identity: { token: ROLLCALL_USER.token } });
  try {
    expect((await client.probe('/api/v1/nodes?limit=1')).status).toBe(200);
    proxy.cut({ afterBytes: 2_000, how: 'fin', lastRequest: /GET \/api\/v1\/nodes\?watch=true/ });
    const cut = client.probe('/api/v1/nodes?watch=true&timeoutSeconds=20');
    await expect(cut).rejects.toThrow(/other side closed|terminated/);
    expect((await client.probe('/api/v1/nodes?limit=1')).status).toBe(200);
  } finally {
    await client.close();
    await proxy.close();
  }
});

test('stopping leaves neither process nor folder', async () => {
  const another = await startControlPlane({ audit: 'off', featureGates: { WatchList: false } });
  const pids = COMPONENTS.map((name) => another.component(name).pid());
  const list = '/api/v1/nodes?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1';
  expect((await another.client.probe(list)).status).toBe(422);
  await another.stop();
  expect(pids.map((pid) => pid !== undefined && processLives(pid))).toStrictEqual([false, false, false, false, false]);
  expect(() => readdirSync(another.directory)).toThrow(/ENOENT/);
});
