import type { Context } from '../../context.ts';
import { requestDeletion } from '../../deletion.ts';
import type { DaemonSet, ObjectReference } from '../../objects.ts';
import { newDaemonPod } from './daemon-pod.ts';

const COMPONENT = 'daemonset-controller';

/** Pods that are made or deleted at one look, at most [RS7]. */
const BURST = 250;

export type Batch = {
  /** Names of pods. */
  readonly toDelete: readonly string[];
  /** Names of nodes. */
  readonly toCreateOn: readonly string[];
};
export type Outcome = {
  /** Something was made or deleted: the caches have not seen it yet. */
  readonly hasWritten: boolean;
  /** A refusal that stops the rolling update [RU11]. */
  readonly failure: string | undefined;
  /** Creations that a terminating namespace swallowed, and that nobody will ever see [EV7]. */
  readonly unconfirmed: number;
};

function referenceTo({ kind, apiVersion, metadata }: DaemonSet): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { kind, apiVersion, name, uid, resourceVersion, ...(namespace !== undefined && { namespace }) };
}

/** Creates in batches of 1, 2, 4 ... up to the first that has a failure in it, then deletes. */
export function carryOut(
  context: Context,
  daemonSet: DaemonSet,
  hash: string,
  { toDelete, toCreateOn }: Batch,
): Outcome {
  const created = createPods(context, daemonSet, hash, toCreateOn.slice(0, BURST));
  let deleted = 0;
  for (const name of toDelete.slice(0, BURST)) {
    const { namespace } = daemonSet.metadata;
    const reference = { kind: 'Pod', name, ...(namespace !== undefined && { namespace }) } as const;
    if (!requestDeletion(context, reference)) continue;
    deleted += 1;
    record(context, daemonSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
  }
  return { ...created, hasWritten: created.made + deleted > 0 };
}

function createPods(
  context: Context,
  daemonSet: DaemonSet,
  hash: string,
  nodeNames: readonly string[],
): { readonly made: number; readonly failure: string | undefined; readonly unconfirmed: number } {
  let [made, unconfirmed] = [0, 0];
  let failure: string | undefined;
  for (let at = 0, size = 1; at < nodeNames.length && failure === undefined; at += size, size *= 2) {
    if (at > 0) size = Math.min(size, nodeNames.length - at);
    for (const nodeName of nodeNames.slice(at, at + size)) {
      const created = context.createPod(newDaemonPod(daemonSet, nodeName, hash));
      if (created.ok) {
        made += 1;
        record(context, daemonSet, 'Normal', 'SuccessfulCreate', `Created pod: ${created.value.metadata.name}`);
      } else if (/because it is being terminated/.test(created.error.message)) {
        unconfirmed += 1;
      } else {
        failure = created.error.message;
        record(context, daemonSet, 'Warning', 'FailedCreate', `Error creating: ${created.error.message}`);
      }
    }
  }
  return { made, failure, unconfirmed };
}

export function record(
  { recordEvent }: Context,
  daemonSet: DaemonSet,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  recordEvent({ regarding: referenceTo(daemonSet), type, reason, message, component: COMPONENT });
}
