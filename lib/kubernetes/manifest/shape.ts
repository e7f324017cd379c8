import { entryOf } from '#lib/domain/objects.ts';
import { parseQuantity } from '#lib/domain/room/quantity.ts';
import { isRaw } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { type ManifestModels, shapeOf } from './manifest-models.ts';
import { nearestName } from './nearest-name.ts';
import { invalid, type Problem, unknownField, wrongType } from './problem.ts';

/** Where the models say text and the API takes quantities, which may also be written as numbers. */
const QUANTITIES: Readonly<Record<string, readonly string[]>> = {
  V1ResourceRequirements: ['limits', 'requests'],
  V1VolumeResourceRequirements: ['limits', 'requests'],
  V1PodSpec: ['overhead'],
  V1EmptyDirVolumeSource: ['sizeLimit'],
  V1ResourceFieldSelector: ['divisor'],
};

/** Names that nobody knows and values of the wrong type: what the API server says before it looks at any value. */
export function* judgeShape(value: unknown, type: string, path: FieldPath, models: ManifestModels): Generator<Problem> {
  if (value === null || value === undefined) return;
  const shape = shapeOf(type);
  switch (shape.kind) {
    case 'List':
      if (!Array.isArray(value)) yield wrongType(path, found(value), 'a list');
      else
        for (const [index, each] of value.entries()) yield* judgeShape(each, shape.element, path.index(index), models);
      return;
    case 'Map':
      if (!isRaw(value)) yield wrongType(path, found(value), 'a map');
      else
        for (const [key, each] of Object.entries(value)) yield* judgeShape(each, shape.element, path.key(key), models);
      return;
    case 'Model':
      if (!isRaw(value)) yield wrongType(path, found(value), 'a map');
      else yield* judgeFields(value, shape.name, path, models);
      return;
    case 'Scalar':
      yield* judgeScalar(value, shape.name, path);
  }
}

function* judgeFields(
  value: Readonly<Record<string, unknown>>,
  model: string,
  path: FieldPath,
  models: ManifestModels,
): Generator<Problem> {
  const attributes = models.get(model) ?? [];
  for (const [name, each] of Object.entries(value)) {
    const attribute = attributes.find(({ baseName }) => baseName === name);
    if (attribute === undefined) {
      const known = attributes.map(({ baseName }) => baseName).filter((baseName) => !Object.hasOwn(value, baseName));
      yield unknownField(path.child(name), hintFor(model, name, known));
    } else {
      const isQuantity = QUANTITIES[model]?.includes(name) === true;
      const type = isQuantity
        ? attribute.type.replace('string; }', 'Quantity; }').replace(/^string$/, 'Quantity')
        : attribute.type;
      yield* judgeShape(each, type, path.child(name), models);
    }
  }
}

/** Names that people bring from somewhere else, too far from the right one to be found by their letters. */
const MISTAKEN: Readonly<Record<string, string>> = {
  'V1DaemonSetSpec.replicas': 'a DaemonSet runs one pod on each node',
  'V1DaemonSetSpec.strategy': 'did you mean updateStrategy?',
  'V1DaemonSetSpec.maxUnavailable': 'did you mean updateStrategy.rollingUpdate.maxUnavailable?',
  'V1DaemonSetUpdateStrategy.maxUnavailable': 'did you mean rollingUpdate.maxUnavailable?',
  'V1DaemonSetUpdateStrategy.maxSurge': 'did you mean rollingUpdate.maxSurge?',
  'V1SecretVolumeSource.name': 'did you mean secretName?',
  'V1ConfigMapVolumeSource.configMapName': 'did you mean name?',
  'V1ContainerPort.port': 'did you mean containerPort?',
  'V1Container.volumes': 'did you mean volumeMounts, or volumes of the pod?',
  'V1PodTemplateSpec.containers': 'did you mean spec.containers?',
};

function hintFor(model: string, name: string, known: readonly string[]): string | undefined {
  const mistaken = entryOf(MISTAKEN, `${model}.${name}`);
  if (mistaken !== undefined) return mistaken;
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : `did you mean ${nearest}?`;
}

function* judgeScalar(value: unknown, type: string, path: FieldPath): Generator<Problem> {
  const wanted = WANTED[type];
  if (wanted === undefined || wanted.accepts(value)) return;
  if (type === 'Quantity' && typeof value === 'string') yield invalid(path, value, QUANTITY_RULE);
  else yield wrongType(path, found(value), wanted.noun);
}

type Wanted = { readonly noun: string; readonly accepts: (value: unknown) => boolean };

const WANTED: Readonly<Record<string, Wanted>> = {
  string: { noun: 'text (in quotes)', accepts: (value) => typeof value === 'string' },
  boolean: { noun: 'true or false', accepts: (value) => typeof value === 'boolean' },
  number: { noun: 'a whole number', accepts: (value) => Number.isInteger(value) },
  IntOrString: { noun: 'a whole number or text', accepts: (value) => typeof value === 'string' || isInt32(value) },
  Quantity: { noun: 'a quantity', accepts: isQuantity },
  Date: { noun: 'a time', accepts: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)) },
};

/** The whole of what the API server says when it cannot read one. */
const QUANTITY_RULE = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function isQuantity(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && parseQuantity(String(value)).ok;
}

function isInt32(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
}

/** What stands there, by its kind alone: the value itself may be secret. */
function found(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'a truth value (true, yes, on and their like without quotes)';
  if (typeof value !== 'number') return 'a map';
  return Number.isInteger(value) ? 'a whole number' : 'a number with a fraction';
}
