import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../context.ts';
import { matchesLabelSelector } from '../../label-selector.ts';
import type { Change } from '../../object-store.ts';
import type { ControllerRevision, DaemonSet, LabelSelector, Node, Pod } from '../../objects.ts';
import { controllerOf } from './claim.ts';
import { isReady } from './daemon-pod.ts';

/** Who is to be looked at after a change, and when. */
export type Wake = {
  readonly daemonSet: (daemonSet: DaemonSet) => void;
  readonly daemonSetAfter: (daemonSet: DaemonSet, millis: number) => void;
  readonly node: (name: string) => void;
};

/** What wakes the controller, and for which DaemonSet. All else that happens in a cluster does not [EL4]. */
export function wakeAfterChange(context: Context, change: Change, wake: Wake): void {
  const { type, object, previous } = change;
  if (object.kind === 'DaemonSet') wake.daemonSet(object);
  if (object.kind === 'Pod') onOwned(context, change, object, previous?.kind === 'Pod' ? previous : undefined, wake);
  if (object.kind === 'ControllerRevision') {
    const before = previous?.kind === 'ControllerRevision' ? previous : undefined;
    // Nobody but its controller makes a revision that has one.
    if (type !== 'ADDED' || controllerOf(object) === undefined) onOwned(context, change, object, before, wake);
  }
  if (object.kind === 'Node' && type !== 'DELETED') {
    if (previous?.kind !== 'Node' || isRelevant(previous, object)) wake.node(object.metadata.name);
  }
}

function onOwned<Object extends Pod | ControllerRevision>(
  context: Context,
  { type }: Change,
  object: Object,
  before: Object | undefined,
  wake: Wake,
): void {
  // To be asked to leave is to be gone already, as far as its replacement is concerned.
  if (type === 'DELETED' || object.metadata.deletionTimestamp !== undefined) wakeController(context, object, wake);
  else wakeOwners(context, object, before, wake);
}

/** Labels and taints alone: most updates of a node are heartbeats. */
function isRelevant(before: Node, after: Node): boolean {
  return (
    !isSame(before.metadata.labels ?? {}, after.metadata.labels ?? {}) ||
    !isSame(before.spec.taints ?? [], after.spec.taints ?? [])
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || isDeepStrictEqual(a, b);
}

/** The DaemonSet that an object's controller reference means: one of that name and another uid is not meant. */
function resolveController({ store }: Context, object: Pod | ControllerRevision): DaemonSet | undefined {
  const owner = controllerOf(object);
  if (owner?.kind !== 'DaemonSet') return undefined;
  const daemonSet = store.get('DaemonSet', owner.name, object.metadata.namespace);
  return daemonSet?.metadata.uid === owner.uid ? daemonSet : undefined;
}

function wakeController(context: Context, object: Pod | ControllerRevision, wake: Wake): void {
  const daemonSet = resolveController(context, object);
  if (daemonSet !== undefined) wake.daemonSet(daemonSet);
}

/** Of an object that belongs to nobody, everybody who might want it, when it comes and when its labels change. */
function wakeOwners<Object extends Pod | ControllerRevision>(
  context: Context,
  object: Object,
  before: Object | undefined,
  wake: Wake,
): void {
  const isOwnerNew = before !== undefined && !isSame(controllerOf(before), controllerOf(object));
  if (isOwnerNew) wakeController(context, before, wake);
  if (controllerOf(object) !== undefined) {
    wakeController(context, object, wake);
    if (object.kind === 'Pod' && before?.kind === 'Pod') wakeWhenAvailable(context, object, before, wake);
    return;
  }
  const { namespace, labels = {} } = object.metadata;
  const isNew = before === undefined || isOwnerNew || !isSame(before.metadata.labels ?? {}, labels);
  if (!isNew || Object.keys(labels).length === 0) return;
  for (const daemonSet of context.store.list('DaemonSet', namespace)) {
    const { selector } = daemonSet.spec;
    if (!selectsAll(selector) && matchesLabelSelector(selector, labels)) wake.daemonSet(daemonSet);
  }
}

/** A selector that asks for nothing. */
export function selectsAll({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function wakeWhenAvailable(context: Context, pod: Pod, before: Pod, wake: Wake): void {
  if (isReady(before) || !isReady(pod)) return;
  const daemonSet = resolveController(context, pod);
  const seconds = daemonSet?.spec.minReadySeconds ?? 0;
  // A second later, so that it is not looked at too early by a fraction.
  if (daemonSet !== undefined && seconds > 0) wake.daemonSetAfter(daemonSet, (seconds + 1) * 1_000);
}
