import type { Toleration } from '../../objects.ts';
import { agent } from './daemonset.ts';
import { EVERYWHERE, hostPath, mount, NODE_CRITICAL, nodeNameEnv } from './pod-parts.ts';

/** What graphics cards need and what watches over them. */

const GPU_TOLERATION: readonly Toleration[] = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];
const ON_GPU = { 'nvidia.com/gpu.present': 'true' } as const;

export const nvidiaDevicePlugin = agent({
  name: 'nvidia-device-plugin-daemonset',
  namespace: 'gpu-operator',
  image: 'nvcr.io/nvidia/k8s-device-plugin',
  selector: { name: 'nvidia-device-plugin-ds' },
  tolerations: GPU_TOLERATION,
  priorityClassName: NODE_CRITICAL,
  container: {
    name: 'nvidia-device-plugin-ctr',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [mount('device-plugin', '/var/lib/kubelet/device-plugins')],
  },
  podSpec: { nodeSelector: ON_GPU, volumes: [hostPath('device-plugin', '/var/lib/kubelet/device-plugins')] },
});

export const dcgmExporter = agent({
  name: 'nvidia-dcgm-exporter',
  namespace: 'gpu-operator',
  image: 'nvcr.io/nvidia/k8s/dcgm-exporter',
  selector: { app: 'nvidia-dcgm-exporter' },
  requests: { cpu: '100m', memory: '256Mi' },
  tolerations: GPU_TOLERATION,
  priorityClassName: NODE_CRITICAL,
  container: { ports: [{ name: 'gpu-metrics', containerPort: 9400 }], securityContext: { privileged: true } },
  podSpec: { nodeSelector: ON_GPU, volumes: [hostPath('pod-gpu-resources', '/var/lib/kubelet/pod-resources')] },
});

export const gpuFeatureDiscovery = agent({
  name: 'gpu-feature-discovery',
  namespace: 'gpu-operator',
  image: 'nvcr.io/nvidia/k8s-device-plugin',
  selector: { app: 'gpu-feature-discovery' },
  tolerations: GPU_TOLERATION,
  container: { command: ['gpu-feature-discovery'], env: [nodeNameEnv('NODE_NAME')] },
  podSpec: { nodeSelector: ON_GPU },
});

export const nodeFeatureDiscovery = agent({
  name: 'node-feature-discovery-worker',
  namespace: 'node-feature-discovery',
  image: 'registry.k8s.io/nfd/node-feature-discovery',
  selector: { 'app.kubernetes.io/name': 'node-feature-discovery', role: 'worker' },
  requests: { cpu: '5m', memory: '64Mi' },
  tolerations: EVERYWHERE,
  container: { name: 'worker', command: ['nfd-worker'] },
  podSpec: { volumes: [hostPath('host-sys', '/sys')] },
});

/** NVSentinel's four; every one tolerates whatever is wrong with its node, because that is what it reports. */
function sentinel(name: string, image: string, command: string) {
  return agent({
    name,
    namespace: 'nvsentinel',
    image: `ghcr.io/nvidia/nvsentinel/${image}`,
    selector: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'nvsentinel' },
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    update: { maxUnavailable: '5%' },
    requests: { cpu: '100m', memory: '128Mi' },
    limits: { memory: '256Mi' },
    tolerations: EVERYWHERE,
    container: { command: [command], env: [nodeNameEnv('NODE_NAME')] },
    podSpec: { nodeSelector: ON_GPU, volumes: [hostPath('var-run-nvsentinel', '/var/run/nvsentinel')] },
  });
}

export const gpuHealthMonitor = sentinel('gpu-health-monitor-dcgm-4.x', 'gpu-health-monitor', 'gpu_health_monitor');
export const metadataCollector = sentinel('metadata-collector', 'metadata-collector', '/metadata-collector');
export const platformConnectors = sentinel('platform-connectors', 'platform-connectors', '/platform-connectors');
export const syslogHealthMonitor = sentinel(
  'syslog-health-monitor-regular',
  'syslog-health-monitor',
  '/syslog-health-monitor',
);
