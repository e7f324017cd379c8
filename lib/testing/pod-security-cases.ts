import type { PodSecurityPolicy } from '#lib/domain/audit/pod-security.ts';

/** A pod, and the policy of its namespace. Put to the rules by one test and to a real API server by another. */
export type PodSecurityCase = PodSecurityPolicy & {
  readonly name: string;
  readonly metadata?: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
};

type Container = Readonly<Record<string, unknown>>;

function container(name: string, securityContext?: Container, more: Container = {}): Container {
  return {
    name,
    image: 'registry.example/agent:1',
    ...(securityContext !== undefined && { securityContext }),
    ...more,
  };
}

/** What restricted asks of a container, all of it. */
const RESTRAINED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const nodeAgent = {
  hostNetwork: true,
  hostPID: true,
  hostIPC: true,
  initContainers: [container('prepare', { capabilities: { add: ['NET_ADMIN', 'CHOWN'] } })],
  containers: [
    container(
      'agent',
      { privileged: true, capabilities: { add: ['SYS_ADMIN'] } },
      { ports: [{ containerPort: 9100 }] },
    ),
    container('helper', { privileged: true }, { ports: [{ containerPort: 8080, hostPort: 8080 }] }),
  ],
  volumes: [
    { name: 'logs', hostPath: { path: '/var/log' } },
    { name: 'run', hostPath: { path: '/run' } },
    { name: 'config', configMap: { name: 'agent' } },
    { name: 'share', nfs: { server: 'nfs.example', path: '/share' } },
  ],
};

const profiles = {
  securityContext: {
    seccompProfile: { type: 'Unconfined' },
    appArmorProfile: { type: 'Unconfined' },
    seLinuxOptions: { type: 'spc_t', user: 'system_u' },
    sysctls: [
      { name: 'kernel.msgmax', value: '1' },
      { name: 'net.ipv4.tcp_rmem', value: '1' },
      { name: 'net.ipv4.tcp_keepalive_time', value: '1' },
    ],
  },
  containers: [
    container('agent', {
      seccompProfile: { type: 'Unconfined' },
      appArmorProfile: { type: 'Unconfined' },
      seLinuxOptions: { type: 'container_engine_t', role: 'system_r' },
    }),
    container('helper'),
  ],
};

const hosts = {
  containers: [
    container('agent', undefined, {
      livenessProbe: { httpGet: { port: 80, host: '10.0.0.1' } },
      readinessProbe: { tcpSocket: { port: 80, host: '10.0.0.2' } },
      lifecycle: { preStop: { httpGet: { port: 80, host: '10.0.0.1' } } },
    }),
  ],
};

const asRoot = {
  securityContext: { runAsUser: 0, runAsNonRoot: false },
  containers: [
    container('agent', { ...RESTRAINED, runAsUser: 0, runAsNonRoot: false }),
    container('helper', { ...RESTRAINED, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'SYS_TIME'] } }),
  ],
};

const unmasked = {
  hostUsers: false,
  containers: [container('agent', { ...RESTRAINED, procMount: 'Unmasked', runAsUser: 0 })],
};

const windows = {
  os: { name: 'windows' },
  hostNetwork: true,
  securityContext: { runAsNonRoot: true, windowsOptions: { hostProcess: true } },
  containers: [container('agent'), container('helper', { windowsOptions: { hostProcess: true } })],
};

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const annotated = {
  annotations: {
    [`${APP_ARMOR}agent`]: 'unconfined',
    [`${APP_ARMOR}helper`]: 'localhost/agent',
    'seccomp.security.alpha.kubernetes.io/pod': 'unconfined',
  },
};

const plain = { containers: [container('agent'), container('helper')] };
const restrained = { containers: [container('agent', RESTRAINED)] };
const profiled = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost', localhostProfile: 'agent.json' } },
  containers: [container('agent', { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } })],
  volumes: [
    { name: 'a', emptyDir: {} },
    { name: 'b', image: { reference: 'registry.example/data:1' } },
  ],
};

type Shape = {
  readonly what: string;
  readonly spec: PodSecurityCase['spec'];
  readonly metadata?: PodSecurityCase['metadata'];
};

const SHAPES: readonly Shape[] = [
  { what: 'an agent that sees all of its node', spec: nodeAgent },
  { what: 'profiles that hold nothing', spec: profiles },
  { what: 'probes of other hosts', spec: hosts },
  { what: 'root', spec: asRoot },
  { what: 'root that is none, in a user namespace', spec: unmasked },
  { what: 'processes of a Windows host', spec: windows },
  { what: 'profiles in old annotations', spec: plain, metadata: annotated },
  { what: 'a pod that says nothing', spec: plain },
  { what: 'a pod that is as it should be', spec: restrained },
  { what: 'a pod whose profile is that of all its containers', spec: profiled },
];

const POLICIES: readonly PodSecurityPolicy[] = [
  { level: 'privileged', version: 'latest' },
  { level: 'baseline', version: 'latest' },
  { level: 'baseline', version: 'v1.18' },
  { level: 'baseline', version: 'v1.30' },
  { level: 'restricted', version: 'latest' },
  { level: 'restricted', version: 'v1.7' },
  { level: 'restricted', version: 'v1.22' },
  { level: 'restricted', version: 'v1.34' },
];

export const POD_SECURITY_CASES: readonly PodSecurityCase[] = SHAPES.flatMap(({ what, spec, metadata }) =>
  POLICIES.map(({ level, version }) => ({
    name: `${what} under ${level}:${version}`,
    level,
    version,
    spec,
    ...(metadata !== undefined && { metadata }),
  })),
);
