import type { Taint } from '../../objects.ts';
import { toleratesTaint } from '../../placement/tolerations.ts';
import { type BoundPod, causeOf, containerFacts, nodeEvidence, podEvidence, statusPath } from './bound-pod.ts';
import type { CauseFacts, CellCause } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import { parseEviction } from './eviction.ts';

/** The kubelet's reasons with a row of their own [KR2]; `OutOf...` and `Evicted` are told apart below. */
const CODES: ReadonlyMap<string, CauseCode> = new Map([
  ['NodeAffinity', 'K04'],
  ['TaintToleration', 'K04'],
  ['UnexpectedAdmissionError', 'K05'],
  ['TopologyAffinityError', 'K06'],
  ['SMTAlignmentError', 'K06'],
  ['EmptyPodSharedPoolError', 'K06'],
  ['NodeShutdown', 'K07'],
  ['Terminated', 'K07'],
]);

/** `Pod was rejected: `, and only `Pod ` before 1.29 or so [KR1]. */
const PREFIX = /^Pod (?:was rejected: |(?=[A-Z]))/;

/** Names why a pod has ended for good: refused by the kubelet, evicted, shut down [K01] to [K07] [K31], or done [K27]. */
export function explainEnd(bound: BoundPod): readonly CellCause[] {
  const { phase, reason } = bound.pod;
  if (phase === 'Succeeded') return [explainSuccess(bound)];
  if (reason === undefined) return [];
  if (reason.startsWith('OutOf')) return [explainShortage(bound, reason)];
  if (reason === 'Evicted') return [explainEviction(bound)];
  const code = CODES.get(reason) ?? 'K31';
  if (code === 'K04') return [explainPlacement(bound, reason)];
  if (code === 'K05') return [explainDevice(bound, reason)];
  return [endOf(bound, code, { detail: reason })];
}

function wordsOf({ pod }: BoundPod): string {
  return (pod.message ?? '').replace(PREFIX, '').trim();
}

/** What a pod ended with is final, whatever became of its kubelet since. */
function endOf(
  bound: BoundPod,
  code: CauseCode,
  facts: CauseFacts,
  confidence: CellCause['confidence'] = 'H',
): CellCause {
  const { pod } = bound;
  const message = wordsOf(bound);
  const { reason = pod.phase } = pod;
  return causeOf(
    { ...bound, silent: false },
    {
      code,
      confidence,
      facts: { ...facts, ...(message === '' ? {} : { message }) },
      evidence: [
        podEvidence(pod, 'status.reason', reason),
        ...(pod.message === undefined ? [] : [podEvidence(pod, 'status.message', pod.message)]),
      ],
    },
  );
}

const SHORTAGE = /Node didn't have enough resource: (\S+), requested: (\d+), used: (\d+), capacity: (\d+)/;

function explainShortage(bound: BoundPod, reason: string): CellCause {
  const [, resource = reason.slice('OutOf'.length), ...numbers] = SHORTAGE.exec(wordsOf(bound)) ?? [];
  const [requested, used, allocatable] = numbers.map(Number);
  if (requested === undefined || used === undefined || allocatable === undefined) {
    return endOf(bound, 'K01', { detail: reason, resource });
  }
  const quantity = (amount: number): string => (resource === 'cpu' ? `${amount}m` : String(amount));
  return endOf(bound, 'K01', {
    detail: reason,
    resource,
    requested: quantity(requested),
    used: quantity(used),
    allocatable: quantity(allocatable),
    free: quantity(allocatable - used),
  });
}

function explainEviction(bound: BoundPod): CellCause {
  const eviction = parseEviction(wordsOf(bound));
  if (eviction.kind === 'Refused') {
    const cause = endOf(bound, 'K02', { detail: eviction.conditions.join(', ') });
    const { node } = bound.input;
    const pressures = (node?.conditions ?? []).filter(
      ({ type, status }) => status === 'True' && eviction.conditions.includes(type),
    );
    const told = pressures.map(({ type, status }) =>
      node === undefined ? [] : [nodeEvidence(node, `status.conditions[${type}].status`, status)],
    );
    return { ...cause, evidence: [...cause.evidence, ...told.flat()] };
  }
  // Without a text nobody knows whether it ran before.
  return endOf(bound, 'K03', eviction.facts, bound.pod.message === undefined ? 'M' : 'H');
}

/** Labels that no longer match, or the NoExecute taint that the pod does not tolerate, if the node still has it. */
function explainPlacement(bound: BoundPod, reason: string): CellCause {
  const taint = reason === 'TaintToleration' ? findTaint(bound) : undefined;
  return endOf(bound, 'K04', { detail: reason, ...(taint === undefined ? {} : { taint }) });
}

function findTaint({ input, pod }: BoundPod): string | undefined {
  const untolerated = input.node?.taints.find(
    (taint) => taint.effect === 'NoExecute' && !pod.spec.tolerations.some((each) => toleratesTaint(each, taint)),
  );
  return untolerated === undefined ? undefined : describeTaint(untolerated);
}

function describeTaint({ key, value, effect }: Taint): string {
  return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}

const DEVICE = /(?:unavailable for|unregistered device|unhealthy devices|device for) (\S+?)[.,]?(?:\s|$)/;
const DEVICE_COUNT = /Requested: (\d+), Available: (\d+)/;
const ABOUT_DEVICES = /device|^Update plugin resources failed/i;

/** The kubelet uses this reason for every error of an admission: of devices it speaks only in these words. */
function explainDevice(bound: BoundPod, reason: string): CellCause {
  const words = wordsOf(bound);
  const [, resource] = DEVICE.exec(words) ?? [];
  const [, requested, free] = DEVICE_COUNT.exec(words) ?? [];
  const facts = {
    detail: reason,
    ...(resource === undefined ? {} : { resource }),
    ...(requested === undefined ? {} : { requested }),
    ...(free === undefined ? {} : { free }),
  };
  return endOf(bound, 'K05', facts, ABOUT_DEVICES.test(words) ? 'H' : 'M');
}

function explainSuccess(bound: BoundPod): CellCause {
  const { pod } = bound;
  const ended = pod.containerStatuses.find(({ init, state }) => !init && state.kind === 'Terminated');
  const facts =
    ended === undefined ? {} : { ...containerFacts(pod, ended.name), exitCode: 0, restartCount: ended.restartCount };
  const cause = endOf(bound, 'K27', { detail: 'Succeeded', ...facts });
  if (ended === undefined) return { ...cause, evidence: [podEvidence(pod, 'status.phase', pod.phase)] };
  const path = statusPath(ended, 'state.terminated.exitCode');
  return { ...cause, evidence: [podEvidence(pod, 'status.phase', pod.phase), podEvidence(pod, path, 0)] };
}
