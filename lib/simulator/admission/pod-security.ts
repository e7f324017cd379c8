import type { Container, PodSpec } from '../objects.ts';

/** Levels of the Pod Security Standards that forbid something. */
export type Level = 'baseline' | 'restricted';

/** What is forbidden and why, in the words of the admission plugin; undefined when the check is passed. */
type Check = (spec: PodSpec) => string | undefined;

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function containersOf({ initContainers = [], containers }: PodSpec): readonly Container[] {
  return [...initContainers, ...containers];
}

function security(container: Container): Fields {
  return fieldsOf(container.securityContext);
}

function podSecurity({ ['securityContext']: context }: PodSpec): Fields {
  return fieldsOf(context);
}

function quoted(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ');
}

/** `container "a"`, `containers "a", "b"`. */
function named(containers: readonly Container[]): string {
  return `${plural('container', containers.length)} ${quoted(containers.map(({ name }) => name))}`;
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

function sorted(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort();
}

function capabilities(container: Container, list: 'add' | 'drop'): readonly string[] {
  const found = fieldsOf(security(container)['capabilities'])[list];
  return Array.isArray(found) ? found.map(String) : [];
}

function sayWith(reason: string, detail: string): string {
  return detail === '' ? reason : `${reason} (${detail})`;
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

function addsBeyond(
  spec: PodSpec,
  allowed: ReadonlySet<string>,
): { readonly bad: readonly Container[]; readonly names: readonly string[] } {
  const bad = containersOf(spec).filter((each) => capabilities(each, 'add').some((name) => !allowed.has(name)));
  return { bad, names: sorted(bad.flatMap((each) => capabilities(each, 'add').filter((name) => !allowed.has(name)))) };
}

const capabilitiesBaseline: Check = (spec) => {
  const { bad, names } = addsBeyond(spec, BASELINE_CAPABILITIES);
  if (bad.length === 0) return undefined;
  return sayWith(
    'non-default capabilities',
    `${named(bad)} must not include ${quoted(names)} in securityContext.capabilities.add`,
  );
};

const hostNamespaces: Check = ({ hostNetwork, hostPID, hostIPC }) => {
  const used = [
    ...(hostNetwork === true ? ['hostNetwork=true'] : []),
    ...(hostPID === true ? ['hostPID=true'] : []),
    ...(hostIPC === true ? ['hostIPC=true'] : []),
  ];
  return used.length === 0 ? undefined : sayWith('host namespaces', used.join(', '));
};

const hostPathVolumes: Check = ({ volumes = [] }) => {
  const used = volumes.filter((volume) => volume['hostPath'] !== undefined).map((volume) => String(volume['name']));
  return used.length === 0
    ? undefined
    : sayWith('hostPath volumes', `${plural('volume', used.length)} ${quoted(used)}`);
};

const hostPorts: Check = (spec) => {
  const portsOf = ({ ports = [] }: Container) =>
    ports.flatMap(({ hostPort = 0 }) => (hostPort > 0 ? [String(hostPort)] : []));
  const bad = containersOf(spec).filter((each) => portsOf(each).length > 0);
  if (bad.length === 0) return undefined;
  const ports = sorted(bad.flatMap(portsOf));
  const verb = bad.length === 1 ? 'uses' : 'use';
  return sayWith('hostPort', `${named(bad)} ${verb} ${plural('hostPort', ports.length)} ${ports.join(', ')}`);
};

const privileged: Check = (spec) => {
  const bad = containersOf(spec).filter((each) => security(each)['privileged'] === true);
  return bad.length === 0
    ? undefined
    : sayWith('privileged', `${named(bad)} must not set securityContext.privileged=true`);
};

function seccompType(context: Fields): string | undefined {
  const { type } = fieldsOf(context['seccompProfile']);
  return typeof type === 'string' ? type : undefined;
}

function forbiddenSeccomp(spec: PodSpec, isBad: (type: string) => boolean): string | undefined {
  const ofPod = seccompType(podSecurity(spec));
  const bad = containersOf(spec).filter((each) => {
    const type = seccompType(security(each));
    return type !== undefined && isBad(type);
  });
  const isPodBad = ofPod !== undefined && isBad(ofPod);
  if (!isPodBad && bad.length === 0) return undefined;
  const setters = [...(isPodBad ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])].join(' and ');
  const values = sorted([...(isPodBad ? [ofPod] : []), ...bad.map((each) => seccompType(security(each)) ?? '')]);
  return sayWith('seccompProfile', `${setters} must not set securityContext.seccompProfile.type to ${quoted(values)}`);
}

const seccompBaseline: Check = (spec) => forbiddenSeccomp(spec, (type) => type === 'Unconfined');

const allowPrivilegeEscalation: Check = (spec) => {
  const bad = containersOf(spec).filter((each) => security(each)['allowPrivilegeEscalation'] !== false);
  if (bad.length === 0) return undefined;
  return sayWith(
    'allowPrivilegeEscalation != false',
    `${named(bad)} must set securityContext.allowPrivilegeEscalation=false`,
  );
};

const capabilitiesRestricted: Check = (spec) => {
  const undropped = containersOf(spec).filter((each) => !capabilities(each, 'drop').includes('ALL'));
  const { bad, names } = addsBeyond(spec, new Set(['NET_BIND_SERVICE']));
  const details = [
    ...(undropped.length > 0 ? [`${named(undropped)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(bad.length > 0 ? [`${named(bad)} must not include ${quoted(names)} in securityContext.capabilities.add`] : []),
  ];
  return details.length === 0 ? undefined : sayWith('unrestricted capabilities', details.join('; '));
};

const HARMLESS_VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const restrictedVolumes: Check = ({ volumes = [] }) => {
  const typeOf = (volume: Fields) => Object.keys(volume).find((key) => key !== 'name') ?? 'unknown';
  const bad = volumes.filter((volume) => !HARMLESS_VOLUMES.has(typeOf(volume)));
  if (bad.length === 0) return undefined;
  const names = quoted(bad.map((volume) => String(volume['name'])));
  const types = sorted(bad.map(typeOf));
  const verb = bad.length === 1 ? 'uses' : 'use';
  return sayWith(
    'restricted volume types',
    `${plural('volume', bad.length)} ${names} ${verb} ${plural('restricted volume type', types.length)} ${quoted(types)}`,
  );
};

const runAsNonRoot: Check = (spec) => {
  const ofPod = podSecurity(spec)['runAsNonRoot'];
  const bad = containersOf(spec).filter((each) => security(each)['runAsNonRoot'] === false);
  const setters = [...(ofPod === false ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])];
  if (setters.length > 0)
    return sayWith('runAsNonRoot != true', `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false`);
  const silent = containersOf(spec).filter((each) => security(each)['runAsNonRoot'] === undefined);
  if (ofPod === true || silent.length === 0) return undefined;
  return sayWith('runAsNonRoot != true', `pod or ${named(silent)} must set securityContext.runAsNonRoot=true`);
};

const runAsUser: Check = (spec) => {
  const bad = containersOf(spec).filter((each) => security(each)['runAsUser'] === 0);
  const setters = [...(podSecurity(spec)['runAsUser'] === 0 ? ['pod'] : []), ...(bad.length > 0 ? [named(bad)] : [])];
  return setters.length === 0 ? undefined : sayWith('runAsUser=0', `${setters.join(' and ')} must not set runAsUser=0`);
};

const seccompRestricted: Check = (spec) => {
  const forbidden = forbiddenSeccomp(spec, (type) => type !== 'RuntimeDefault' && type !== 'Localhost');
  if (forbidden !== undefined) return forbidden;
  const silent = containersOf(spec).filter((each) => seccompType(security(each)) === undefined);
  if (seccompType(podSecurity(spec)) !== undefined || silent.length === 0) return undefined;
  return sayWith(
    'seccompProfile',
    `pod or ${named(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  );
};

/** In the order in which the plugin asks: baseline first; those that restricted replaces are not asked twice [PS1] [PS2]. */
const CHECKS: Readonly<Record<Level, readonly Check[]>> = {
  baseline: [capabilitiesBaseline, hostNamespaces, hostPathVolumes, hostPorts, privileged, seccompBaseline],
  restricted: [
    hostNamespaces,
    hostPorts,
    privileged,
    allowPrivilegeEscalation,
    capabilitiesRestricted,
    restrictedVolumes,
    runAsNonRoot,
    runAsUser,
    seccompRestricted,
  ],
};

/** What a level forbids of a pod, as one text; undefined when nothing is. */
export function violations(spec: PodSpec, level: Level): string | undefined {
  const found = CHECKS[level].flatMap((check) => check(spec) ?? []);
  return found.length === 0 ? undefined : found.join(', ');
}
