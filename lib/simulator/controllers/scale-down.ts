import type { Pod } from '../objects.ts';

/*
 * Which pods of a ReplicaSet go first. Source: pkg/controller/controller_utils.go, ActivePodsWithRanks.
 */

const PHASES: readonly string[] = ['Pending', 'Unknown', 'Running'];

/** Those that serve least come first. */
export function inOrderOfUse(pods: readonly Pod[], now: number): readonly Pod[] {
  const perNode = new Map<string, number>();
  for (const { spec } of pods) {
    const { nodeName = '' } = spec;
    perNode.set(nodeName, (perNode.get(nodeName) ?? 0) + 1);
  }
  const rankOf = ({ spec }: Pod): number => perNode.get(spec.nodeName ?? '') ?? 0;
  return pods.toSorted(
    (a, b) =>
      Number(a.spec.nodeName !== undefined) - Number(b.spec.nodeName !== undefined) ||
      PHASES.indexOf(a.status.phase) - PHASES.indexOf(b.status.phase) ||
      Number(isReady(a)) - Number(isReady(b)) ||
      deletionCost(a) - deletionCost(b) ||
      rankOf(b) - rankOf(a) ||
      ageRank(readySince(a), now) - ageRank(readySince(b), now) ||
      restarts(b) - restarts(a) ||
      ageRank(a.metadata.creationTimestamp, now) - ageRank(b.metadata.creationTimestamp, now) ||
      (a.metadata.uid < b.metadata.uid ? -1 : 1),
  );
}

export function isReady({ status }: Pod): boolean {
  return status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
}

function readySince({ status }: Pod): string | undefined {
  return status.conditions?.find((each) => each.type === 'Ready' && each.status === 'True')?.lastTransitionTime;
}

/** Ages differ when one is about twice the other. */
function ageRank(since: string | undefined, now: number): number {
  const nanoseconds = since === undefined ? 0 : (now - Date.parse(since)) * 1e6;
  return nanoseconds > 0 ? Math.floor(Math.log2(nanoseconds)) : -1;
}

function deletionCost({ metadata }: Pod): number {
  return Number(metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0) || 0;
}

function restarts({ status }: Pod): number {
  return Math.max(0, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}
