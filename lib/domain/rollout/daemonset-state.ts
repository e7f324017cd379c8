/** The states of a DaemonSet, worst first [RS2]; equal ones are ordered by priority class, then by nodes concerned. */
export const DAEMON_SET_STATES = [
  'Stalled',
  'Blocked',
  'Degraded',
  'Unknown',
  'NotObserved',
  'Progressing',
  'CompleteWithLeftovers',
  'OnDelete',
  'Deleting',
  'Complete',
  'Idle',
] as const;
export type DaemonSetState = (typeof DAEMON_SET_STATES)[number];

export function isDaemonSetState(text: string): text is DaemonSetState {
  return DAEMON_SET_STATES.some((state) => state === text);
}

const RANK: ReadonlyMap<DaemonSetState, number> = new Map(DAEMON_SET_STATES.map((state, index) => [state, index]));

/** Negative when `left` is worse: for sorting worst first. */
export function compareDaemonSetStates(left: DaemonSetState, right: DaemonSetState): number {
  return (RANK.get(left) ?? 0) - (RANK.get(right) ?? 0);
}
