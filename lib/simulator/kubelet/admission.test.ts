import { describe, expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { type NodePlan, newNode } from '../node-plan.ts';
import type { Condition, Node, Pod, PodSpec } from '../objects.ts';
import { refuse } from './admission.ts';

const context = simulatedContext();
let made = 0;

function nodeOf(plan: Partial<NodePlan> = {}, pressures: readonly string[] = []): Node {
  made += 1;
  const { name } = context.store.create<'Node'>(
    newNode({ ...plan, name: `node-${made}` }, context.clock.now()),
  ).metadata;
  const node = context.store.update('Node', name, undefined, (each) => ({
    ...each,
    status: {
      ...each.status,
      conditions: (each.status.conditions ?? []).map((condition): Condition => {
        return pressures.includes(condition.type) ? { ...condition, status: 'True' } : condition;
      }),
    },
  }));
  if (node === undefined) throw new Error('there is no node');
  return node;
}

function podOf(spec: Partial<PodSpec> = {}): Pod {
  return context.store.create<'Pod'>({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { generateName: 'agent-', namespace: 'apps' },
    spec: { containers: [{ name: 'agent', image: 'agent' }], ...spec },
  });
}

function asks(requests: Readonly<Record<string, string>>): Partial<PodSpec> {
  return { containers: [{ name: 'agent', image: 'agent', resources: { requests } }] };
}

function onPort(hostPort: number): Partial<PodSpec> {
  return { containers: [{ name: 'agent', image: 'agent', ports: [{ containerPort: hostPort, hostPort }] }] };
}

describe('a pod that does not fit is refused with the words of the kubelet; only the first reason is said [KR2]', () => {
  const ssd = { nodeSelector: { disk: 'ssd' } };
  test.each([
    {
      name: 'cpu in thousandths',
      spec: asks({ cpu: '1500m' }),
      others: [asks({ cpu: '3' })],
      refusal: {
        reason: 'OutOfcpu',
        message: "Node didn't have enough resource: cpu, requested: 1500, used: 3000, capacity: 4000",
      },
    },
    {
      name: 'memory in bytes',
      spec: asks({ memory: '9Gi' }),
      others: [asks({ memory: '8Gi' })],
      refusal: {
        reason: 'OutOfmemory',
        message:
          "Node didn't have enough resource: memory, requested: 9663676416, used: 8589934592, capacity: 17179869184",
      },
    },
    {
      name: 'of several resources cpu is said before memory, whatever was written first',
      spec: asks({ memory: '90Gi', cpu: '9' }),
      refusal: {
        reason: 'OutOfcpu',
        message: "Node didn't have enough resource: cpu, requested: 9000, used: 0, capacity: 4000",
      },
    },
    {
      name: 'places for pods before everything else',
      node: { capacity: { pods: '1' } },
      spec: asks({ cpu: '9' }),
      others: [{}],
      refusal: {
        reason: 'OutOfpods',
        message: "Node didn't have enough resource: pods, requested: 1, used: 1, capacity: 1",
      },
    },
    {
      name: 'a resource of its own that the node has',
      node: { capacity: { 'nvidia.com/gpu': '1' } },
      spec: asks({ 'nvidia.com/gpu': '1' }),
      others: [asks({ 'nvidia.com/gpu': '1' })],
      refusal: {
        reason: 'OutOfnvidia.com/gpu',
        message: "Node didn't have enough resource: nvidia.com/gpu, requested: 1, used: 1, capacity: 1",
      },
    },
    { name: 'not one that the node does not know', spec: asks({ 'example.com/licence': '1' }), refusal: undefined },
    {
      name: 'labels that do not match any more, before ports',
      spec: { ...onPort(80), ...ssd },
      others: [onPort(80)],
      refusal: {
        reason: 'NodeAffinity',
        message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
      },
    },
    {
      name: 'a port of the host that is taken',
      spec: onPort(80),
      others: [onPort(81), onPort(80)],
      refusal: {
        reason: 'NodePorts',
        message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
      },
    },
    {
      name: 'a NoExecute taint',
      node: { taints: [{ key: 'drained', effect: 'NoExecute' as const }] },
      spec: {},
      refusal: {
        reason: 'TaintToleration',
        message: "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
      },
    },
    {
      name: 'not a NoSchedule taint',
      node: { taints: [{ key: 'full', effect: 'NoSchedule' as const }] },
      spec: {},
      refusal: undefined,
    },
  ])('$name', ({ node = {}, spec, others = [], refusal }) => {
    expect(refuse(podOf(spec), nodeOf(node), others.map(podOf))).toStrictEqual(refusal);
  });
});

describe('a node under pressure [KR3]', () => {
  const tolerating = (name: string) => [
    { key: `node.kubernetes.io/${name}`, operator: 'Exists', effect: 'NoSchedule' },
  ];
  const evicted = (conditions: string) => ({ reason: 'Evicted', message: `The node had condition: [${conditions}]. ` });
  const bestEffort = {};
  const burstable = asks({ cpu: '1m' });
  test.each([
    { name: 'memory: who asks for nothing is refused', spec: bestEffort, says: 'MemoryPressure' },
    { name: 'memory: who asks for something is taken in', spec: burstable, under: ['MemoryPressure'] },
    {
      name: 'memory: who tolerates it is taken in, as daemon pods do',
      spec: { tolerations: tolerating('memory-pressure') },
      under: ['MemoryPressure'],
    },
    { name: 'disk: who asks for something is refused', spec: burstable, says: 'DiskPressure' },
    {
      name: 'disk: to tolerate it does not help',
      spec: { tolerations: tolerating('disk-pressure') },
      says: 'DiskPressure',
    },
    { name: 'process ids: everybody is refused', spec: burstable, says: 'PIDPressure' },
    { name: 'memory and disk: both are said', spec: burstable, says: 'MemoryPressure DiskPressure' },
    { name: 'a critical pod is always taken in', spec: { priority: 2_000_000_000 }, under: ['DiskPressure'] },
  ])('$name', ({ spec, says, under = says?.split(' ') ?? [] }) => {
    expect(refuse(podOf(spec), nodeOf({}, under), [])).toStrictEqual(says === undefined ? undefined : evicted(says));
  });
});
