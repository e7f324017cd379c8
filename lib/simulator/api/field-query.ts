import type { KindInfo } from '../kinds.ts';
import type { Event, Namespace, Node, Pod, SimulatedObject } from '../objects.ts';
import type { Parsed } from './label-query.ts';

/** A field selector as a query has it: `metadata.name=a,spec.nodeName!=b`. */
export type FieldQuery = (object: SimulatedObject) => boolean;

type Field = (object: SimulatedObject) => string;

const EVERY: Readonly<Record<string, Field>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
};

type Value = string | boolean | undefined;

function field<Kind extends SimulatedObject>(read: (object: Kind) => Value): Field {
  return (object) => String(read(object as Kind) ?? '');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const POD: Readonly<Record<string, Field>> = {
  'spec.nodeName': field<Pod>(({ spec }) => spec.nodeName),
  'spec.restartPolicy': field<Pod>(({ spec }) => text(spec['restartPolicy'])),
  'spec.schedulerName': field<Pod>(({ spec }) => text(spec['schedulerName'])),
  'spec.serviceAccountName': field<Pod>(({ spec }) => spec.serviceAccountName),
  'spec.hostNetwork': field<Pod>(({ spec }) => spec.hostNetwork === true),
  'status.phase': field<Pod>(({ status }) => status.phase),
  'status.podIP': field<Pod>(({ status }) => status.podIP),
  'status.podIPs': field<Pod>(({ status }) => status.podIP),
  'status.nominatedNodeName': field<Pod>(({ status }) => status.nominatedNodeName),
};

const NODE: Readonly<Record<string, Field>> = {
  'spec.unschedulable': field<Node>(({ spec }) => spec.unschedulable === true),
};

const SUBJECT = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;

function eventFields(subject: string, reporter: string): Readonly<Record<string, Field>> {
  return {
    ...Object.fromEntries(
      SUBJECT.map((key) => [`${subject}.${key}`, field<Event>(({ involvedObject }) => involvedObject[key])]),
    ),
    reason: field<Event>(({ reason }) => reason),
    type: field<Event>(({ type }) => type),
    [reporter]: field<Event>(({ reportingComponent }) => reportingComponent),
  };
}

const CORE_EVENT: Readonly<Record<string, Field>> = {
  ...eventFields('involvedObject', 'reportingComponent'),
  source: field<Event>(({ source, reportingComponent }) => source.component ?? reportingComponent),
};
const NEW_EVENT = eventFields('regarding', 'reportingController');

function fieldsOf({ kind, group }: KindInfo): Readonly<Record<string, Field>> {
  switch (kind) {
    case 'Pod':
      return { ...EVERY, ...POD };
    case 'Node':
      return { ...EVERY, ...NODE };
    case 'Event':
      return { ...EVERY, ...(group === '' ? CORE_EVENT : NEW_EVENT) };
    case 'Namespace':
      return { ...EVERY, 'status.phase': field<Namespace>(({ status }) => status.phase) };
    case 'DaemonSet':
    case 'ControllerRevision':
    case 'ReplicaSet':
    case 'ResourceQuota':
    case 'PodDisruptionBudget':
    case 'PriorityClass':
      return EVERY;
  }
}

export function parseFieldQuery(text: string, info: KindInfo): Parsed<FieldQuery> {
  const fields = fieldsOf(info);
  const requirements: FieldQuery[] = [];
  for (const part of text.split(/(?<!\\),/)) {
    if (part === '') continue;
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
    if (match === null) return { ok: false, message: `invalid selector: '${text}'; can't understand '${part}'` };
    const [, name = '', operator, escaped = ''] = match;
    const stray = /(?<!\\)[=,]/.exec(escaped)?.[0];
    if (stray !== undefined)
      return { ok: false, message: `invalid field selector: unescaped character in value: ${stray.charCodeAt(0)}` };
    const read = fields[name];
    if (read === undefined) return { ok: false, message: `field label not supported: ${name}` };
    const value = escaped.replace(/\\(.)/g, '$1');
    requirements.push((object) => (read(object) === value) === (operator !== '!='));
  }
  return { ok: true, value: (object) => requirements.every((each) => each(object)) };
}
