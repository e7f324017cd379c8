import type { ControllerRevisionRecord } from '../../objects.ts';
import type { CausesInput, Finding } from './causes-input.ts';
import { earliest, evidenceOfFew, sinceOf } from './evidence.ts';
import { evidenceOfDaemonSet, momentText } from './object-evidence.ts';

/* What the revisions tell: too many in too short a time, or two that are the same. */

const NOTHING: Finding = {};

const WINDOW_MILLIS = 10 * 60_000;
/** More changes than this within the window are no person's work. */
const MOST_CHANGES = 2;

/**
 * The template changes more than twice within ten minutes [R09]: two tools overwrite each other, most likely. Seen are new
 * revisions, and the generation as long as we watch: going back and forth between two templates makes no new revision.
 */
export function findTemplateFight({ daemonSet, revisions, generationRises = [], now }: CausesInput): Finding {
  if (revisions.length <= MOST_CHANGES && generationRises.length <= MOST_CHANGES) return NOTHING;
  const from = now - WINDOW_MILLIS;
  const isRecent = (at: number | undefined): at is number => at !== undefined && at > from && at <= now;
  // The first revision is the DaemonSet itself, and no change of it.
  const made = revisions.filter(({ revision, creationTimestamp }) => revision > 1 && isRecent(creationTimestamp));
  const rises = generationRises.filter(isRecent);
  if (made.length <= MOST_CHANGES && rises.length <= MOST_CHANGES) return NOTHING;
  const byRevision = made.length > MOST_CHANGES;
  const times = byRevision ? made.flatMap(({ creationTimestamp }) => creationTimestamp ?? []) : rises;
  const newest = [...times].sort((left, right) => right - left);
  const last = newest[MOST_CHANGES];
  return {
    cause: {
      code: 'R09',
      confidence: 'M',
      nodes: [],
      ...sinceOf(earliest(times)),
      facts: { used: String(times.length), seconds: WINDOW_MILLIS / 1000, generation: daemonSet.generation },
      evidence: byRevision
        ? evidenceOfFew([...made].sort(byNumber), ({ namespace, name, creationTimestamp = now }) => ({
            object: { kind: 'ControllerRevision', namespace, name },
            field: 'metadata.creationTimestamp',
            value: momentText(creationTimestamp),
          }))
        : [evidenceOfDaemonSet(daemonSet, 'metadata.generation', daemonSet.generation)],
    },
    recheckAt: last === undefined ? undefined : last + WINDOW_MILLIS,
  };
}

/** Newest first. */
function byNumber(left: ControllerRevisionRecord, right: ControllerRevisionRecord): number {
  return right.revision - left.revision;
}

/**
 * The current revision has the same template as an older one [R10] [RV10]: nobody changed anything, most likely it was
 * written anew by another release of Kubernetes. A default that a release adds changes the template, and is not seen here.
 */
export function findEqualRevision({ daemonSet, outcome, revisions }: CausesInput): Finding {
  const { current } = outcome.revision;
  if (current === undefined || revisions.length < 2) return NOTHING;
  const newest = revisions.find(({ revision }) => revision === current.number);
  const digest = newest?.template?.digest;
  if (newest === undefined || digest === undefined) return NOTHING;
  const older = revisions.filter(({ revision, template }) => revision < newest.revision && template?.digest === digest);
  const [twin] = older.sort(byNumber);
  if (twin === undefined) return NOTHING;
  return {
    cause: {
      code: 'R10',
      confidence: 'M',
      nodes: [],
      ...sinceOf(newest.creationTimestamp),
      facts: { subject: `${daemonSet.namespace}/${twin.name}` },
      evidence: [newest, twin].map(({ namespace, name, revision }) => ({
        object: { kind: 'ControllerRevision', namespace, name },
        field: 'revision',
        value: revision,
      })),
    },
  };
}
