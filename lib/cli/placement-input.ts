import type { Millis } from '#lib/base/clock.ts';
import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import type { Obstacle } from '#lib/domain/placement/obstacles.ts';
import type { PlacementReport } from '#lib/domain/placement/placement-report.ts';
import type { ManifestProblem } from '#lib/kubernetes/manifest/problem.ts';
import type { Simulated } from '#lib/wire/picture.ts';

/** What is not known, or not asked, of all DaemonSets alike. */
export const PLACEMENT_NOTES = [
  'NoPods',
  'NamespacesUnreadable',
  'PriorityClassesUnreadable',
  'BeyondRoom',
  'Alone',
  'NotRead',
] as const;
export type PlacementNote = (typeof PLACEMENT_NOTES)[number];

/** One DaemonSet of a manifest, judged. */
export type PlacementItem = {
  /** The file's name as it was given, or `standard input`. */
  readonly file: string;
  readonly line: number;
  /** As it would be applied. */
  readonly daemonSet: DaemonSetRecord;
  /** What is wrong with it in itself. */
  readonly problems: readonly ManifestProblem[];
  /** What in the cluster stands against it. */
  readonly obstacles: readonly Obstacle[];
  readonly report: PlacementReport;
};

/** What `placement` tells, in whatever form. */
export type PlacementInput = {
  readonly at: Millis;
  readonly cluster: { readonly name: string; readonly version: string | null };
  readonly source: 'Cluster' | 'Files';
  readonly simulated?: Simulated;
  readonly items: readonly PlacementItem[];
  readonly notes: readonly PlacementNote[];
  readonly cells: boolean;
};

/** How many errors: the API server would refuse it, or every pod of it. */
export function countErrors({ problems, obstacles }: Pick<PlacementItem, 'problems' | 'obstacles'>): number {
  return [...problems, ...obstacles].filter(({ severity }) => severity === 'error').length;
}
