import type { Millis } from '#lib/base/clock.ts';
import type { PodRecord } from '../../objects.ts';
import { nodeReadyCondition } from '../node-phase.ts';
import { deletionAskedAt } from '../termination.ts';
import type { Holder } from '../verdict.ts';
import { proposeLimit } from './budget-proposal.ts';
import type { CauseEvidence } from './cause.ts';
import type { CausedCell, CausesInput, Finding } from './causes-input.ts';
import { byNode, earliest, evidenceOfFew, sinceOf } from './evidence.ts';
import { isExcused } from './gather.ts';
import { evidenceOfDaemonSet, evidenceOfEvent, evidenceOfNode, evidenceOfPod, momentText } from './object-evidence.ts';
import { causeOfRefusal } from './refusal-cause.ts';

/* Who uses the budget, as causes: nodes that are not Ready, pods that are missing, that leave, that settle. */

const NOTHING: Finding = {};

/** A stuck holder on a node that is not Ready [R03] [TX6], in whatever state; without any rollout it waits for the next. */
export function findNotReadyHolders({ daemonSet, outcome, nodeOf }: CausesInput): Finding {
  const { budget, counted } = outcome;
  if (budget === undefined || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  const held = budget.holders.flatMap((holder) => toNotReady(holder, nodeOf) ?? []);
  if (held.length === 0) return NOTHING;
  const statuses = new Set(held.map(({ status }) => status));
  const [status] = statuses;
  return {
    cause: {
      code: 'R03',
      confidence: 'H',
      nodes: held.map(({ node }) => node),
      holdsBudget: true,
      ...sinceOf(earliest(held.map(({ since }) => since))),
      facts: {
        ...(statuses.size === 1 && status !== undefined ? { nodeStatus: status } : {}),
        subject: budget.kind,
        used: String(budget.used),
        limited: String(budget.limit),
        requested: proposeLimit(budget, counted.desiredNumberScheduled),
      },
      evidence: evidenceOfFew(held, ({ node, status: value }) =>
        evidenceOfNode({ name: node }, 'status.conditions[Ready].status', value),
      ),
    },
  };
}

type NotReady = { readonly node: Holder['node']; readonly status: string; readonly since: number | undefined };

function toNotReady({ node, kind }: Holder, nodeOf: CausesInput['nodeOf']): NotReady | undefined {
  const record = kind === 'stuck' ? nodeOf(node) : undefined;
  if (record === undefined) return undefined;
  const ready = nodeReadyCondition(record);
  return ready?.status === 'True'
    ? undefined
    : { node, status: ready?.status ?? 'Absent', since: ready?.lastTransitionTime };
}

/** New pods are Ready and have to stay so for minReadySeconds [R05]. */
export function findMinReadySeconds({ daemonSet, cells, now }: CausesInput): Finding {
  const { minReadySeconds } = daemonSet;
  if (minReadySeconds === 0) return NOTHING;
  const settling = cells.filter(({ facts }) => facts.wait?.reason === 'WaitingMinReadySeconds').sort(byNode);
  if (settling.length === 0) return NOTHING;
  const ends = settling.flatMap(({ facts }) => {
    const since = facts.wait?.since;
    return since === undefined ? [] : [since + minReadySeconds * 1000];
  });
  const until = earliest(ends);
  return {
    cause: {
      code: 'R05',
      confidence: 'H',
      nodes: settling.map(({ node }) => node),
      ...sinceOf(earliest(settling.map(({ facts }) => facts.wait?.since))),
      facts: { seconds: minReadySeconds, ...(until === undefined ? {} : { until }) },
      evidence: [
        evidenceOfDaemonSet(daemonSet, 'spec.minReadySeconds', minReadySeconds),
        ...evidenceOfFew(settling, ({ facts: { wait } }) =>
          wait?.pod === undefined || wait.since === undefined
            ? []
            : evidenceOfPod(
                { namespace: daemonSet.namespace, name: wait.pod },
                'status.conditions[Ready].lastTransitionTime',
                momentText(wait.since),
              ),
        ),
      ],
    },
    recheckAt: earliest(ends.filter((end) => end > now)),
  };
}

/**
 * Wanted nodes without a pod, and creations that are refused [R07]: every sync fails before it comes to the update, even
 * with budget left [RU11]. With surge it may be the second pod of a node that cannot be made.
 */
export function findMissingPods(input: CausesInput): Finding {
  const { daemonSet, cells, failedCreate } = input;
  if (failedCreate === undefined || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  const refused = cells.filter(({ facts }) => facts.refused === true).sort(byNode);
  const nodes = refused.length > 0 ? refused.map(({ node }) => node) : nodesOfRefusedSurge(input);
  if (nodes.length === 0) return NOTHING;
  const { event, message, firstSeen } = failedCreate;
  // The old pods are there: which of their nodes was refused the second one is not said.
  const detail = refused.length > 0 ? {} : { detail: 'SecondPod' };
  return {
    cause: {
      code: 'R07',
      confidence: 'H',
      nodes,
      holdsBudget: true,
      ...sinceOf(firstSeen),
      facts: { ...detail, message },
      evidence: event === undefined ? [] : [evidenceOfEvent({ namespace: daemonSet.namespace, name: event }, message)],
    },
  };
}

/** Why the second pod of a node cannot be made: no pod is missing there, so the cell itself says nothing of it. */
export function findRefusedSurge(input: CausesInput): Finding {
  const { daemonSet, cells, failedCreate, namespace, now } = input;
  if (failedCreate === undefined || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  if (cells.some(({ facts }) => facts.refused === true)) return NOTHING;
  const nodes = nodesOfRefusedSurge(input);
  if (nodes.length === 0) return NOTHING;
  const refusal = causeOfRefusal({ daemonSet, failedCreate, namespace, now });
  return { cause: { ...refusal, nodes, holdsBudget: true, ...sinceOf(failedCreate.firstSeen) } };
}

function nodesOfRefusedSurge({ outcome: { verdict, budget } }: CausesInput): readonly CausedCell['node'][] {
  if (budget?.kind !== 'maxSurge') return [];
  if (verdict.reason === 'SyncFails') return verdict.evidence.nodes;
  return (budget.unavailable ?? []).filter(({ reason }) => reason === 'FailedCreate').map(({ node }) => node);
}

/** A pod that leaves within this time holds nothing up that anybody would notice. */
const LEAVING_MILLIS = 60_000;

/** Nodes whose only pods terminate use the budget [R08]: overdue, or on their way for more than a minute. */
export function findTerminatingPods(input: CausesInput): Finding {
  const { daemonSet, outcome, now } = input;
  if (outcome.budget === undefined || daemonSet.deletionTimestamp !== undefined) return NOTHING;
  const leaving = outcome.budget.holders.filter(
    ({ row, pod, reason }) => row === 'RU5b' && pod !== undefined && !isExcused(reason),
  );
  const isLong = ({ kind, since = now }: Holder): boolean => kind === 'stuck' || since < now - LEAVING_MILLIS;
  const long = leaving.filter(isLong);
  const recheckAt = earliest(
    leaving.flatMap((holder) => (isLong(holder) ? [] : [(holder.since ?? now) + LEAVING_MILLIS + 1])),
  );
  if (long.length === 0) return { recheckAt };
  return {
    cause: {
      code: 'R08',
      confidence: 'H',
      nodes: long.map(({ node }) => node),
      holdsBudget: true,
      // Of a holder on a dead node `since` is that of the node, and its pod may have been told to go much later.
      ...sinceOf(earliest(long.map((holder) => askedAt(holder, input)))),
      facts: { used: String(outcome.budget.used), limited: String(outcome.budget.limit) },
      evidence: evidenceOfFew(long, (holder) => deletionEvidence(holder, input)),
      pods: long.flatMap(({ pod }) => pod ?? []),
    },
    recheckAt,
  };
}

function podOf({ node, pod }: Holder, { podsOf }: CausesInput): PodRecord | undefined {
  return podsOf?.(node).find(({ name }) => name === pod);
}

function askedAt(holder: Holder, input: CausesInput): Millis | undefined {
  const record = podOf(holder, input);
  return record === undefined ? undefined : deletionAskedAt(record);
}

function deletionEvidence(holder: Holder, input: CausesInput): readonly CauseEvidence[] {
  const { daemonSet } = input;
  const record = podOf(holder, input);
  if (record?.deletionTimestamp === undefined) return [];
  return [
    evidenceOfPod(
      { namespace: daemonSet.namespace, name: record.name },
      'metadata.deletionTimestamp',
      momentText(record.deletionTimestamp),
    ),
  ];
}
