import type { Context } from '../../context.ts';
import { matchesLabelSelector } from '../../label-selector.ts';
import type { ControllerRevision, DaemonSet, LabelSelector, OwnerReference, Pod } from '../../objects.ts';
import { controllerReference } from './daemon-pod.ts';

/*
 * Whose is it: what belongs to a DaemonSet by its owner reference, what is let go because its labels no longer match,
 * and what is taken in because it belongs to nobody and matches [OR1].
 */

export function controllerOf({ metadata }: Pod | ControllerRevision): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Those of `candidates` (its own and those without a controller) that are the DaemonSet's after this. */
export function claim<Object extends Pod | ControllerRevision>(
  context: Context,
  daemonSet: DaemonSet,
  candidates: readonly Object[],
): readonly Object[] {
  return candidates.flatMap((object) => claimOne(context, daemonSet, object) ?? []);
}

function claimOne<Object extends Pod | ControllerRevision>(
  context: Context,
  daemonSet: DaemonSet,
  object: Object,
): Object | undefined {
  const { uid, deletionTimestamp } = daemonSet.metadata;
  const owner = controllerOf(object);
  const isMatching = matches(daemonSet.spec.selector, object);
  if (owner !== undefined) {
    if (owner.uid !== uid) return undefined;
    if (isMatching) return object;
    if (deletionTimestamp === undefined) release(context, object, uid);
    return undefined;
  }
  if (!isMatching || deletionTimestamp !== undefined || object.metadata.deletionTimestamp !== undefined)
    return undefined;
  return adopt(context, daemonSet, object);
}

function matches(selector: LabelSelector, { metadata }: Pod | ControllerRevision): boolean {
  return matchesLabelSelector(selector, metadata.labels ?? {});
}

function adopt<Object extends Pod | ControllerRevision>(
  { store }: Context,
  daemonSet: DaemonSet,
  { kind, metadata }: Object,
): Object | undefined {
  const reference = controllerReference(daemonSet);
  return store.update(kind, metadata.name, metadata.namespace, (each) => ({
    ...each,
    metadata: { ...each.metadata, ownerReferences: [...(each.metadata.ownerReferences ?? []), reference] },
  })) as Object | undefined;
}

function release({ store }: Context, { kind, metadata }: Pod | ControllerRevision, uid: string): void {
  store.update(kind, metadata.name, metadata.namespace, (each) => {
    const { ownerReferences = [], ...others } = each.metadata;
    const left = ownerReferences.filter((reference) => reference.uid !== uid);
    return { ...each, metadata: left.length === 0 ? others : { ...others, ownerReferences: left } };
  });
}
