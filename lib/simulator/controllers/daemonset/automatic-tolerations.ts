import type { PodSpec, Toleration } from '../../objects.ts';

const PREFIX = 'node.kubernetes.io';

/** What the controller adds to the pod of every DaemonSet [TL1]. */
const AUTOMATIC: readonly Toleration[] = [
  { key: `${PREFIX}/not-ready`, operator: 'Exists', effect: 'NoExecute' },
  { key: `${PREFIX}/unreachable`, operator: 'Exists', effect: 'NoExecute' },
  { key: `${PREFIX}/disk-pressure`, operator: 'Exists', effect: 'NoSchedule' },
  { key: `${PREFIX}/memory-pressure`, operator: 'Exists', effect: 'NoSchedule' },
  { key: `${PREFIX}/pid-pressure`, operator: 'Exists', effect: 'NoSchedule' },
  { key: `${PREFIX}/unschedulable`, operator: 'Exists', effect: 'NoSchedule' },
];
const WITH_HOST_NETWORK: Toleration = {
  key: `${PREFIX}/network-unavailable`,
  operator: 'Exists',
  effect: 'NoSchedule',
};

/** The tolerations of a daemon pod: the template's, with the automatic ones put in their place or at the end [TL3]. */
export function daemonPodTolerations({ tolerations = [], hostNetwork = false }: PodSpec): readonly Toleration[] {
  const automatic = hostNetwork ? [...AUTOMATIC, WITH_HOST_NETWORK] : AUTOMATIC;
  const own = tolerations.map((one) => automatic.find((each) => isSameToleration(one, each)) ?? one);
  return [...own, ...automatic.filter((each) => !own.includes(each))];
}

/** Of one key, operator, value and effect; how long is not looked at, and so gets lost. */
function isSameToleration(a: Toleration, b: Toleration): boolean {
  return (
    a.key === b.key &&
    a.effect === b.effect &&
    (a.operator ?? 'Equal') === (b.operator ?? 'Equal') &&
    (a.value ?? '') === (b.value ?? '')
  );
}
