import { listOf, type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { idFaults, relativePathFaults, subdomainFaults } from './name-syntax.ts';
import {
  duplicate,
  forbidden,
  invalid,
  invalidUnshown,
  notSupported,
  type Problem,
  required,
  tooLong,
  warning,
} from './problem.ts';
import { exactlyOneOf, faults } from './rule.ts';
import { isSet, numberOf, rawsOf, stringOf } from './value.ts';

/** What holds for all containers of the pod, and whose namespaces the pod shares. */
export function* judgePodSecurityContext(spec: Raw, specPath: FieldPath): Generator<Problem> {
  const context = rawOf(spec['securityContext']);
  const path = specPath.child('securityContext');
  yield* judgeIds(context, path, ['fsGroup', 'runAsUser', 'runAsGroup']);
  for (const [index, group] of listOf(context['supplementalGroups']).entries()) {
    const id = numberOf(group) ?? 0;
    yield* faults(path.child('supplementalGroups').index(index), id, idFaults(id));
  }
  if (spec['shareProcessNamespace'] === true && spec['hostPID'] === true) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
    yield {
      ...invalid(path.child('shareProcessNamespace'), true, detail),
      at: specPath.child('shareProcessNamespace'),
    };
  }
  yield* judgeSysctls(context['sysctls'], spec, path.child('sysctls'));
  yield* exactlyOneOf(context, path, 'fsGroupChangePolicy', ['Always', 'OnRootMismatch']);
  yield* exactlyOneOf(context, path, 'supplementalGroupsPolicy', ['Merge', 'Strict']);
  yield* judgeSeLinuxChange(context['seLinuxChangePolicy'], path.child('seLinuxChangePolicy'));
  yield* judgeProfiles(context, path);
  yield* judgeUserNamespace(spec, specPath);
}

function* judgeSeLinuxChange(policy: unknown, path: FieldPath): Generator<Problem> {
  if (typeof policy !== 'string' || policy === 'Recursive') return;
  // Behind a gate that cannot be seen.
  if (policy === 'MountOption') yield warning(path, 'MountOption is refused where the gate SELinuxMount is off');
  else yield notSupported(path, policy, ['Recursive']);
}

function* judgeIds(context: Raw, path: FieldPath, fields: readonly string[]): Generator<Problem> {
  for (const field of fields) {
    const id = numberOf(context[field]);
    if (id !== undefined) yield* faults(path.child(field), id, idFaults(id));
  }
}

/** A pod with users of its own cannot share the processes or the memory of the host. */
function* judgeUserNamespace(spec: Raw, path: FieldPath): Generator<Problem> {
  if (spec['hostUsers'] !== false) return;
  const detail = 'when `hostUsers` is false';
  if (spec['hostNetwork'] === true) yield forbidden(path.child('hostNetwork'), detail);
  if (spec['hostPID'] === true) yield { ...forbidden(path.child('HostPID'), detail), at: path.child('hostPID') };
  if (spec['hostIPC'] === true) yield { ...forbidden(path.child('HostIPC'), detail), at: path.child('hostIPC') };
  for (const list of ['initContainers', 'containers']) {
    for (const [index, container] of rawsOf(spec[list]).entries()) {
      if (listOf(container['volumeDevices']).length === 0) continue;
      yield forbidden(path.child(list).index(index).child('volumeDevices'), detail);
    }
  }
}

const SYSCTL = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const LONGEST_SYSCTL = 253;

function* judgeSysctls(sysctls: unknown, spec: Raw, path: FieldPath): Generator<Problem> {
  const names = rawsOf(sysctls).map(({ name }) => stringOf(name));
  for (const [index, name] of names.entries()) {
    const at = path.index(index).child('name');
    if (name === '') yield required(at);
    else if (name.length > LONGEST_SYSCTL || !new RegExp(`^${SYSCTL}$`).test(name)) {
      yield invalid(at, name, `must have at most ${LONGEST_SYSCTL} characters and match regex ^${SYSCTL}$`);
    } else if (names.indexOf(name) < index) yield duplicate(at, name);
    yield* judgeSysctlOfHost(name.replaceAll('/', '.'), spec, at);
  }
}

function* judgeSysctlOfHost(name: string, spec: Raw, path: FieldPath): Generator<Problem> {
  if (spec['hostNetwork'] === true && name.startsWith('net.')) {
    yield invalid(path, name, "may not be specified when 'hostNetwork' is true");
  }
  if (spec['hostIPC'] === true && /^(?:kernel\.shm|kernel\.msg|kernel\.sem$|fs\.mqueue\.)/.test(name)) {
    yield invalid(path, name, "may not be specified when 'hostIPC' is true");
  }
}

/** What a container is allowed; `spec` is the pod's. */
export function* judgeContainerSecurityContext(container: Raw, spec: Raw, path: FieldPath): Generator<Problem> {
  const context = rawOf(container['securityContext']);
  yield* judgeIds(context, path, ['runAsUser', 'runAsGroup']);
  yield* judgeProcMount(context, spec, path.child('procMount'));
  yield* judgeEscalation(context, path);
  yield* judgeProfiles(context, path);
}

function* judgeProcMount(context: Raw, spec: Raw, path: FieldPath): Generator<Problem> {
  const procMount = context['procMount'];
  if (typeof procMount !== 'string') return;
  if (procMount !== 'Default' && procMount !== 'Unmasked') yield notSupported(path, procMount, ['Default', 'Unmasked']);
  if (procMount === 'Unmasked' && spec['hostUsers'] !== false) {
    yield invalid(path, procMount, '`hostUsers` must be false to use `Unmasked`');
  }
}

function* judgeEscalation(context: Raw, path: FieldPath): Generator<Problem> {
  if (context['allowPrivilegeEscalation'] !== false) return;
  const sentence = 'cannot set `allowPrivilegeEscalation` to false and';
  if (context['privileged'] === true) yield invalidUnshown(path, `${sentence} \`privileged\` to true`);
  if (listOf(rawOf(context['capabilities'])['add']).includes('CAP_SYS_ADMIN')) {
    yield invalidUnshown(path, `${sentence} \`capabilities.Add\` CAP_SYS_ADMIN`);
  }
}

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const LONGEST_PATH = 4_095;

/** The profiles of seccomp and AppArmor, and the options of Windows. */
function* judgeProfiles(context: Raw, path: FieldPath): Generator<Problem> {
  yield* judgeProfile(context, 'seccompProfile', 'seccomp', path);
  yield* judgeProfile(context, 'appArmorProfile', 'AppArmor', path);
  const options = rawOf(context['windowsOptions']);
  if (!isSet(options, 'gmsaCredentialSpecName')) return;
  const name = stringOf(options['gmsaCredentialSpecName']);
  yield* faults(path.child('windowsOptions', 'gmsaCredentialSpecName'), name, subdomainFaults(name));
}

function* judgeProfile(context: Raw, field: string, word: string, contextPath: FieldPath): Generator<Problem> {
  if (!isSet(context, field)) return;
  const profile = rawOf(context[field]);
  const path = contextPath.child(field);
  const type = stringOf(profile['type']);
  if (type === '') yield required(path.child('type'), `type is required when ${field} is set`);
  else if (!PROFILE_TYPES.includes(type)) yield notSupported(path.child('type'), type, PROFILE_TYPES);
  const at = path.child('localhostProfile');
  if (type === 'Localhost') {
    yield* judgeLocalhostProfile(profile['localhostProfile'], word, at);
  } else if (isSet(profile, 'localhostProfile') && (word === 'seccomp' || PROFILE_TYPES.includes(type))) {
    yield invalid(at, stringOf(profile['localhostProfile']), `can only be set when ${word} type is Localhost`);
  }
}

function* judgeLocalhostProfile(profile: unknown, word: string, path: FieldPath): Generator<Problem> {
  const wanted = `must be set when ${word} type is Localhost`;
  if (typeof profile !== 'string') yield required(path, wanted);
  else if (word === 'seccomp') yield* faults(path, profile, relativePathFaults(profile));
  else {
    if (profile !== profile.trim()) yield invalid(path, profile, 'must not be padded with whitespace');
    else if (profile === '') yield required(path, wanted);
    if (profile.length > LONGEST_PATH) yield tooLong(path, LONGEST_PATH);
  }
}
