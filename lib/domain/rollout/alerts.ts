import type { Millis } from '#lib/base/clock.ts';

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

/** What an alert would do with the status as it is; `since` is bounded by when we began to look. */
export type AlertFinding = {
  readonly name: AlertName;
  readonly clauses: readonly AlertClause[];
  readonly firing: boolean;
  /** When it fires if nothing changes; undefined when no clause holds, or when it fires already. */
  readonly pendingUntil?: Millis;
  /** Why it is known to cry wolf here; a stable word. */
  readonly knownFalseAlarm?: string;
};
