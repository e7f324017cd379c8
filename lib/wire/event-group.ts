/** Events of one reason and one form of message, as one row. */
export type EventGroup = {
  readonly type: string;
  readonly reason: string;
  /** The message with what differs from event to event replaced by `…`. */
  readonly template: string;
  /** The newest message itself. */
  readonly message: string;
  readonly regarding: 'DaemonSet' | 'Pod' | 'Node';
  readonly reportingController: string;
  readonly count: number;
  readonly first: number | null;
  readonly last: number | null;
  /** The nodes that it speaks of, sorted. */
  readonly nodes: readonly string[];
};
