import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Binaries } from './binaries.ts';
import type { Authority } from './certificates.ts';
import { makeServiceAccountKeys } from './certificates.ts';
import { makeKubeconfig } from './kubeconfig.ts';

/*
 * Which process gets which flags. What is unusual: no fsync (data live as long as the run), no leader election (there is
 * one of each), a short grace period for nodes (a dead node shows after 16 s instead of 50).
 */

export const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const;
export type ComponentName = (typeof COMPONENTS)[number];

/** A user of `--token-auth-file`. */
export type TokenUser = { readonly name: string; readonly token: string; readonly groups?: readonly string[] };

export type ServerOptions = {
  /** Of the API server, such as `{WatchList: false}`. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** Watches end after this to twice this many seconds; Kubernetes' own is 1800. */
  readonly minRequestTimeoutSeconds?: number;
  readonly etcdCompactionIntervalSeconds?: number;
  readonly anonymousAuth?: boolean;
  /** `tokenUsers` (default) leaves out the control plane's own requests and the tests'. */
  readonly audit?: 'off' | 'tokenUsers' | 'all';
  /** More flags of the API server, as they are. */
  readonly apiServerArgs?: readonly string[];
  /** Another file of kwok's Stages. */
  readonly stages?: string;
};

export type Ports = {
  readonly etcdClient: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kubelet: number;
};

export type Files = { readonly path: (name: string) => string; readonly url: string; readonly ca: string };

/** Writes certificates, keys, kubeconfigs and configuration into the run's folder. */
export function writeFiles(
  directory: string,
  ports: Ports,
  authority: Authority,
  users: readonly TokenUser[],
  options: ServerOptions,
): Files {
  const path = (name: string) => join(directory, name);
  const write = (name: string, text: string) => writeFileSync(path(name), text, { mode: 0o600 });
  const url = `https://127.0.0.1:${ports.apiServer}`;
  const ca = authority.certificate;

  const server = authority.issue({ commonName: 'server', serverNames: SERVER_NAMES });
  const front = authority.issue({ commonName: 'front' });
  const serviceAccounts = makeServiceAccountKeys();
  write('ca.crt', ca);
  write('server.crt', server.certificate);
  write('server.key', server.key);
  write('front.crt', front.certificate);
  write('front.key', front.key);
  write('sa.pub', serviceAccounts.publicKey);
  write('sa.key', serviceAccounts.privateKey);

  for (const [name, organizations] of CLIENTS) {
    const identity = authority.issue({ commonName: name, organizations });
    write(`${fileNameOf(name)}.kubeconfig`, makeKubeconfig(url, ca, { name, identity }));
  }
  for (const { name, token } of users) {
    write(`${name}.kubeconfig`, makeKubeconfig(url, ca, { name, identity: { token } }));
  }
  const rows = users.map(({ name, token, groups = [] }) => `${token},${name},${name},"${groups.join(',')}"`);
  write('tokens.csv', `${rows.join('\n')}\n`);
  write('audit-policy.yaml', JSON.stringify(auditPolicy(users, options.audit === 'all')));
  write('scheduler.yaml', JSON.stringify(schedulerConfiguration(path('system-kube-scheduler.kubeconfig'))));
  return { path, url, ca };
}

const SERVER_NAMES = ['127.0.0.1', 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
const CLIENTS: readonly (readonly [name: string, groups: readonly string[]])[] = [
  ['admin', ['system:masters']],
  ['system:kube-controller-manager', []],
  ['system:kube-scheduler', []],
];
function fileNameOf(user: string): string {
  return user.replace(':', '-');
}

/** `RequestReceived` is left out: each request is written when it is answered, a watch when it begins and ends. */
function auditPolicy(users: readonly TokenUser[], all: boolean): unknown {
  const rules = all
    ? [{ level: 'Metadata' }]
    : [{ level: 'Metadata', users: [...users.map((user) => user.name), 'system:anonymous'] }, { level: 'None' }];
  return { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules };
}

function schedulerConfiguration(kubeconfig: string): unknown {
  return {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: { kubeconfig, qps: 1_000, burst: 2_000 },
    leaderElection: { leaderElect: false },
  };
}

type Command = { readonly command: string; readonly args: readonly string[] };

export function commandOf(
  name: ComponentName,
  binaries: Binaries,
  { path, url }: Files,
  ports: Ports,
  options: ServerOptions,
): Command {
  return { command: binaries[name], args: argsOf(name) };

  function argsOf(component: ComponentName): string[] {
    switch (component) {
      case 'etcd':
        return etcdArgs(path('etcd'), ports);
      case 'kube-apiserver':
        return apiServerArgs(path, ports, options);
      case 'kube-controller-manager':
        return controllerManagerArgs(path, ports);
      case 'kube-scheduler':
        return [`--config=${path('scheduler.yaml')}`, ...ownServerArgs(path, 'system-kube-scheduler', ports.scheduler)];
      case 'kwok':
        return kwokArgs(path, url, ports, options.stages ?? fileURLToPath(new URL('stages.yaml', import.meta.url)));
    }
  }
}

function etcdArgs(data: string, ports: Ports): string[] {
  const client = `http://127.0.0.1:${ports.etcdClient}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    '--name=testbed',
    `--data-dir=${data}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=testbed=${peer}`,
    '--unsafe-no-fsync=true',
    '--quota-backend-bytes=8589934592',
    '--max-txn-ops=2048',
    '--max-request-bytes=10485760',
    '--log-level=warn',
  ];
}

function apiServerArgs(path: Files['path'], ports: Ports, options: ServerOptions): string[] {
  const { featureGates = {}, minRequestTimeoutSeconds, etcdCompactionIntervalSeconds, audit } = options;
  const gates = Object.entries(featureGates).map(([gate, on]) => `${gate}=${on}`);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcdClient}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.apiServer}`,
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--tls-cert-file=${path('server.crt')}`,
    `--tls-private-key-file=${path('server.key')}`,
    `--client-ca-file=${path('ca.crt')}`,
    `--kubelet-certificate-authority=${path('ca.crt')}`,
    `--token-auth-file=${path('tokens.csv')}`,
    `--anonymous-auth=${options.anonymousAuth ?? true}`,
    '--authorization-mode=Node,RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${path('sa.pub')}`,
    `--service-account-signing-key-file=${path('sa.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    `--proxy-client-cert-file=${path('front.crt')}`,
    `--proxy-client-key-file=${path('front.key')}`,
    `--requestheader-client-ca-file=${path('ca.crt')}`,
    // With one authority for both, the server refuses to start without the names.
    '--requestheader-allowed-names=front',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    ...(audit === 'off'
      ? []
      : [`--audit-policy-file=${path('audit-policy.yaml')}`, `--audit-log-path=${path('audit.log')}`]),
    ...(gates.length > 0 ? [`--feature-gates=${gates.join(',')}`] : []),
    ...(minRequestTimeoutSeconds === undefined ? [] : [`--min-request-timeout=${minRequestTimeoutSeconds}`]),
    ...(etcdCompactionIntervalSeconds === undefined
      ? []
      : [`--etcd-compaction-interval=${etcdCompactionIntervalSeconds}s`]),
    ...(options.apiServerArgs ?? []),
  ];
}

function controllerManagerArgs(path: Files['path'], ports: Ports): string[] {
  return [
    `--kubeconfig=${path('system-kube-controller-manager.kubeconfig')}`,
    ...ownServerArgs(path, 'system-kube-controller-manager', ports.controllerManager),
    '--leader-elect=false',
    '--use-service-account-credentials=true',
    `--root-ca-file=${path('ca.crt')}`,
    `--service-account-private-key-file=${path('sa.key')}`,
    '--node-monitor-period=2s',
    '--node-monitor-grace-period=16s',
    '--concurrent-daemonset-syncs=10',
    '--kube-api-qps=1000',
    '--kube-api-burst=2000',
  ];
}

function ownServerArgs(path: Files['path'], user: string, port: number): string[] {
  return [
    `--authentication-kubeconfig=${path(`${user}.kubeconfig`)}`,
    `--authorization-kubeconfig=${path(`${user}.kubeconfig`)}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${path('server.crt')}`,
    `--tls-private-key-file=${path('server.key')}`,
  ];
}

function kwokArgs(path: Files['path'], url: string, ports: Ports, stages: string): string[] {
  return [
    `--kubeconfig=${path('admin.kubeconfig')}`,
    `--master=${url}`,
    `--config=${stages}`,
    '--manage-all-nodes=false',
    '--manage-nodes-with-label-selector=sim/kubelet=on',
    '--node-name=localhost',
    `--node-port=${ports.kubelet}`,
    `--server-address=127.0.0.1:${ports.kubelet}`,
    `--tls-cert-file=${path('server.crt')}`,
    `--tls-private-key-file=${path('server.key')}`,
    '--node-lease-duration-seconds=8',
    '--cidr=10.64.0.0/12',
  ];
}
