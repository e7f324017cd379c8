import { revisionHash } from '#lib/domain/keys.ts';
import { type ControllerRevisionRecord, entryOf } from '#lib/domain/objects.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { controllerOwnerOf, namespacedMetadataOf } from './metadata.ts';
import { templateOf } from './pod-spec.ts';
import { countOf, isRaw, rawOf } from './raw.ts';

export function projectControllerRevision(
  raw: unknown,
  context: ProjectionContext = plainContext,
): ControllerRevisionRecord | undefined {
  const metadata = namespacedMetadataOf(raw, context);
  if (metadata === undefined) return undefined;
  const { revision, data } = rawOf(raw);
  const owner = controllerOwnerOf(raw, context);
  const hash = entryOf(metadata.labels, 'controller-revision-hash');
  const { template } = rawOf(rawOf(data)['spec']);
  const ofDaemonSet = owner === undefined || owner.kind === 'DaemonSet';
  return withoutUndefined<ControllerRevisionRecord>({
    kind: 'ControllerRevision',
    ...metadata,
    owner,
    revision: countOf(revision),
    hash: hash === undefined ? undefined : revisionHash(hash),
    template: ofDaemonSet && isRaw(template) ? templateOf(template, context) : undefined,
  });
}
