import type {
  ContainerSecurity,
  ForbiddenAnnotation,
  PodSecuritySubject,
  SecuritySettings,
  VolumeKind,
} from '#lib/domain/audit/pod-security-subject.ts';
import { type Fields, withoutUndefined } from './fields.ts';
import { integerOf, isRaw, listOf, type Raw, rawOf } from './raw.ts';
import { textsOf } from './selector.ts';
import { cleanText } from './text.ts';
import { volumesOf } from './volume.ts';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';

/** What Pod Security reads of the pods that a template (or a pod) makes, as the API server completes them. */
export function podSecuritySubjectOf(template: unknown): PodSecuritySubject {
  const { metadata, spec: rawSpec } = rawOf(template);
  const spec = rawOf(rawSpec);
  const security = rawOf(spec['securityContext']);
  const annotations = rawOf(rawOf(metadata)['annotations']);
  return {
    hostNetwork: spec['hostNetwork'] === true,
    hostPID: spec['hostPID'] === true,
    hostIPC: spec['hostIPC'] === true,
    userNamespace: spec['hostUsers'] === false,
    windows: isWindows(spec),
    pod: withoutUndefined<SecuritySettings>(settingsOf(security)),
    sysctls: listOf(security['sysctls']).map((sysctl) => nameOf(rawOf(sysctl)['name'])),
    containers: containersOf(spec, annotations),
    volumes: volumesOf(spec['volumes']).map(
      ({ name, kind }): VolumeKind => ({ name, kind: kind === 'other' ? 'unknown' : kind }),
    ),
    annotations: forbiddenAnnotationsOf(annotations, spec),
  };
}

function isWindows(spec: Raw): boolean {
  return rawOf(spec['os'])['name'] === 'windows';
}

function allContainersOf(spec: Raw): readonly Raw[] {
  return [spec['initContainers'], spec['containers'], spec['ephemeralContainers']].flatMap(listOf).map(rawOf);
}

function containersOf(spec: Raw, annotations: Raw): readonly ContainerSecurity[] {
  return allContainersOf(spec).map((container) => containerOf(container, spec, annotations));
}

function containerOf(raw: Raw, spec: Raw, annotations: Raw): ContainerSecurity {
  const security = rawOf(raw['securityContext']);
  const capabilities = rawOf(security['capabilities']);
  const settings = settingsOf(security);
  return withoutUndefined<ContainerSecurity>({
    ...settings,
    appArmorProfile: settings.appArmorProfile ?? annotatedAppArmor(raw, spec, annotations),
    name: nameOf(raw['name']),
    privileged: security['privileged'] === true,
    allowPrivilegeEscalation: flagOf(security['allowPrivilegeEscalation']),
    procMount: typeof security['procMount'] === 'string' ? cleanText(security['procMount']) : undefined,
    addedCapabilities: textsOf(capabilities['add']),
    droppedCapabilities: textsOf(capabilities['drop']),
    hostPorts: hostPortsOf(raw['ports'], spec['hostNetwork'] === true),
    handlerHosts: handlerHostsOf(raw),
  });
}

function settingsOf(security: Raw): Fields<SecuritySettings> {
  const options = security['seLinuxOptions'];
  return {
    runAsNonRoot: flagOf(security['runAsNonRoot']),
    runAsUser: integerOf(security['runAsUser']),
    seccompProfile: profileTypeOf(security['seccompProfile']),
    appArmorProfile: profileTypeOf(security['appArmorProfile']),
    seLinuxOptions: isRaw(options)
      ? { type: nameOf(options['type']), setsUser: isSet(options['user']), setsRole: isSet(options['role']) }
      : undefined,
    hostProcess: rawOf(security['windowsOptions'])['hostProcess'] === true,
  };
}

function profileTypeOf(profile: unknown): string | undefined {
  return isRaw(profile) ? nameOf(profile['type']) : undefined;
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? cleanText(value) : '';
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function isSet(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** On the network of the host the API server gives each port of a pod its own number on the host. */
function hostPortsOf(ports: unknown, hostNetwork: boolean): readonly number[] {
  return listOf(ports).flatMap((each) => {
    const port = rawOf(each);
    const hostPort = integerOf(port['hostPort']) || (hostNetwork ? integerOf(port['containerPort']) : undefined);
    return hostPort || [];
  });
}

function handlerHostsOf(container: Raw): readonly string[] {
  const lifecycle = rawOf(container['lifecycle']);
  return [
    container['livenessProbe'],
    container['readinessProbe'],
    container['startupProbe'],
    lifecycle['postStart'],
    lifecycle['preStop'],
  ]
    .map(rawOf)
    .flatMap((handler) => [rawOf(handler['httpGet'])['host'], rawOf(handler['tcpSocket'])['host']])
    .filter(isSet)
    .map(nameOf);
}

/** A container without a profile gets the one of its old annotation, where that says one and the pod has not the same. */
function annotatedAppArmor(container: Raw, spec: Raw, annotations: Raw): string | undefined {
  const value = ownOf(annotations, `${APP_ARMOR}${nameOf(container['name'])}`);
  if (value !== 'unconfined' || isWindows(spec)) return undefined;
  const podProfile = profileTypeOf(rawOf(spec['securityContext'])['appArmorProfile']);
  return podProfile === 'Unconfined' ? undefined : 'Unconfined';
}

function ownOf(annotations: Raw, key: string): unknown {
  return Object.hasOwn(annotations, key) ? annotations[key] : undefined;
}

function forbiddenAnnotationsOf(annotations: Raw, spec: Raw): readonly ForbiddenAnnotation[] {
  const appArmor = Object.keys(annotations).filter(
    (key) => key.startsWith(APP_ARMOR) && !isAllowed(annotations[key], ['', 'runtime/default']),
  );
  const seccompKeys = [SECCOMP_POD, ...allContainersOf(spec).map(({ name }) => `${SECCOMP}${nameOf(name)}`)];
  const seccomp = seccompKeys.filter(
    (key) => Object.hasOwn(annotations, key) && !isAllowed(annotations[key], ['runtime/default', 'docker/default']),
  );
  return [
    ...appArmor.map((key) => annotationOf('AppArmor', key, annotations)),
    ...seccomp.map((key) => annotationOf('Seccomp', key, annotations)),
  ];
}

function isAllowed(value: unknown, words: readonly string[]): boolean {
  return typeof value !== 'string' || words.includes(value) || value.startsWith('localhost/');
}

function annotationOf(profile: 'AppArmor' | 'Seccomp', key: string, annotations: Raw): ForbiddenAnnotation {
  const value = annotations[key] === 'unconfined' ? 'unconfined' : undefined;
  return withoutUndefined<ForbiddenAnnotation>({ profile, key: cleanText(key), value });
}
