import type { Container, PodSpec, Quantities } from './objects.ts';
import { thousandths } from './quantity.ts';

/** What a pod asks a node for, by the name of the resource, in thousandths (of cpu: millicores). */
export type Requests = ReadonlyMap<string, number>;

const POD_LEVEL = /^(cpu|memory|hugepages-.+)$/;

/** [FT1] The larger of what its containers ask together and of what its start needs; then pod level and overhead. */
export function podRequests(spec: PodSpec): Requests {
  const { containers, initContainers = [], overhead = {} } = spec;
  const running = new Map<string, number>();
  for (const container of containers) add(running, requestsOf(container));
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const container of initContainers) {
    const own = requestsOf(container);
    if (container.restartPolicy === 'Always') {
      add(sidecars, own);
      raise(peak, sidecars);
    } else {
      const needed = new Map(sidecars);
      add(needed, own);
      raise(peak, needed);
    }
  }
  add(running, Object.fromEntries([...sidecars].map(([name, value]) => [name, value])));
  raise(running, peak);
  for (const [name, value] of Object.entries(podLevel(spec)))
    if (POD_LEVEL.test(name)) running.set(name, thousandths(value));
  for (const [name, value] of Object.entries(overhead))
    running.set(name, (running.get(name) ?? 0) + thousandths(value));
  return running;
}

function podLevel({ ['resources']: resources }: PodSpec): Quantities {
  const { requests = {} } = (resources ?? {}) as { readonly requests?: Quantities };
  return requests;
}

function requestsOf({ resources }: Container): Readonly<Record<string, number>> {
  const all = { ...resources?.limits, ...resources?.requests };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, thousandths(value)]));
}

function add(to: Map<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(more)) to.set(name, (to.get(name) ?? 0) + value);
}

function raise(to: Map<string, number>, least: ReadonlyMap<string, number>): void {
  for (const [name, value] of least) to.set(name, Math.max(to.get(name) ?? 0, value));
}
