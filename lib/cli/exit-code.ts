import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';

/** Bad input or no connection: one sentence on standard error, nothing on standard output. */
export const BAD_INPUT = 4;

const TROUBLE = 1;
const CANNOT_BE_TOLD = 3;
const UNDER_WAY = 2;
const FINE = 0;

const CODES: Readonly<Record<DaemonSetState, number>> = {
  Stalled: TROUBLE,
  Blocked: TROUBLE,
  Degraded: TROUBLE,
  Unknown: CANNOT_BE_TOLD,
  NotObserved: UNDER_WAY,
  Progressing: UNDER_WAY,
  CompleteWithLeftovers: UNDER_WAY,
  OnDelete: UNDER_WAY,
  Deleting: UNDER_WAY,
  Complete: FINE,
  Idle: FINE,
};

/** The exit code of `status`: the first of 1, 3, 2, 0 that some DaemonSet calls for. */
export function exitCodeFor(states: readonly DaemonSetState[]): number {
  const codes = new Set(states.map((state) => CODES[state]));
  return [TROUBLE, CANNOT_BE_TOLD, UNDER_WAY].find((code) => codes.has(code)) ?? FINE;
}
