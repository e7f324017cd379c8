import { isTerminating } from '../placement/node-pods.ts';
import type { JudgedPod } from '../placement/pod-judgement.ts';
import { classifySides, type SideHolder } from './node-sides.ts';
import type { HolderRow } from './verdict.ts';

/** How the rolling update sees one node. */
export type NodeRow =
  /** It uses the budget. */
  | { readonly kind: 'Holder'; readonly row: HolderRow; readonly pod?: JudgedPod | undefined }
  /** Under surge: wanted and without an available pod, which uses no budget [RS3]. */
  | { readonly kind: 'Unavailable'; readonly row: HolderRow; readonly pod?: JudgedPod | undefined }
  /** An available old pod: the next to be replaced when the budget allows. */
  | { readonly kind: 'Candidate'; readonly pod?: JudgedPod | undefined }
  /** The whole update fails on it [RU8i]. */
  | { readonly kind: 'Halt'; readonly pod?: JudgedPod | undefined }
  | { readonly kind: 'None' };

type RowQuestion = {
  readonly wanted: boolean;
  readonly nodeGone: boolean;
  readonly judged: readonly JudgedPod[];
};

const NONE: NodeRow = { kind: 'None' };

/** Finds the row of a node [RU5] [RU8], and the pod that makes it so. */
export function findRow({ wanted, nodeGone, judged }: RowQuestion, surge: boolean): NodeRow {
  const live = judged.filter(({ pod }) => !isTerminating(pod));
  const fresh = live.filter(({ updated }) => updated);
  const old = live.filter(({ updated }) => !updated);
  const found = classifySides(
    {
      wanted,
      nodeGone,
      occupied: judged.length > 0,
      fresh: fresh.length,
      freshAvailable: isAvailable(fresh[0]),
      old: old.length,
      oldAvailable: isAvailable(old[0]),
    },
    surge,
  );
  if (found.kind === 'None') return NONE;
  if (found.kind === 'Candidate' || found.kind === 'Halt') return { kind: found.kind, pod: old[0] };
  return { ...found, pod: podOf(found, { judged, live, fresh, old }) };
}

type Pods = Readonly<Record<'judged' | 'live' | 'fresh' | 'old', readonly JudgedPod[]>>;

function podOf({ row }: SideHolder, { judged, live, fresh, old }: Pods) {
  switch (row) {
    case 'RU5a':
    case 'RU5c':
    case 'RU8h':
      return worstOf(live);
    case 'RU5f':
    case 'RU8b':
      return old[0];
    case 'RU5b':
    case 'RU5e':
    case 'RU8a':
    case 'RU8f':
      return fresh[0] ?? judged[0];
  }
}

function isAvailable(judged: JudgedPod | undefined): boolean {
  return judged?.availability.kind === 'Available';
}

const WORST_FIRST: readonly JudgedPod['state'][] = ['failed', 'starved', 'progressing', 'old', 'ok'];

function worstOf(judged: readonly JudgedPod[]): JudgedPod | undefined {
  return [...judged].sort((left, right) => WORST_FIRST.indexOf(left.state) - WORST_FIRST.indexOf(right.state))[0];
}
