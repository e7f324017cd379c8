import type { Millis } from '#lib/base/clock.ts';
import { BUDGET_OWNERS, type BudgetOwner, ownerOf } from '#lib/domain/rollout/budget-owner.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { Budget, Holder, HolderRow, RolloutReason } from '#lib/domain/rollout/verdict.ts';
import type { MessageId } from '../catalogue.ts';
import type { Speaker } from '../speaker.ts';
import { capitalise, isMessageId } from './phrase.ts';

export type HolderView = {
  readonly node: string;
  readonly pod?: string | null | undefined;
  readonly row: HolderRow;
  readonly kind: Holder['kind'];
  readonly reason: string;
  readonly since?: Millis | null | undefined;
};

export type HolderDescription = {
  /** Where it waits: "node-7 · ImagePullBackOff · for 12 min". */
  readonly phrase: string;
  /** In flight or stuck. */
  readonly kind: string;
  /** Why it uses the budget, by the row of RU5 or RU8. */
  readonly row: string;
  readonly reason: string;
  /** Which part of the meter it belongs to. */
  readonly owner: BudgetOwner;
};

/** Why a node waits; the kubelet's own words, such as ImagePullBackOff, stay as they are. */
export function describeWait({ say }: Speaker, reason: string): string {
  const id = `ledger.wait.${reason}`;
  return isMessageId(id) ? say(id) : reason;
}

/** One line of the ledger [RS3]. */
export function describeHolder(speaker: Speaker, holder: HolderView, now: Millis): HolderDescription {
  const { say } = speaker;
  const { node, row, kind, since } = holder;
  const reason = describeWait(speaker, holder.reason);
  const phrase =
    typeof since === 'number'
      ? say('ledger.holder.since', { node, reason, duration: speaker.duration(now - since) })
      : say('ledger.holder', { node, reason });
  return { phrase, kind: say(`ledger.kind.${kind}`), row: say(`ledger.row.${row}`), reason, owner: ownerOf(holder) };
}

/** The word for a part of the meter. */
export function nameBudgetOwner({ say }: Speaker, owner: BudgetOwner): string {
  return say(`ledger.group.${owner}`);
}

/** A budget of the domain, or its numbers in the browser's picture, which has no holders. */
export type BudgetView = Pick<Budget, 'kind' | 'limit' | 'used' | 'need'> & {
  readonly stuck?: number;
  readonly holders?: readonly HolderView[];
};

export type BudgetDescription = {
  /** "20 used of 15". */
  readonly meter: string;
  /** Whether a pod may be replaced now, and by whom the budget is used. */
  readonly text: string;
};

type Verdict = { readonly state: DaemonSetState; readonly reason: RolloutReason };

/** What the budget lets happen now, and who uses it [RS2] [RS3]; or why there is none [RS3a]. */
export function describeBudget(speaker: Speaker, budget: BudgetView | null, verdict: Verdict): BudgetDescription {
  const { say } = speaker;
  if (budget === null) return { meter: '', text: say(whyNone(verdict)) };
  const { used, limit, holders = [] } = budget;
  const parts = sayParts(speaker, holders, used);
  const first = sayRoom(speaker, budget, verdict);
  const sentences = parts === undefined ? [first] : [first, parts];
  return { meter: say('budget.used', { used, limit }), text: speaker.paragraph(sentences) };
}

/** Without a budget it is OnDelete, unless the state says that something else keeps it from being known. */
function whyNone({ reason }: Verdict): MessageId {
  if (reason === 'BeingDeleted' || reason === 'PodsUnreadable' || reason === 'NodesUnreadable') {
    return `budget.none.sentence.${reason}`;
  }
  return reason === 'GenerationAhead' ? 'budget.none.sentence.Unknown' : 'budget.none.sentence';
}

function sayRoom({ say }: Speaker, budget: BudgetView, { state, reason }: Verdict): string {
  const { kind, limit, used, need, holders = [] } = budget;
  if (reason === 'SyncFails') return say('budget.syncFails.sentence');
  if (state === 'Stalled' || state === 'Blocked') return say(`budget.blocked.sentence.${kind}`, { need });
  const stuck = budget.stuck ?? holders.filter((holder) => holder.kind === 'stuck').length;
  const parallelism = Math.max(0, limit - stuck);
  if (state === 'Progressing' && stuck > 0 && parallelism > 0) {
    return say('budget.slowed.sentence', { stuck, limit, parallelism });
  }
  if (used >= limit) return say(`budget.full.sentence.${kind}`, { need });
  return say(`budget.free.sentence.${kind}`, { room: limit - used });
}

/** Under these rows it is the new version itself that does not come up. */
const NEW_POD_ROWS: ReadonlySet<HolderRow> = new Set<HolderRow>(['RU5e', 'RU8a', 'RU8f']);

function sayParts({ say }: Speaker, holders: readonly HolderView[], used: number): string | undefined {
  const parts = BUDGET_OWNERS.flatMap((owner) => {
    const members = holders.filter((holder) => ownerOf(holder) === owner);
    if (members.length === 0) return [];
    const isNew = members.every(({ row, reason }) => NEW_POD_ROWS.has(row) && reason !== 'TerminatingOverdue');
    const id = owner === 'failing' && !isNew ? 'budget.part.failing.other' : (`budget.part.${owner}` as const);
    return [say(id, { count: members.length, used })];
  });
  if (parts.length === 0) return undefined;
  return say('budget.parts.sentence', { parts: capitalise(parts.join(say('budget.part.separator'))) });
}
