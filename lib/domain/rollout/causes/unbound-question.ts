import type { Millis } from '#lib/base/clock.ts';
import type { EventRecord, NodeRecord, PodCondition, PodRecord } from '../../objects.ts';
import type { JudgedPod } from '../../placement/pod-judgement.ts';
import { timeOfEvent } from '../failed-create.ts';
import { parseSchedulingText, type SchedulingPart, type SchedulingText } from '../scheduling.ts';
import type { CauseEvidence, CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-cause-input.ts';
import { evidenceOfEvent, evidenceOfPod } from './object-evidence.ts';

/** What the scheduler said last of a pod that it could not place. */
export type SchedulerWords = {
  readonly message: string;
  readonly text: SchedulingText;
  /** The parts about the target node [SC4]; none when the text could not be taken apart. */
  readonly target: readonly SchedulingPart[];
  /** `SchedulerError`, or the usual `Unschedulable`. */
  readonly reason?: string | undefined;
  readonly since?: Millis | undefined;
  readonly evidence: CauseEvidence;
};

/** One pod that is bound nowhere, with all that its causes are found from. */
export type UnboundQuestion = {
  readonly input: CellCauseInput;
  readonly judged: JudgedPod;
  readonly pod: PodRecord;
  readonly node: NodeRecord | undefined;
  readonly words: SchedulerWords | undefined;
  readonly since: Millis | undefined;
};

export function askAboutUnbound(judged: JudgedPod, input: CellCauseInput): UnboundQuestion {
  const { pod } = judged;
  const words = wordsAbout(pod, input.eventsOf);
  const since = words?.since ?? judged.since;
  return { input, judged, pod, node: input.node, words, since };
}

/** The condition keeps the whole text; where it says nothing, the latest event does [SC1] [EV2]. */
function wordsAbout(pod: PodRecord, eventsOf: CellCauseInput['eventsOf']): SchedulerWords | undefined {
  const condition = pod.conditions.find(({ type }) => type === 'PodScheduled');
  return condition?.message === undefined ? wordsOfEvents(pod, eventsOf(pod.uid)) : wordsOfCondition(pod, condition);
}

function wordsOfCondition(
  pod: PodRecord,
  { status, reason, message = '', lastTransitionTime }: PodCondition,
): SchedulerWords | undefined {
  if (status !== 'False') return undefined;
  const evidence = evidenceOfPod(pod, 'status.conditions[PodScheduled].message', message);
  return { ...takeApart(message), reason, since: lastTransitionTime, evidence };
}

function wordsOfEvents(pod: PodRecord, events: readonly EventRecord[]): SchedulerWords | undefined {
  let latest: EventRecord | undefined;
  let since = Infinity;
  for (const event of events) {
    if (event.reason !== 'FailedScheduling') continue;
    const time = timeOfEvent(event) ?? -Infinity;
    since = Math.min(since, event.firstTimestamp ?? Infinity);
    if (latest === undefined || time >= (timeOfEvent(latest) ?? -Infinity)) latest = event;
  }
  if (latest === undefined) return undefined;
  const evidence = evidenceOfEvent(latest, latest.note);
  const beginning = since === Infinity ? pod.creationTimestamp : since;
  return { ...takeApart(latest.note), since: beginning, evidence };
}

function takeApart(message: string): Pick<SchedulerWords, 'message' | 'text' | 'target'> {
  const text = parseSchedulingText(message);
  return { message, text, target: text.kind === 'Parsed' ? text.target : [] };
}

/** What every cause of this pod has in common. */
export function aboutPod({ pod, since }: UnboundQuestion): Pick<CellCause, 'pod' | 'since'> {
  return { pod: pod.name, ...(since === undefined ? {} : { since }) };
}

/** The scheduler's own words as evidence, when there are any. */
export function wordsAsEvidence({ words }: UnboundQuestion): readonly CauseEvidence[] {
  return words === undefined ? [] : [words.evidence];
}
