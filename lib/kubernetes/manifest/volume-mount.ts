import { type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { backstepFaults, relativePathFaults } from './name-syntax.ts';
import { forbidden, invalid, notFound, notSupported, type Problem, required } from './problem.ts';
import { faults } from './rule.ts';
import { rawsOf, stringOf } from './value.ts';
import type { KnownVolumes } from './volume.ts';

/** Where volumes appear in a container. */
export function* judgeVolumeMounts(container: Raw, path: FieldPath, volumes: KnownVolumes): Generator<Problem> {
  const taken = new Set<string>();
  const devices = rawsOf(container['volumeDevices']);
  for (const [index, mount] of rawsOf(container['volumeMounts']).entries()) {
    const at = path.index(index);
    const name = stringOf(mount['name']);
    const mountPath = stringOf(mount['mountPath']);
    if (name === '') yield required(at.child('name'));
    if (!volumes.has(name)) yield notFound(at.child('name'), name);
    if (mountPath === '') yield required(at.child('mountPath'));
    if (taken.has(mountPath)) yield invalid(at.child('mountPath'), mountPath, 'must be unique');
    taken.add(mountPath);
    if (devices.some((device) => device['name'] === name)) {
      yield invalid(at.child('name'), name, 'must not already exist in volumeDevices');
    }
    if (devices.some((device) => device['devicePath'] === mountPath)) {
      yield invalid(at.child('mountPath'), mountPath, 'must not already exist as a path in volumeDevices');
    }
    if (stringOf(mount['subPath']) !== '' && stringOf(mount['subPathExpr']) !== '') {
      const detail = 'subPathExpr and subPath are mutually exclusive';
      yield invalid(at.child('subPathExpr'), mount['subPathExpr'], detail);
    }
    for (const problem of judgeMount(mount, container, path)) yield { ...problem, at: problem.at ?? at };
  }
}

/** What of a mount the API server tells without saying which of them it is. */
function* judgeMount(mount: Raw, container: Raw, path: FieldPath): Generator<Problem> {
  const subPath = stringOf(mount['subPath']);
  const expression = stringOf(mount['subPathExpr']);
  yield* faults(path.child('subPath'), subPath, relativePathFaults(subPath));
  yield* faults(path.child('subPathExpr'), expression, relativePathFaults(expression));
  yield* judgePropagation(mount, container, path.child('mountPropagation'));
  yield* judgeRecursion(mount, path.child('recursiveReadOnly'));
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];

function* judgePropagation(mount: Raw, container: Raw, path: FieldPath): Generator<Problem> {
  const propagation = mount['mountPropagation'];
  if (typeof propagation !== 'string') return;
  if (!PROPAGATIONS.includes(propagation)) yield notSupported(path, propagation, PROPAGATIONS);
  if (propagation === 'Bidirectional' && rawOf(container['securityContext'])['privileged'] !== true) {
    yield forbidden(path, 'Bidirectional mount propagation is available only to privileged containers');
  }
}

const RECURSIONS = ['Disabled', 'Enabled', 'IfPossible'];

function* judgeRecursion(mount: Raw, path: FieldPath): Generator<Problem> {
  const recursion = mount['recursiveReadOnly'];
  if (typeof recursion !== 'string' || recursion === 'Disabled') return;
  if (!RECURSIONS.includes(recursion)) {
    yield notSupported(path, recursion, RECURSIONS);
    return;
  }
  if (mount['readOnly'] !== true) yield forbidden(path, 'may only be specified when readOnly is true');
  if ((stringOf(mount['mountPropagation']) || 'None') !== 'None') {
    yield forbidden(path, 'may only be specified when mountPropagation is None or not specified');
  }
}

/** Volumes that a container gets as raw devices. */
export function* judgeVolumeDevices(container: Raw, path: FieldPath, volumes: KnownVolumes): Generator<Problem> {
  const [names, paths] = [new Set<string>(), new Set<string>()];
  for (const [index, device] of rawsOf(container['volumeDevices']).entries()) {
    const at = path.index(index);
    const name = stringOf(device['name']);
    const devicePath = stringOf(device['devicePath']);
    const kind = volumes.get(name);
    if (name === '') yield required(at.child('name'));
    if (names.has(name)) yield invalid(at.child('name'), name, 'must be unique');
    if (kind === undefined) yield notFound(at.child('name'), name);
    else if (kind !== 'persistentVolumeClaim' && kind !== 'ephemeral') {
      const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
      yield invalid(at.child('name'), name, detail);
    }
    if (devicePath === '') yield required(at.child('devicePath'));
    if (paths.has(devicePath)) yield invalid(at.child('devicePath'), devicePath, 'must be unique');
    if (backstepFaults(devicePath).length > 0) {
      yield invalid(at.child('devicePath'), devicePath, "can not contain backsteps ('..')");
    }
    names.add(name);
    paths.add(devicePath);
  }
}
