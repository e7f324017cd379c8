import type { SimulatedCluster } from '../../cluster.ts';
import type { NodePlan } from '../../node-plan.ts';
import type { DaemonSet, NewObject } from '../../objects.ts';
import { TEMPLATE_GENERATION } from '../../strategy.ts';
import { timestamp } from '../../timestamp.ts';
import { namespace, SYSTEM_PRIORITY_CLASSES } from './policies.ts';
import { settleWorkload, type WorkloadPlan } from './workload.ts';

/** What stands there when a story begins, all of it running for long. */
export type Standing = {
  readonly nodes: readonly NodePlan[];
  readonly daemonSets: readonly NewObject<'DaemonSet'>[];
  readonly workloads?: readonly StandingWorkload[];
  /** Priority classes, quotas, disruption budgets, namespaces with labels of their own. */
  readonly others?: readonly NewObject[];
};

/** On the nodes of these names, or on every node of these pools; else on every node without taints. */
export type StandingWorkload = WorkloadPlan & {
  readonly on?: readonly string[];
  readonly pools?: readonly string[];
};

const DAY = 24 * 3_600_000;
const YOUNGEST_NODE_DAYS = 2;
const OLDEST_NODE_DAYS = 90;
const FIRST_DAEMON_SET_DAYS = 120;

/** Most stories begin on a cluster that nobody has touched for three days. */
export const THREE_DAYS = (3 * DAY) / 1_000;

/** Puts everything there, its pods too, with the ages that such things have. */
export function stand(cluster: SimulatedCluster, { nodes, daemonSets, workloads = [], others = [] }: Standing): void {
  const now = cluster.clock.now();
  const ageDays = (): number => YOUNGEST_NODE_DAYS + cluster.random() * (OLDEST_NODE_DAYS - YOUNGEST_NODE_DAYS);
  cluster.nodes.add(...nodes.map((plan) => ({ createdAt: now - ageDays() * DAY, ...plan })));
  for (const each of [...SYSTEM_PRIORITY_CLASSES, ...others]) applyOnce(cluster, each);
  for (const each of [...daemonSets.map(({ metadata }) => metadata), ...workloads]) {
    if (each.namespace !== undefined) applyOnce(cluster, namespace(each.namespace));
  }
  for (const [index, daemonSet] of daemonSets.entries()) {
    settleDaemonSet(cluster, daemonSet, now - (FIRST_DAEMON_SET_DAYS + 7 * index) * DAY);
  }
  let first = 0;
  for (const { on, pools, ...plan } of workloads) {
    settleWorkload(cluster, plan, on ?? untainted(nodes, pools).map(({ name }) => name), first);
    // The next one goes on where this one ends, or the first nodes would have to bear them all.
    first += plan.replicas;
  }
}

/** A namespace that was made with labels of its own keeps them. */
function applyOnce(cluster: SimulatedCluster, object: NewObject): void {
  const { name, namespace: namespaceName } = { name: '', namespace: undefined, ...object.metadata };
  if (cluster.store.get(object.kind, name, namespaceName) === undefined) cluster.store.create(object);
}

function untainted(nodes: readonly NodePlan[], pools: readonly string[] | undefined): readonly NodePlan[] {
  if (pools !== undefined) return nodes.filter(({ pool = '' }) => pools.includes(pool));
  return nodes.filter(({ taints = [] }) => taints.length === 0);
}

/** Its pods, and a revision with the number that so many changes of the template leave behind. */
function settleDaemonSet(cluster: SimulatedCluster, daemonSet: NewObject<'DaemonSet'>, createdAt: number): void {
  const created = cluster.apply<'DaemonSet'>({
    ...daemonSet,
    metadata: { ...daemonSet.metadata, creationTimestamp: timestamp(createdAt) },
  });
  const { name, namespace: namespaceName = '' } = created.metadata;
  cluster.settle({ name, namespace: namespaceName });
  numberRevision(cluster, created);
}

function numberRevision({ store }: SimulatedCluster, { metadata }: DaemonSet): void {
  const revision = Number(metadata.annotations?.[TEMPLATE_GENERATION] ?? 1);
  for (const each of store.list('ControllerRevision', metadata.namespace)) {
    if (each.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid) !== true) continue;
    store.update('ControllerRevision', each.metadata.name, each.metadata.namespace, (before) => ({
      ...before,
      revision,
    }));
  }
}
