import type { Container, PodSpec, Toleration } from '../objects.ts';
import { amountText } from './amount.ts';
import { fieldsOf } from './check.ts';
import { containerSum, podLevelOf } from './quota-usage.ts';

/** What the API server adds to a pod, and not to a template: requests [FT2], and ports of the host [FT14]. */
export function withPodDefaults(spec: PodSpec): PodSpec {
  const { containers, initContainers, hostNetwork = false } = spec;
  return withPodLevelRequests({
    ...spec,
    containers: withDefaults(containers, hostNetwork),
    ...(initContainers !== undefined && { initContainers: withDefaults(initContainers, hostNetwork) }),
  });
}

/** What is limited for the pod as a whole is asked for as its containers ask, or else as it is limited [FT4]. */
function withPodLevelRequests(spec: PodSpec): PodSpec {
  const limits = podLevelOf(spec, 'limits');
  if (Object.keys(limits).length === 0) return spec;
  const asked = [...containerSum(spec, 'requests')].filter(([name]) => name === 'cpu' || name === 'memory');
  const ofContainers = Object.fromEntries(asked.map(([name, amount]) => [name, amountText(amount)]));
  const requests = { ...limits, ...ofContainers, ...podLevelOf(spec, 'requests') };
  return { ...spec, resources: { ...fieldsOf(spec['resources']), requests } };
}

type Containers = readonly Container[];

/** The pods of a template share what is made of its containers, as they shared these. */
const MADE = { onHost: new WeakMap<Containers, Containers>(), apart: new WeakMap<Containers, Containers>() };

function withDefaults(containers: Containers, hostNetwork: boolean): Containers {
  const known = hostNetwork ? MADE.onHost : MADE.apart;
  const before = known.get(containers);
  if (before !== undefined) return before;
  const made = containers.map((each) => withRequests(hostNetwork ? withHostPorts(each) : each));
  const shared = made.every((each, at) => each === containers[at]) ? containers : made;
  known.set(containers, shared);
  return shared;
}

/** What is limited and not asked for is asked for. */
function withRequests(container: Container): Container {
  const { limits = {}, requests = {} } = container.resources ?? {};
  if (Object.keys(limits).every((name) => requests[name] !== undefined)) return container;
  return { ...container, resources: { ...container.resources, requests: { ...limits, ...requests } } };
}

function withHostPorts(container: Container): Container {
  const { ports = [] } = container;
  if (ports.every(({ hostPort = 0 }) => hostPort !== 0)) return container;
  return { ...container, ports: ports.map((port) => ({ ...port, hostPort: port.hostPort || port.containerPort })) };
}

/** A node that falls silent is waited for so long, by pods that say nothing of their own about it. */
const DEFAULT_TOLERATIONS = ['not-ready', 'unreachable'].map((name) => ({
  key: `node.kubernetes.io/${name}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

/** As the admission plugin DefaultTolerationSeconds. */
export function withDefaultTolerations(spec: PodSpec): PodSpec {
  const { tolerations = [] } = spec;
  const missing = DEFAULT_TOLERATIONS.filter(({ key }) => !tolerations.some((each) => isAbout(each, key)));
  return missing.length === 0 ? spec : { ...spec, tolerations: [...tolerations, ...missing] };
}

function isAbout({ key = '', effect = '' }: Toleration, taint: string): boolean {
  return (key === '' || key === taint) && (effect === '' || effect === 'NoExecute');
}
