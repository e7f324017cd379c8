import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../context.ts';
import type { ControllerRevision, DaemonSet, Pod, PodTemplate } from '../../objects.ts';
import { claim, controllerOf } from './claim.ts';
import { controllerReference, HASH_LABEL, targetNodeOf } from './daemon-pod.ts';

export type History = { readonly current: ControllerRevision; readonly old: readonly ControllerRevision[] };

/** The name of a revision is taken by another template: the next look, with a higher count, takes another name. */
export class RevisionCollision extends Error {}

/**
 * The revisions of a DaemonSet. The current template gets one if it has none; if it has, as after a rollback, its number
 * becomes the highest [RV2] [RV4].
 */
export function constructHistory(context: Context, daemonSet: DaemonSet, pods: () => readonly Pod[]): History {
  const { store } = context;
  const { namespace, uid } = daemonSet.metadata;
  const candidates = store.list('ControllerRevision', namespace).filter((each) => {
    const owner = controllerOf(each);
    return owner === undefined || owner.uid === uid;
  });
  const owned = claim(context, daemonSet, candidates).map((each) => withHash(context, each));
  const currents = owned.filter(({ data }) => isOfTemplate(data.spec.template, daemonSet.spec.template));
  const old = owned.filter((each) => !currents.includes(each));
  const number = Math.max(0, ...old.map(({ revision }) => revision)) + 1;
  const kept = keepOne(context, currents, pods);
  if (kept === undefined) return { current: snapshot(context, daemonSet, number), old };
  if (kept.revision >= number) return { current: kept, old };
  const raised = store.update('ControllerRevision', kept.metadata.name, namespace, (each) => ({
    ...each,
    revision: number,
  }));
  return { current: raised ?? kept, old };
}

/** One that somebody made by hand has no hash; its name is as good as one. */
function withHash({ store }: Context, revision: ControllerRevision): ControllerRevision {
  const { name, namespace, labels } = revision.metadata;
  if (labels?.[HASH_LABEL] !== undefined) return revision;
  const labelled = store.update('ControllerRevision', name, namespace, (each) => ({
    ...each,
    metadata: { ...each.metadata, labels: { ...each.metadata.labels, [HASH_LABEL]: name } },
  }));
  return labelled ?? revision;
}

/** The revision of the current template, made if it is not there. */
export function ensureCurrentRevision(context: Context, daemonSet: DaemonSet): ControllerRevision {
  return constructHistory(context, daemonSet, () => []).current;
}

function isOfTemplate(kept: ControllerRevision['data']['spec']['template'], template: PodTemplate): boolean {
  const { $patch: _patch, ...own } = kept;
  return isDeepStrictEqual(own, template);
}

/** Of several revisions of one template the highest stays, and pods of the others are counted to it. */
function keepOne(
  { store }: Context,
  currents: readonly ControllerRevision[],
  pods: () => readonly Pod[],
): ControllerRevision | undefined {
  const [first, ...others] = currents.toSorted((a, b) => b.revision - a.revision);
  if (first === undefined || others.length === 0) return first;
  const hash = hashOf(first);
  for (const { metadata } of pods()) {
    if (metadata.labels?.[HASH_LABEL] === hash) continue;
    store.update('Pod', metadata.name, metadata.namespace, (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [HASH_LABEL]: hash } },
    }));
  }
  for (const { metadata } of others) store.remove('ControllerRevision', metadata.name, metadata.namespace);
  return first;
}

function snapshot({ store }: Context, daemonSet: DaemonSet, revision: number): ControllerRevision {
  const { name: daemonSetName, namespace, annotations } = daemonSet.metadata;
  const { template } = daemonSet.spec;
  const { collisionCount } = daemonSet.status;
  const hash = templateHash(template, collisionCount);
  const name = `${daemonSetName}-${hash}`;
  const existing = store.get('ControllerRevision', name, namespace);
  // Such as one of a DaemonSet of this name that was there before, and that has not been collected yet [OR5].
  if (existing !== undefined && isOfTemplate(existing.data.spec.template, template)) return existing;
  if (existing !== undefined) {
    store.update('DaemonSet', daemonSetName, namespace, (each) => ({
      ...each,
      status: { ...each.status, collisionCount: (each.status.collisionCount ?? 0) + 1 },
    }));
    throw new RevisionCollision(`the revision ${name} is another template's`);
  }
  return store.create<'ControllerRevision'>({
    kind: 'ControllerRevision',
    apiVersion: 'apps/v1',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: { ...template.metadata?.labels, [HASH_LABEL]: hash },
      ...(annotations !== undefined && { annotations }),
      ownerReferences: [controllerReference(daemonSet)],
    },
    data: { spec: { template: { ...template, $patch: 'replace' } } },
    revision,
  });
}

export function hashOf({ metadata }: ControllerRevision): string {
  return metadata.labels?.[HASH_LABEL] ?? '';
}

/** The letters of a hash, one for each decimal digit. Source: apimachinery, SafeEncodeString. */
const DIGITS = '456789bcdf';

/** 32 bits of FNV-1a over the template's JSON: as in Kubernetes of this form, and of no other meaning [RV5]. */
function templateHash(template: PodTemplate, collisionCount = 0): string {
  let hash = 0x811c9dc5;
  const text = `${sortedJson(template)}${collisionCount === 0 ? '' : collisionCount}`;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return String(hash).replace(/\d/g, (digit) => DIGITS[Number(digit)] ?? '');
}

/** The order in which a manifest names its fields does not matter. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** Old revisions beyond the limit go, the oldest first; those that a pod still has stay [RV13]. */
export function pruneHistory(
  { store }: Context,
  { spec }: DaemonSet,
  old: readonly ControllerRevision[],
  pods: readonly Pod[],
): void {
  let surplus = old.length - (spec.revisionHistoryLimit ?? 10);
  if (surplus <= 0) return;
  const placed = pods.filter((pod) => targetNodeOf(pod) !== undefined);
  const live = new Set(placed.map(({ metadata }) => metadata.labels?.[HASH_LABEL]));
  for (const each of old.toSorted((a, b) => a.revision - b.revision)) {
    if (surplus <= 0) return;
    if (live.has(hashOf(each))) continue;
    store.remove('ControllerRevision', each.metadata.name, each.metadata.namespace);
    surplus -= 1;
  }
}
