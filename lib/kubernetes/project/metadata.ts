import type { Millis } from '#lib/base/clock.ts';
import { type Uid, uid } from '#lib/domain/keys.ts';
import type { ControllerOwner, Labels } from '#lib/domain/objects.ts';
import type { ProjectionContext } from './context.ts';
import type { Fields } from './fields.ts';
import { stringMapOf } from './maps.ts';
import { isRaw, listOf, type Raw, rawOf, textOf, timeOf } from './raw.ts';

export type Metadata = {
  readonly name: string;
  readonly uid: Uid;
  readonly resourceVersion: string;
  readonly creationTimestamp?: Millis;
  readonly deletionTimestamp?: Millis;
  readonly labels: Labels;
};

/** What every record has of metadata; undefined when name or uid is missing: such an object is skipped (D1). */
export function metadataOf(raw: unknown, context: ProjectionContext): Fields<Metadata> | undefined {
  const metadata = rawOf(rawOf(raw)['metadata']);
  const name = textOf(metadata['name']);
  const id = textOf(metadata['uid']);
  if (name === undefined || id === undefined) return undefined;
  return {
    name,
    uid: uid(id),
    resourceVersion: textOf(metadata['resourceVersion']) ?? '',
    creationTimestamp: timeOf(metadata['creationTimestamp']),
    deletionTimestamp: timeOf(metadata['deletionTimestamp']),
    labels: stringMapOf(metadata['labels'], context),
  };
}

export type NamespacedMetadata = Metadata & { readonly namespace: string };

export function namespacedMetadataOf(raw: unknown, context: ProjectionContext): Fields<NamespacedMetadata> | undefined {
  const metadata = metadataOf(raw, context);
  const namespace = textOf(rawOf(rawOf(raw)['metadata'])['namespace']);
  if (metadata === undefined || namespace === undefined) return undefined;
  return { ...metadata, namespace: context.text(namespace) };
}

/** The owner that is controller; none when two say so (D17). */
export function controllerOwnerOf(raw: unknown, context: ProjectionContext): ControllerOwner | undefined {
  const references = listOf(rawOf(rawOf(raw)['metadata'])['ownerReferences']);
  const controllers = references.filter(
    (reference): reference is Raw => isRaw(reference) && reference['controller'] === true,
  );
  const [controller] = controllers;
  if (controller === undefined || controllers.length > 1) return undefined;
  const kind = textOf(controller['kind']);
  const name = textOf(controller['name']);
  const id = textOf(controller['uid']);
  if (kind === undefined || name === undefined || id === undefined) return undefined;
  return context.share({ kind, name, uid: uid(id) });
}

/** One annotation by name; all others are never looked at. */
export function annotationOf(raw: unknown, name: string): string | undefined {
  const annotations = rawOf(rawOf(rawOf(raw)['metadata'])['annotations']);
  return Object.hasOwn(annotations, name) ? textOf(annotations[name]) : undefined;
}
