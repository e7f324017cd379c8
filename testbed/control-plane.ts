import { Agent, request } from 'undici';
import { type Access, makeAccess } from './access.ts';
import { keepAuditLog } from './audit.ts';
import { type Binaries, controlPlaneBinaries, type Progress } from './binaries.ts';
import { type Authority, makeAuthority } from './certificates.ts';
import { type Client, makeClient, until } from './client.ts';
import { type Component, makeComponent } from './component.ts';
import {
  COMPONENTS,
  type ComponentName,
  commandOf,
  type Ports,
  type ServerOptions,
  type TokenUser,
  writeFiles,
} from './components.ts';
import { kwokErrors } from './kwok-log.ts';
import { makeNodes, type Nodes } from './nodes.ts';
import { freePorts } from './ports.ts';
import { makeRunDirectory } from './run-directory.ts';

/** Rollcall's own user, with exactly the product's ClusterRole. */
export const ROLLCALL_USER: TokenUser = { name: 'rollcall', token: 'rollcall-token' };
/** A user whom the API server knows and grants nothing. */
export const STRANGER_USER: TokenUser = { name: 'stranger', token: 'stranger-token' };

export type ControlPlaneOptions = ServerOptions & {
  /** Further users, beside `rollcall` and `stranger`. */
  readonly users?: readonly TokenUser[];
  readonly progress?: Progress;
};

export type ControlPlane = {
  /** The run's folder: kubeconfigs, certificates, logs, data. */
  readonly directory: string;
  readonly url: string;
  readonly port: number;
  /** etcd speaks JSON there as well. */
  readonly etcdUrl: string;
  /** PEM. */
  readonly ca: string;
  readonly caPath: string;
  /** The administrator's client. */
  readonly client: Client;
  readonly nodes: Nodes;
  /** Signs what the API server and its clients trust: for a proxy in front, or for a user with a certificate. */
  readonly authority: Authority;
  readonly binaries: Binaries;
  /** The kubeconfig of `admin` or of a token user. */
  readonly kubeconfig: (user: string) => string;
  readonly tokenOf: (user: string) => string;
  readonly access: Access;
  readonly component: (name: ComponentName) => Component;
  readonly auditLogPath: string;
  /** The lines with which kwok complains: a stage that does not parse is only logged, and then simply does not work. */
  readonly kwokErrors: () => string[];
  readonly stop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts etcd, the API server, the controller manager, the scheduler and kwok on free ports of 127.0.0.1. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const binaries = await controlPlaneBinaries(options.progress);
  const run = await makeRunDirectory();
  const authority = makeAuthority('rollcall test bed');
  const ports = await choosePorts();
  const users = [ROLLCALL_USER, STRANGER_USER, ...(options.users ?? [])];
  const files = writeFiles(run.path, ports, authority, users, options);
  const admin = authority.issue({ commonName: 'admin', organizations: ['system:masters'] });
  const client = makeClient({ url: files.url, ca: files.ca, identity: admin });
  const health = healthOf(ports, files.ca, authority.issue({ commonName: 'system:kube-controller-manager' }));

  const components = new Map<ComponentName, Component>();
  for (const name of COMPONENTS) {
    const command = commandOf(name, binaries, files, ports, options);
    components.set(name, makeComponent(run, { name, ...command, isReady: health[name] }));
  }
  const component = (name: ComponentName): Component => {
    const found = components.get(name);
    if (found === undefined) throw new Error(`no component ${name}`);
    return found;
  };

  let stopping: Promise<void> | undefined;
  // Data go with the run, so nobody needs to write anything down: the processes are killed.
  const stop = () => {
    stopping ??= (async () => {
      await client.close();
      await Promise.all([...components.values()].map((each) => each.stop('SIGKILL')));
      keepAuditLog(files.path('audit.log'), `${process.pid}-${ports.apiServer}.log`);
      await run.close();
    })();
    return stopping;
  };

  const access = makeAccess(client, ROLLCALL_USER.name);
  try {
    await component('etcd').start();
    await component('kube-apiserver').start();
    await Promise.all(COMPONENTS.slice(2).map((name) => component(name).start()));
    await until('the ServiceAccount default', () => client.get({ kind: 'ServiceAccount', name: 'default' }));
    await access.reset();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    directory: run.path,
    url: files.url,
    port: ports.apiServer,
    etcdUrl: `http://127.0.0.1:${ports.etcdClient}`,
    ca: files.ca,
    caPath: files.path('ca.crt'),
    client,
    nodes: makeNodes(client),
    authority,
    binaries,
    kubeconfig: (user) => files.path(`${user}.kubeconfig`),
    tokenOf: (user) => {
      const found = users.find((each) => each.name === user);
      if (found === undefined) throw new Error(`no token user ${user}`);
      return found.token;
    },
    access,
    component,
    auditLogPath: files.path('audit.log'),
    kwokErrors: () => kwokErrors(component('kwok').log()),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function choosePorts(): Promise<Ports> {
  const [etcdClient = 0, etcdPeer = 0, apiServer = 0, controllerManager = 0, scheduler = 0, kubelet = 0] =
    await freePorts(6);
  return { etcdClient, etcdPeer, apiServer, controllerManager, scheduler, kubelet };
}

type Certified = { readonly certificate: string; readonly key: string };

/** `clerk` is a user with a role of Kubernetes' own: while he is refused, the authorizer has not read the roles. */
function healthOf(ports: Ports, ca: string, clerk: Certified): Readonly<Record<ComponentName, () => Promise<boolean>>> {
  const answersOk = async (url: string, identity: { readonly cert?: string; readonly key?: string } = {}) => {
    // One socket per question: a kept one would answer for a process that is gone.
    const dispatcher = new Agent({ allowH2: false, pipelining: 0, connect: { ca, ...identity } });
    try {
      const { statusCode, body } = await request(url, { dispatcher, headersTimeout: 2_000 });
      await body.dump();
      return statusCode === 200;
    } finally {
      await dispatcher.destroy();
    }
  };
  const apiServer = `https://127.0.0.1:${ports.apiServer}`;
  return {
    etcd: () => answersOk(`http://127.0.0.1:${ports.etcdClient}/health`),
    // A restarted server is ready before its authorizer is; controllers that are refused then back off for long.
    'kube-apiserver': async () =>
      (await answersOk(`${apiServer}/readyz`)) &&
      (await answersOk(`${apiServer}/api/v1/namespaces?limit=1`, { cert: clerk.certificate, key: clerk.key })),
    'kube-controller-manager': () => answersOk(`https://127.0.0.1:${ports.controllerManager}/healthz`),
    'kube-scheduler': () => answersOk(`https://127.0.0.1:${ports.scheduler}/healthz`),
    kwok: () => answersOk(`https://127.0.0.1:${ports.kubelet}/healthz`),
  };
}
