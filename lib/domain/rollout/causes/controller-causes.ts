import type { Millis } from '#lib/base/clock.ts';
import type { CausesInput, Finding, RolloutCause } from './causes-input.ts';
import { byNode, earliest, evidenceOfFew, sinceOf } from './evidence.ts';
import { evidenceOfDaemonSet, evidenceOfPod, momentText } from './object-evidence.ts';

/*
 * Causes that lie with the controller, or with what was asked of it: it does not see a change, waits for a person, takes
 * the DaemonSet down, or reads another clock.
 */

const NOTHING: Finding = {};

const NOT_OBSERVED_MILLIS = 60_000;
/** So long creations and deletions may stay unconfirmed, and the generation with them [RS2]. */
const UNCONFIRMED_MILLIS = 5 * 60_000;

/**
 * The controller has not seen the change for more than a minute [R01]. Nothing in the API tells when the generation rose:
 * what is known is since when we have seen it ahead, or that a DaemonSet that was never observed waits since its creation.
 */
export function findControllerNotObserving({ daemonSet, outcome, now }: CausesInput): Finding {
  const { generation, deletionTimestamp, creationTimestamp, status } = daemonSet;
  const { observedGeneration } = status;
  if (generation <= observedGeneration || deletionTimestamp !== undefined) return NOTHING;
  const seen = outcome.verdict.kind === 'NotObserved' ? outcome.verdict.since : undefined;
  const since = seen ?? (generation === 1 ? creationTimestamp : undefined);
  const found = (confidence: RolloutCause['confidence']): RolloutCause => ({
    code: 'R01',
    confidence,
    nodes: [],
    ...sinceOf(since),
    facts: { generation, observedGeneration },
    evidence: [
      evidenceOfDaemonSet(daemonSet, 'metadata.generation', generation),
      evidenceOfDaemonSet(daemonSet, 'status.observedGeneration', observedGeneration),
    ],
  });
  if (since === undefined) return { cause: found('L') };
  const age = now - since;
  if (age <= NOT_OBSERVED_MILLIS) return { recheckAt: since + NOT_OBSERVED_MILLIS + 1 };
  if (age <= UNCONFIRMED_MILLIS) return { cause: found('M'), recheckAt: since + UNCONFIRMED_MILLIS + 1 };
  return { cause: found('H') };
}

/** Old pods wait for a person [R02] [RV19]: not a stall. */
export function findOnDeleteWaiting({ daemonSet, outcome, cells, podsOf }: CausesInput): Finding {
  if (daemonSet.updateStrategy.kind !== 'OnDelete' || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  const nodes = cells.filter(({ facts }) => facts.oldPods === 'staying').map(({ node }) => node);
  if (nodes.length === 0) return NOTHING;
  nodes.sort();
  const [first] = nodes;
  const pods = first === undefined ? [] : (podsOf?.(first) ?? []).filter((pod) => pod.deletionTimestamp === undefined);
  const [pod] = pods;
  return {
    cause: {
      code: 'R02',
      confidence: 'H',
      nodes,
      // A revision that is used again bears the date of its first use [RS5b].
      ...sinceOf(outcome.begin?.isLowerBound === true ? undefined : outcome.begin?.at),
      facts: {},
      evidence: [evidenceOfDaemonSet(daemonSet, 'spec.updateStrategy.type', 'OnDelete')],
      ...(pod === undefined ? {} : { pods: [pod.name] }),
    },
  };
}

/** It is being deleted, and its numbers are frozen [R11] [ST6]. */
export function findDeletion({ daemonSet }: CausesInput): Finding {
  const { deletionTimestamp } = daemonSet;
  if (deletionTimestamp === undefined) return NOTHING;
  return {
    cause: {
      code: 'R11',
      confidence: 'H',
      nodes: [],
      since: deletionTimestamp,
      facts: {},
      evidence: [evidenceOfDaemonSet(daemonSet, 'metadata.deletionTimestamp', momentText(deletionTimestamp))],
    },
  };
}

/** Clocks that differ by less than this are told of by nobody. */
const SKEW_MILLIS = 5000;
/** The status follows the pods within seconds; later than this it does not. */
const STATUS_LAG_MILLIS = 60_000;

/**
 * Clocks that differ [R16], as a possibility: a pod became Ready in our future, or minReadySeconds have passed by our
 * clock and the controller still counts fewer available pods than we do.
 */
export function findClockSkew(input: CausesInput): Finding {
  const { daemonSet } = input;
  if (daemonSet.minReadySeconds === 0 || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  return findReadyAhead(input) ?? findStatusBehind(input);
}

function findReadyAhead({ daemonSet, cells, now }: CausesInput): Finding | undefined {
  const ahead: { node: (typeof cells)[number]['node']; pod?: string; at: Millis }[] = [];
  for (const { node, facts } of cells) {
    const { reason, since: at, pod } = facts.wait ?? {};
    if (reason !== 'WaitingMinReadySeconds' || at === undefined || at <= now + SKEW_MILLIS) continue;
    ahead.push(pod === undefined ? { node, at } : { node, pod, at });
  }
  if (ahead.length === 0) return undefined;
  ahead.sort(byNode);
  const farthest = Math.max(...ahead.map(({ at }) => at));
  return {
    cause: {
      code: 'R16',
      confidence: 'L',
      nodes: ahead.map(({ node }) => node),
      facts: { detail: 'ReadyInTheFuture', seconds: Math.round((farthest - now) / 1000) },
      evidence: evidenceOfFew(ahead, ({ pod, at }) =>
        pod === undefined
          ? []
          : evidenceOfPod(
              { namespace: daemonSet.namespace, name: pod },
              'status.conditions[Ready].lastTransitionTime',
              momentText(at),
            ),
      ),
    },
    recheckAt: earliest(ahead.map(({ at }) => at - SKEW_MILLIS)),
  };
}

function findStatusBehind({ daemonSet, outcome, cells, knowledge, now }: CausesInput): Finding {
  const { generation, status } = daemonSet;
  const { counted, lastProgress } = outcome;
  if (knowledge.pods !== 'Known' || knowledge.nodes !== 'Known' || lastProgress === undefined) return NOTHING;
  if (status.observedGeneration < generation || status.numberAvailable >= counted.numberAvailable) return NOTHING;
  // That an old pod is available is no progress: it may be so since a moment ago, which the status may not know yet.
  if (cells.some(({ facts }) => facts.available && !facts.updated)) return NOTHING;
  const from = lastProgress + STATUS_LAG_MILLIS;
  if (now <= from) return { recheckAt: from + 1 };
  return {
    cause: {
      code: 'R16',
      confidence: 'L',
      nodes: [],
      since: lastProgress,
      facts: {
        detail: 'StatusBehind',
        used: String(status.numberAvailable),
        limited: String(counted.numberAvailable),
      },
      evidence: [
        evidenceOfDaemonSet(daemonSet, 'status.numberAvailable', status.numberAvailable),
        evidenceOfDaemonSet(daemonSet, 'spec.minReadySeconds', daemonSet.minReadySeconds),
      ],
    },
  };
}
