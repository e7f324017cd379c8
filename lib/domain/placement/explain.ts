import { assertUnreachable } from '#lib/base/assert.ts';
import type { DaemonSetRecord, NodeRecord } from '../objects.ts';
import { computeEligibility } from './eligibility.ts';
import type { PlacementReason } from './reason.ts';
import { taintText } from './taint-text.ts';

/** One thing that keeps a DaemonSet off nodes, and how many of them. */
export type Exclusion = {
  readonly kind: PlacementReason['kind'];
  /** The selector key, or the taint as Kubernetes writes it (`key=value:effect`); empty for affinity and node name. */
  readonly subject: string;
  readonly nodes: number;
};

export type PlacementExplanation = {
  readonly wanted: number;
  readonly nodes: number;
  /** What excludes most nodes first. A node counts under every reason it has, so the numbers may add up to more. */
  readonly exclusions: readonly Exclusion[];
};

/** Counts what keeps a DaemonSet from how many nodes [EL13]; a taint that lets a pod stay still keeps a new one away. */
export function explainPlacement(daemonSet: DaemonSetRecord, nodes: Iterable<NodeRecord>): PlacementExplanation {
  const counts = new Map<string, Exclusion>();
  let wanted = 0;
  let total = 0;
  for (const node of nodes) {
    total += 1;
    const eligibility = computeEligibility(daemonSet, node);
    if (eligibility.kind === 'ShouldRun') wanted += 1;
    else for (const [id, exclusion] of subjectsOf(eligibility.reasons)) count(counts, id, exclusion);
  }
  return { wanted, nodes: total, exclusions: [...counts.values()].sort(compareExclusions) };
}

/** A node may carry two taints that read the same; it is one node. */
function subjectsOf(reasons: readonly PlacementReason[]): Map<string, Omit<Exclusion, 'nodes'>> {
  const subjects = new Map<string, Omit<Exclusion, 'nodes'>>();
  for (const reason of reasons) {
    const subject = subjectOf(reason);
    subjects.set(`${reason.kind} ${subject}`, { kind: reason.kind, subject });
  }
  return subjects;
}

function count(counts: Map<string, Exclusion>, id: string, { kind, subject }: Omit<Exclusion, 'nodes'>): void {
  counts.set(id, { kind, subject, nodes: (counts.get(id)?.nodes ?? 0) + 1 });
}

function subjectOf(reason: PlacementReason): string {
  switch (reason.kind) {
    case 'NodeSelector':
      return reason.key;
    case 'Taint':
      return taintText(reason.taint);
    case 'NodeName':
    case 'Affinity':
      return '';
    default:
      return assertUnreachable(reason);
  }
}

function compareExclusions(left: Exclusion, right: Exclusion): number {
  return right.nodes - left.nodes || compareText(left.kind, right.kind) || compareText(left.subject, right.subject);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
