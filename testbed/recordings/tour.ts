import { setTimeout as wait } from 'node:timers/promises';
import type { ControlPlane } from '../control-plane.ts';
import { type Chapter, capture, retell, tidy } from '../dump.ts';
import type { KubernetesObject } from '../kinds.ts';
import type { NodePlan } from '../nodes.ts';
import { type DaemonSetPlan, daemonSet, daemonSetStatus, namespace, untilRolledOut } from '../scenario.ts';

/*
 * The first thing that a new user sees: a middling cluster on an ordinary afternoon. Most of it is well. One rollout
 * moves, one is stuck at an image that does not exist, a node is dead, a node is in quarantine, and one node has no room
 * for the new security agent because its neighbours have the same priority.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] as const;
const DEAD = 'general-b-2';
const QUARANTINED = 'general-c-4';
const FULL = 'general-a-3';
const EVERYWHERE = [{ operator: 'Exists' }];
const NODE_CRITICAL = { priorityClassName: 'system-node-critical', automountServiceAccountToken: false };

function tourNodes(): NodePlan[] {
  const plans: NodePlan[] = [];
  for (const [index, zone] of ZONES.entries()) {
    const letter = 'abc'[index] ?? '';
    const common = { zone };
    const labels = (type: string) => ({
      'node.kubernetes.io/instance-type': type,
    });
    plans.push({
      ...common,
      name: `control-${letter}-1`,
      pool: 'control',
      labels: { ...labels('m7i.large'), 'node-role.kubernetes.io/control-plane': '' },
      taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
      capacity: { cpu: '2', memory: '8Gi' },
      allocatable: { cpu: '1930m', memory: '7400Mi' },
    });
    for (let number = 1; number <= 4; number += 1) {
      plans.push({
        ...common,
        name: `general-${letter}-${number}`,
        pool: 'general',
        labels: labels('m7i.xlarge'),
        allocatable: { cpu: '3920m', memory: '15200Mi' },
      });
    }
    for (let number = 1; number <= (letter === 'c' ? 1 : 2); number += 1) {
      plans.push({
        ...common,
        name: `batch-${letter}-${number}`,
        pool: 'batch',
        labels: labels('c7i.2xlarge'),
        taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }],
        capacity: { cpu: '8' },
        allocatable: { cpu: '7910m', memory: '14800Mi' },
      });
    }
    for (let number = 1; number <= (letter === 'a' ? 2 : 1); number += 1) {
      plans.push({
        ...common,
        name: `gpu-${letter}-${number}`,
        pool: 'gpu',
        labels: { ...labels('g6.2xlarge'), 'nvidia.com/gpu.present': 'true' },
        taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
        capacity: { cpu: '8', memory: '32Gi', 'nvidia.com/gpu': '1' },
        allocatable: { cpu: '7910m', memory: '30200Mi' },
      });
    }
  }
  return plans;
}

type Versioned = (version: string, more?: Partial<DaemonSetPlan>) => KubernetesObject;

const cilium: Versioned = (version) =>
  daemonSet({
    name: 'cilium',
    namespace: 'kube-system',
    image: `quay.io/cilium/cilium:${version}`,
    requests: { cpu: '100m', memory: '256Mi' },
    updateStrategy: { maxUnavailable: 2 },
    podSpec: { ...NODE_CRITICAL, hostNetwork: true, tolerations: EVERYWHERE },
  });

const ebsCsiNode: Versioned = (version) =>
  daemonSet({
    name: 'ebs-csi-node',
    namespace: 'kube-system',
    updateStrategy: 'OnDelete',
    podSpec: {
      ...NODE_CRITICAL,
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: EVERYWHERE,
      containers: [
        sidecar('ebs-plugin', `public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:${version}`, '10m', '40Mi'),
        sidecar(
          'node-driver-registrar',
          'registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.15.0',
          '10m',
          '20Mi',
        ),
      ],
    },
  });

const nodeExporter: Versioned = (version, more = {}) =>
  daemonSet({
    name: 'node-exporter',
    namespace: 'monitoring',
    image: `quay.io/prometheus/node-exporter:${version}`,
    requests: { cpu: '50m', memory: '32Mi' },
    limits: { memory: '64Mi' },
    updateStrategy: { maxUnavailable: '10%' },
    podSpec: { automountServiceAccountToken: false, hostNetwork: true, hostPID: true, tolerations: EVERYWHERE },
    container: { ports: [{ name: 'metrics', containerPort: 9100, hostPort: 9100 }] },
    ...more,
  });

const fluentBit: Versioned = (version, more = {}) =>
  daemonSet({
    name: 'fluent-bit',
    namespace: 'logging',
    image: `cr.fluentbit.io/fluent/fluent-bit:${version}`,
    requests: { cpu: '100m', memory: '128Mi' },
    limits: { memory: '256Mi' },
    updateStrategy: { maxUnavailable: 2 },
    podSpec: {
      automountServiceAccountToken: false,
      tolerations: [
        { key: 'dedicated', operator: 'Equal', value: 'batch', effect: 'NoSchedule' },
        { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      ],
    },
    ...more,
  });

const nvidiaDevicePlugin: Versioned = (version) =>
  daemonSet({
    name: 'nvidia-device-plugin',
    namespace: 'gpu-operator',
    image: `nvcr.io/nvidia/k8s-device-plugin:${version}`,
    podSpec: {
      ...NODE_CRITICAL,
      nodeSelector: { 'nvidia.com/gpu.present': 'true' },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    },
  });

/** No node has the label, so it wants none: idle, which is no problem. */
const nvidiaMigManager: Versioned = (version) =>
  daemonSet({
    name: 'nvidia-mig-manager',
    namespace: 'gpu-operator',
    image: `nvcr.io/nvidia/cloud-native/k8s-mig-manager:${version}`,
    podSpec: { automountServiceAccountToken: false, nodeSelector: { 'nvidia.com/mig.capable': 'true' } },
  });

const kubeVip: Versioned = (version) =>
  daemonSet({
    name: 'kube-vip',
    namespace: 'kube-system',
    image: `ghcr.io/kube-vip/kube-vip:${version}`,
    podSpec: {
      ...NODE_CRITICAL,
      hostNetwork: true,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] },
            ],
          },
        },
      },
      tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
    },
  });

const falco: Versioned = (version) =>
  daemonSet({
    name: 'falco',
    namespace: 'security',
    image: `docker.io/falcosecurity/falco:${version}`,
    requests: { cpu: '500m', memory: '512Mi' },
    limits: { memory: '1Gi' },
    podSpec: { automountServiceAccountToken: false, priorityClassName: 'business' },
    container: { securityContext: { privileged: true } },
  });

function sidecar(name: string, image: string, cpu: string, memory: string): unknown {
  return { name, image, resources: { requests: { cpu, memory }, limits: { memory: '256Mi' } } };
}

function deployment(
  name: string,
  replicas: number,
  image: string,
  cpu: string,
  nodeSelector: Readonly<Record<string, string>>,
): KubernetesObject {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: 'business',
          automountServiceAccountToken: false,
          nodeSelector,
          containers: [{ name: 'main', image, resources: { requests: { cpu, memory: '1Gi' } } }],
        },
      },
    },
  };
}

export async function recordTour(controlPlane: ControlPlane): Promise<KubernetesObject[]> {
  const { client, nodes } = controlPlane;
  const chapters: Chapter[] = [];
  /** Times are whole seconds, so a chapter begins with one and no object of it can look older. */
  const chapter = async (agoMillis: number) => {
    await wait(1_000 - (Date.now() % 1_000));
    chapters.push({ startedAt: Date.now() - (Date.now() % 1_000), agoMillis });
  };

  await chapter(41 * DAY);
  await nodes.add(tourNodes());
  const namespaces = ['kube-system', 'logging', 'monitoring', 'gpu-operator', 'security', 'shop'];
  await client.apply(...namespaces.map((name) => namespace(name)), {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'business' },
    value: 100_000,
  });
  await client.apply(
    cilium('v1.18.2'),
    kubeVip('v1.0.1'),
    ebsCsiNode('v1.51.0'),
    nodeExporter('v1.9.1'),
    fluentBit('4.1.1'),
    nvidiaDevicePlugin('v0.17.4'),
    nvidiaMigManager('v0.12.3'),
  );
  await untilRolledOut(client, 'cilium', 'kube-system', { desired: 24 });
  await untilRolledOut(client, 'kube-vip', 'kube-system', { desired: 3 });
  await untilRolledOut(client, 'ebs-csi-node', 'kube-system', { desired: 24 });
  await untilRolledOut(client, 'node-exporter', 'monitoring', { desired: 24 });
  await untilRolledOut(client, 'fluent-bit', 'logging', { desired: 21 });
  await untilRolledOut(client, 'nvidia-device-plugin', 'gpu-operator', { desired: 4 });

  await chapter(9 * DAY + 3 * HOUR);
  await client.apply(cilium('v1.18.4'), nvidiaDevicePlugin('v0.18.0'));
  await untilRolledOut(client, 'cilium', 'kube-system', { desired: 24 });
  await untilRolledOut(client, 'nvidia-device-plugin', 'gpu-operator', { desired: 4 });

  await chapter(3 * DAY + 5 * HOUR);
  await client.apply(ebsCsiNode('v1.53.0'));
  await restartCsiPods(controlPlane, ['control-', 'batch-', 'gpu-']);

  await chapter(26 * HOUR);
  await nodes.label(FULL, { 'example.com/workload': 'checkout' });
  await client.apply(
    deployment('checkout', 2, 'registry.example.com/shop/checkout:2026.11.3', '1700m', {
      'example.com/workload': 'checkout',
    }),
    deployment('catalog', 3, 'registry.example.com/shop/catalog:2026.11.1', '400m', {
      'topology.kubernetes.io/zone': 'eu-west-1c',
    }),
  );
  await client.until('the shop to run', async () => {
    const pods = await client.list('Pod', { namespace: 'shop' });
    return pods.length === 5 && pods.every((pod) => (pod['status'] as { phase: string }).phase === 'Running');
  });

  await chapter(52 * MINUTE);
  await nodes.taint(QUARANTINED, { key: 'example.com/quarantine', value: 'disk-errors', effect: 'NoExecute' });
  await client.until('fluent-bit to leave the quarantined node', async () => {
    const pods = await client.list('Pod', { namespace: 'logging', fieldSelector: `spec.nodeName=${QUARANTINED}` });
    return pods.length === 0;
  });

  await chapter(44 * MINUTE);
  await client.apply(falco('0.42.0'));
  await client.until('falco to be available on all nodes but the full one', async () => {
    const status = daemonSetStatus(await client.get({ kind: 'DaemonSet', name: 'falco', namespace: 'security' }));
    return status.desiredNumberScheduled === 11 && status.numberAvailable === 10;
  });

  await chapter(27 * MINUTE);
  await client.apply(fluentBit('4.2.0-1', { fault: 'image-pull' }));
  await client.until('two pods that cannot be pulled', async () => {
    const pods = await client.list('Pod', { namespace: 'logging' });
    return pods.filter((pod) => JSON.stringify(pod['status']).includes('ImagePullBackOff')).length === 2;
  });

  await chapter(11 * MINUTE);
  await nodes.killKubelet(DEAD);
  await nodes.untilNotReady([DEAD], { timeoutMillis: 60_000 });

  await chapter(35_000);
  await client.apply(nodeExporter('v1.10.2', { readyDelay: '5s' }));
  await client.until(
    'node-exporter to be on its way',
    async () => {
      const status = daemonSetStatus(
        await client.get({ kind: 'DaemonSet', name: 'node-exporter', namespace: 'monitoring' }),
      );
      return status.updatedNumberScheduled >= 10;
    },
    { timeoutMillis: 90_000 },
  );

  const items = tidy(await capture(controlPlane));
  const last = chapters.at(-1);
  const end = Date.now();
  // The last chapter is told as it was.
  const told = chapters.map((each) => (each === last ? { ...each, agoMillis: end - each.startedAt } : each));
  return retell(items, told, end);
}

/** Under OnDelete a person replaces the pods, here pool by pool. */
async function restartCsiPods({ client }: ControlPlane, pools: readonly string[]): Promise<void> {
  const labelSelector = 'app.kubernetes.io/name=ebs-csi-node';
  const pods = await client.list('Pod', { namespace: 'kube-system', labelSelector });
  const old = pods.filter((pod) => {
    const { nodeName } = pod['spec'] as { nodeName: string };
    return pools.some((pool) => nodeName.startsWith(pool));
  });
  for (const pod of old) await client.delete({ kind: 'Pod', name: pod.metadata.name, namespace: 'kube-system' });
  await client.until(`${old.length} new pods of ebs-csi-node`, async () => {
    const status = daemonSetStatus(
      await client.get({ kind: 'DaemonSet', name: 'ebs-csi-node', namespace: 'kube-system' }),
    );
    return status.updatedNumberScheduled === old.length && status.numberAvailable === 24;
  });
}
