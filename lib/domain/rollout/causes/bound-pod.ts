import type { Millis } from '#lib/base/clock.ts';
import type { ContainerSpec, ContainerStatus, EventRecord, NodeRecord, PodRecord } from '../../objects.ts';
import type { JudgedPod } from '../../placement/pod-judgement.ts';
import { isSidecar } from '../../room/container-sum.ts';
import { nodeReadyCondition } from '../node-phase.ts';
import type { CauseEvidence, CauseFacts, CellCause, Confidence } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import type { CellCauseInput } from './cell-cause-input.ts';

/** A pod that a kubelet has, with what its causes are found from. */
export type BoundPod = {
  readonly judged: JudgedPod;
  readonly pod: PodRecord;
  readonly input: CellCauseInput;
  /** Of the pod itself. */
  readonly events: readonly EventRecord[];
  /** Past its start allowance [PD4]. */
  readonly late: boolean;
  /** Its kubelet does not report, or the node is gone: what the status says was said before that. */
  readonly silent: boolean;
  readonly now: Millis;
};

export function readBoundPod(judged: JudgedPod, input: CellCauseInput): BoundPod {
  const { pod } = judged;
  return {
    judged,
    pod,
    input,
    events: input.eventsOf(pod.uid),
    late: judged.reasons.some(({ kind }) => kind === 'NotReady'),
    silent: input.facts.gone === true || nodeStatusOf(input.node) === 'Unknown',
    now: input.now,
  };
}

/** The status of the node's Ready condition; undefined when nodes are unreadable or nothing was ever reported. */
export function nodeStatusOf(node: NodeRecord | undefined): string | undefined {
  return node === undefined ? undefined : nodeReadyCondition(node)?.status;
}

type CauseDraft = {
  readonly code: CauseCode;
  readonly confidence: Confidence;
  readonly facts: CauseFacts;
  readonly evidence: readonly CauseEvidence[];
  /** When it is another moment than that of the pod's state. */
  readonly since?: Millis | undefined;
};

/** The cause of a pod. What a silent kubelet last said is at most likely. */
export function causeOf({ pod, judged, silent }: BoundPod, draft: CauseDraft): CellCause {
  const { code, facts, evidence } = draft;
  const since = draft.since ?? judged.since;
  return {
    code,
    confidence: silent && draft.confidence === 'H' ? 'M' : draft.confidence,
    pod: pod.name,
    ...(since === undefined ? {} : { since }),
    facts,
    evidence,
  };
}

export function podEvidence(
  { namespace, name }: PodRecord,
  field: string,
  value: CauseEvidence['value'],
): CauseEvidence {
  return { object: { kind: 'Pod', namespace, name }, field, value };
}

export function eventEvidence({ namespace, name, note }: EventRecord): CauseEvidence {
  return { object: { kind: 'Event', namespace, name }, field: 'message', value: note };
}

export function nodeEvidence({ name }: NodeRecord, field: string, value: CauseEvidence['value']): CauseEvidence {
  return { object: { kind: 'Node', name }, field, value };
}

export function readyEvidence(node: NodeRecord): CauseEvidence {
  return nodeEvidence(node, 'status.conditions[Ready].status', nodeStatusOf(node) ?? 'Unknown');
}

/** The path of a container's status. */
export function statusPath({ name, init }: Pick<ContainerStatus, 'name' | 'init'>, field: string): string {
  return `status.${init ? 'initContainerStatuses' : 'containerStatuses'}[${name}].${field}`;
}

export function containerSpecOf({ spec }: PodRecord, name: string): ContainerSpec | undefined {
  return [...spec.containers, ...spec.initContainers].find((container) => container.name === name);
}

/** A container that starts before the others and runs beside them [PD5]. */
export function isSidecarOf(pod: PodRecord, { name, init }: Pick<ContainerStatus, 'name' | 'init'>): boolean {
  return init && pod.spec.initContainers.some((container) => container.name === name && isSidecar(container));
}

/** Which container, with its image. */
export function containerFacts(pod: PodRecord, name: string): Pick<CauseFacts, 'container' | 'image'> {
  const image = containerSpecOf(pod, name)?.image;
  return { container: name, ...(image === undefined ? {} : { image }) };
}
