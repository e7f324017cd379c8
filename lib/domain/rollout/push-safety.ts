/** What another push would do to this DaemonSet at once [FA4]: nodes, not pods. */
export type PushSafety = {
  /** Their pods are unavailable now, so a new template replaces them without budget. */
  readonly replacedAtOnce: number;
  /** Available pods that the budget lets go at once, beside those. */
  readonly byBudget: number;
  /** Available pods that wait for their turn. */
  readonly waiting: number;
  /** Wanted nodes without an available pod right after the push, at worst. */
  readonly unavailableAtWorst: number;
  readonly desired: number;
};
