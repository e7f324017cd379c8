import { type RevisionHash, revisionHash } from '../keys.ts';
import { type ControllerRevisionRecord, type DaemonSetRecord, entryOf, type PodRecord } from '../objects.ts';
import type { CurrentRevision } from './verdict.ts';

const HASH_LABEL = 'controller-revision-hash';
const GENERATION_LABEL = 'pod-template-generation';

/** The revisions that this DaemonSet owns [RV1]. */
export function ownRevisions(
  daemonSet: DaemonSetRecord,
  revisions: readonly ControllerRevisionRecord[],
): readonly ControllerRevisionRecord[] {
  return revisions.filter((revision) => revision.owner?.uid === daemonSet.uid);
}

/**
 * Finds the revision that the DaemonSet's template is [RV7]: of those with an equal template the highest number, else,
 * once the controller has seen the generation, the highest of all. The hash itself cannot be computed here [RV5].
 */
export function currentRevision(
  daemonSet: DaemonSetRecord,
  revisions: readonly ControllerRevisionRecord[],
): CurrentRevision {
  const own = ownRevisions(daemonSet, revisions);
  const same = own.filter((revision) => revision.template?.digest === daemonSet.template.digest);
  const match = highest(same);
  if (match !== undefined) return { current: match, by: 'template' };
  const { generation, status } = daemonSet;
  const newest = status.observedGeneration >= generation ? highest(own) : undefined;
  return newest === undefined ? { by: 'none' } : { current: newest, by: 'highest' };
}

function highest(revisions: readonly ControllerRevisionRecord[]): CurrentRevision['current'] {
  let found: ControllerRevisionRecord | undefined;
  for (const revision of revisions) {
    if (found === undefined || revision.revision > found.revision) found = revision;
  }
  if (found === undefined) return undefined;
  const { creationTimestamp: createdAt, revision: number } = found;
  const hash = hashOfRevision(found);
  return createdAt === undefined ? { hash, number } : { hash, number, createdAt };
}

/** The controller labels a revision that lacks the hash with its own name; so it is known by that until then. */
export function hashOfRevision({ hash, name }: ControllerRevisionRecord): RevisionHash {
  return hash ?? revisionHash(name);
}

export function hashOfPod(pod: PodRecord): RevisionHash | undefined {
  const hash = entryOf(pod.labels, HASH_LABEL);
  return hash === undefined ? undefined : revisionHash(hash);
}

function hasGenerationOf(pod: PodRecord, { templateGeneration }: DaemonSetRecord): boolean {
  return templateGeneration !== undefined && entryOf(pod.labels, GENERATION_LABEL) === templateGeneration;
}

/** Whether a pod is of the current template [RV8]: an OR of two labels, the generation or the hash [FA1]. */
export function isUpdated(pod: PodRecord, daemonSet: DaemonSetRecord, { current }: CurrentRevision): boolean {
  if (current !== undefined && entryOf(pod.labels, HASH_LABEL) === current.hash) return true;
  return hasGenerationOf(pod, daemonSet);
}

function revisionOf(pod: PodRecord, own: readonly ControllerRevisionRecord[]): ControllerRevisionRecord | undefined {
  const hash = hashOfPod(pod);
  return hash === undefined ? undefined : own.find((revision) => hashOfRevision(revision) === hash);
}

/** The number of the revision a pod was made from [RV13]; undefined when that revision is not there (pruned, foreign). */
export function revisionNumberOf(pod: PodRecord, own: readonly ControllerRevisionRecord[]): number | undefined {
  return revisionOf(pod, own)?.revision;
}

/**
 * Counted as updated, but not known to be of the present template [RV11]: the generation matches, and the hash leads to
 * a revision with another template, or to none. A DaemonSet that was made anew begins counting at 1 again and adopts such
 * pods, and with them the revisions that were left behind. Another hash alone proves nothing: releases of Kubernetes give
 * the same template different ones.
 */
export function isUpdatedByGenerationAlone(
  pod: PodRecord,
  daemonSet: DaemonSetRecord,
  own: readonly ControllerRevisionRecord[],
): boolean {
  return hasGenerationOf(pod, daemonSet) && revisionOf(pod, own)?.template?.digest !== daemonSet.template.digest;
}
