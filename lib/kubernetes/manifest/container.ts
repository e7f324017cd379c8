import { listOf, type Raw, rawOf } from '../project/raw.ts';
import { judgeEnvironment, judgeEnvironmentSources } from './environment.ts';
import type { FieldPath } from './field-path.ts';
import { dnsLabelFaults } from './name-syntax.ts';
import { judgeHostNetworkPorts, judgeHostPortConflicts, judgePorts } from './port.ts';
import { judgeLifecycle, judgeProbe, PROBES } from './probe.ts';
import { duplicate, forbidden, notSupported, type Problem, required, warning } from './problem.ts';
import { judgeContainerResources, judgeResizePolicy } from './resource.ts';
import { named, oneOf, wanted } from './rule.ts';
import { judgeContainerSecurityContext } from './security-context.ts';
import { isSet, numberOf, rawsOf, stringOf } from './value.ts';
import type { KnownVolumes } from './volume.ts';
import { judgeVolumeDevices, judgeVolumeMounts } from './volume-mount.ts';

/** What of a pod its containers may refer to. */
export type Surroundings = { readonly volumes: KnownVolumes; readonly claims: readonly string[] };

const DEFAULT_GRACE_SECONDS = 30;

function graceSecondsOf(spec: Raw): number {
  return numberOf(spec['terminationGracePeriodSeconds']) ?? DEFAULT_GRACE_SECONDS;
}

export function* judgeContainers(spec: Raw, specPath: FieldPath, surroundings: Surroundings): Generator<Problem> {
  const path = specPath.child('containers');
  const containers = rawsOf(spec['containers']);
  if (containers.length === 0 && isListOrAbsent(spec['containers'])) yield required(path);
  const names = containers.map(({ name }) => stringOf(name));
  for (const [index, container] of containers.entries()) {
    const at = path.index(index);
    yield* judgeCommon(container, spec, at, surroundings);
    if (names.indexOf(names[index] ?? '') < index) yield duplicate(at.child('name'), names[index]);
    yield* judgeLife(container, spec, at);
    yield* judgeRestart(container, at);
  }
  yield* judgeHostPortConflicts(containers, path);
  if (spec['hostNetwork'] === true) yield* judgeHostNetworkPorts(containers, path);
}

export function* judgeInitContainers(spec: Raw, specPath: FieldPath, surroundings: Surroundings): Generator<Problem> {
  const path = specPath.child('initContainers');
  const taken = rawsOf(spec['containers']).map(({ name }) => stringOf(name));
  for (const [index, container] of rawsOf(spec['initContainers']).entries()) {
    const at = path.index(index);
    const name = stringOf(container['name']);
    yield* judgeCommon(container, spec, at, surroundings);
    yield* judgeRestart(container, at);
    if (taken.includes(name)) yield duplicate(at.child('name'), name);
    if (name !== '') taken.push(name);
    // They run one by one, so each has its ports for itself; the API server names the first whichever it is.
    for (const conflict of judgeHostPortConflicts([container], path)) yield { ...conflict, at: at.child('ports') };
    yield* container['restartPolicy'] === 'Always' ? judgeLife(container, spec, at) : judgeLifelessness(container, at);
  }
}

/** What is anything else was told for that already. */
function isListOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

/** What is asked of containers of every kind. */
function* judgeCommon(
  container: Raw,
  spec: Raw,
  path: FieldPath,
  { volumes, claims }: Surroundings,
): Generator<Problem> {
  yield* wanted(container, path, 'name');
  yield* named(container, path, 'name', dnsLabelFaults);
  yield* judgeImage(container, path);
  yield* oneOf(container, path, 'terminationMessagePolicy', MESSAGE_POLICIES);
  yield* judgePorts(container['ports'], path.child('ports'));
  yield* judgeEnvironment(container['env'], path.child('env'), volumes);
  yield* judgeEnvironmentSources(container['envFrom'], path.child('envFrom'));
  yield* judgeVolumeMounts(container, path.child('volumeMounts'), volumes);
  yield* judgeVolumeDevices(container, path.child('volumeDevices'), volumes);
  yield* oneOf(container, path, 'imagePullPolicy', PULL_POLICIES);
  yield* judgeContainerResources(rawOf(container['resources']), path.child('resources'), claims);
  yield* judgeResizePolicy(container['resizePolicy'], path.child('resizePolicy'));
  yield* judgeContainerSecurityContext(container, spec, path.child('securityContext'));
}

function* judgeImage(container: Raw, path: FieldPath): Generator<Problem> {
  yield* wanted(container, path, 'image');
  const image = stringOf(container['image']);
  if (image !== image.trim()) {
    const detail = 'must not have leading or trailing whitespace';
    yield warning(path.child('image'), `Invalid value: ${detail}: the DaemonSet is taken, its pods are refused`);
  }
}

function* judgeLife(container: Raw, spec: Raw, path: FieldPath): Generator<Problem> {
  yield* judgeLifecycle(container, path.child('lifecycle'), graceSecondsOf(spec));
  for (const probe of PROBES) yield* judgeProbe(container, probe, path.child(probe));
}

function* judgeLifelessness(container: Raw, path: FieldPath): Generator<Problem> {
  for (const field of ['lifecycle', ...PROBES]) {
    if (isSet(container, field)) {
      yield forbidden(path.child(field), 'may not be set for init containers without restartPolicy=Always');
    }
  }
  for (const [index, policy] of rawsOf(container['resizePolicy']).entries()) {
    if (policy['restartPolicy'] !== 'RestartContainer') continue;
    const detail = "must not be set to 'RestartContainer' for non-sidecar initContainers";
    const at = path.child('resizePolicy').index(index).child('restartPolicy');
    yield { path: at, message: `Invalid value: "RestartContainer": ${detail}`, severity: 'error' };
  }
}

const RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];

/** The policy of a container of its own: on init containers `Always` makes a sidecar, on others it is new. */
function* judgeRestart(container: Raw, path: FieldPath): Generator<Problem> {
  const policy = container['restartPolicy'];
  const rules = listOf(container['restartPolicyRules']);
  const at = path.child('restartPolicy');
  if (typeof policy === 'string') {
    if (!RESTART_POLICIES.includes(policy)) yield notSupported(at, policy, RESTART_POLICIES);
  } else if (rules.length > 0) yield required(at, 'must specify restartPolicy when restart rules are used');
  for (const [index, rule] of rawsOf(rules).entries()) {
    yield* judgeRestartRule(rule, path.child('restartPolicyRules').index(index));
  }
}

function* judgeRestartRule(rule: Raw, path: FieldPath): Generator<Problem> {
  const action = stringOf(rule['action']);
  if (action !== 'Restart') yield notSupported(path.child('action'), action, ['Restart']);
  if (!isSet(rule, 'exitCodes')) {
    yield required(path.child('exitCodes'), 'must be specified');
    return;
  }
  const operator = stringOf(rawOf(rule['exitCodes'])['operator']);
  if (operator !== 'In' && operator !== 'NotIn') {
    yield notSupported(path.child('exitCodes', 'operator'), operator, ['In', 'NotIn']);
  }
}
