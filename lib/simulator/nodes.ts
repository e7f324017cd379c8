import type { Context } from './context.ts';
import { requestDeletion } from './deletion.ts';
import { wordsOf } from './kubelet/node-words.ts';
import { type NodePlan, newNode } from './node-plan.ts';
import type { Condition, Labels, Node, Quantities, Taint } from './objects.ts';
import { timestamp } from './timestamp.ts';

/** What happens to nodes. A name that is not there is a fault of the story, and thrown. */
export type SimulatedNodes = {
  readonly add: (...plans: readonly NodePlan[]) => void;
  /** The Node object goes, as when an autoscaler removes the machine; its pods follow by garbage collection. */
  readonly remove: (name: string) => void;
  /** The kubelet falls silent; the node is NotReady when its grace is over. */
  readonly kill: (name: string) => void;
  readonly revive: (name: string) => void;
  readonly taint: (name: string, taint: Taint) => void;
  readonly untaint: (name: string, key: string) => void;
  readonly cordon: (name: string) => void;
  readonly uncordon: (name: string) => void;
  /** `null` takes a label away. */
  readonly label: (name: string, labels: Readonly<Record<string, string | null>>) => void;
  /** Such as DiskPressure=True, in a kubelet's own words unless given; the node controller draws its conclusions. */
  readonly setCondition: (name: string, condition: Pick<Condition, 'type' | 'status'> & Partial<Condition>) => void;
  readonly setAllocatable: (name: string, allocatable: Quantities) => void;
};

export function changeNodes(context: Context): SimulatedNodes {
  const { store, clock, liveness } = context;
  const change = (name: string, edit: (node: Node) => Node): void => {
    if (store.get('Node', name) === undefined) throw new Error(`there is no Node ${name}`);
    store.update('Node', name, undefined, edit);
  };
  const changeSpec = (name: string, edit: (spec: Node['spec']) => Node['spec']) =>
    change(name, (node) => ({ ...node, spec: edit(node.spec) }));
  const needed = (name: string): string => {
    if (store.get('Node', name) === undefined) throw new Error(`there is no Node ${name}`);
    return name;
  };
  return {
    add: (...plans) => {
      for (const plan of plans) store.create<'Node'>(newNode(plan, clock.now()));
    },
    remove: (name) => {
      requestDeletion(context, { kind: 'Node', name: needed(name) });
      liveness.forget(name);
    },
    kill: (name) => liveness.kill(needed(name)),
    revive: (name) => liveness.revive(needed(name)),
    taint: (name, taint) =>
      changeSpec(name, (spec) => ({
        ...spec,
        taints: [
          ...(spec.taints ?? []).filter((each) => each.key !== taint.key || each.effect !== taint.effect),
          taint,
        ],
      })),
    untaint: (name, key) =>
      changeSpec(name, ({ taints = [], ...spec }) =>
        withTaints(
          spec,
          taints.filter((each) => each.key !== key),
        ),
      ),
    cordon: (name) => changeSpec(name, (spec) => ({ ...spec, unschedulable: true })),
    uncordon: (name) =>
      changeSpec(name, (spec) => {
        const { unschedulable: _cordoned, ...others } = spec;
        return others;
      }),
    label: (name, labels) =>
      change(name, (node) => ({
        ...node,
        metadata: { ...node.metadata, labels: merge(node.metadata.labels, labels) },
      })),
    setCondition: (name, condition) =>
      change(name, (node) => {
        const { conditions = [] } = node.status;
        const before = conditions.find(({ type }) => type === condition.type);
        const at = timestamp(clock.now());
        const lastTransitionTime = before?.status === condition.status ? (before.lastTransitionTime ?? at) : at;
        const { reason, message } = wordsOf(condition.type, condition.status) ?? { ...before };
        const words = { ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) };
        const after = { ...before, ...words, lastHeartbeatTime: at, lastTransitionTime, ...condition };
        const others = conditions.filter(({ type }) => type !== condition.type);
        return { ...node, status: { ...node.status, conditions: [...others, after] } };
      }),
    setAllocatable: (name, allocatable) =>
      change(name, (node) => ({
        ...node,
        status: { ...node.status, allocatable: { ...node.status.allocatable, ...allocatable } },
      })),
  };
}

/** A list that is empty is absent, as in the API's JSON. */
function withTaints(spec: Node['spec'], taints: readonly Taint[]): Node['spec'] {
  return taints.length === 0 ? spec : { ...spec, taints };
}

function merge(labels: Labels = {}, changes: Readonly<Record<string, string | null>>): Labels {
  const all = Object.entries({ ...labels, ...changes });
  return Object.fromEntries(all.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}
