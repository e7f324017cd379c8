import type { Container } from '../objects.ts';
import {
  type Check,
  type Checked,
  capabilitiesOf,
  containersOf,
  type Fields,
  fieldsOf,
  forbid,
  isInUserNamespace,
  listOf,
  plural,
  podSecurityOf,
  quoted,
  securityOf,
  setters,
  sorted,
} from './check.ts';

/* The level `baseline` of the Pod Security Standards [PS1]. Source: pod-security-admission, policy/check_*.go. */

const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

const appArmorProfile: Check = {
  id: 'appArmorProfile',
  since: 0,
  test: ({ annotations, spec }) => {
    const typeOf = (security: Fields) => textOf(fieldsOf(security['appArmorProfile'])['type']);
    const isBad = (type: string | undefined) => type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
    const ofPod = typeOf(podSecurityOf(spec));
    /** The API server has copied an annotation of old into the field that took its place. */
    const typeOfContainer = (each: Container) =>
      typeOf(securityOf(each)) ??
      (annotations[`${APPARMOR_ANNOTATION}${each.name}`] === 'unconfined' ? 'Unconfined' : undefined);
    const bad = containersOf(spec).filter((each) => isBad(typeOfContainer(each)));
    const annotated = Object.entries(annotations)
      .filter(([key, value]) => key.startsWith(APPARMOR_ANNOTATION) && !isHarmlessAnnotation(value))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .sort();
    const who = [
      setters(isBad(ofPod), bad),
      annotated.length > 0 ? plural('annotation', annotated.length) : undefined,
    ].filter((each) => each !== undefined);
    if (who.length === 0) return undefined;
    const types = [...(isBad(ofPod) ? [ofPod ?? ''] : []), ...bad.map((each) => typeOfContainer(each) ?? '')];
    const values = [...sorted(types), ...annotated];
    const detail = `${who.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`;
    return `${plural('forbidden AppArmor profile', values.length)} (${detail})`;
  },
};

function isHarmlessAnnotation(profile: string): boolean {
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const BASELINE_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** Containers that add a capability beyond those, and which. */
export function addedBeyond(
  { spec }: Checked,
  allowed: ReadonlySet<string>,
): { readonly bad: readonly Container[]; readonly names: readonly string[] } {
  const beyond = (each: Container) => capabilitiesOf(each, 'add').filter((name) => !allowed.has(name));
  const bad = containersOf(spec).filter((each) => beyond(each).length > 0);
  return { bad, names: sorted(bad.flatMap(beyond)) };
}

const capabilities: Check = {
  id: 'capabilities_baseline',
  since: 0,
  test: (checked) => {
    const { bad, names } = addedBeyond(checked, BASELINE_CAPABILITIES);
    return forbid(
      'non-default capabilities',
      bad,
      (who) => `${who} must not include ${quoted(names)} in securityContext.capabilities.add`,
    );
  },
};

const hostNamespaces: Check = {
  id: 'hostNamespaces',
  since: 0,
  test: ({ spec }) => {
    const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name] === true);
    return used.length === 0 ? undefined : `host namespaces (${used.map((name) => `${name}=true`).join(', ')})`;
  },
};

const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  since: 0,
  test: ({ spec: { volumes = [] } }) => {
    const used = volumes.filter((volume) => volume['hostPath'] !== undefined).map((volume) => String(volume['name']));
    return used.length === 0 ? undefined : `hostPath volumes (${plural('volume', used.length)} ${quoted(used)})`;
  },
};

const hostPorts: Check = {
  id: 'hostPorts',
  since: 0,
  test: ({ spec }) => {
    const portsOf = ({ ports = [] }: Container) =>
      ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)]));
    const bad = containersOf(spec).filter((each) => portsOf(each).length > 0);
    const ports = sorted(bad.flatMap(portsOf));
    const use = bad.length === 1 ? 'uses' : 'use';
    return forbid('hostPort', bad, (who) => `${who} ${use} ${plural('hostPort', ports.length)} ${ports.join(', ')}`);
  },
};

const hostProbesAndHostLifecycle: Check = {
  id: 'hostProbesAndHostLifecycle',
  since: 34,
  test: ({ spec }) => {
    const bad = containersOf(spec).filter((each) => handlerHosts(each).length > 0);
    const hosts = sorted(bad.flatMap(handlerHosts));
    const words = `${bad.length === 1 ? 'uses' : 'use'} ${plural('probe or lifecycle host', hosts.length)}`;
    // Alone among the checks it names the containers in order.
    const inOrder = [...bad].sort((a, b) => (a.name < b.name ? -1 : 1));
    return forbid('probe or lifecycle host', inOrder, (who) => `${who} ${words} ${quoted(hosts)}`);
  },
};

function handlerHosts(container: Container): readonly string[] {
  const { postStart, preStop } = fieldsOf(container['lifecycle']);
  const { livenessProbe, readinessProbe, startupProbe } = container;
  return [livenessProbe, readinessProbe, startupProbe, postStart, preStop].flatMap((handler) => {
    const { httpGet, tcpSocket } = fieldsOf(handler);
    return [httpGet, tcpSocket].map((each) => textOf(fieldsOf(each)['host']) ?? '').filter((host) => host !== '');
  });
}

const privileged: Check = {
  id: 'privileged',
  since: 0,
  test: ({ spec }) => {
    const bad = containersOf(spec).filter((each) => securityOf(each)['privileged'] === true);
    return forbid('privileged', bad, (who) => `${who} must not set securityContext.privileged=true`);
  },
};

/** What baseline waives for a user namespace restricted forbids all the same [PS2]. */
export function forbiddenProcMount({ spec }: Checked): string | undefined {
  const mountOf = (each: Container) => textOf(securityOf(each)['procMount']) ?? 'Default';
  const bad = containersOf(spec).filter((each) => mountOf(each) !== 'Default');
  const mounts = quoted(sorted(bad.map(mountOf)));
  return forbid('procMount', bad, (who) => `${who} must not set securityContext.procMount to ${mounts}`);
}

const procMount: Check = {
  id: 'procMount',
  since: 0,
  test: (checked) => (isInUserNamespace(checked) ? undefined : forbiddenProcMount(checked)),
};

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

const seLinuxOptions: Check = {
  id: 'seLinuxOptions',
  since: 0,
  test: ({ spec, minor }) => {
    const allowed = new Set(minor >= 31 ? [...SELINUX_TYPES, 'container_engine_t'] : SELINUX_TYPES);
    const optionsOf = (security: Fields) => {
      const { type, user, role } = fieldsOf(security['seLinuxOptions']);
      return { type: textOf(type) ?? '', user: textOf(user) ?? '', role: textOf(role) ?? '' };
    };
    const isBad = (security: Fields) => {
      const { type, user, role } = optionsOf(security);
      return !allowed.has(type) || user !== '' || role !== '';
    };
    const ofPod = podSecurityOf(spec);
    const bad = containersOf(spec).filter((each) => isBad(securityOf(each)));
    const who = setters(isBad(ofPod), bad);
    if (who === undefined) return undefined;
    const all = [ofPod, ...bad.map(securityOf)].map(optionsOf);
    const types = sorted(all.map(({ type }) => type).filter((type) => !allowed.has(type)));
    const what = [
      ...(types.length > 0 ? [`${plural('type', types.length)} ${quoted(types)}`] : []),
      ...(all.some(({ user }) => user !== '') ? ['user may not be set'] : []),
      ...(all.some(({ role }) => role !== '') ? ['role may not be set'] : []),
    ];
    return `seLinuxOptions (${who} set forbidden securityContext.seLinuxOptions: ${what.join('; ')})`;
  },
};

export function seccompTypeOf(security: Fields): string | undefined {
  const { seccompProfile } = security;
  return seccompProfile === undefined ? undefined : (textOf(fieldsOf(seccompProfile)['type']) ?? '');
}

/** A profile that is set must be one of the two that confine. */
export function forbiddenSeccompProfile({ spec }: Checked): string | undefined {
  const isBad = (type: string | undefined) => type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
  const ofPod = seccompTypeOf(podSecurityOf(spec));
  const bad = containersOf(spec).filter((each) => isBad(seccompTypeOf(securityOf(each))));
  const who = setters(isBad(ofPod), bad);
  if (who === undefined) return undefined;
  const types = [...(isBad(ofPod) ? [ofPod ?? ''] : []), ...bad.map((each) => seccompTypeOf(securityOf(each)) ?? '')];
  return `seccompProfile (${who} must not set securityContext.seccompProfile.type to ${quoted(sorted(types))})`;
}

const seccompProfile: Check = { id: 'seccompProfile_baseline', since: 19, test: forbiddenSeccompProfile };

/** From which version on a sysctl is allowed. */
const SYSCTLS: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

const sysctls: Check = {
  id: 'sysctls',
  since: 0,
  test: ({ spec, minor }) => {
    const names = listOf(podSecurityOf(spec)['sysctls']).map((each) => String(fieldsOf(each)['name']));
    const bad = names.filter((name) => !(Object.hasOwn(SYSCTLS, name) && (SYSCTLS[name] ?? 0) <= minor));
    return bad.length === 0 ? undefined : `forbidden sysctls (${bad.join(', ')})`;
  },
};

const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  since: 0,
  test: ({ spec }) => {
    const isBad = (security: Fields) => fieldsOf(security['windowsOptions'])['hostProcess'] === true;
    const bad = containersOf(spec).filter((each) => isBad(securityOf(each)));
    const who = setters(isBad(podSecurityOf(spec)), bad);
    return who && `hostProcess (${who} must not set securityContext.windowsOptions.hostProcess=true)`;
  },
};

/** In the order in which they are asked. */
export const BASELINE_CHECKS: readonly Check[] = [
  appArmorProfile,
  capabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfile,
  sysctls,
  windowsHostProcess,
];
