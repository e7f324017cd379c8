import { failure, type Result, success } from '#lib/base/result.ts';
import type { KindInfo } from '../kinds.ts';
import type { Event, Namespace, Node, Pod, SimulatedObject } from '../objects.ts';

/** What an object has in a field that a selector may name. */
export type Field = (object: SimulatedObject) => string;

type Value = string | boolean | undefined;

function field<Kind extends SimulatedObject>(read: (object: Kind) => Value): Field {
  return (object) => String(read(object as Kind) ?? '');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const NAME: readonly (readonly [string, Field])[] = [['metadata.name', field(({ metadata }) => metadata.name)]];
const META = [...NAME, ['metadata.namespace', field(({ metadata }) => metadata.namespace)]] as const;
const NODE_NAME = field<Pod>(({ spec }) => spec.nodeName);
const POD_IP = field<Pod>(({ status }) => status.podIP);

const POD = new Map<string, Field>([
  ...META,
  ['spec.nodeName', NODE_NAME],
  // What clients of the first versions say.
  ['spec.host', NODE_NAME],
  ['spec.restartPolicy', field<Pod>(({ spec }) => text(spec['restartPolicy']))],
  ['spec.schedulerName', field<Pod>(({ spec }) => text(spec['schedulerName']))],
  ['spec.serviceAccountName', field<Pod>(({ spec }) => spec.serviceAccountName)],
  ['spec.hostNetwork', field<Pod>(({ spec }) => spec.hostNetwork === true)],
  ['status.phase', field<Pod>(({ status }) => status.phase)],
  ['status.podIP', POD_IP],
  // It may be named, but no pod has anything there.
  ['status.podIPs', () => ''],
  ['status.nominatedNodeName', field<Pod>(({ status }) => status.nominatedNodeName)],
]);

const NODE = new Map<string, Field>([
  ...NAME,
  ['spec.unschedulable', field<Node>(({ spec }) => spec.unschedulable === true)],
]);

const NAMESPACE = new Map<string, Field>([...NAME, ['status.phase', field<Namespace>(({ status }) => status.phase)]]);

const SUBJECT = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;

function eventFields(subject: string, reporter: string): Map<string, Field> {
  return new Map<string, Field>([
    ...META,
    ...SUBJECT.map((key) => [`${subject}.${key}`, field<Event>(({ involvedObject }) => involvedObject[key])] as const),
    ['reason', field<Event>(({ reason }) => reason)],
    ['type', field<Event>(({ type }) => type)],
    [reporter, field<Event>(({ reportingComponent }) => reportingComponent)],
  ]);
}

const CORE_EVENT = new Map<string, Field>([
  ...eventFields('involvedObject', 'reportingComponent'),
  ['source', field<Event>(({ source, reportingComponent }) => source.component || reportingComponent)],
]);
const NEW_EVENT = eventFields('regarding', 'reportingController');
const OTHERS = new Map<string, Field>(META);

function fieldsOf({ kind, group }: KindInfo): ReadonlyMap<string, Field> {
  switch (kind) {
    case 'Pod':
      return POD;
    case 'Node':
      return NODE;
    case 'Namespace':
      return NAMESPACE;
    case 'Event':
      return group === '' ? CORE_EVENT : NEW_EVENT;
    case 'DaemonSet':
    case 'ControllerRevision':
    case 'ReplicaSet':
    case 'ResourceQuota':
    case 'PodDisruptionBudget':
    case 'PriorityClass':
      return OTHERS;
  }
}

/** A kind without fields of its own says which two it knows; the others do not. */
export function fieldOf(info: KindInfo, name: string): Result<Field, string> {
  const fields = fieldsOf(info);
  const found = fields.get(name);
  if (found !== undefined) return success(found);
  return failure(
    fields === OTHERS
      ? `${JSON.stringify(name)} is not a known field selector: only "metadata.name", "metadata.namespace"`
      : `field label not supported: ${name}`,
  );
}
