import type { ControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import type { NodePlan } from '#testbed/nodes.ts';
import { type DaemonSetPlan, daemonSet, namespace, untilRolledOut } from '#testbed/scenario.ts';

/** The label of the nodes that belong to one situation. */
export const SITUATION = 'situation';

/** A namespace and nodes of their own: many situations share one control plane and do not disturb each other. */
export type Situation = {
  readonly name: string;
  readonly nodes: readonly string[];
  /** The DaemonSet `agent`, unless the plan names another, which wants these nodes alone. */
  readonly agent: (plan?: Partial<DaemonSetPlan>) => KubernetesObject;
  readonly key: (name?: string) => string;
};

type Extras = {
  readonly node?: Omit<Partial<NodePlan>, 'name'>;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
};

export async function stage(
  { client, nodes }: ControlPlane,
  name: string,
  count: number,
  { node = {}, namespaceLabels = {} }: Extras = {},
): Promise<Situation> {
  const width = String(count).length;
  const names = Array.from({ length: count }, (_, index) => `${name}-${String(index + 1).padStart(width, '0')}`);
  await client.apply(namespace(name, namespaceLabels));
  const labels = { [SITUATION]: name };
  await nodes.add(names.map((each) => ({ ...node, name: each, labels: { ...labels, ...node.labels } })));
  // Until it is there every pod is refused, which would be a situation of its own.
  await client.until(`the ServiceAccount of ${name}`, () =>
    client.get({ kind: 'ServiceAccount', name: 'default', namespace: name }),
  );
  return {
    name,
    nodes: names,
    agent: (plan = {}) =>
      daemonSet({ name: 'agent', namespace: name, ...plan, podSpec: { nodeSelector: labels, ...plan.podSpec } }),
    key: (daemonSetName = 'agent') => `${name}/${daemonSetName}`,
  };
}

/** The same with a DaemonSet that is already there, updated and available everywhere. */
export async function stageRolledOut(
  controlPlane: ControlPlane,
  name: string,
  count: number,
  plan: Partial<DaemonSetPlan> = {},
): Promise<Situation> {
  const situation = await stage(controlPlane, name, count);
  await controlPlane.client.apply(situation.agent(plan));
  await untilRolledOut(controlPlane.client, 'agent', name, { desired: count });
  return situation;
}

/** Pods are ordered by whole seconds, then by name [NP5]: until the next second nobody is younger than what is there. */
export async function untilLaterSecond({ client }: ControlPlane, namespaceName: string): Promise<void> {
  const pods = await client.list('Pod', { namespace: namespaceName });
  const newest = Math.max(...pods.map(({ metadata }) => Date.parse(String(metadata['creationTimestamp']))));
  await client.until('a later second', () => Promise.resolve(Date.now() >= newest + 1_000));
}

/** Any change of the DaemonSet makes its controller look again; a label of its own changes neither spec nor revision. */
export async function wakeController({ client }: ControlPlane, key: string): Promise<void> {
  const [namespaceName = '', name = ''] = key.split('/');
  const reference = { kind: 'DaemonSet', name, namespace: namespaceName } as const;
  await client.patch(reference, { metadata: { labels: { 'example.com/look': String(Date.now()) } } });
}
