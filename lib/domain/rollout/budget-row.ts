import { isTerminating } from '../placement/node-pods.ts';
import type { JudgedPod } from '../placement/pod-judgement.ts';
import type { HolderRow } from './verdict.ts';

/** How the rolling update sees one node. */
export type NodeRow =
  /** It uses the budget. */
  | { readonly kind: 'Holder'; readonly row: HolderRow; readonly pod?: JudgedPod | undefined }
  /** Under surge: wanted and without an available pod, which uses no budget [RS3]. */
  | { readonly kind: 'Unavailable'; readonly row: HolderRow; readonly pod?: JudgedPod | undefined }
  /** An available old pod: the next to be replaced when the budget allows. */
  | { readonly kind: 'Candidate'; readonly pod?: JudgedPod | undefined }
  | { readonly kind: 'None' };

type RowQuestion = {
  readonly wanted: boolean;
  readonly nodeGone: boolean;
  readonly judged: readonly JudgedPod[];
};

const NONE: NodeRow = { kind: 'None' };

/** Finds the row of RU5 (without surge) or RU8 (with it) that a node is in, as the controller of 1.31 and later does. */
export function findRow(question: RowQuestion, surge: boolean): NodeRow {
  const live = question.judged.filter(({ pod }) => !isTerminating(pod));
  const sides = { fresh: live.filter(({ updated }) => updated), old: live.filter(({ updated }) => !updated), live };
  return surge ? findSurgeRow(question, sides) : findUnavailableRow(question, sides);
}

type Sides = {
  readonly fresh: readonly JudgedPod[];
  readonly old: readonly JudgedPod[];
  readonly live: readonly JudgedPod[];
};

/** Every node with any pod counts, wanted or not, and every wanted node without one [RU4]. */
function findUnavailableRow({ wanted, judged }: RowQuestion, { fresh, old, live }: Sides): NodeRow {
  if (fresh.length > 1 || old.length > 1) return { kind: 'Holder', row: 'RU5a', pod: worstOf(live) };
  const [newPod] = fresh;
  const [oldPod] = old;
  if (newPod === undefined && oldPod === undefined) {
    return wanted || judged.length > 0 ? { kind: 'Holder', row: 'RU5b', pod: judged[0] } : NONE;
  }
  if (newPod !== undefined && oldPod !== undefined) return { kind: 'Holder', row: 'RU5c', pod: worstOf(live) };
  if (newPod !== undefined) return isAvailable(newPod) ? NONE : { kind: 'Holder', row: 'RU5e', pod: newPod };
  return isAvailable(oldPod) ? { kind: 'Candidate', pod: oldPod } : { kind: 'Holder', row: 'RU5f', pod: oldPod };
}

function findSurgeRow({ wanted, nodeGone, judged }: RowQuestion, { fresh, old, live }: Sides): NodeRow {
  if (fresh.length > 1 || old.length > 1) return { kind: 'Holder', row: 'RU8h', pod: worstOf(live) };
  const [newPod] = fresh;
  const [oldPod] = old;
  if (oldPod === undefined) {
    if (!wanted || isAvailable(newPod)) return NONE;
    return { kind: 'Unavailable', row: 'RU8a', pod: newPod ?? judged[0] };
  }
  if (newPod !== undefined) return isAvailable(newPod) ? NONE : { kind: 'Holder', row: 'RU8f', pod: newPod };
  // RU8c, RU8d and RU8i use no budget and wait for none.
  if (!wanted || nodeGone) return NONE;
  return isAvailable(oldPod) ? { kind: 'Candidate', pod: oldPod } : { kind: 'Unavailable', row: 'RU8b', pod: oldPod };
}

function isAvailable(judged: JudgedPod | undefined): boolean {
  return judged?.availability.kind === 'Available';
}

const WORST_FIRST: readonly JudgedPod['state'][] = ['failed', 'starved', 'progressing', 'old', 'ok'];

function worstOf(judged: readonly JudgedPod[]): JudgedPod | undefined {
  return [...judged].sort((left, right) => WORST_FIRST.indexOf(left.state) - WORST_FIRST.indexOf(right.state))[0];
}
