import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READER, type ServedStore, serveStore, simplePod } from '#lib/testing/served-store.ts';
import { controlPlaneBinaries } from '#testbed/binaries.ts';
import { kubeconfigFor } from '../kubeconfig.ts';

/** The real kubectl reads the simulated cluster, and is told why it cannot change it. */

const execute = promisify(execFile);

let served: ServedStore;
let directory: string;
let kubectl: string;
beforeAll(async () => {
  ({ kubectl } = await controlPlaneBinaries());
  // kubectl sends no token where there is no TLS.
  served = await serveStore({ anonymous: 'all' });
  directory = await mkdtemp(join(tmpdir(), 'kubectl-'));
  await writeFile(join(directory, 'config'), kubeconfigFor(served.server.url, READER.token));
  const { store } = served;
  store.create<'DaemonSet'>({
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      selector: { matchLabels: { name: 'agent' } },
      template: { metadata: { labels: { name: 'agent' } }, spec: simplePod('agent').spec },
      updateStrategy: { type: 'RollingUpdate' },
    },
    status: {
      observedGeneration: 1,
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: 1,
      numberAvailable: 1,
      updatedNumberScheduled: 1,
    },
  });
  store.create<'Pod'>(simplePod('agent-x', { name: 'agent' }));
});
afterAll(async () => {
  await served?.close();
  await rm(directory, { recursive: true, force: true });
});

async function run(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const options = { env: { ...process.env, KUBECONFIG: join(directory, 'config'), HOME: directory }, timeout: 30_000 };
  return execute(kubectl, args, options).catch((error: { stdout: string; stderr: string }) => error);
}

const COMMANDS: readonly (readonly [string, string | RegExp])[] = [
  ['version', 'Server Version: v1.36.3'],
  ['get daemonsets -A -o name', 'daemonset.apps/agent'],
  ['get ds -A', /default +agent +/],
  ['get pods -l name=agent -o name', 'pod/agent-x'],
  ['get pod agent-x -o jsonpath={.spec.containers[0].image}', 'registry.example.com/main:1'],
  ['get all -o name', /^pod\/agent-x\ndaemonset.apps\/agent$/],
  ['rollout status ds/agent', 'daemon set "agent" successfully rolled out'],
  ['wait --for=jsonpath={.status.phase}=Pending pod/agent-x --timeout=5s', 'pod/agent-x condition met'],
  ['get --raw /readyz', 'ok'],
];
test.for(COMMANDS)('kubectl %s', async ([command, expected]) => {
  const { stdout, stderr } = await run(...command.split(' '));
  expect({ stderr, stdout: stdout.trim() }).toStrictEqual({
    stderr: '',
    stdout: typeof expected === 'string' ? expect.stringContaining(expected) : expect.stringMatching(expected),
  });
});

test('kubectl get pods -o json shows what is stored', async () => {
  const { stdout } = await run('get', 'pods', '-o', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'List', items: [served.store.get('Pod', 'agent-x', 'default')] });
});

test('what kubectl wants to change is refused with the reason', async () => {
  const refused = 'this cluster is simulated, and its story alone changes it';
  expect((await run('delete', 'pod', 'agent-x')).stderr).toContain(refused);
  expect((await run('create', 'namespace', 'more')).stderr).toContain(refused);
  expect(served.store.count('Pod')).toBe(1);
});
