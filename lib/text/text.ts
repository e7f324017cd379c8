import type { Millis } from '#lib/base/clock.ts';
import type { Knowledge, Resource } from '#lib/domain/objects.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import { type CellDescription, type CellFacts, describeCell, describeReason } from './describe/cell.ts';
import { type DaemonSetFacts, describeDaemonSet } from './describe/daemonset.ts';
import type { Description } from './describe/description.ts';
import { describeFleet, type FleetFacts, type FleetMoment } from './describe/fleet.ts';
import {
  describeKnowledge,
  describeReflectorCause,
  describeReflectorState,
  type KnowledgeDescription,
  nameResource,
} from './describe/health.ts';
import { describeScenario, type ScenarioFacts } from './describe/scenario.ts';
import type { Locale } from './locale.ts';
import { createSpeaker, type Speaker, type SpeakerOptions } from './speaker.ts';

export type StateDescription = { readonly word: string; readonly meaning: string };

/** All that is said in one language: prose is made here, from verdicts, and is never parsed again. */
export type Text = Speaker & {
  readonly describeCell: (cell: CellFacts, now: Millis) => CellDescription;
  readonly describeReason: (reason: CellReason, now: Millis) => Description;
  readonly describeCellState: (state: CellState) => StateDescription;
  readonly describeDaemonSet: (facts: DaemonSetFacts, now: Millis) => string;
  readonly describeDaemonSetState: (state: DaemonSetState) => StateDescription;
  readonly describeFleet: (picture: FleetFacts | undefined, moment: FleetMoment) => string;
  readonly describeKnowledge: (resource: Resource, knowledge: Knowledge) => KnowledgeDescription;
  readonly describeReflectorState: (state: string) => string;
  readonly describeReflectorCause: (cause: string | null, note: string | null) => string | undefined;
  /** The language of the sentence is English where there is no other. */
  readonly describeScenario: (facts: ScenarioFacts) => { readonly locale: Locale; readonly sentence: string };
  readonly nameResource: (resource: string) => string;
  /** Natural order of names in this language: node-2 before node-10. */
  readonly compareNames: (left: string, right: string) => number;
  readonly formatCount: (count: number) => string;
};

export function createText(locale: Locale, options: SpeakerOptions = {}): Text {
  const speaker = createSpeaker(locale, options);
  const collator = new Intl.Collator(locale, { numeric: true });
  const number = new Intl.NumberFormat(locale);
  return {
    ...speaker,
    describeCell: (cell, now) => describeCell(speaker, cell, now),
    describeReason: (reason, now) => describeReason(speaker, reason, now),
    describeCellState: (state) => ({
      word: speaker.say(`cell.state.${state}`),
      meaning: speaker.say(`cell.meaning.${state}`),
    }),
    describeDaemonSet: (facts, now) => describeDaemonSet(speaker, facts, now),
    describeDaemonSetState: (state) => ({
      word: speaker.say(`daemonSet.state.${state}`),
      meaning: speaker.say(`daemonSet.meaning.${state}`),
    }),
    describeFleet: (picture, moment) => describeFleet(speaker, picture, moment),
    describeKnowledge: (resource, knowledge) => describeKnowledge(speaker, resource, knowledge),
    describeReflectorState: (state) => describeReflectorState(speaker, state),
    describeReflectorCause: (cause, note) => describeReflectorCause(speaker, cause, note),
    describeScenario: (facts) => describeScenario(locale, facts),
    nameResource: (resource) => nameResource(speaker, resource),
    compareNames: (left, right) => collator.compare(left, right),
    formatCount: (count) => number.format(count),
  };
}
