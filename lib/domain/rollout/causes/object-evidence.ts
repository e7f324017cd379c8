import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord, EventRecord, NamespaceRecord, NodeRecord, PodRecord } from '../../objects.ts';
import type { CauseEvidence } from './cause.ts';

/*
 * Evidence of a cause: which field of which object was read, and what stood there. Never the value of an environment
 * variable, an argument or an annotation.
 */

type Value = CauseEvidence['value'];

type Named = Pick<PodRecord, 'namespace' | 'name'>;

export function evidenceOfPod({ namespace, name }: Named, field: string, value: Value): CauseEvidence {
  return { object: { kind: 'Pod', namespace, name }, field, value };
}

export function evidenceOfNode({ name }: Pick<NodeRecord, 'name'>, field: string, value: Value): CauseEvidence {
  return { object: { kind: 'Node', name }, field, value };
}

export function evidenceOfDaemonSet({ namespace, name }: DaemonSetRecord, field: string, value: Value): CauseEvidence {
  return { object: { kind: 'DaemonSet', namespace, name }, field, value };
}

export function evidenceOfNamespace({ name }: NamespaceRecord, field: string, value: Value): CauseEvidence {
  return { object: { kind: 'Namespace', name }, field, value };
}

/** `message` is what kubectl shows of an event; the newer API calls it `note` [EV1]. */
export function evidenceOfEvent(
  { namespace, name }: Pick<EventRecord, 'namespace' | 'name'>,
  note: string,
): CauseEvidence {
  return { object: { kind: 'Event', namespace, name }, field: 'message', value: note };
}

/** One entry of a map, as kubectl's jsonpath writes it: the dots of the key are escaped. */
export function entryPath(map: string, key: string): string {
  return `${map}.${key.replaceAll('.', '\\.')}`;
}

/** A moment as evidence: RFC 3339, to the second, as Kubernetes writes it. */
export function momentText(millis: Millis): string {
  return new Date(millis).toISOString().replace('.000Z', 'Z');
}
