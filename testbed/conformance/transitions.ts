import type { Pod } from '#lib/simulator/objects.ts';

/*
 * What happens to a pod, told as a sequence of words. Writers differ in how much they put into one patch: a scheduler
 * binds and says so in one or in two, a kubelet says that a container runs and that its pod is ready at once or one after
 * the other. So each fact that has become true is one word, and the words of one change come in a fixed order, which is
 * that of a pod's life.
 *
 * Not told, because who stands in for the kubelets of the real control plane (kwok) says nothing of it or other than a
 * kubelet: that containers are being created, whether a pod is Initialized, addresses, start times, the QoS class, which
 * condition became False first. Not told either: a pod's phase where its container says the same.
 */

export type PodFacts = {
  /** The name of the controller that has it; undefined while it is nobody's. */
  readonly owner: string | undefined;
  /** The scheduler's words, as they are. */
  readonly unschedulable: string | undefined;
  readonly nominated: string | undefined;
  readonly bound: boolean;
  /** Of the first container: `running`, `waiting ImagePullBackOff`, `terminated 1`. */
  readonly container: string | undefined;
  readonly restarts: number;
  readonly ready: boolean;
  readonly ended: string | undefined;
  readonly disrupted: string | undefined;
  readonly leaving: boolean;
};

export function factsOf({ metadata, spec, status }: Pod): PodFacts {
  const condition = (type: string) => status.conditions?.find((each) => each.type === type);
  const scheduled = condition('PodScheduled');
  const disrupted = condition('DisruptionTarget');
  const [first] = status.containerStatuses ?? [];
  return {
    owner: metadata.ownerReferences?.find(({ controller }) => controller === true)?.name,
    unschedulable: scheduled?.status === 'False' ? `${scheduled.reason}: ${scheduled.message}` : undefined,
    nominated: status.nominatedNodeName,
    bound: spec.nodeName !== undefined,
    container: containerWord(first?.state),
    restarts: first?.restartCount ?? 0,
    ready: condition('Ready')?.status === 'True',
    ended: status.phase === 'Failed' || status.phase === 'Succeeded' ? endWord(status) : undefined,
    disrupted: disrupted?.status === 'True' ? disrupted.reason : undefined,
    leaving: metadata.deletionTimestamp !== undefined,
  };
}

function endWord({ phase, reason }: Pod['status']): string {
  return reason === undefined ? phase : `${phase} ${reason}`;
}

type State = NonNullable<Pod['status']['containerStatuses']>[number]['state'];

function containerWord(state: State | undefined): string | undefined {
  if (state?.running !== undefined) return 'running';
  if (state?.terminated !== undefined) return `terminated ${state.terminated.exitCode} ${state.terminated.reason}`;
  const reason = state?.waiting?.reason;
  return reason === undefined || reason === 'ContainerCreating' ? undefined : `waiting ${reason}`;
}

export const NOTHING: PodFacts = {
  owner: undefined,
  unschedulable: undefined,
  nominated: undefined,
  bound: false,
  container: undefined,
  restarts: 0,
  ready: false,
  ended: undefined,
  disrupted: undefined,
  leaving: false,
};

/** The words for what is true now and was not before. */
export function wordsBetween(before: PodFacts, after: PodFacts): readonly string[] {
  const words: string[] = [];
  const changed = (fact: keyof PodFacts) => before[fact] !== after[fact];
  if (changed('owner') && before !== NOTHING)
    words.push(after.owner === undefined ? `released by ${before.owner}` : `adopted by ${after.owner}`);
  if (changed('unschedulable') && after.unschedulable !== undefined) words.push(after.unschedulable);
  if (changed('nominated') && after.nominated !== undefined) words.push(`nominated to ${after.nominated}`);
  if (after.bound && !before.bound) words.push('bound');
  if (changed('disrupted') && after.disrupted !== undefined) words.push(`disrupted ${after.disrupted}`);
  if (changed('ended') && after.ended !== undefined) words.push(after.ended);
  if (changed('container') && after.container !== undefined) words.push(after.container);
  if (changed('restarts') && after.restarts > 0) words.push(`restart ${after.restarts}`);
  if (changed('ready')) words.push(after.ready ? 'ready' : 'not ready');
  if (after.leaving && !before.leaving) words.push('leaving');
  return words;
}
