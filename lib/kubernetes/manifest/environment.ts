import { type Raw, rawOf } from '../project/raw.ts';
import { cleanText } from '../project/text.ts';
import type { FieldPath } from './field-path.ts';
import {
  backstepFaults,
  configKeyFaults,
  dnsLabelFaults,
  environmentNameFaults,
  labelKeyFaults,
  subdomainFaults,
} from './name-syntax.ts';
import { invalid, notFound, notSupported, type Problem, required, warning } from './problem.ts';
import { faults } from './rule.ts';
import { isSet, quantityOf, rawsOf, stringOf } from './value.ts';
import type { KnownVolumes } from './volume.ts';

/** The variables of a container: names and where values come from, never a value. */
export function* judgeEnvironment(variables: unknown, path: FieldPath, volumes: KnownVolumes): Generator<Problem> {
  const names: string[] = [];
  for (const [index, variable] of rawsOf(variables).entries()) {
    const at = path.index(index);
    const name = stringOf(variable['name']);
    if (name === '') yield required(at.child('name'));
    else yield* faults(at.child('name'), name, environmentNameFaults(name));
    if (names.includes(name)) {
      const hidden = `hides previous definition of ${JSON.stringify(cleanText(name))}, which may be dropped when using apply`;
      yield warning(at, hidden);
    }
    names.push(name);
    if (isSet(variable, 'valueFrom')) yield* judgeSource(variable, at.child('valueFrom'), volumes);
  }
}

type SourceJudge = (source: Raw, path: FieldPath, volumes: KnownVolumes) => Generator<Problem>;

const SOURCES: Readonly<Record<string, SourceJudge>> = {
  fieldRef: (source, path) => judgeFieldRef(source, path, ENVIRONMENT_FIELDS),
  resourceFieldRef: (source, path) => judgeResourceFieldRef(source, path, false),
  configMapKeyRef: judgeKeyRef,
  secretKeyRef: judgeKeyRef,
  fileKeyRef: judgeFileKeyRef,
};

function* judgeSource(variable: Raw, path: FieldPath, volumes: KnownVolumes): Generator<Problem> {
  const source = rawOf(variable['valueFrom']);
  const given = Object.entries(SOURCES).filter(([field]) => isSet(source, field));
  for (const [field, judge] of given) yield* judge(rawOf(source[field]), path.child(field), volumes);
  if (given.length === 0) {
    const words = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
    yield invalid(path, '', `must specify one of: ${words}`);
  } else if (stringOf(variable['value']) !== '') {
    yield invalid(path, '', 'may not be specified when `value` is not empty');
  } else if (given.length > 1) yield invalid(path, '', 'may not have more than one field specified at a time');
}

function* judgeKeyRef(source: Raw, path: FieldPath): Generator<Problem> {
  const name = stringOf(source['name']);
  const key = stringOf(source['key']);
  yield* faults(path.child('name'), name, subdomainFaults(name));
  if (key === '') yield required(path.child('key'));
  else yield* faults(path.child('key'), key, configKeyFaults(key));
}

function* judgeFileKeyRef(source: Raw, path: FieldPath, volumes: KnownVolumes): Generator<Problem> {
  const texts = { key: environmentNameFaults, volumeName: dnsLabelFaults, path: backstepFaults };
  for (const [field, faultsOf] of Object.entries(texts)) {
    const value = stringOf(source[field]);
    if (value === '') yield required(path.child(field));
    else yield* faults(path.child(field), value, faultsOf(value));
  }
  const volume = stringOf(source['volumeName']);
  const kind = volumes.get(volume);
  if (kind === undefined) yield notFound(path.child('volumeName'), volume);
  else if (kind !== 'emptyDir') {
    yield invalid(path.child('volumeName'), volume, 'referenced volume must be of type emptyDir');
  }
}

const ENVIRONMENT_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

export const VOLUME_FIELDS = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** What a field label may be called at all, whether or not it may stand here. */
const FIELD_LABELS = [
  ...ENVIRONMENT_FIELDS,
  ...VOLUME_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'spec.host',
];

/** A field of the pod that is handed to the container. */
export function* judgeFieldRef(source: Raw, path: FieldPath, fields: readonly string[]): Generator<Problem> {
  const fieldPath = stringOf(source['fieldPath']);
  const version = stringOf(source['apiVersion']) || 'v1';
  const at = path.child('fieldPath');
  const [, map = '', key] = /^(.+?)\['(.*)'\]$/s.exec(fieldPath) ?? [];
  if (fieldPath === '') yield required(at);
  else if (version !== 'v1') {
    yield invalid(at, fieldPath, `error converting fieldPath: unsupported pod version: ${cleanText(version)}`);
  } else if (key !== undefined) yield* judgeSubscript(map, key, path, fieldPath);
  else if (!FIELD_LABELS.includes(fieldPath)) {
    const detail = `error converting fieldPath: field label not supported: ${cleanText(fieldPath)}`;
    yield invalid(at, fieldPath, detail);
  } else if (!fields.includes(fieldPath) && fieldPath !== 'spec.host') yield notSupported(at, fieldPath, fields);
}

function* judgeSubscript(map: string, key: string, path: FieldPath, fieldPath: string): Generator<Problem> {
  if (map === 'metadata.annotations') yield* faults(path, key, labelKeyFaults(key.toLowerCase()));
  else if (map === 'metadata.labels') yield* faults(path, key, labelKeyFaults(key));
  else {
    const detail = 'error converting fieldPath: field label does not support subscript';
    yield invalid(path.child('fieldPath'), fieldPath, `${detail}: ${cleanText(fieldPath)}`);
  }
}

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const RESOURCE_FIELDS = ['limits', 'requests']
  .flatMap((list) => RESOURCES.map((resource) => `${list}.${resource}`))
  .sort();
const DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** A request or limit that is handed to the container, divided. */
export function* judgeResourceFieldRef(source: Raw, path: FieldPath, ofVolume: boolean): Generator<Problem> {
  const resource = stringOf(source['resource']);
  if (ofVolume && stringOf(source['containerName']) === '') yield required(path.child('containerName'));
  else if (resource === '') yield required(path.child('resource'));
  else if (!RESOURCE_FIELDS.includes(resource) && !/^(?:limits|requests)\.hugepages-/.test(resource)) {
    yield notSupported(path.child('resource'), resource, RESOURCE_FIELDS);
  }
  yield* judgeDivisor(source['divisor'], resource, path.child('divisor'));
}

function* judgeDivisor(divisor: unknown, resource: string, path: FieldPath): Generator<Problem> {
  const value = quantityOf(divisor);
  if (value === undefined || value === 0n) return;
  const kind = resource.replace(/^(?:limits|requests)\./, '').replace(/^hugepages-.*/, 'hugepages');
  const allowed = kind === 'cpu' ? ['1m', '1'] : DIVISORS;
  if (allowed.some((each) => quantityOf(each) === value)) return;
  const noun = kind === 'ephemeral-storage' ? 'local ephemeral storage' : kind;
  const words = kind === 'cpu' ? '1m and 1' : DIVISORS.join(', ');
  if (![...RESOURCES, 'hugepages'].includes(kind)) return;
  yield invalid(path, resource, `only divisor's values ${words} are supported with the ${noun} resource`);
}

const MAPS = ['configMapRef', 'secretRef'];

/** Whole maps of variables. */
export function* judgeEnvironmentSources(sources: unknown, path: FieldPath): Generator<Problem> {
  for (const [index, source] of rawsOf(sources).entries()) {
    const at = path.index(index);
    const prefix = stringOf(source['prefix']);
    if (prefix !== '') yield* faults(at.child('prefix'), prefix, environmentNameFaults(prefix));
    const given = MAPS.filter((field) => isSet(source, field));
    for (const field of given) {
      const name = stringOf(rawOf(source[field])['name']);
      if (name === '') yield required(at.child(field, 'name'));
      else yield* faults(at.child(field, 'name'), name, subdomainFaults(name.replace(/-$/, 'a')));
    }
    if (given.length === 0) yield { ...invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'), at };
    if (given.length > 1) yield { ...invalid(path, '', 'may not have more than one field specified at a time'), at };
  }
}
