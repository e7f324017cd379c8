import { diffTemplates } from '#lib/domain/rollout/template-diff.ts';
import type { TemplateUpdate } from '#lib/wire/details.ts';
import type { DaemonSetView } from './view.ts';

type Told = Pick<DaemonSetView, 'revisions' | 'revision'>;

/**
 * What the rollout that is under way changes: from the revision that most of the old pods are of to the current one.
 * Undefined when no old pod is left, or when either template is not known.
 */
export function templateUpdateOf({ revisions, revision: { current } }: Told): TemplateUpdate | undefined {
  const isCurrent = (number: number) => number === current?.number;
  const after = revisions.find(({ revision }) => isCurrent(revision.revision))?.revision;
  const old = revisions.filter(({ revision, pods }) => pods > 0 && !isCurrent(revision.revision));
  const before = old.toSorted((left, right) => right.pods - left.pods)[0]?.revision;
  if (before?.template === undefined || after?.template === undefined) return undefined;
  const changes = diffTemplates(before.template, after.template);
  const images = changes.filter(({ area }) => area === 'image');
  return {
    from: before.revision,
    to: after.revision,
    images: images.map(({ container = '', before: from, after: to }) => ({
      container,
      ...(from === undefined ? {} : { before: from }),
      ...(to === undefined ? {} : { after: to }),
    })),
    more: changes.length - images.length,
  };
}
