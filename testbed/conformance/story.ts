import type { Pod } from '#lib/simulator/objects.ts';
import type { WaitOptions } from '../client.ts';
import type { KubernetesObject, Reference } from '../kinds.ts';
import type { NodePlan } from '../nodes.ts';
import { type DaemonSetPlan, daemonSet } from '../scenario.ts';
import type { Chronicle, Recorder } from './recorder.ts';
import { takeRest } from './rest.ts';
import { ANY_NODE, makeTold, type RestPlace, type Told } from './told.ts';
import type { World } from './world.ts';

/** What happens to DaemonSets in a namespace and on nodes of its own, so that many stories share one cluster. */
export type Story = {
  /** Of its namespace, and the beginning of the names of its nodes. */
  readonly name: string;
  /** A sentence with the rules that it is about. */
  readonly title: string;
  /** So many nodes of the role `node`; further ones the story adds itself. */
  readonly nodes: number;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly tell: (stage: Stage) => Promise<void>;
  /** What must hold on each cluster alone, so that two that do nothing do not pass as equal. */
  readonly expects: object;
  /** What is not compared in this story, and why is said there: words and events that match. */
  readonly races?: readonly RegExp[];
  /** Begun before the others: it waits for a grace period of the cluster. */
  readonly isLong?: boolean;
};

/** What a story has to tell with. */
export type Stage = {
  readonly world: World;
  readonly namespace: string;
  readonly nodes: readonly string[];
  /** A node that something happens to has a role of its own: it is not compared with the others. */
  readonly cast: (role: string, node: string) => string;
  /** Further nodes, of the role `node` unless cast. */
  readonly addNodes: (...plans: readonly NodePlan[]) => Promise<void>;
  /** The DaemonSet `agent`, unless the plan names another, which wants these nodes alone. */
  readonly agent: (plan?: Partial<DaemonSetPlan>) => KubernetesObject;
  readonly reference: (kind: Reference['kind'], name: string) => Reference;
  readonly pods: () => Promise<readonly (KubernetesObject & Pod)[]>;
  /** The one pod on a node that is not leaving; fails when there are others. */
  readonly podOn: (node: string) => Promise<KubernetesObject & Pod>;
  /** Waits for what the DaemonSet's status says, of its present generation. */
  readonly untilStatus: (counters: Counters, name?: string, options?: WaitOptions) => Promise<void>;
  /** Waits until so many nodes are updated and available, and no pod is leaving. */
  readonly untilRolledOut: (desired: number, name?: string, options?: WaitOptions) => Promise<void>;
  /** Waits until pods for which this holds are so many. */
  readonly untilPods: (
    what: string,
    count: number,
    test: (pod: KubernetesObject & Pod) => boolean,
    options?: WaitOptions,
  ) => Promise<void>;
  readonly untilEvent: (reason: string, count?: number) => Promise<void>;
  /** Pods are ordered by whole seconds, then by name [NP5]: waits until nobody new is as old as what is there. */
  readonly untilLaterSecond: () => Promise<void>;
  /** Makes the controller look again; changes neither spec nor revision. */
  readonly wakeController: (name?: string) => Promise<void>;
  /** Waits until nothing happens any more, and writes down how everything stands. */
  readonly rest: (name: string) => Promise<void>;
  readonly find: (name: string, value: unknown) => void;
  readonly chronicle: () => Chronicle;
};
export type Counters = Readonly<Record<string, number>>;

/** The label of the nodes that belong to one story. */
const STORY = 'story';
/** Longer than what is between two steps of anybody who writes, the crash loop aside. */
const QUIET_MILLIS = 1_000;

export async function tellStory(world: World, recorder: Recorder, story: Story): Promise<Told> {
  const { name: namespace } = story;
  const labels = { [STORY]: namespace };
  const roles = new Map<string, string>();
  const places: RestPlace[] = [];
  const findings: Record<string, unknown> = {};
  const reference: Stage['reference'] = (kind, name) => ({ kind, name, namespace });
  const pods: Stage['pods'] = async () =>
    (await world.list('Pod', { namespace })) as readonly (KubernetesObject & Pod)[];
  const stageUntil = <Value>(
    what: string,
    condition: () => Promise<Value | undefined | false>,
    options?: WaitOptions,
  ) => world.until(`${namespace} (${world.name}): ${what}`, condition, { everyMillis: 150, ...options });

  const addNodes: Stage['addNodes'] = async (...plans) => {
    for (const { name } of plans) if (!roles.has(name)) roles.set(name, ANY_NODE);
    await world.addNodes(plans.map((plan) => ({ ...plan, labels: { ...labels, ...plan.labels } })));
  };
  const untilPods: Stage['untilPods'] = async (what, count, test, options) => {
    await stageUntil(
      `${count} pods that are ${what}`,
      async () => (await pods()).filter(test).length === count,
      options,
    );
  };
  const untilStatus: Stage['untilStatus'] = async (counters, name = 'agent', options) => {
    await stageUntil(
      `${name} to have ${JSON.stringify(counters)}`,
      async () => {
        const found = await world.get(reference('DaemonSet', name));
        const status = (found?.['status'] ?? {}) as Counters;
        const isObserved = status['observedGeneration'] === found?.metadata['generation'];
        return isObserved && Object.entries(counters).every(([field, count]) => (status[field] ?? 0) === count);
      },
      options,
    );
  };
  const nodes = Array.from({ length: story.nodes }, (_, index) => `${namespace}-${index + 1}`);
  await world.addNamespace(namespace, story.namespaceLabels);
  await addNodes(...nodes.map((name) => ({ name })));

  await story.tell({
    world,
    namespace,
    nodes,
    cast: (role, node) => {
      roles.set(node, `<${role}>`);
      return node;
    },
    addNodes,
    agent: (plan = {}) =>
      daemonSet({ name: 'agent', namespace, ...plan, podSpec: { nodeSelector: labels, ...plan.podSpec } }),
    reference,
    pods,
    podOn: async (node) => {
      const found = (await pods()).filter(
        ({ spec, metadata }) => spec.nodeName === node && metadata.deletionTimestamp === undefined,
      );
      const [only] = found;
      if (only === undefined || found.length > 1) throw new Error(`${found.length} pods on ${node}, not one`);
      return only;
    },
    untilStatus,
    untilRolledOut: async (desired, name = 'agent', options = {}) => {
      const all = { desiredNumberScheduled: desired, updatedNumberScheduled: desired, numberAvailable: desired };
      await untilStatus(all, name, options);
      await untilPods('leaving', 0, ({ metadata }) => metadata.deletionTimestamp !== undefined, options);
    },
    untilPods,
    untilEvent: async (reason, count = 1) => {
      await stageUntil(`${count} events ${reason}`, async () => {
        const events = await world.list('Event', { namespace });
        return events.filter((event) => event['reason'] === reason).length >= count;
      });
    },
    untilLaterSecond: async () => {
      const newest = Math.max(...(await pods()).map(({ metadata }) => Date.parse(metadata.creationTimestamp)));
      await stageUntil('a later second', async () => Date.now() >= newest + 1_000);
    },
    wakeController: async (name = 'agent') => {
      const labelsNow = { 'example.com/look': String(Date.now()) };
      await world.patch(reference('DaemonSet', name), { metadata: { labels: labelsNow } });
    },
    rest: async (name) => {
      await recorder.untilQuiet(namespace, QUIET_MILLIS);
      const at = recorder.chronicle(namespace).pods.length;
      places.push({ name, at, rest: takeRest(recorder, namespace, roles) });
    },
    find: (name, value) => {
      findings[name] = value;
    },
    chronicle: () => recorder.chronicle(namespace),
  });
  return makeTold(recorder.chronicle(namespace), { roles, races: story.races ?? [] }, places, findings);
}
