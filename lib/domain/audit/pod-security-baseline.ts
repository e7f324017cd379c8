import {
  type Check,
  containersNamed,
  type Judge,
  namesOf,
  type Objection,
  plural,
  quoted,
  settersOf,
  sorted,
} from './pod-security-check.ts';
import type { ForbiddenAnnotation, PodSecuritySubject, SecuritySettings } from './pod-security-subject.ts';

const DEFAULT_CAPABILITIES = [
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
];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const SYSCTLS_1_27 = [...SYSCTLS, 'net.ipv4.ip_local_reserved_ports'];
const SYSCTLS_1_29 = [
  ...SYSCTLS_1_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const SYSCTLS_1_32 = [...SYSCTLS_1_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];

/** In the order of their ids, which is the order of the denial [PS1]. */
export const BASELINE_CHECKS: readonly Check[] = [
  { id: 'appArmorProfile', versions: [{ since: 0, judge: judgeAppArmor }] },
  { id: 'capabilities_baseline', versions: [{ since: 0, judge: judgeCapabilities }] },
  { id: 'hostNamespaces', versions: [{ since: 0, judge: judgeHostNamespaces }] },
  { id: 'hostPathVolumes', versions: [{ since: 0, judge: judgeHostPaths }] },
  { id: 'hostPorts', versions: [{ since: 0, judge: judgeHostPorts }] },
  { id: 'hostProbesAndHostLifecycle', versions: [{ since: 34, judge: judgeHandlerHosts }] },
  { id: 'privileged', versions: [{ since: 0, judge: judgePrivileged }] },
  {
    id: 'procMount',
    versions: [
      { since: 0, judge: judgeProcMount },
      { since: 35, judge: unlessInUserNamespace(judgeProcMount) },
    ],
  },
  {
    id: 'seLinuxOptions',
    versions: [
      { since: 0, judge: seLinuxJudge(SELINUX_TYPES) },
      { since: 31, judge: seLinuxJudge([...SELINUX_TYPES, 'container_engine_t']) },
    ],
  },
  {
    id: 'seccompProfile_baseline',
    versions: [
      { since: 0, judge: judgeSeccompAnnotations },
      { since: 19, judge: judgeSeccomp },
    ],
  },
  {
    id: 'sysctls',
    versions: [
      { since: 0, judge: sysctlJudge(SYSCTLS) },
      { since: 27, judge: sysctlJudge(SYSCTLS_1_27) },
      { since: 29, judge: sysctlJudge(SYSCTLS_1_29) },
      { since: 32, judge: sysctlJudge(SYSCTLS_1_32) },
    ],
  },
  { id: 'windowsHostProcess', versions: [{ since: 0, judge: judgeHostProcess }] },
];

/** The policy asks nothing of root that is root only within the pod. */
export function unlessInUserNamespace(judge: Judge): Judge {
  return (subject) => (subject.userNamespace ? undefined : judge(subject));
}

function judgeAppArmor(subject: PodSecuritySubject): Objection | undefined {
  const isBad = ({ appArmorProfile }: SecuritySettings) =>
    appArmorProfile !== undefined && !isOrdinaryProfile(appArmorProfile);
  const annotations = subject.annotations.filter(({ profile }) => profile === 'AppArmor').map(annotationText);
  const bad = [subject.pod, ...subject.containers].filter(isBad);
  const values = [...sorted(bad.map(({ appArmorProfile = '' }) => appArmorProfile)), ...sorted(annotations)];
  const setters = [
    settersOf(isBad(subject.pod), namesOf(subject, isBad)),
    annotations.length === 0 ? '' : plural('annotation', 'annotations', annotations.length),
  ].filter((setter) => setter !== '');
  if (setters.length === 0) return undefined;
  return {
    reason: plural('forbidden AppArmor profile', 'forbidden AppArmor profiles', values.length),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
  };
}

function annotationText({ key, value }: ForbiddenAnnotation): string {
  return value === undefined ? `${key} (not shown)` : `${key}="${value}"`;
}

function isOrdinaryProfile(type: string): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

function judgeCapabilities(subject: PodSecuritySubject): Objection | undefined {
  const isForbidden = (capability: string) => !DEFAULT_CAPABILITIES.includes(capability);
  const names = namesOf(subject, ({ addedCapabilities }) => addedCapabilities.some(isForbidden));
  if (names.length === 0) return undefined;
  const capabilities = sorted(subject.containers.flatMap((each) => each.addedCapabilities.filter(isForbidden)));
  return {
    reason: 'non-default capabilities',
    detail: `${containersNamed(names)} must not include ${quoted(capabilities)} in securityContext.capabilities.add`,
  };
}

function judgeHostNamespaces({ hostNetwork, hostPID, hostIPC }: PodSecuritySubject): Objection | undefined {
  const shared = Object.entries({ hostNetwork, hostPID, hostIPC }).filter(([, isShared]) => isShared);
  if (shared.length === 0) return undefined;
  return { reason: 'host namespaces', detail: shared.map(([name]) => `${name}=true`).join(', ') };
}

function judgeHostPaths({ volumes }: PodSecuritySubject): Objection | undefined {
  const names = volumes.filter(({ kind }) => kind === 'hostPath').map(({ name }) => name);
  if (names.length === 0) return undefined;
  return { reason: 'hostPath volumes', detail: `${plural('volume', 'volumes', names.length)} ${quoted(names)}` };
}

function judgeHostPorts(subject: PodSecuritySubject): Objection | undefined {
  const names = namesOf(subject, ({ hostPorts }) => hostPorts.length > 0);
  if (names.length === 0) return undefined;
  const ports = sorted(subject.containers.flatMap(({ hostPorts }) => hostPorts.map(String)));
  const noun = plural('hostPort', 'hostPorts', ports.length);
  return { reason: 'hostPort', detail: `${containersNamed(names)} ${uses(names)} ${noun} ${ports.join(', ')}` };
}

function judgeHandlerHosts(subject: PodSecuritySubject): Objection | undefined {
  const names = sorted(namesOf(subject, ({ handlerHosts }) => handlerHosts.length > 0));
  if (names.length === 0) return undefined;
  const hosts = sorted(subject.containers.flatMap(({ handlerHosts }) => handlerHosts));
  const noun = plural('probe or lifecycle host', 'probe or lifecycle hosts', hosts.length);
  return {
    reason: 'probe or lifecycle host',
    detail: `${containersNamed(names)} ${uses(names)} ${noun} ${quoted(hosts)}`,
  };
}

function uses(names: readonly string[]): string {
  return plural('uses', 'use', names.length);
}

function judgePrivileged(subject: PodSecuritySubject): Objection | undefined {
  const names = namesOf(subject, ({ privileged }) => privileged);
  if (names.length === 0) return undefined;
  return { reason: 'privileged', detail: `${containersNamed(names)} must not set securityContext.privileged=true` };
}

export function judgeProcMount(subject: PodSecuritySubject): Objection | undefined {
  const isBad = (procMount: string | undefined) => procMount !== undefined && procMount !== 'Default';
  const names = namesOf(subject, ({ procMount }) => isBad(procMount));
  if (names.length === 0) return undefined;
  const types = sorted(
    subject.containers.flatMap(({ procMount = 'Default' }) => (isBad(procMount) ? [procMount] : [])),
  );
  return {
    reason: 'procMount',
    detail: `${containersNamed(names)} must not set securityContext.procMount to ${quoted(types)}`,
  };
}

function seLinuxJudge(types: readonly string[]): Judge {
  const isBad = ({ seLinuxOptions: options }: SecuritySettings) =>
    options !== undefined && (!types.includes(options.type) || options.setsUser || options.setsRole);
  return (subject) => {
    const setters = settersOf(isBad(subject.pod), namesOf(subject, isBad));
    if (setters === '') return undefined;
    const options = [subject.pod, ...subject.containers].flatMap(({ seLinuxOptions }) => seLinuxOptions ?? []);
    const bad = sorted(options.map(({ type }) => type).filter((type) => !types.includes(type)));
    const faults = [
      ...(bad.length === 0 ? [] : [`${plural('type', 'types', bad.length)} ${quoted(bad)}`]),
      ...(options.some(({ setsUser }) => setsUser) ? ['user may not be set'] : []),
      ...(options.some(({ setsRole }) => setsRole) ? ['role may not be set'] : []),
    ];
    return {
      reason: 'seLinuxOptions',
      detail: `${setters} set forbidden securityContext.seLinuxOptions: ${faults.join('; ')}`,
    };
  };
}

function judgeSeccompAnnotations({ annotations }: PodSecuritySubject): Objection | undefined {
  const bad = sorted(annotations.filter(({ profile }) => profile === 'Seccomp').map(annotationText));
  if (bad.length === 0) return undefined;
  const noun = plural('annotation', 'annotations', bad.length);
  return { reason: 'seccompProfile', detail: `forbidden ${noun} ${bad.join(', ')}` };
}

/** Who sets a profile that is none of the two ordinary ones. */
export function judgeSeccomp(subject: PodSecuritySubject): Objection | undefined {
  const isBad = ({ seccompProfile }: SecuritySettings) =>
    seccompProfile !== undefined && !isOrdinaryProfile(seccompProfile);
  const setters = settersOf(isBad(subject.pod), namesOf(subject, isBad));
  if (setters === '') return undefined;
  const bad = [subject.pod, ...subject.containers].filter(isBad);
  const values = sorted(bad.map(({ seccompProfile = '' }) => seccompProfile));
  return {
    reason: 'seccompProfile',
    detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(values)}`,
  };
}

function sysctlJudge(allowed: readonly string[]): Judge {
  return ({ sysctls }) => {
    const forbidden = sysctls.filter((name) => !allowed.includes(name));
    return forbidden.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: forbidden.join(', ') };
  };
}

function judgeHostProcess(subject: PodSecuritySubject): Objection | undefined {
  const names = namesOf(subject, ({ hostProcess }) => hostProcess);
  const setters = settersOf(subject.pod.hostProcess, names);
  if (setters === '') return undefined;
  return { reason: 'hostProcess', detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true` };
}
