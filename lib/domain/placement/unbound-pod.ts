import type { Millis } from '#lib/base/clock.ts';
import type { NodeRecord, PodCondition, PodRecord } from '../objects.ts';
import { isAboutRoom, parseSchedulingText, type SchedulingPart, type SchedulingText } from '../rollout/scheduling.ts';
import { overdueAt } from '../rollout/termination.ts';
import { computeFit } from '../room/fit.ts';
import { hostPortsOf } from '../room/host-ports.ts';
import { podRequests } from '../room/pod-requests.ts';
import { targetNodeOf } from './node-pods.ts';
import type { PodContext, PodState } from './pod-judgement.ts';
import type { CellReason } from './reason.ts';
import { soonest } from './soonest.ts';

/** A scheduler speaks within a minute, or nobody schedules the pod [SC20]. */
const SCHEDULER_SILENCE_MILLIS = 60_000;

function scheduledCondition(pod: PodRecord): PodCondition | undefined {
  return pod.conditions.find(({ type }) => type === 'PodScheduled');
}

/**
 * Judges a pod that is bound nowhere, by its one target node: gated, refused for a rule, or for room [CE6] [CE7], or only
 * on its way. The scheduler's words tell which rule; the room is summed up here, so that it is known before and after.
 */
export function judgeUnboundPod(pod: PodRecord, context: Pick<PodContext, 'node' | 'podsOnNode' | 'now'>): PodState {
  const condition = scheduledCondition(pod);
  const since = condition?.lastTransitionTime ?? pod.creationTimestamp;
  if (condition?.reason === 'SchedulingGated') {
    return { state: 'failed', reasons: [{ kind: 'SchedulingGated' }], since, refusedByScheduler: true };
  }
  const refused = condition?.status === 'False' ? condition : undefined;
  const text = refused === undefined ? undefined : parseSchedulingText(refused.message ?? '');
  const pods = context.node === undefined ? [] : [...context.podsOnNode()];
  const shortages = context.node === undefined ? [] : findShortages(pod, context.node, pods);
  const preemptingUntil = preemptionEnd(pod, text, pods, context.now);
  const common = {
    since,
    preempting: preemptingUntil !== undefined,
    refusedByScheduler: refused !== undefined,
    recheckAt: preemptingUntil === Infinity ? undefined : preemptingUntil,
  };
  const rule = refused === undefined ? undefined : explainRule(refused, text);
  if (rule !== undefined) return { state: 'failed', reasons: [rule, ...shortages], ...common };
  const [first, ...rest] = shortages.length > 0 ? shortages : explainRoom(text);
  if (first !== undefined) return { state: 'starved', reasons: [first, ...rest], ...common };
  return judgeSilence(pod, refused, context, common);
}

function findShortages(pod: PodRecord, node: NodeRecord, pods: readonly PodRecord[]): readonly CellReason[] {
  const others = pods.filter((other) => other.uid !== pod.uid);
  return computeFit({ node, podsOnNode: others, requests: podRequests(pod), hostPorts: hostPortsOf(pod.spec) });
}

/** A refusal for something that no leaving pod changes, or that has nothing to do with room [SC4]. */
function explainRule(condition: PodCondition, text: SchedulingText | undefined): CellReason | undefined {
  const { reason, message } = condition;
  const unschedulable = (parts: readonly string[]): CellReason => ({
    kind: 'Unschedulable',
    parts,
    ...(message === undefined ? {} : { message }),
  });
  if (text?.kind !== 'Parsed') {
    // Nothing to take apart: the text, or without one the reason, such as SchedulerError, is all that is said.
    return message === undefined && reason === 'Unschedulable' ? undefined : unschedulable([message ?? reason ?? '']);
  }
  if (text.absentTarget !== undefined) return unschedulable([text.absentTarget]);
  const rules = text.target.filter((part) => !isAboutRoom(part));
  return rules.length > 0 ? unschedulable(text.target.map((part) => part.text)) : undefined;
}

/** The scheduler says that there is no room, and our own sum does not (yet) show it. */
function explainRoom(text: SchedulingText | undefined): readonly CellReason[] {
  if (text?.kind !== 'Parsed') return [];
  return text.target.map((part) => ({ kind: 'SchedulerSaysInsufficient', resource: nameOfRoom(part) }));
}

function nameOfRoom({ cause, resource }: SchedulingPart): string {
  if (resource !== undefined) return resource;
  return cause === 'TooManyPods' ? 'pods' : 'hostPorts';
}

/** Until when preemption is under way: by the scheduler's own words [SC18], or by a nomination and its victims [SC19]. */
function preemptionEnd(
  pod: PodRecord,
  text: SchedulingText | undefined,
  pods: readonly PodRecord[],
  now: Millis,
): Millis | undefined {
  if (text?.kind === 'Parsed' && text.preemption.some(({ outcome }) => outcome === 'UnderWay')) return Infinity;
  if (pod.nominatedNodeName === undefined || pod.nominatedNodeName !== targetNodeOf(pod)) return undefined;
  const ends = pods.flatMap((other) => overdueAt(other) ?? []).filter((end) => end >= now);
  return ends.length === 0 ? undefined : Math.max(...ends) + 1;
}

/** Nothing stands in the way that we can see. */
function judgeSilence(
  pod: PodRecord,
  refused: PodCondition | undefined,
  { now }: Pick<PodContext, 'now'>,
  common: Omit<PodState, 'state' | 'reasons'>,
): PodState {
  const { schedulerName } = pod.spec;
  const deadline = (pod.creationTimestamp ?? now) + SCHEDULER_SILENCE_MILLIS;
  if (refused === undefined && now > deadline) {
    const reason: CellReason =
      schedulerName === undefined ? { kind: 'NobodySchedules' } : { kind: 'NobodySchedules', schedulerName };
    return { state: 'failed', reasons: [reason], ...common };
  }
  const recheckAt = soonest(common.recheckAt, refused === undefined ? deadline + 1 : undefined);
  return { state: 'progressing', reasons: [{ kind: 'Scheduling' }], ...common, recheckAt };
}
