import { agent } from './daemonset.ts';
import { EVERYWHERE, hostPath, httpProbe, mount, nodeNameEnv } from './pod-parts.ts';

/** Agents that watch what the others do. */

export const falco = agent({
  name: 'falco',
  namespace: 'falco',
  image: 'docker.io/falcosecurity/falco',
  labels: { 'app.kubernetes.io/instance': 'falco', 'helm.sh/chart': 'falco-7.0.1' },
  requests: { cpu: '100m', memory: '512Mi' },
  limits: { cpu: '1', memory: '1Gi' },
  container: {
    args: ['/usr/bin/falco'],
    env: [nodeNameEnv('FALCO_K8S_NODE_NAME')],
    livenessProbe: httpProbe('/healthz', 8765),
    securityContext: { privileged: true },
    volumeMounts: [mount('proc-fs', '/host/proc'), mount('containerd-socket', '/host/run/containerd')],
  },
  podSpec: {
    volumes: [
      hostPath('proc-fs', '/proc'),
      hostPath('etc-fs', '/etc'),
      hostPath('containerd-socket', '/run/containerd'),
    ],
  },
});

export const tetragon = agent({
  name: 'tetragon',
  namespace: 'kube-system',
  image: 'quay.io/cilium/tetragon',
  requests: { cpu: '50m', memory: '128Mi' },
  tolerations: EVERYWHERE,
  container: { securityContext: { privileged: true }, args: ['--config-dir=/etc/tetragon/tetragon.conf.d/'] },
  podSpec: { hostNetwork: true, volumes: [hostPath('bpf-maps', '/sys/fs/bpf', 'DirectoryOrCreate')] },
});

export const falconSensor = agent({
  name: 'falcon-sensor',
  namespace: 'falcon-system',
  image: 'registry.crowdstrike.com/falcon-sensor/release/falcon-sensor',
  labels: { 'crowdstrike.com/component': 'kernel_sensor' },
  requests: { cpu: '250m', memory: '500Mi' },
  tolerations: EVERYWHERE,
  container: { securityContext: { privileged: true } },
  podSpec: { hostNetwork: true, hostPID: true, hostIPC: true, volumes: [hostPath('falconstore', '/opt/CrowdStrike')] },
});

export const wazuh = agent({
  name: 'wazuh-agent',
  namespace: 'wazuh',
  image: 'docker.io/wazuh/wazuh-agent',
  requests: { cpu: '50m', memory: '128Mi' },
  podSpec: { volumes: [hostPath('var-log', '/var/log')] },
});

export const trivyNodeCollector = agent({
  name: 'trivy-node-collector',
  namespace: 'trivy-system',
  image: 'ghcr.io/aquasecurity/node-collector',
  requests: { cpu: '10m', memory: '32Mi' },
  podSpec: { hostPID: true, volumes: [hostPath('var-lib-kubelet', '/var/lib/kubelet')] },
});
