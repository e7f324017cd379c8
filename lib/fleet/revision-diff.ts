import type { ControllerRevisionRecord, DaemonSetRecord, PodRecord, PodTemplate } from '#lib/domain/objects.ts';
import { listRevisions, newestFirst, type RevisionList } from '#lib/domain/rollout/revision-list.ts';
import { ownRevisions } from '#lib/domain/rollout/revisions.ts';
import { diffTemplates } from '#lib/domain/rollout/template-diff.ts';
import type { Between, RevisionDiff, RevisionsAnswer, TemplateChoice } from '#lib/wire/revision-diff.ts';
import { diffLines } from './line-diff.ts';
import { templatesAsYaml } from './template-yaml.ts';

export type RevisionsInput = {
  readonly daemonSet: DaemonSetRecord;
  readonly revisions: readonly ControllerRevisionRecord[];
  /** The DaemonSet's own; undefined while they may not be read. */
  readonly pods: readonly PodRecord[] | undefined;
  /** Undefined: what somebody would ask first. */
  readonly between: Between | undefined;
};

/** The revisions, and what differs between two of them. The digests that this is made of do not leave the process. */
export function revisionsAnswer({ daemonSet, revisions, pods, between }: RevisionsInput): RevisionsAnswer {
  const list = listRevisions(daemonSet, revisions, pods);
  const own = newestFirst(ownRevisions(daemonSet, revisions));
  const asked = between ?? firstQuestion(list);
  return { ...list, diff: asked === undefined ? null : compare(asked, daemonSet, own) };
}

/**
 * What changed in this rollout: from the revision of which most outdated pods are, else from the newest of the others, to
 * the current one. Where none equals the template, to the template: its revision is still to come.
 */
function firstQuestion({ revisions, by }: RevisionList): Between | undefined {
  const after: TemplateChoice | undefined =
    by === 'template' ? revisions.find(({ current }) => current)?.number : 'template';
  const others = revisions.filter(({ number }) => number !== after);
  const [first] = others.toSorted((left, right) => (right.pods ?? 0) - (left.pods ?? 0));
  return first === undefined || after === undefined ? undefined : { before: first.number, after };
}

function compare(between: Between, daemonSet: DaemonSetRecord, own: readonly ControllerRevisionRecord[]): RevisionDiff {
  const templateOf = (choice: TemplateChoice): PodTemplate | undefined =>
    choice === 'template' ? daemonSet.template : own.find(({ revision }) => revision === choice)?.template;
  const before = templateOf(between.before);
  const after = templateOf(between.after);
  if (before === undefined) return { kind: 'NotThere', between, missing: between.before };
  if (after === undefined) return { kind: 'NotThere', between, missing: between.after };
  const lines = diffLines(...templatesAsYaml(before, after));
  return { kind: 'Compared', between, changes: diffTemplates(before, after), lines };
}
