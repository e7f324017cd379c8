import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../../keys.ts';
import type { DaemonSetRecord, NodeRecord, PodRecord, Taint } from '../../objects.ts';
import { computeEligibility } from '../../placement/eligibility.ts';
import { matchesLabelSelector } from '../../placement/label-selector.ts';
import { taintText } from '../../placement/taint-text.ts';
import { daemonPodTolerations, evictionDelaySeconds, isConditionTaint } from '../../placement/tolerations.ts';
import type { CausesInput, Finding } from './causes-input.ts';
import { byNode, earliest, evidenceOfFew, sinceOf } from './evidence.ts';
import { alikeFacts } from './facts.ts';
import { evidenceOfDaemonSet, evidenceOfNode } from './object-evidence.ts';

/* Causes that lie in where a DaemonSet should run, or in whose pods are its own. */

const NOTHING: Finding = {};

function keyOf({ namespace, name }: DaemonSetRecord): string {
  return `${namespace}/${name}`;
}

/** The pods of one match the selector of the other, in either direction [R12] [OR10]. */
export function findSelectorOverlap({ daemonSet, siblings }: CausesInput): Finding {
  const others = siblings.filter((sibling) => sibling.uid !== daemonSet.uid && overlap(daemonSet, sibling));
  if (others.length === 0) return NOTHING;
  const names = others.map(keyOf).sort();
  const [subject = ''] = names;
  return {
    cause: {
      code: 'R12',
      confidence: 'H',
      nodes: [],
      ...sinceOf(latest([daemonSet.creationTimestamp, earliest(others.map((other) => other.creationTimestamp))])),
      facts: { subject },
      evidence: [
        evidenceOfDaemonSet(daemonSet, 'spec.template.metadata.labels', labelsText(daemonSet.template.labels)),
        ...evidenceOfFew(others, (other) =>
          evidenceOfDaemonSet(other, 'spec.selector.matchLabels', labelsText(other.selector.matchLabels)),
        ),
      ],
    },
  };
}

function overlap(left: DaemonSetRecord, right: DaemonSetRecord): boolean {
  return (
    matchesLabelSelector(right.selector, left.template.labels) ||
    matchesLabelSelector(left.selector, right.template.labels)
  );
}

function labelsText(labels: DaemonSetRecord['labels']): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

/** Unknown unless all are known: it began with the last of them. */
function latest(times: readonly (Millis | undefined)[]): Millis | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length < times.length ? undefined : Math.max(...known);
}

/**
 * There are nodes, and it is wanted on none [R13]: most likely its selector, affinity or tolerations are wrong. Where it is
 * only the nodes that are not well [TL4], nothing is wrong with these.
 */
export function findNoNodeMatches({ daemonSet, outcome, nodeCount = 0, nodes, knowledge }: CausesInput): Finding {
  if (knowledge.nodes !== 'Known' || nodeCount === 0 || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  if (outcome.counted.desiredNumberScheduled > 0) return NOTHING;
  if (nodes !== undefined && isWantedIfWell(daemonSet, nodes())) return NOTHING;
  return {
    cause: {
      code: 'R13',
      confidence: 'M',
      nodes: [],
      facts: { used: '0', limited: String(nodeCount) },
      evidence: [
        evidenceOfDaemonSet(daemonSet, 'status.desiredNumberScheduled', daemonSet.status.desiredNumberScheduled),
      ],
    },
  };
}

function isWantedIfWell(daemonSet: DaemonSetRecord, nodes: Iterable<NodeRecord>): boolean {
  for (const node of nodes) {
    if (computeEligibility(daemonSet, node, { ignoreConditionTaints: true }).kind === 'ShouldRun') return true;
  }
  return false;
}

/** So long after a rollout the loss of a pod is more than a possibility. */
const FRESH_MILLIS = 60 * 60_000;

type Lost = { readonly node: NodeName; readonly taint: Taint; readonly seen: Millis | undefined };

/**
 * A rolling update removed a pod for good from a node that had gained an untolerated NoSchedule taint [R14] [FA5]. Nothing
 * is left there to read: it is likely when we saw the pod, or soon after a rollout; later it is a possibility.
 */
export function findPodLostToTaint(input: CausesInput): Finding {
  const { daemonSet, outcome, revisions, oddTaints, lostPods, cells, knowledge, now } = input;
  const rolledAt = outcome.revision.current?.createdAt;
  const suspects = new Set([...(oddTaints?.keys() ?? []), ...(lostPods?.keys() ?? [])]);
  if (rolledAt === undefined || revisions.length < 2 || suspects.size === 0) return NOTHING;
  if (daemonSet.deletionTimestamp !== undefined || knowledge.pods !== 'Known') return NOTHING;
  // Something is there: a pod, or a wish for one.
  for (const { node, facts } of cells) if (facts.present || facts.wanted) suspects.delete(node);
  const lost = [...suspects].flatMap((node) => toLost(node, rolledAt, input) ?? []).sort(byNode);
  if (lost.length === 0) return NOTHING;
  const isFresh = now - rolledAt <= FRESH_MILLIS;
  const wasSeen = lost.some(({ seen }) => seen !== undefined);
  return {
    cause: {
      code: 'R14',
      confidence: isFresh || wasSeen ? 'M' : 'L',
      nodes: lost.map(({ node }) => node),
      ...sinceOf(earliest(lost.map(({ seen }) => seen))),
      facts: alikeFacts(lost.map(({ taint }) => ({ taint: taintText(taint) }))),
      evidence: evidenceOfFew(lost, ({ node, taint }) =>
        evidenceOfNode({ name: node }, 'spec.taints', taintText(taint)),
      ),
    },
    recheckAt: isFresh && !wasSeen ? rolledAt + FRESH_MILLIS + 1 : undefined,
  };
}

function toLost(node: NodeName, rolledAt: Millis, input: CausesInput): Lost | undefined {
  const record = input.nodeOf(node);
  if (record === undefined || (record.creationTimestamp ?? -Infinity) > rolledAt) return undefined;
  const taints = taintsKeepingOff(input.daemonSet, record);
  const seen = input.lostPods?.get(node);
  const odd = input.oddTaints?.get(node) ?? [];
  const [taint] = taints;
  if (taint === undefined || taints.some((each) => (each.timeAdded ?? -Infinity) > rolledAt)) return undefined;
  if (seen === undefined && !taints.every((each) => odd.includes(each))) return undefined;
  return { node, taint, seen };
}

const NONE: readonly Taint[] = [];
const answers = new WeakMap<DaemonSetRecord['template'], WeakMap<NodeRecord, readonly Taint[]>>();

/** The NoSchedule taints that alone keep the DaemonSet off a node. Remembered: templates and nodes change seldom. */
function taintsKeepingOff(daemonSet: DaemonSetRecord, node: NodeRecord): readonly Taint[] {
  const known = answers.get(daemonSet.template) ?? new WeakMap<NodeRecord, readonly Taint[]>();
  answers.set(daemonSet.template, known);
  let answer = known.get(node);
  if (answer === undefined) {
    answer = askTaintsKeepingOff(daemonSet, node);
    known.set(node, answer);
  }
  return answer;
}

function askTaintsKeepingOff(daemonSet: DaemonSetRecord, node: NodeRecord): readonly Taint[] {
  const eligibility = computeEligibility(daemonSet, node);
  if (eligibility.kind !== 'ShouldContinueRunning') return NONE;
  const taints = eligibility.reasons.flatMap((reason) => (reason.kind === 'Taint' ? [reason.taint] : []));
  return taints.some(isConditionTaint) ? NONE : taints;
}

type Looping = { readonly node: NodeName; readonly seconds: number; readonly taint: Taint; readonly seen: boolean };

/**
 * Evicted and made again, for ever [R15] [TL6]: a NoExecute taint that is tolerated for some seconds only, which the
 * DaemonSet controller does not ask. Likely once an eviction has been seen, a possibility until then.
 */
export function findTolerationLoop(input: CausesInput): Finding {
  const { daemonSet, nodes } = input;
  const { spec } = daemonSet.template;
  if (nodes === undefined || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  if (!spec.tolerations.some(({ tolerationSeconds }) => tolerationSeconds !== undefined)) return NOTHING;
  const looping: Looping[] = [];
  for (const node of nodes()) {
    const loop = node.taints.length === 0 ? undefined : toLoop(node, input);
    if (loop !== undefined) looping.push(loop);
  }
  if (looping.length === 0) return NOTHING;
  looping.sort(byNode);
  return {
    cause: {
      code: 'R15',
      confidence: looping.some(({ seen }) => seen) ? 'M' : 'L',
      nodes: looping.map(({ node }) => node),
      ...sinceOf(earliest(looping.map(({ taint }) => taint.timeAdded))),
      facts: alikeFacts(looping.map(({ taint, seconds }) => ({ taint: taintText(taint), seconds }))),
      evidence: evidenceOfFew(looping, ({ node, taint }) =>
        evidenceOfNode({ name: node }, 'spec.taints', taintText(taint)),
      ),
    },
  };
}

function toLoop(node: NodeRecord, input: CausesInput): Looping | undefined {
  const tolerations = daemonPodTolerations(input.daemonSet.template.spec);
  const seconds = evictionDelaySeconds(node.taints, tolerations);
  if (seconds === undefined || computeEligibility(input.daemonSet, node).kind !== 'ShouldRun') return undefined;
  const taint = node.taints.find((each) => evictionDelaySeconds([each], tolerations) === seconds);
  if (taint === undefined) return undefined;
  const pods = input.podsOf?.(node.name) ?? [];
  return { node: node.name, seconds, taint, seen: pods.some((pod) => showsEviction(pod, taint, input)) };
}

/** Marked by the taint-eviction controller, or made anew since the taint came. */
function showsEviction(pod: PodRecord, { timeAdded }: Taint, { eventsOf }: CausesInput): boolean {
  if (timeAdded !== undefined && (pod.creationTimestamp ?? timeAdded) > timeAdded) return true;
  if (pod.conditions.some(({ type, reason }) => type === 'DisruptionTarget' && reason === 'DeletionByTaintManager')) {
    return true;
  }
  const events = eventsOf?.(pod.uid) ?? [];
  return events.some(
    ({ reason, note }) => reason === 'TaintManagerEviction' && note.startsWith('Marking for deletion'),
  );
}
