import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Running } from '#lib/simulator/context.ts';
import { requestDeletion } from '#lib/simulator/deletion.ts';
import type { Quantities } from '#lib/simulator/objects.ts';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { type PodPlan, simulatedPod } from '#lib/testing/simulated-objects.ts';
import { createAdmission } from './admission.ts';
import { startQuotaController } from './quota.ts';

let context: SimulatedContext;
let running: Running;
beforeEach(() => {
  context = simulatedContext();
  context.store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name: 'default' }, spec: {} });
  running = startQuotaController(context);
});
afterEach(() => running.stop());

function limit(hard: Quantities): void {
  const metadata = { name: 'q', namespace: 'default' };
  context.store.create<'ResourceQuota'>({ kind: 'ResourceQuota', apiVersion: 'v1', metadata, spec: { hard } });
  context.clock.advance(1_000);
}

/** Whether it was let in, or why not. */
function admit(plan: PodPlan): string {
  const answer = createAdmission(context)(simulatedPod(plan));
  return answer.ok ? 'let in' : answer.error.message.replace(`pods "${plan.name}" is forbidden: `, '');
}

function used(): Quantities | undefined {
  return context.store.get('ResourceQuota', 'q', 'default')?.status.used;
}

test('a quota is counted as it comes, charged by each pod, and paid back when one goes', () => {
  admit({ name: 'before', requests: { memory: '1Gi' } });
  limit({ pods: '2', memory: '2048Mi' });
  expect(context.store.get('ResourceQuota', 'q', 'default')?.status).toStrictEqual({
    hard: { pods: '2', memory: '2Gi' },
    used: { pods: '1', memory: '1Gi' },
  });
  expect(admit({ name: 'second', requests: { memory: '512Mi' } })).toBe('let in');
  expect(used()).toStrictEqual({ pods: '2', memory: '1536Mi' });
  expect(admit({ name: 'third', requests: { memory: '1Gi' } })).toBe(
    'exceeded quota: q, requested: memory=1Gi,pods=1, used: memory=1536Mi,pods=2, limited: memory=2Gi,pods=2',
  );
  expect(context.store.get('Pod', 'third', 'default')).toBeUndefined();
  requestDeletion(context, { kind: 'Pod', name: 'before', namespace: 'default' });
  context.clock.advance(1_000);
  expect(used()).toStrictEqual({ pods: '1', memory: '512Mi' });
  expect(admit({ name: 'third', requests: { memory: '1Gi' } })).toBe('let in');
});

test('a pod that is over counts as an object alone', () => {
  limit({ pods: '1', 'count/pods': '2', cpu: '1' });
  admit({ name: 'a', requests: { cpu: '1' } });
  context.store.update('Pod', 'a', 'default', (each) => ({ ...each, status: { phase: 'Succeeded' } }));
  context.clock.advance(1_000);
  expect(used()).toStrictEqual({ pods: '0', 'count/pods': '1', cpu: '0' });
  expect(['b', 'c'].map((name) => admit({ name, requests: { cpu: '1' } }))).toStrictEqual([
    'let in',
    'exceeded quota: q, requested: count/pods=1,cpu=1,pods=1, used: count/pods=2,cpu=1,pods=1, limited: count/pods=2,cpu=1,pods=1',
  ]);
});

test('a pod that should have gone long ago is forgotten when everything is counted again', () => {
  limit({ pods: '1' });
  admit({ name: 'stuck', spec: { nodeName: 'n' } });
  requestDeletion(context, { kind: 'Pod', name: 'stuck', namespace: 'default' });
  context.clock.advance(100_000);
  expect(used()).toStrictEqual({ pods: '1' });
  context.clock.advance(300_000);
  expect(used()).toStrictEqual({ pods: '0' });
});

test('a quota has nothing against anything until it is counted, and says so when a resource is new to it [FC2b]', () => {
  const metadata = { name: 'q', namespace: 'default' };
  context.store.create<'ResourceQuota'>({
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    metadata,
    spec: { hard: { pods: '0' } },
  });
  expect(admit({ name: 'early' })).toBe('let in');
  context.store.update('ResourceQuota', 'q', 'default', (each) => ({
    ...each,
    status: { hard: { pods: '5', 'count/pods': '5' }, used: { pods: '1' } },
  }));
  expect(admit({ name: 'next' })).toBe('status unknown for quota: q, resources: count/pods,pods');
});

test('a change of the quota is counted', () => {
  limit({ pods: '1' });
  context.store.update('ResourceQuota', 'q', 'default', (each) => ({ ...each, spec: { hard: { 'count/pods': '7' } } }));
  context.clock.advance(1_000);
  expect(context.store.get('ResourceQuota', 'q', 'default')?.status).toStrictEqual({
    hard: { 'count/pods': '7' },
    used: { 'count/pods': '0' },
  });
});
