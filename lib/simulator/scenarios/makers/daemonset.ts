import type {
  Container,
  DaemonSet,
  IntOrPercent,
  Labels,
  NewObject,
  PodSpec,
  Quantities,
  Toleration,
} from '../../objects.ts';
import { TEMPLATE_GENERATION } from '../../strategy.ts';

/** What goes wrong with the pods of a template; the words of the simulated kubelets. */
export type Fault = 'image-pull' | 'crash-loop' | 'not-ready' | 'stuck-terminating' | 'evicted';

/** State only what differs from a quiet agent of one small container. */
export type DaemonSetPlan = {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  /** Besides `app.kubernetes.io/name`, or instead of it where the agent's own manifest says otherwise. */
  readonly selector?: Labels;
  readonly labels?: Labels;
  /** How often its template had been changed before the story began. */
  readonly revision?: number;
  readonly update?: 'OnDelete' | { readonly maxUnavailable?: IntOrPercent; readonly maxSurge?: IntOrPercent };
  readonly minReadySeconds?: number;
  readonly requests?: Quantities;
  readonly limits?: Quantities;
  readonly tolerations?: readonly Toleration[];
  readonly priorityClassName?: string;
  /** Into the first container, over everything else. */
  readonly container?: Partial<Container>;
  readonly sidecars?: readonly Container[];
  /** Into the template's spec, over everything else. */
  readonly podSpec?: Partial<PodSpec>;
  readonly templateAnnotations?: Labels;
  readonly fault?: Fault;
  /** Only on nodes with this label; such as `kubernetes.io/arch=arm64`. */
  readonly faultOn?: string;
  /** Such as `4s`: from being bound to being Ready. */
  readonly readyDelay?: string;
  /** Such as `20s`: what it takes to leave. */
  readonly termination?: string;
};

export function daemonSet(plan: DaemonSetPlan): NewObject<'DaemonSet'> {
  const { name, namespace, revision = 1, minReadySeconds, update } = plan;
  const selector = plan.selector ?? { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {
      name,
      namespace,
      labels: { ...selector, ...plan.labels },
      annotations: { [TEMPLATE_GENERATION]: String(revision) },
    },
    spec: {
      selector: { matchLabels: selector },
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      updateStrategy: updateStrategyOf(update),
      template: {
        metadata: { labels: { ...selector, ...plan.labels }, annotations: annotationsOf(plan) },
        spec: podSpecOf(plan),
      },
    },
  };
}

function updateStrategyOf(update: DaemonSetPlan['update'] = {}): DaemonSet['spec']['updateStrategy'] {
  if (update === 'OnDelete') return { type: 'OnDelete' };
  return { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0, ...update } };
}

function podSpecOf(plan: DaemonSetPlan): PodSpec {
  const { name, image, limits, tolerations, priorityClassName, sidecars = [] } = plan;
  const requests = { cpu: '50m', memory: '64Mi', ...plan.requests };
  const main: Container = {
    name,
    image,
    resources: { requests, ...(limits !== undefined && { limits }) },
    ...plan.container,
  };
  return {
    serviceAccountName: name,
    containers: [main, ...sidecars],
    ...(tolerations !== undefined && { tolerations }),
    ...(priorityClassName !== undefined && { priorityClassName }),
    ...plan.podSpec,
  };
}

function annotationsOf({ templateAnnotations, fault, faultOn, readyDelay, termination }: DaemonSetPlan): Labels {
  return {
    ...templateAnnotations,
    ...(fault !== undefined && { 'sim/fault': fault }),
    ...(faultOn !== undefined && { 'sim/fault-on': faultOn }),
    ...(readyDelay !== undefined && { 'sim/ready-delay': readyDelay }),
    ...(termination !== undefined && { 'sim/termination': termination }),
  };
}

/** An agent of a known make: its version, and what differs from how it is usually installed. */
export type AgentPlan = { readonly version: string } & Partial<Omit<DaemonSetPlan, 'image'>>;
export type Agent = (plan: AgentPlan) => NewObject<'DaemonSet'>;

/** How an agent is usually installed; `image` lacks its tag. */
export function agent(usual: DaemonSetPlan): Agent {
  return ({ version, ...changes }) =>
    daemonSet({
      ...usual,
      ...changes,
      image: `${usual.image}:${version}`,
      container: { ...usual.container, ...changes.container },
      podSpec: { ...usual.podSpec, ...changes.podSpec },
    });
}
