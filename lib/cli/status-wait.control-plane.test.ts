import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RollcallProcess, runRollcall } from '#lib/testing/rollcall-process.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { untilRolledOut } from '#testbed/scenario.ts';
import type { StatusDocument } from './status-document.ts';

/** The command as a pipeline has it: a process, its two streams and its exit code, beside a real rollout. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const V3 = { image: 'registry.example.com/agent:3.0.0' } as const;
/** A change with its time. */
const CHANGE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}(.*)$/gm;

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

const begun = new Set<RollcallProcess>();
afterEach(async () => {
  // A test that failed may have left its command watching.
  for (const { child } of begun) child.kill('SIGKILL');
  await Promise.all([...begun].map(({ ended }) => ended));
  begun.clear();
});

async function complete(name: string, count: number): Promise<Situation> {
  const situation = await stage(plane, name, count);
  await plane.client.apply(situation.agent());
  await untilRolledOut(plane.client, 'agent', name, { desired: count });
  return situation;
}

function status({ name }: Situation, ...argv: readonly string[]): RollcallProcess {
  const command = runRollcall(['status', '--kubeconfig', plane.kubeconfig('rollcall'), '-n', name, 'agent', ...argv]);
  begun.add(command);
  return command;
}

function changesIn(text: string): readonly string[] {
  return [...text.matchAll(CHANGE)].map(([, change = '']) => change);
}

test('--wait begun right after a push waits for its end, says what changes, and leaves with 0', async () => {
  const situation = await complete('waiting', 3);
  await plane.client.apply(situation.agent({ ...V2, readyDelay: '2s' }));
  const { code, stdout, stderr } = await status(situation, '--wait', '--timeout=2m').ended;
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  const changes = changesIn(stdout);
  expect(changes[0]).toMatch(/^▶ (Progressing|Not observed) {2}waiting\/agent {2}/);
  expect(changes.at(-1)).toMatch(
    /^✓ Complete {2}waiting\/agent {2}All 3 target nodes run the current revision, available/,
  );
  // After an empty line what status says, once.
  expect(stdout.slice(stdout.indexOf('\n\n') + 2)).toMatch(/^All 3 target nodes run the current revision, available/);
});

test('--wait of an image that cannot be pulled leaves with 1 when the time is over; the document is whole', async () => {
  const situation = await complete('unpullable', 3);
  await plane.client.apply(situation.agent({ ...V2, fault: 'image-pull' }));
  const { code, stdout, stderr } = await status(situation, '--wait', '--timeout=10s', '-o', 'json').ended;
  expect(code).toBe(1);
  const changes = changesIn(stderr);
  expect(changes.at(-1)).toMatch(
    /^✕ Stalled {2}unpullable\/agent {2}Rollout stalled \((image cannot be pulled|the new version is failing)\)/,
  );
  expect(stderr).toMatch(/\nrollcall: not everything was done within 10 s \(--timeout\)\n$/);
  const document: StatusDocument = JSON.parse(stdout);
  const [daemonSet] = document.daemonSets;
  expect(daemonSet).toMatchObject({
    state: 'Stalled',
    budget: { kind: 'maxUnavailable', limit: 1, used: 1, need: 1, holders: [{ row: 'RU5e', kind: 'stuck' }] },
    progress: { eta: null, parallelism: 0 },
  });
  expect(daemonSet?.causes.map(({ name }) => name)).toContain('ImagePullFailed');
});

test('--wait goes on while a rollout is stalled, and ends with 0 once somebody has mended it', async () => {
  const situation = await complete('mended', 3);
  await plane.client.apply(situation.agent({ ...V2, fault: 'image-pull' }));
  const waiting = status(situation, '--wait', '--timeout=2m');
  await waiting.says(/✕ Stalled {2}mended\/agent/);
  await plane.client.apply(situation.agent(V3));
  const { code, stdout } = await waiting.ended;
  expect(code).toBe(0);
  const states = changesIn(stdout).map((change) => change.slice(2).split('  ')[0]);
  expect(states.indexOf('Stalled')).toBeGreaterThanOrEqual(0);
  expect(states.at(-1)).toBe('Complete');
});

test('--watch into a pipe outlives the API server, and leaves at Ctrl-C with the code of what it saw last', async () => {
  const situation = await complete('watched', 2);
  const watching = status(situation, '--watch');
  await watching.says(/✓ Complete {2}watched\/agent/);
  await plane.component('kube-apiserver').restart('SIGKILL');
  await plane.client.apply(situation.agent({ ...V2, fault: 'image-pull' }));
  await watching.says(/✕ Stalled {2}watched\/agent/);
  watching.child.kill('SIGINT');
  const { code, stderr } = await watching.ended;
  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
});

test('--watch ends when nobody reads what it says', async () => {
  const situation = await complete('unread', 2);
  const watching = status(situation, '--watch');
  await watching.says(/✓ Complete {2}unread\/agent/);
  watching.child.stdout?.destroy();
  await plane.client.apply(situation.agent({ ...V2, fault: 'image-pull' }));
  expect(await watching.ended).toMatchObject({ stderr: '' });
});
