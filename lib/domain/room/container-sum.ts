import type { ContainerSpec, PodSpec } from '../objects.ts';
import { addTo, raiseTo, type Sums } from './amounts.ts';

/** `Always` on an init container makes it a sidecar: it starts in its turn and then stays. */
export function isSidecar(container: ContainerSpec): boolean {
  return container.init && container.restartPolicy === 'Always';
}

/**
 * What the containers of a pod need at their worst moment [FT1]: all of them with the sidecars, or one init container
 * with the sidecars started before it. `amountsOf` gives a fresh map for each container.
 */
export function sumContainers(
  spec: Pick<PodSpec, 'containers' | 'initContainers'>,
  amountsOf: (container: ContainerSpec) => Sums,
): Sums {
  const sums: Sums = new Map();
  for (const container of spec.containers) addTo(sums, amountsOf(container));
  const sidecars: Sums = new Map();
  const initPeak: Sums = new Map();
  for (const container of spec.initContainers) {
    const amounts = amountsOf(container);
    if (isSidecar(container)) {
      addTo(sums, amounts);
      addTo(sidecars, amounts);
      raiseTo(initPeak, sidecars);
    } else {
      addTo(amounts, sidecars);
      raiseTo(initPeak, amounts);
    }
  }
  raiseTo(sums, initPeak);
  return sums;
}
