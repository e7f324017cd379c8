import type { Context, Running } from '../context.ts';
import { readyConditions } from '../node-plan.ts';
import type { Condition, Node } from '../objects.ts';
import { timestamp } from '../timestamp.ts';

/** A kubelet that was started again reports at once. */
const REVIVAL_MILLIS = 500;

/** What kubelets say of their nodes: a new one is Ready in time, one that comes back says so, all say that they live. */
export function startNodeReports({ store, clock, random, liveness, settings }: Context): Running {
  const timers = new Map<string, () => void>();

  function plan(name: string, delayMillis: number, report: (node: Node) => void): void {
    timers.get(name)?.();
    const cancel = clock.setTimer(() => {
      timers.delete(name);
      const node = store.get('Node', name);
      if (node === undefined || !liveness.isAlive(name)) return;
      report(node);
      planHeartbeat(name);
    }, delayMillis);
    timers.set(name, cancel);
  }

  /** A little apart from each other, so that not all speak at once. */
  function planHeartbeat(name: string): void {
    const { nodeStatusMillis } = settings;
    if (nodeStatusMillis > 0) plan(name, nodeStatusMillis * (0.9 + random() * 0.2), beat);
  }

  function write({ metadata }: Node, change: (conditions: readonly Condition[]) => readonly Condition[]): void {
    store.update('Node', metadata.name, undefined, (each) => ({
      ...each,
      status: { ...each.status, conditions: change(each.status.conditions ?? []) },
    }));
  }

  function beat(node: Node): void {
    const lastHeartbeatTime = timestamp(clock.now());
    write(node, (conditions) => conditions.map((each) => ({ ...each, lastHeartbeatTime })));
  }

  /** Pressure that a story has put on stays; what nobody knew, and that the node is not ready, is mended. */
  function becomeReady(node: Node): void {
    const wanted = readyConditions(clock.now());
    write(node, (conditions) => [
      ...conditions.filter(({ type }) => !wanted.some((each) => each.type === type)),
      ...wanted.map((each) => {
        const before = conditions.find(({ type }) => type === each.type);
        const isKept =
          before !== undefined &&
          before.status === (each.type === 'Ready' ? 'True' : before.status) &&
          before.status !== 'Unknown';
        return isKept ? before : each;
      }),
    ]);
  }

  function greet(node: Node): void {
    const { name } = node.metadata;
    const [least, most] = settings.nodeBirthMillis;
    if (isReady(node)) planHeartbeat(name);
    else plan(name, least + random() * (most - least), becomeReady);
  }

  for (const node of store.list('Node')) greet(node);
  const stopListening = store.subscribe(({ type, object }) => {
    if (object.kind !== 'Node') return;
    if (type === 'ADDED') greet(object);
    if (type === 'DELETED') {
      timers.get(object.metadata.name)?.();
      timers.delete(object.metadata.name);
    }
  });
  const stopReviving = liveness.onChange((name) => {
    if (liveness.isAlive(name)) plan(name, REVIVAL_MILLIS, becomeReady);
  });
  return {
    stop: () => {
      stopListening();
      stopReviving();
      for (const cancel of timers.values()) cancel();
    },
  };
}

function isReady({ status }: Node): boolean {
  return status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}
