import type { Context, Running } from '../context.ts';
import type { Node } from '../objects.ts';
import { timestamp } from '../timestamp.ts';
import { createWorkQueue } from '../work-queue.ts';
import { hasTaint, NOT_READY, UNREACHABLE, withNoExecuteTaint } from './node-taints.ts';
import { createZones, readyStatus, zoneOf } from './zones.ts';

/** The controller looks at all nodes this often. */
const MONITOR_MILLIS = 5_000;

/**
 * The taints that drive pods off a node that is not ready: put on one node of a zone after the other, taken off when the
 * node is ready again, and all at once when nothing is ready any more [TL4].
 */
export function startNoExecuteTaints(context: Context): Running {
  const { store, clock, random } = context;
  const zones = createZones();
  const nodes = createWorkQueue(context, look);
  const tainter = createWorkQueue(context, taintNext);
  /** By zone, in the order in which they fell. */
  const waiting = new Map<string, Set<string>>();
  const taintedAt = new Map<string, number>();
  let wasAllDown = false;

  function look(name: string): void {
    const node = store.get('Node', name);
    if (node === undefined) return;
    const ready = readyStatus(node);
    const others = waiting.get(zoneOf(node));
    if (ready === 'True') {
      others?.delete(name);
      put(node, undefined);
    } else if (ready !== undefined) {
      const [key, opposite] =
        ready === 'False' ? ([NOT_READY, UNREACHABLE] as const) : ([UNREACHABLE, NOT_READY] as const);
      const { taints = [] } = node.spec;
      if (hasTaint(taints, opposite, 'NoExecute')) put(node, key);
      else if (!hasTaint(taints, key, 'NoExecute')) waiting.set(zoneOf(node), (others ?? new Set()).add(name));
    }
    if (!wasAllDown && zones.isAllDown()) for (const each of store.list('Node')) put(each, undefined);
    wasAllDown = zones.isAllDown();
    for (const zone of waiting.keys()) plan(zone);
  }

  /** What no node may be emptied of now is looked at again when a node changes. */
  function plan(zone: string): void {
    const millis = zones.millisPerNode(zone);
    if (millis === undefined || (waiting.get(zone)?.size ?? 0) === 0) return;
    const last = taintedAt.get(zone);
    tainter.addAfter(zone, last === undefined ? 0 : Math.max(0, last + millis - clock.now()));
  }

  function taintNext(zone: string): void {
    const others = waiting.get(zone);
    const millis = zones.millisPerNode(zone);
    const last = taintedAt.get(zone);
    if (others === undefined || millis === undefined) return;
    if (last === undefined || last + millis <= clock.now()) {
      const [name] = others;
      if (name === undefined) return;
      others.delete(name);
      taintedAt.set(zone, clock.now());
      const node = store.get('Node', name);
      const ready = node === undefined ? undefined : readyStatus(node);
      if (node !== undefined && ready !== undefined && ready !== 'True')
        put(node, ready === 'False' ? NOT_READY : UNREACHABLE);
    }
    plan(zone);
  }

  function put(node: Node, key: typeof NOT_READY | typeof UNREACHABLE | undefined): void {
    const before = node.spec.taints ?? [];
    const after = withNoExecuteTaint(before, key, timestamp(clock.now()));
    if (after === before) return;
    store.update('Node', node.metadata.name, undefined, (each) => {
      const { taints: _before, ...spec } = each.spec;
      return { ...each, spec: after.length === 0 ? spec : { ...spec, taints: after } };
    });
  }

  const stopListening = store.subscribe(({ type, object, previous }) => {
    if (object.kind !== 'Node') return;
    const { name } = object.metadata;
    if (type === 'DELETED') {
      zones.forget(object);
      waiting.get(zoneOf(object))?.delete(name);
      return;
    }
    const ready = readyStatus(object);
    if (previous?.kind === 'Node' && readyStatus(previous) === ready && zoneOf(previous) === zoneOf(object)) return;
    if (previous?.kind === 'Node') zones.forget(previous);
    zones.see(object);
    // That nobody knows how a node is, the controller has found out itself; what a kubelet says it sees as it comes round.
    if (ready === 'Unknown') nodes.add(name);
    else nodes.addAfter(name, random() * MONITOR_MILLIS);
  });
  for (const node of store.list('Node')) {
    zones.see(node);
    if (readyStatus(node) !== 'True') nodes.add(node.metadata.name);
  }
  return {
    stop: () => {
      stopListening();
      for (const each of [nodes, tainter]) each.stop();
    },
  };
}
