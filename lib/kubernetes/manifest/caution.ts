import { type Raw, rawOf } from '../project/raw.ts';
import { cleanText } from '../project/text.ts';
import type { FieldPath } from './field-path.ts';
import { type Problem, warning } from './problem.ts';
import { isSet, numberOf, quantityOf, rawsOf, stringOf } from './value.ts';

/** What the API server takes and warns of; kubectl prints it beside "created", where it is easily missed. */
export function* cautionTemplate(template: Raw, path: FieldPath): Generator<Problem> {
  const spec = rawOf(template['spec']);
  const specPath = path.child('spec');
  yield* cautionAnnotations(rawOf(rawOf(template['metadata'])['annotations']), path.child('metadata', 'annotations'));
  yield* cautionNodeLabels(spec, specPath);
  yield* cautionVolumes(spec, specPath.child('volumes'));
  yield* cautionBytes(spec, specPath);
  yield* cautionPorts(spec, specPath);
  yield* cautionSelectors(spec, specPath);
  if ((numberOf(spec['terminationGracePeriodSeconds']) ?? 0) < 0) {
    const sentence = 'must be >= 0; negative values are invalid and will be treated as 1';
    yield warning(specPath.child('terminationGracePeriodSeconds'), sentence);
  }
  for (const [index, secret] of rawsOf(spec['imagePullSecrets']).entries()) {
    if (stringOf(secret['name']) !== '') continue;
    yield warning(specPath.child('imagePullSecrets').index(index).child('name'), 'invalid empty name ""');
  }
}

const OLD_ANNOTATIONS: ReadonlyMap<string, string> = new Map([
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
]);

function* cautionAnnotations(annotations: Raw, path: FieldPath): Generator<Problem> {
  for (const key of Object.keys(annotations)) {
    const sentence = OLD_ANNOTATIONS.get(key);
    if (sentence !== undefined) yield warning(path.key(key), sentence);
  }
}

const OLD_NODE_LABELS: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
  ['node-role.kubernetes.io/master', 'use "node-role.kubernetes.io/control-plane" instead'],
]);

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function* cautionNodeLabels(spec: Raw, path: FieldPath): Generator<Problem> {
  for (const key of Object.keys(rawOf(spec['nodeSelector']))) {
    const sentence = OLD_NODE_LABELS.get(key);
    if (sentence !== undefined) yield warning(path.child('nodeSelector').key(key), sentence);
  }
  const affinity = rawOf(rawOf(spec['affinity'])['nodeAffinity']);
  const affinityPath = path.child('affinity', 'nodeAffinity');
  for (const [index, term] of rawsOf(rawOf(affinity[REQUIRED])['nodeSelectorTerms']).entries()) {
    yield* cautionTerm(term, affinityPath.child(REQUIRED, 'nodeSelectorTerms').index(index));
  }
  for (const [index, term] of rawsOf(affinity[PREFERRED]).entries()) {
    yield* cautionTerm(rawOf(term['preference']), affinityPath.child(PREFERRED).index(index).child('preference'));
  }
  for (const [index, constraint] of rawsOf(spec['topologySpreadConstraints']).entries()) {
    const at = path.child('topologySpreadConstraints').index(index).child('topologyKey');
    yield* cautionKey(stringOf(constraint['topologyKey']), at);
  }
}

function* cautionTerm(term: Raw, path: FieldPath): Generator<Problem> {
  for (const [index, { key }] of rawsOf(term['matchExpressions']).entries()) {
    yield* cautionKey(stringOf(key), path.child('matchExpressions').index(index).child('key'));
  }
}

function* cautionKey(key: string, path: FieldPath): Generator<Problem> {
  const sentence = OLD_NODE_LABELS.get(key);
  if (sentence !== undefined) yield warning(path, `${key} is ${sentence}`);
}

const DEAD_VOLUMES: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};

function* cautionVolumes(spec: Raw, path: FieldPath): Generator<Problem> {
  for (const [index, volume] of rawsOf(spec['volumes']).entries()) {
    for (const [kind, sentence] of Object.entries(DEAD_VOLUMES)) {
      if (isSet(volume, kind)) yield warning(path.index(index).child(kind), sentence);
    }
  }
}

type Placed = { readonly container: Raw; readonly path: FieldPath };

function containersOf(spec: Raw, path: FieldPath): readonly Placed[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    rawsOf(spec[list]).map((container, index) => ({ container, path: path.child(list).index(index) })),
  );
}

const BYTE = 1_000_000_000n;

/** `m` where `M` or `Mi` was meant: a thousandth of a byte. */
function* cautionBytes(spec: Raw, specPath: FieldPath): Generator<Problem> {
  for (const { container, path } of containersOf(spec, specPath)) {
    for (const field of ['limits', 'requests']) {
      for (const resource of ['memory', 'ephemeral-storage']) {
        const value = rawOf(rawOf(container['resources'])[field])[resource];
        const amount = quantityOf(value);
        if (amount === undefined || amount % BYTE === 0n) continue;
        const sentence = `fractional byte value ${JSON.stringify(String(value))} is invalid, must be an integer`;
        yield warning(path.child('resources', field).key(resource), sentence);
      }
    }
  }
}

function* cautionPorts(spec: Raw, specPath: FieldPath): Generator<Problem> {
  const names = new Map<string, FieldPath>();
  for (const { container, path } of containersOf(spec, specPath)) {
    for (const [index, port] of rawsOf(container['ports']).entries()) {
      const at = path.child('ports').index(index);
      const name = stringOf(port['name']);
      const other = names.get(name)?.toString();
      if (isSet(port, 'hostIP') && !numberOf(port['hostPort'])) yield warning(at, 'hostIP set without hostPort');
      if (other !== undefined) {
        const use = `services and probes that select ports by name will use ${other}`;
        yield warning(at, `duplicate port name ${JSON.stringify(cleanText(name))} with ${other}, ${use}`);
      } else if (name !== '') names.set(name, at);
    }
  }
}

const NO_SELECTOR = 'a null labelSelector results in matching no pod';

function* cautionSelectors(spec: Raw, path: FieldPath): Generator<Problem> {
  for (const [index, constraint] of rawsOf(spec['topologySpreadConstraints']).entries()) {
    if (isSet(constraint, 'labelSelector')) continue;
    yield warning(path.child('topologySpreadConstraints').index(index).child('labelSelector'), NO_SELECTOR);
  }
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const affinity = rawOf(rawOf(spec['affinity'])[kind]);
    const at = path.child('affinity', kind);
    for (const [index, term] of rawsOf(affinity[REQUIRED]).entries()) {
      if (isSet(term, 'labelSelector')) continue;
      yield warning(at.child(REQUIRED).index(index).child('labelSelector'), NO_SELECTOR);
    }
    for (const [index, weighted] of rawsOf(affinity[PREFERRED]).entries()) {
      if (isSet(rawOf(weighted['podAffinityTerm']), 'labelSelector')) continue;
      yield warning(at.child(PREFERRED).index(index).child('podAffinityTerm', 'labelSelector'), NO_SELECTOR);
    }
  }
}
