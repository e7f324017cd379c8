import type { Condition, Pod } from '../objects.ts';

/** What a kubelet knows of a pod as a whole; containers by name. */
export type PodHealth = {
  readonly at: string;
  /** Its network and volumes are there [PD7]. */
  readonly hasSandbox: boolean;
  /** Init containers that have not come to their end. */
  readonly incomplete: readonly string[];
  readonly unready: readonly string[];
};

const OTHERS_CONDITIONS: readonly string[] = ['PodScheduled', 'DisruptionTarget'];

/** The conditions that are a kubelet's own, before those of others. What stays as it was keeps its time. */
export function podConditions(pod: Pod, { at, hasSandbox, incomplete, unready }: PodHealth): readonly Condition[] {
  const { conditions = [] } = pod.status;
  const of = (type: string, unless?: Pick<Condition, 'reason' | 'message'>): Condition => {
    const status = unless === undefined ? 'True' : 'False';
    const before = conditions.find((each) => each.type === type);
    const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? at) : at;
    return { type, status, lastTransitionTime, lastProbeTime: null, ...unless };
  };
  const notInitialized = {
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${incomplete.join(' ')}]`,
  };
  const notReady = { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  return [
    of('PodReadyToStartContainers', hasSandbox ? undefined : {}),
    of('Initialized', incomplete.length === 0 ? undefined : notInitialized),
    of('Ready', unready.length === 0 ? undefined : notReady),
    of('ContainersReady', unready.length === 0 ? undefined : notReady),
    ...conditions.filter(({ type }) => OTHERS_CONDITIONS.includes(type)),
  ];
}
