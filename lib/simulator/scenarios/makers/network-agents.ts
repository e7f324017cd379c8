import { agent } from './daemonset.ts';
import { configMap, EVERYWHERE, hostPath, httpProbe, mount, NODE_CRITICAL, nodeNameEnv } from './pod-parts.ts';

/** Networks and names, as they are usually installed. */

export const cilium = agent({
  name: 'cilium',
  namespace: 'kube-system',
  image: 'quay.io/cilium/cilium',
  selector: { 'k8s-app': 'cilium' },
  labels: { 'app.kubernetes.io/name': 'cilium-agent', 'app.kubernetes.io/part-of': 'cilium' },
  update: { maxUnavailable: 2 },
  requests: { cpu: '100m', memory: '256Mi' },
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
  container: {
    name: 'cilium-agent',
    command: ['cilium-agent'],
    args: ['--config-dir=/tmp/cilium/config-map'],
    env: [nodeNameEnv('K8S_NODE_NAME')],
    readinessProbe: httpProbe('/healthz', 9879),
    securityContext: { capabilities: { add: ['NET_ADMIN', 'SYS_MODULE', 'SYS_ADMIN'], drop: ['ALL'] } },
    volumeMounts: [mount('cilium-run', '/var/run/cilium'), mount('cni-path', '/host/opt/cni/bin')],
  },
  podSpec: {
    hostNetwork: true,
    terminationGracePeriodSeconds: 1,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    volumes: [
      hostPath('cilium-run', '/var/run/cilium', 'DirectoryOrCreate'),
      hostPath('cni-path', '/opt/cni/bin', 'DirectoryOrCreate'),
      hostPath('etc-cni-netd', '/etc/cni/net.d', 'DirectoryOrCreate'),
    ],
  },
});

export const ciliumEnvoy = agent({
  name: 'cilium-envoy',
  namespace: 'kube-system',
  image: 'quay.io/cilium/cilium-envoy',
  selector: { 'k8s-app': 'cilium-envoy' },
  update: { maxUnavailable: 2 },
  requests: { cpu: '50m', memory: '96Mi' },
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
  podSpec: { hostNetwork: true, volumes: [hostPath('envoy-sockets', '/var/run/cilium/envoy/sockets')] },
});

export const kubeProxy = agent({
  name: 'kube-proxy',
  namespace: 'kube-system',
  image: 'registry.k8s.io/kube-proxy',
  selector: { 'k8s-app': 'kube-proxy' },
  update: { maxUnavailable: '10%' },
  requests: { cpu: '100m', memory: '50Mi' },
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
  container: {
    command: ['kube-proxy', '--config=/var/lib/kube-proxy-config/config'],
    securityContext: { privileged: true },
    volumeMounts: [mount('config', '/var/lib/kube-proxy-config'), mount('lib-modules', '/lib/modules', true)],
  },
  podSpec: {
    hostNetwork: true,
    volumes: [configMap('config', 'kube-proxy-config'), hostPath('lib-modules', '/lib/modules')],
  },
});

export const nodeLocalDns = agent({
  name: 'node-local-dns',
  namespace: 'kube-system',
  image: 'registry.k8s.io/dns/k8s-dns-node-cache',
  selector: { 'k8s-app': 'node-local-dns' },
  update: { maxUnavailable: '10%' },
  requests: { cpu: '25m', memory: '32Mi' },
  tolerations: [
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
    { effect: 'NoExecute', operator: 'Exists' },
    { effect: 'NoSchedule', operator: 'Exists' },
  ],
  priorityClassName: NODE_CRITICAL,
  container: {
    name: 'node-cache',
    args: ['-localip', '169.254.20.10', '-conf', '/etc/Corefile', '-upstreamsvc', 'kube-dns-upstream'],
    ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }],
    livenessProbe: httpProbe('/health', 8080),
    volumeMounts: [mount('config-volume', '/etc/coredns')],
  },
  podSpec: {
    hostNetwork: true,
    dnsPolicy: 'Default',
    volumes: [configMap('config-volume', 'node-local-dns'), hostPath('xtables-lock', '/run/xtables.lock')],
  },
});

export const istioCni = agent({
  name: 'istio-cni-node',
  namespace: 'istio-system',
  image: 'docker.io/istio/install-cni',
  selector: { 'k8s-app': 'istio-cni-node' },
  requests: { cpu: '100m', memory: '100Mi' },
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
  container: { name: 'install-cni', volumeMounts: [mount('cni-bin-dir', '/host/opt/cni/bin')] },
  podSpec: { volumes: [hostPath('cni-bin-dir', '/opt/cni/bin')] },
});

export const ztunnel = agent({
  name: 'ztunnel',
  namespace: 'istio-system',
  image: 'docker.io/istio/ztunnel',
  selector: { app: 'ztunnel' },
  update: { maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '100m', memory: '256Mi' },
  tolerations: EVERYWHERE,
  priorityClassName: NODE_CRITICAL,
  container: { name: 'istio-proxy', args: ['proxy', 'ztunnel'], readinessProbe: httpProbe('/healthz/ready', 15021) },
});
