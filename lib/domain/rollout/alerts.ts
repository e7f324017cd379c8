import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord, DaemonSetStatus } from '../objects.ts';
import { soonest } from '../placement/soonest.ts';
import type { RolloutCell } from './cell-facts.ts';
import type { DaemonSetOutcome } from './daemonset.ts';
import type { DaemonSetState } from './daemonset-state.ts';

/** The three alerts of kubernetes-mixin about DaemonSets. */
export const ALERT_NAMES = [
  'KubeDaemonSetRolloutStuck',
  'KubeDaemonSetNotScheduled',
  'KubeDaemonSetMisScheduled',
] as const;
export type AlertName = (typeof ALERT_NAMES)[number];

export type AlertClause = {
  /** The comparison in the words of the rule, such as `updated_number_scheduled != desired_number_scheduled`. */
  readonly clause: string;
  readonly left: number;
  readonly right: number;
  readonly holds: boolean;
};

/** Why an alert is known to cry wolf; stable words. */
export const FALSE_ALARMS = [
  /** Pods that a NoSchedule taint tolerates where they are, as when nodes are changed blue for green. */
  'ToleratedLeftovers',
  /** Nodes that are not Ready are not desired, so their pods count as misscheduled: look at the nodes. */
  'NodesNotReady',
  /** The rollout moves, only slower than the rule looks. */
  'SlowButMoving',
  /** Under OnDelete old pods wait for a person, by intention. */
  'OnDeleteWaits',
  /** The status says something else than the pods and nodes do, and will be written anew. */
  'StatusLags',
  /** Nodes are only just being born or are about to leave. */
  'NodesComeAndGo',
] as const;
export type FalseAlarm = (typeof FALSE_ALARMS)[number];

/** What an alert would do with the status as it is; `since` is bounded by when we began to look. */
export type AlertFinding = {
  readonly name: AlertName;
  readonly clauses: readonly AlertClause[];
  readonly firing: boolean;
  /** When it fires if nothing changes; undefined when no clause holds, or when it fires already. */
  readonly pendingUntil?: Millis;
  /** Why it is known to cry wolf here; a stable word. */
  readonly knownFalseAlarm?: FalseAlarm;
};

/**
 * What the caller has to remember of one DaemonSet's status, for nothing in the API tells it: pass the outcome's `memory`
 * back the next time, also when the status has not changed. After a restart it begins anew: an alert may have fired before.
 */
export type AlertMemory = {
  /** When each alert's comparison began to hold, as far as we have seen. */
  readonly heldSince: Readonly<Partial<Record<AlertName, Millis>>>;
  readonly updatedNumberScheduled: number;
  /** When updatedNumberScheduled last changed, as far as we have seen. */
  readonly updatedChangedAt: Millis;
};

export type AlertsInput = {
  readonly daemonSet: Pick<DaemonSetRecord, 'status'>;
  readonly outcome: Pick<DaemonSetOutcome, 'counted' | 'verdict' | 'lastProgress'>;
  /** Every cell that says anything but "wanted, updated and available" and "not wanted, no pod". */
  readonly cells: readonly RolloutCell[];
  readonly memory?: AlertMemory | undefined;
  readonly now: Millis;
};

export type AlertsOutcome = {
  readonly alerts: readonly AlertFinding[];
  readonly memory: AlertMemory;
  /** When time alone makes one fire. */
  readonly recheckAt?: Millis | undefined;
};

const MINUTE = 60_000;
/** How long a comparison has to hold before its alert fires. */
const PENDING_MILLIS: Readonly<Record<AlertName, number>> = {
  KubeDaemonSetRolloutStuck: 15 * MINUTE,
  KubeDaemonSetNotScheduled: 10 * MINUTE,
  KubeDaemonSetMisScheduled: 15 * MINUTE,
};
/** The window of `changes(...[5m])`. */
const CHANGES_MILLIS = 5 * MINUTE;

/**
 * What the three alerts of kubernetes-mixin do with the status as it is [AL1] [AL2] [AL3] [AL4]. They look at nothing else,
 * so they may be wrong where we know more; and we cannot know what Prometheus scraped, only what we have seen.
 */
export function computeAlerts(input: AlertsInput): AlertsOutcome {
  const { daemonSet, now } = input;
  const { updatedNumberScheduled } = daemonSet.status;
  const updatedChangedAt = findUpdatedChange(input);
  const heldSince: Partial<Record<AlertName, Millis>> = {};
  const alerts = ALERT_NAMES.map((name): AlertFinding => {
    const clauses = CLAUSES[name](daemonSet.status);
    if (!clauses.some(({ holds }) => holds))
      return { name, clauses: withChanges(name, clauses, updatedChangedAt, now), firing: false };
    const since = findHeldSince(name, input);
    heldSince[name] = since;
    const from = name === 'KubeDaemonSetRolloutStuck' ? Math.max(since, updatedChangedAt + CHANGES_MILLIS) : since;
    const firesAt = from + PENDING_MILLIS[name];
    const knownFalseAlarm = FALSE_ALARM[name](input);
    return {
      name,
      clauses: withChanges(name, clauses, updatedChangedAt, now),
      firing: now >= firesAt,
      ...(now >= firesAt ? {} : { pendingUntil: firesAt }),
      ...(knownFalseAlarm === undefined ? {} : { knownFalseAlarm }),
    };
  });
  const recheckAt = alerts.reduce<Millis | undefined>(
    (first, { pendingUntil }) => soonest(first, pendingUntil),
    undefined,
  );
  return { alerts, memory: { heldSince, updatedNumberScheduled, updatedChangedAt }, recheckAt };
}

// --- the clauses -----------------------------------------------------------------------------------------------------

type Clauses = (status: DaemonSetStatus) => readonly AlertClause[];

function differs(left: string, leftValue: number, right: string, rightValue: number): AlertClause {
  return { clause: `${left} != ${right}`, left: leftValue, right: rightValue, holds: leftValue !== rightValue };
}

/** Metrics are named without `kube_daemonset_status_`. */
const CLAUSES: Readonly<Record<AlertName, Clauses>> = {
  KubeDaemonSetRolloutStuck: (status) => {
    const desired = ['desired_number_scheduled', status.desiredNumberScheduled] as const;
    return [
      differs('current_number_scheduled', status.currentNumberScheduled, ...desired),
      differs('number_misscheduled', status.numberMisscheduled, '0', 0),
      differs('updated_number_scheduled', status.updatedNumberScheduled, ...desired),
      differs('number_available', status.numberAvailable, ...desired),
    ];
  },
  KubeDaemonSetNotScheduled: ({ desiredNumberScheduled: desired, currentNumberScheduled: current }) => [
    {
      clause: 'desired_number_scheduled - current_number_scheduled > 0',
      left: desired - current,
      right: 0,
      holds: desired > current,
    },
  ],
  KubeDaemonSetMisScheduled: ({ numberMisscheduled: left }) => [
    { clause: 'number_misscheduled > 0', left, right: 0, holds: left > 0 },
  ],
};

/** Of RolloutStuck the last clause, which has to hold beside any of the others; how often it changed we do not count. */
function withChanges(
  name: AlertName,
  clauses: readonly AlertClause[],
  updatedChangedAt: Millis,
  now: Millis,
): readonly AlertClause[] {
  if (name !== 'KubeDaemonSetRolloutStuck') return clauses;
  const holds = hasNotChanged(updatedChangedAt, now);
  return [...clauses, { clause: 'changes(updated_number_scheduled[5m]) == 0', left: holds ? 0 : 1, right: 0, holds }];
}

function hasNotChanged(updatedChangedAt: Millis, now: Millis): boolean {
  return now - updatedChangedAt >= CHANGES_MILLIS;
}

/** In the words of Prometheus: pending is what all of its expression holds of, and not yet for long enough. */
export type AlertManner = 'firing' | 'pending' | 'quiet';

export function mannerOfAlert({ firing, pendingUntil, clauses }: AlertFinding): AlertManner {
  if (firing) return 'firing';
  // The last clause has to hold in any case; of those before it, one.
  return pendingUntil !== undefined && clauses.at(-1)?.holds === true ? 'pending' : 'quiet';
}

// --- since when ------------------------------------------------------------------------------------------------------

/** Without a memory, the newest progress: whatever makes or removes an updated pod is one [AL4]. */
function findUpdatedChange({ daemonSet, outcome, memory, now }: AlertsInput): Millis {
  if (memory === undefined) return Math.min(outcome.lastProgress ?? now, now);
  return memory.updatedNumberScheduled === daemonSet.status.updatedNumberScheduled ? memory.updatedChangedAt : now;
}

/** Without a memory, what the state and the cells themselves bear witness of [AL4]. */
function findHeldSince(name: AlertName, input: AlertsInput): Millis {
  const { memory, now } = input;
  if (memory !== undefined) return memory.heldSince[name] ?? now;
  return Math.min(witnessOf(name, input) ?? now, now);
}

function witnessOf(name: AlertName, { outcome: { verdict }, cells }: AlertsInput): Millis | undefined {
  switch (name) {
    case 'KubeDaemonSetRolloutStuck':
      return IS_STUCK.has(verdict.kind) ? verdict.since : undefined;
    case 'KubeDaemonSetNotScheduled':
      return firstWait(cells.filter(isAbsent));
    case 'KubeDaemonSetMisScheduled':
      return firstWait(cells.filter(isMisscheduledOnNotReady));
    default:
      return assertUnreachable(name);
  }
}

const IS_STUCK: ReadonlySet<DaemonSetState> = new Set(['Stalled', 'Blocked', 'Degraded', 'Progressing', 'OnDelete']);

function firstWait(cells: readonly RolloutCell[]): Millis | undefined {
  return cells.reduce<Millis | undefined>((first, { facts }) => soonest(first, facts.wait?.since), undefined);
}

function isAbsent({ facts }: RolloutCell): boolean {
  return facts.wanted && !facts.present;
}

function isMisscheduled({ facts }: RolloutCell): boolean {
  return !facts.wanted && facts.present && facts.gone !== true;
}

function isMisscheduledOnNotReady(cell: RolloutCell): boolean {
  return isMisscheduled(cell) && cell.facts.wait?.reason === 'NodeNotReady';
}

// --- false alarms ----------------------------------------------------------------------------------------------------

type Judge = (input: AlertsInput) => FalseAlarm | undefined;

/** What is known to set each of them off though nothing is wrong with the DaemonSet [AL5]. */
const FALSE_ALARM: Readonly<Record<AlertName, Judge>> = {
  KubeDaemonSetRolloutStuck: (input) => {
    const { outcome, daemonSet } = input;
    const { kind } = outcome.verdict;
    if (kind === 'OnDelete') return 'OnDeleteWaits';
    // One that moves as fast as the rule looks is not taken for stuck in the first place.
    if (kind === 'Progressing') return hasNotChanged(findUpdatedChange(input), input.now) ? 'SlowButMoving' : undefined;
    if (kind !== 'Complete' && kind !== 'CompleteWithLeftovers') return undefined;
    return daemonSet.status.numberMisscheduled > 0 ? judgeMisscheduled(input) : 'StatusLags';
  },
  KubeDaemonSetNotScheduled: ({ outcome: { counted, verdict }, cells }) => {
    if (verdict.kind === 'Unknown') return undefined;
    if (counted.desiredNumberScheduled <= counted.currentNumberScheduled) return 'StatusLags';
    return cells.filter(isAbsent).every(isTransitional) ? 'NodesComeAndGo' : undefined;
  },
  KubeDaemonSetMisScheduled: judgeMisscheduled,
};

function judgeMisscheduled({ outcome: { counted, verdict }, cells }: AlertsInput): FalseAlarm | undefined {
  if (verdict.kind === 'Unknown') return undefined;
  if (counted.numberMisscheduled === 0) return 'StatusLags';
  const misscheduled = cells.filter(isMisscheduled);
  if (misscheduled.every(isTransitional)) return 'NodesComeAndGo';
  if (misscheduled.every(({ facts }) => !facts.leftover)) return 'NodesNotReady';
  return misscheduled.every(({ facts }) => facts.leftover) ? 'ToleratedLeftovers' : undefined;
}

function isTransitional({ facts }: RolloutCell): boolean {
  return facts.passing === true || facts.wait?.reason === 'NodeStarting' || facts.wait?.reason === 'NodeLeaving';
}
