import type { Millis } from '#lib/base/clock.ts';
import type { Knowledge, Resource } from '#lib/domain/objects.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { BudgetOwner } from '#lib/domain/rollout/budget-owner.ts';
import type { Confidence } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { CommonTrait } from '#lib/domain/rollout/causes/common-traits.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { Preflight } from '#lib/domain/rollout/preflight.ts';
import type { PushSafety } from '#lib/domain/rollout/push-safety.ts';
import type { RolloutReason } from '#lib/domain/rollout/verdict.ts';
import { type AlertDescription, type AlertView, describeAlert, describeTrait } from './describe/alert.ts';
import { type CauseDescription, type CauseView, describeCause, nameCause } from './describe/cause.ts';
import { type CellDescription, type CellFacts, describeCell, describeReason } from './describe/cell.ts';
import { type DaemonSetFacts, describeDaemonSet } from './describe/daemonset.ts';
import type { Description } from './describe/description.ts';
import { describeEvidence, type EvidenceView } from './describe/evidence.ts';
import {
  describeFleet,
  describeFleetParts,
  type FleetFacts,
  type FleetMoment,
  type FleetPart,
} from './describe/fleet.ts';
import {
  describeKnowledge,
  describeReflectorCause,
  describeReflectorState,
  type KnowledgeDescription,
  nameResource,
} from './describe/health.ts';
import {
  type BudgetDescription,
  type BudgetView,
  describeBudget,
  describeHolder,
  describeWait,
  type HolderDescription,
  type HolderView,
  nameBudgetOwner,
} from './describe/ledger.ts';
import { describeNodeTrouble, type NodeTroubleDescription, type NodeTroubleView } from './describe/node-trouble-row.ts';
import {
  describeEta,
  describePreflight,
  describeProgress,
  describePushSafety,
  describeWhatIf,
  type EtaView,
  type ProgressDescription,
  type ProgressView,
  type WhatIfView,
} from './describe/progress.ts';
import { describeScenario, type ScenarioFacts } from './describe/scenario.ts';
import { describeSizing, type SizingFacts } from './describe/sizing.ts';
import { describeStarved, type StarvedSummary } from './describe/starved.ts';
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
  /** The same in pieces, some of which lead somewhere. */
  readonly describeFleetParts: (picture: FleetFacts | undefined, moment: FleetMoment) => readonly FleetPart[];
  /** `summary` is undefined until there is a report of the starved nodes. */
  readonly describeStarved: (
    facts: Pick<FleetFacts, 'knowledge'> | undefined,
    summary: StarvedSummary | undefined,
    moment: FleetMoment,
  ) => string;
  readonly describeSizing: (sizing: SizingFacts) => string;
  readonly describeCause: (cause: CauseView, now: Millis) => CauseDescription;
  /** The title of a cause of which nothing but the code is known. */
  readonly nameCause: (code: CauseCode) => string;
  readonly describeConfidence: (confidence: Confidence) => string;
  readonly describeEvidence: (evidence: EvidenceView) => string;
  /** Null under OnDelete, which has no budget. */
  readonly describeBudget: (
    budget: BudgetView | null,
    verdict: { readonly state: DaemonSetState; readonly reason: RolloutReason },
  ) => BudgetDescription;
  /** One line of the budget ledger. */
  readonly describeHolder: (holder: HolderView, now: Millis) => HolderDescription;
  readonly describeWait: (reason: string) => string;
  readonly nameBudgetOwner: (owner: BudgetOwner) => string;
  readonly describeProgress: (progress: ProgressView, now: Millis) => ProgressDescription;
  /** Undefined when nothing is under way. */
  readonly describeEta: (eta: EtaView, now: Millis) => string | undefined;
  readonly describeWhatIf: (whatIf: WhatIfView) => string;
  readonly describePreflight: (preflight: Preflight) => string;
  readonly describePushSafety: (safety: PushSafety) => string;
  readonly describeAlert: (alert: AlertView, now: Millis) => AlertDescription;
  readonly describeNodeTrouble: (trouble: NodeTroubleView, now: Millis) => NodeTroubleDescription;
  readonly describeTrait: (trait: CommonTrait) => string;
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
    describeFleetParts: (picture, moment) => describeFleetParts(speaker, picture, moment),
    describeStarved: (facts, summary, moment) => describeStarved(speaker, facts, summary, moment),
    describeSizing: (sizing) => describeSizing(speaker, sizing),
    describeCause: (cause, now) => describeCause(speaker, cause, now),
    nameCause: (code) => nameCause(speaker, code),
    describeConfidence: (confidence) => speaker.say(`cause.confidence.${confidence}`),
    describeEvidence: (evidence) => describeEvidence(speaker, evidence),
    describeBudget: (budget, verdict) => describeBudget(speaker, budget, verdict),
    describeHolder: (holder, now) => describeHolder(speaker, holder, now),
    describeWait: (reason) => describeWait(speaker, reason),
    nameBudgetOwner: (owner) => nameBudgetOwner(speaker, owner),
    describeProgress: (progress, now) => describeProgress(speaker, progress, now),
    describeEta: (eta, now) => describeEta(speaker, eta, now),
    describeWhatIf: (whatIf) => describeWhatIf(speaker, whatIf),
    describePreflight: (preflight) => describePreflight(speaker, preflight),
    describePushSafety: (safety) => describePushSafety(speaker, safety),
    describeAlert: (alert, now) => describeAlert(speaker, alert, now),
    describeNodeTrouble: (trouble, now) => describeNodeTrouble(speaker, trouble, now),
    describeTrait: (trait) => describeTrait(speaker, trait),
    describeKnowledge: (resource, knowledge) => describeKnowledge(speaker, resource, knowledge),
    describeReflectorState: (state) => describeReflectorState(speaker, state),
    describeReflectorCause: (cause, note) => describeReflectorCause(speaker, cause, note),
    describeScenario: (facts) => describeScenario(locale, facts),
    nameResource: (resource) => nameResource(speaker, resource),
    compareNames: (left, right) => collator.compare(left, right),
    formatCount: (count) => number.format(count),
  };
}
