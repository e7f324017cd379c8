import type { Context, Running } from '../context.ts';
import { readyConditions } from '../node-plan.ts';
import type { Condition, Node } from '../objects.ts';
import { timestamp } from '../timestamp.ts';
import { createWorkQueue } from '../work-queue.ts';
import { KUBELET_CONDITIONS, wordsOf } from './node-words.ts';

/** A kubelet that was started again reports at once. */
const REVIVAL_MILLIS = 500;

/** What kubelets say of their nodes: a new one is Ready in time, one that comes back says so, all say that they live. */
export function startNodeReports(context: Context): Running {
  const { store, clock, random, liveness, settings, recordEvent } = context;
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

  /** Also of what a story has made of a condition: the kubelet is who found out. */
  const events = createWorkQueue(context, (key) => {
    const [name = '', type = ''] = key.split('/');
    const words = wordsOf(type, statusOf(store.get('Node', name), type) ?? 'Unknown');
    if (words === undefined || !liveness.isAlive(name)) return;
    const { event: reason } = words;
    recordEvent({
      // Without a uid: a kubelet speaks of its node before it has met it.
      regarding: { kind: 'Node', apiVersion: 'v1', name },
      type: 'Normal',
      reason,
      message: `Node ${name} status is now: ${reason}`,
      component: 'kubelet',
      host: name,
    });
  });

  for (const node of store.list('Node')) greet(node);
  const stopListening = store.subscribe(({ type, object, previous }) => {
    if (object.kind !== 'Node') return;
    if (type === 'MODIFIED' && previous?.kind === 'Node' && previous.status.conditions !== object.status.conditions) {
      for (const each of KUBELET_CONDITIONS)
        if (statusOf(previous, each) !== statusOf(object, each)) events.add(`${object.metadata.name}/${each}`);
    }
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
      events.stop();
      for (const cancel of timers.values()) cancel();
    },
  };
}

function isReady(node: Node): boolean {
  return statusOf(node, 'Ready') === 'True';
}

function statusOf(node: Node | undefined, type: string): Condition['status'] | undefined {
  return node?.status.conditions?.find((each) => each.type === type)?.status;
}
