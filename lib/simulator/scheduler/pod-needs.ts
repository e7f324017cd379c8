import { type HostPort, hostPortsOf } from '../host-ports.ts';
import type { Container, Pod, PodSpec } from '../objects.ts';
import { podRequests, type Requests } from '../requests.ts';

/** What a pod takes on a node: of cpu millicores, of everything else whole units, both rounded up [FT7]. */
export type PodNeeds = {
  readonly requests: Requests;
  /** What the score counts: a container that says nothing counts as 100m and 200 MiB. */
  readonly scored: { readonly cpu: number; readonly memory: number };
  readonly ports: readonly HostPort[];
};

/** The needs, and the rest of what they were counted from. */
type Known = { readonly rest: readonly unknown[]; readonly needs: PodNeeds };

/** The pods of a DaemonSet share their containers with its template, so that they are counted once. */
const KNOWN = new WeakMap<PodSpec['containers'], Known>();

export function podNeeds({ spec }: Pod): PodNeeds {
  const { containers, initContainers, overhead, ['resources']: resources } = spec;
  const rest = [initContainers, overhead, resources];
  const known = KNOWN.get(containers);
  if (known?.rest.every((each, at) => each === rest[at]) === true) return known.needs;
  const scored = inUnits(podRequests({ ...spec, containers: containers.map(withScoredRequests) }));
  const needs = {
    requests: inUnits(podRequests(spec)),
    scored: { cpu: scored.get('cpu') ?? 0, memory: scored.get('memory') ?? 0 },
    ports: hostPortsOf(spec),
  };
  KNOWN.set(containers, { rest, needs });
  return needs;
}

export function unitsOf(resource: string, thousandths: number): number {
  return resource === 'cpu' ? thousandths : Math.ceil(thousandths / 1_000);
}

function inUnits(requests: Requests): Requests {
  return new Map([...requests].map(([name, value]) => [name, unitsOf(name, value)]));
}

function withScoredRequests(container: Container): Container {
  const { resources } = container;
  return {
    ...container,
    resources: {
      ...resources,
      requests: { cpu: '100m', memory: '200Mi', ...resources?.limits, ...resources?.requests },
    },
  };
}
