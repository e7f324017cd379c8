import type { Millis } from '#lib/base/clock.ts';
import type { RevisionHash } from '../keys.ts';
import type { ControllerRevisionRecord, DaemonSetRecord, PodRecord } from '../objects.ts';
import { currentRevision, hashOfPod, hashOfRevision, isUpdatedByGenerationAlone, ownRevisions } from './revisions.ts';
import type { CurrentRevision } from './verdict.ts';

export type ListedRevision = {
  readonly number: number;
  readonly hash: RevisionHash;
  readonly createdAt?: Millis;
  /** Absent while pods may not be read. */
  readonly pods?: number;
  readonly current: boolean;
  /** Made before a revision with a lower number: somebody went back to it, and it was given a new number [RV12]. */
  readonly rolledBackTo: boolean;
};

export type RevisionList = {
  /** How the current one was found [RV7]. */
  readonly by: CurrentRevision['by'];
  /** By number, newest first. */
  readonly revisions: readonly ListedRevision[];
  /** Between the lowest and the highest there are numbers that no revision has [RV4]. */
  readonly hasGaps: boolean;
  /** Pods whose hash leads to no revision of this DaemonSet, most pods first [RV13]. Absent: without any hash. */
  readonly unlisted: readonly { readonly hash?: RevisionHash; readonly pods: number }[];
  /** Pods that count as updated while their template is not known to be the present one [RV11]. */
  readonly templateUnknown: number;
};

/** The revisions of a DaemonSet and the pods of each; `pods` are its own, undefined while they may not be read. */
export function listRevisions(
  daemonSet: DaemonSetRecord,
  revisions: readonly ControllerRevisionRecord[],
  pods: readonly PodRecord[] | undefined,
): RevisionList {
  const own = newestFirst(ownRevisions(daemonSet, revisions));
  const { current, by } = currentRevision(daemonSet, revisions);
  const perHash = Map.groupBy(pods ?? [], hashOfPod);
  const listed = own.map((revision, index): ListedRevision => {
    const hash = hashOfRevision(revision);
    const { revision: number, creationTimestamp: createdAt } = revision;
    return {
      number,
      hash,
      ...(createdAt === undefined ? {} : { createdAt }),
      ...(pods === undefined ? {} : { pods: perHash.get(hash)?.length ?? 0 }),
      current: number === current?.number && hash === current.hash,
      rolledBackTo: isOlderThanAny(revision, own.slice(index + 1)),
    };
  });
  const known = new Set(listed.map(({ hash }) => hash));
  const uncertain = pods?.filter((pod) => isUpdatedByGenerationAlone(pod, daemonSet, own)) ?? [];
  return {
    by,
    revisions: listed,
    hasGaps: hasGaps(own),
    unlisted: unlisted(perHash, known),
    templateUnknown: uncertain.length,
  };
}

/** With the same number, which only hands can make, the hash decides, so that the order is always the same. */
export function newestFirst(revisions: readonly ControllerRevisionRecord[]): readonly ControllerRevisionRecord[] {
  return revisions.toSorted(
    (left, right) => right.revision - left.revision || (hashOfRevision(left) < hashOfRevision(right) ? -1 : 1),
  );
}

function isOlderThanAny(revision: ControllerRevisionRecord, lower: readonly ControllerRevisionRecord[]): boolean {
  const { creationTimestamp: own, revision: number } = revision;
  return lower.some(({ creationTimestamp: other, revision: otherNumber }) => {
    return otherNumber < number && own !== undefined && other !== undefined && own < other;
  });
}

function hasGaps(revisions: readonly ControllerRevisionRecord[]): boolean {
  const numbers = new Set(revisions.map(({ revision }) => revision));
  return numbers.size > 0 && Math.max(...numbers) - Math.min(...numbers) + 1 > numbers.size;
}

function unlisted(
  perHash: ReadonlyMap<RevisionHash | undefined, readonly PodRecord[]>,
  known: ReadonlySet<RevisionHash>,
): RevisionList['unlisted'] {
  return [...perHash]
    .filter(([hash]) => hash === undefined || !known.has(hash))
    .map(([hash, { length }]) => ({ ...(hash === undefined ? {} : { hash }), pods: length }))
    .toSorted((left, right) => right.pods - left.pods || ((left.hash ?? '') < (right.hash ?? '') ? -1 : 1));
}
