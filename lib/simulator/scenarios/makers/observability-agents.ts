import { agent } from './daemonset.ts';
import { configMap, EVERYWHERE, env, hostPath, httpProbe, mount, nodeNameEnv } from './pod-parts.ts';

/** Logs, metrics and traces, as their charts install them. */

const LOG_VOLUMES = [hostPath('varlog', '/var/log'), hostPath('etcmachineid', '/etc/machine-id', 'File')];

export const fluentBit = agent({
  name: 'fluent-bit',
  namespace: 'logging',
  image: 'cr.fluentbit.io/fluent/fluent-bit',
  labels: { 'app.kubernetes.io/instance': 'fluent-bit', 'helm.sh/chart': 'fluent-bit-0.54.0' },
  update: { maxUnavailable: 2 },
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { memory: '256Mi' },
  container: {
    command: ['/fluent-bit/bin/fluent-bit'],
    args: ['--workdir=/fluent-bit/etc', '--config=/fluent-bit/etc/conf/fluent-bit.conf'],
    ports: [{ name: 'http', containerPort: 2020 }],
    livenessProbe: httpProbe('/', 'http'),
    readinessProbe: httpProbe('/api/v1/health', 'http'),
    volumeMounts: [mount('config', '/fluent-bit/etc/conf'), mount('varlog', '/var/log')],
  },
  podSpec: { volumes: [configMap('config', 'fluent-bit'), ...LOG_VOLUMES] },
});

/** Flushes what it has buffered before it goes. */
export const fluentd = agent({
  name: 'fluentd',
  namespace: 'kube-system',
  image: 'docker.io/fluent/fluentd-kubernetes-daemonset',
  selector: { 'k8s-app': 'fluentd-logging' },
  update: { maxUnavailable: 2 },
  requests: { cpu: '100m', memory: '200Mi' },
  limits: { memory: '512Mi' },
  container: {
    env: [env('FLUENT_ELASTICSEARCH_HOST', 'elasticsearch.logging'), env('FLUENT_ELASTICSEARCH_PORT', '9200')],
    volumeMounts: [mount('varlog', '/var/log')],
  },
  podSpec: { volumes: LOG_VOLUMES },
});

export const promtail = agent({
  name: 'promtail',
  namespace: 'logging',
  image: 'docker.io/grafana/promtail',
  labels: { 'app.kubernetes.io/instance': 'promtail' },
  requests: { cpu: '50m', memory: '128Mi' },
  container: {
    args: ['-config.file=/etc/promtail/promtail.yaml'],
    readinessProbe: httpProbe('/ready', 3101),
    volumeMounts: [mount('config', '/etc/promtail'), mount('varlog', '/var/log', true)],
  },
  podSpec: { volumes: [configMap('config', 'promtail'), ...LOG_VOLUMES] },
});

export const filebeat = agent({
  name: 'filebeat',
  namespace: 'logging',
  image: 'docker.elastic.co/beats/filebeat',
  selector: { 'k8s-app': 'filebeat' },
  requests: { cpu: '100m', memory: '100Mi' },
  limits: { memory: '200Mi' },
  container: { args: ['-c', '/etc/filebeat.yml', '-e'], securityContext: { runAsUser: 0 } },
  podSpec: { hostNetwork: true, volumes: [configMap('config', 'filebeat-config'), ...LOG_VOLUMES] },
});

export const nodeExporter = agent({
  name: 'node-exporter',
  namespace: 'monitoring',
  image: 'quay.io/prometheus/node-exporter',
  labels: { 'app.kubernetes.io/component': 'exporter', 'app.kubernetes.io/part-of': 'kube-prometheus' },
  update: { maxUnavailable: '10%' },
  requests: { cpu: '102m', memory: '180Mi' },
  limits: { cpu: '250m', memory: '180Mi' },
  tolerations: EVERYWHERE,
  container: {
    args: ['--web.listen-address=127.0.0.1:9101', '--path.sysfs=/host/sys', '--path.rootfs=/host/root'],
    ports: [{ name: 'metrics', containerPort: 9100, hostPort: 9100 }],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
    volumeMounts: [mount('sys', '/host/sys', true), mount('root', '/host/root', true)],
  },
  podSpec: {
    hostNetwork: true,
    hostPID: true,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    securityContext: { runAsNonRoot: true, runAsUser: 65_534 },
    volumes: [hostPath('sys', '/sys'), hostPath('root', '/')],
  },
});

export const datadog = agent({
  name: 'datadog-agent',
  namespace: 'datadog',
  image: 'gcr.io/datadoghq/agent',
  selector: { 'app.kubernetes.io/name': 'datadog', 'app.kubernetes.io/component': 'agent' },
  labels: { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': 'datadog-3.150.0' },
  update: { maxUnavailable: '10%' },
  requests: { cpu: '200m', memory: '256Mi' },
  limits: { memory: '512Mi' },
  container: {
    name: 'agent',
    command: ['agent', 'run'],
    env: [
      env('DD_SITE', 'datadoghq.eu'),
      env('DD_LOGS_ENABLED', 'true'),
      nodeNameEnv('DD_KUBERNETES_KUBELET_NODENAME'),
    ],
    readinessProbe: httpProbe('/ready', 5555),
    volumeMounts: [mount('procdir', '/host/proc', true), mount('cgroups', '/host/sys/fs/cgroup', true)],
  },
  podSpec: { volumes: [hostPath('procdir', '/proc'), hostPath('cgroups', '/sys/fs/cgroup')] },
});

export const otelCollector = agent({
  name: 'otel-collector-agent',
  namespace: 'observability',
  image: 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib',
  selector: { 'app.kubernetes.io/name': 'opentelemetry-collector', component: 'agent-collector' },
  labels: { 'helm.sh/chart': 'opentelemetry-collector-0.139.1' },
  update: { maxUnavailable: 2 },
  requests: { cpu: '100m', memory: '200Mi' },
  limits: { memory: '400Mi' },
  container: {
    name: 'otc-container',
    args: ['--config=/conf/relay.yaml'],
    ports: [
      { name: 'otlp', containerPort: 4317, hostPort: 4317 },
      { name: 'otlp-http', containerPort: 4318, hostPort: 4318 },
    ],
    readinessProbe: httpProbe('/', 13_133),
  },
  podSpec: { volumes: [configMap('relay', 'otel-collector-agent')] },
});

export const alloy = agent({
  name: 'alloy',
  namespace: 'observability',
  image: 'docker.io/grafana/alloy',
  requests: { cpu: '100m', memory: '200Mi' },
  container: { args: ['run', '/etc/alloy/config.alloy'], readinessProbe: httpProbe('/-/ready', 12_345) },
  podSpec: { volumes: LOG_VOLUMES },
});

export const nodeProblemDetector = agent({
  name: 'node-problem-detector',
  namespace: 'kube-system',
  image: 'registry.k8s.io/node-problem-detector/node-problem-detector',
  selector: { app: 'node-problem-detector' },
  requests: { cpu: '10m', memory: '80Mi' },
  limits: { cpu: '10m', memory: '80Mi' },
  tolerations: [
    { effect: 'NoSchedule', operator: 'Exists' },
    { effect: 'NoExecute', operator: 'Exists' },
  ],
  container: {
    command: ['/node-problem-detector', '--logtostderr', '--config.system-log-monitor=/config/kernel-monitor.json'],
    env: [nodeNameEnv('NODE_NAME')],
    securityContext: { privileged: true },
    volumeMounts: [mount('log', '/var/log', true), mount('kmsg', '/dev/kmsg', true)],
  },
  podSpec: { volumes: [hostPath('log', '/var/log/'), hostPath('kmsg', '/dev/kmsg')] },
});
