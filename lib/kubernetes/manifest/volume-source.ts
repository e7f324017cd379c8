import { listOf, type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { backstepFaults, subdomainFaults } from './name-syntax.ts';
import { forbidden, invalid, notSupported, type Problem, required, tooLong, warning } from './problem.ts';
import { judgeProjectedSources } from './projected-volume.ts';
import { faults, oneOf, wanted } from './rule.ts';
import { isSet, quantityOf, rawsOf, stringOf } from './value.ts';
import { judgeDownwardFile, judgeItems, judgeMode } from './volume-file.ts';

export type SourceJudge = (source: Raw, path: FieldPath, volume: FieldPath) => Generator<Problem>;

/** A source of which only the fields that must be there are looked at. */
function wanting(...fields: readonly string[]): SourceJudge {
  return function* judge(source, path) {
    for (const field of fields) yield* wanted(source, path, field);
  };
}

/** By the field that says the kind, in the order in which the API server looks: of several it takes the first. */
export const VOLUME_SOURCES: Readonly<Record<string, SourceJudge>> = {
  emptyDir: judgeEmptyDir,
  hostPath: judgeHostPath,
  gitRepo: wanting('repository'),
  gcePersistentDisk: wanting('pdName'),
  awsElasticBlockStore: wanting('volumeID'),
  secret: judgeSecret,
  nfs: judgeNfs,
  iscsi: wanting('targetPortal', 'iqn'),
  glusterfs: wanting('endpoints', 'path'),
  flocker: wanting(),
  persistentVolumeClaim: wanting('claimName'),
  rbd: wanting('monitors', 'image'),
  cinder: wanting('volumeID'),
  cephfs: wanting('monitors'),
  quobyte: wanting('registry', 'volume'),
  downwardAPI: judgeDownwardApi,
  fc: wanting(),
  flexVolume: wanting('driver'),
  configMap: judgeConfigMap,
  azureFile: wanting('secretName', 'shareName'),
  vsphereVolume: wanting('volumePath'),
  photonPersistentDisk: wanting('pdID'),
  portworxVolume: wanting('volumeID'),
  azureDisk: wanting('diskName', 'diskURI'),
  storageos: wanting(),
  projected: judgeProjected,
  scaleIO: wanting('gateway', 'system', 'volumeName'),
  csi: judgeCsi,
  ephemeral: judgeEphemeral,
  image: judgeImageVolume,
};

function* judgeEmptyDir(source: Raw, path: FieldPath): Generator<Problem> {
  const limit = quantityOf(source['sizeLimit']);
  if (limit !== undefined && limit < 0n) {
    yield forbidden(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity');
  }
}

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function* judgeHostPath(source: Raw, path: FieldPath): Generator<Problem> {
  const hostPath = stringOf(source['path']);
  if (hostPath === '') {
    yield required(path.child('path'));
    return;
  }
  yield* faults(path.child('path'), hostPath, backstepFaults(hostPath));
  yield* oneOf(source, path, 'type', HOST_PATH_TYPES);
}

function* judgeSecret(source: Raw, path: FieldPath): Generator<Problem> {
  yield* wanted(source, path, 'secretName');
  yield* judgeMode(source, path, 'defaultMode');
  yield* judgeItems(source['items'], path.child('items'));
}

function* judgeConfigMap(source: Raw, path: FieldPath): Generator<Problem> {
  yield* wanted(source, path, 'name');
  yield* judgeMode(source, path, 'defaultMode');
  yield* judgeItems(source['items'], path.child('items'));
}

function* judgeNfs(source: Raw, path: FieldPath): Generator<Problem> {
  yield* wanted(source, path, 'server');
  yield* wanted(source, path, 'path');
  const exported = stringOf(source['path']);
  if (!exported.startsWith('/')) yield invalid(path.child('path'), exported, 'must be an absolute path');
}

function* judgeDownwardApi(source: Raw, path: FieldPath): Generator<Problem> {
  yield* judgeMode(source, path, 'defaultMode');
  for (const [index, file] of rawsOf(source['items']).entries()) {
    yield* judgeDownwardFile(file, path, path.child('items').index(index));
  }
}

function* judgeProjected(source: Raw, path: FieldPath): Generator<Problem> {
  yield* judgeMode(source, path, 'defaultMode');
  yield* judgeProjectedSources(source['sources'], path);
}

function* judgeCsi(source: Raw, path: FieldPath, volume: FieldPath): Generator<Problem> {
  yield* wanted(source, path, 'driver');
  const driver = stringOf(source['driver']);
  if (driver.length > 63) yield tooLong(path.child('driver'), 63);
  if (driver !== '') yield* faults(path.child('driver'), driver, subdomainFaults(driver.toLowerCase()));
  if (!isSet(source, 'nodePublishSecretRef')) return;
  const secret = stringOf(rawOf(source['nodePublishSecretRef'])['name']);
  if (secret === '') yield required(path.child('nodePublishSecretRef', 'name'));
  else {
    for (const fault of faults(path.child('name'), secret, subdomainFaults(secret))) yield { ...fault, at: volume };
  }
}

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

function* judgeEphemeral(source: Raw, path: FieldPath): Generator<Problem> {
  const at = path.child('volumeClaimTemplate', 'spec');
  if (!isSet(source, 'volumeClaimTemplate')) {
    yield required(path.child('volumeClaimTemplate'));
    return;
  }
  const spec = rawOf(rawOf(source['volumeClaimTemplate'])['spec']);
  const modes = listOf(spec['accessModes']).map(stringOf);
  if (modes.length === 0) yield required(at.child('accessModes'), 'at least 1 access mode is required');
  for (const mode of modes) {
    if (!ACCESS_MODES.includes(mode)) yield notSupported(at.child('accessModes'), mode, ACCESS_MODES);
  }
  const storage = rawOf(rawOf(spec['resources'])['requests'])['storage'];
  const storagePath = at.child('resources').key('storage');
  const size = quantityOf(storage);
  if (storage === undefined) yield { ...required(storagePath), at };
  else if (size !== undefined && size <= 0n)
    yield { ...invalid(storagePath, storage, 'must be greater than zero'), at };
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

function* judgeImageVolume(source: Raw, path: FieldPath): Generator<Problem> {
  yield* oneOf(source, path, 'pullPolicy', PULL_POLICIES);
  if (stringOf(source['reference']) === '') {
    yield warning(path.child('reference'), 'Required value: the DaemonSet is taken, its pods are refused');
  }
}
