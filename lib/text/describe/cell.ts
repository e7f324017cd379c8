import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { Speaker } from '../speaker.ts';
import { describeContainerReason } from './container-reason.ts';
import type { Description } from './description.ts';
import { describeNodeReason } from './node-reason.ts';
import { describePlacementReason } from './placement-reason.ts';
import { describePodReason } from './pod-reason.ts';
import { describeSchedulingReason } from './scheduling-reason.ts';

export function describeReason(speaker: Speaker, reason: CellReason, now: Millis): Description {
  switch (reason.kind) {
    case 'NodeName':
    case 'NodeSelector':
    case 'Affinity':
    case 'Taint':
      return describePlacementReason(speaker, reason);
    case 'Unreadable':
    case 'NodeNotReady':
    case 'NodeGone':
      return describeNodeReason(speaker, reason, now);
    case 'ContainerWaiting':
    case 'ContainerTerminated':
    case 'PodFailed':
      return describeContainerReason(speaker, reason);
    case 'Unschedulable':
    case 'SchedulingGated':
    case 'NobodySchedules':
    case 'InsufficientResource':
    case 'HostPortConflict':
    case 'SchedulerSaysInsufficient':
    case 'Scheduling':
      return describeSchedulingReason(speaker, reason);
    case 'NotReady':
    case 'TerminatingOverdue':
    case 'NoPod':
    case 'FailedCreate':
    case 'NoPodYet':
    case 'Starting':
    case 'WaitingMinReadySeconds':
    case 'Terminating':
    case 'Outdated':
    case 'Available':
      return describePodReason(speaker, reason, now);
    default:
      return assertUnreachable(reason);
  }
}

export type CellDescription = Description & {
  /** The word for the state: a badge. */
  readonly word: string;
  /** All sentences in a row. */
  readonly text: string;
};

export type CellFacts = { readonly state: CellState; readonly reasons: readonly CellReason[] };

/** Says what a cell's state is and why: the phrase is of the deciding reason, the sentences are of all. */
export function describeCell(speaker: Speaker, { state, reasons }: CellFacts, now: Millis): CellDescription {
  const word = speaker.say(`cell.state.${state}`);
  const described = reasons.map((reason) => describeReason(speaker, reason, now));
  const [first] = described;
  const sentences =
    first === undefined ? [speaker.say(`cell.meaning.${state}`)] : described.flatMap((each) => [...each.sentences]);
  // An old pod is also told of where something else is the matter with it; only here is it known to be available.
  if (state === 'old') sentences.push(speaker.say('reason.Outdated.sentence.waits'));
  return { word, phrase: first?.phrase ?? word, sentences, text: speaker.paragraph(sentences) };
}
