import type { Context, Running } from '../context.ts';
import { createObjectIndex } from '../object-index.ts';
import type { Condition, Node, ObjectReference, Pod, Taint } from '../objects.ts';
import { timestamp } from '../timestamp.ts';
import { createWorkQueue } from '../work-queue.ts';

/*
 * What the node controller does: a silent kubelet makes its node Unknown and its pods not ready, and conditions make
 * taints. Source: pkg/controller/nodelifecycle.
 */

const PREFIX = 'node.kubernetes.io';
const COMPONENT = 'node-controller';
const WATCHED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;
const SILENT = 'Kubelet stopped posting node status.';

/** The keys of the taints that are this controller's own [TL4]. */
const OWN = new Set(
  [
    'not-ready',
    'unreachable',
    'memory-pressure',
    'disk-pressure',
    'pid-pressure',
    'network-unavailable',
    'unschedulable',
  ].map((name) => `${PREFIX}/${name}`),
);

export function startNodeLifecycle(context: Context): Running {
  const { store, clock, liveness, settings, recordEvent } = context;
  const onNode = createObjectIndex(store, 'Pod', ({ spec }) => spec.nodeName);
  const queue = createWorkQueue(context, look);
  const silences = createWorkQueue(context, giveUp);

  function look(name: string): void {
    const node = store.get('Node', name);
    if (node === undefined) return;
    const wanted = wantedTaints(node);
    const before = node.spec.taints ?? [];
    const kept = before.filter((taint) => !OWN.has(taint.key) || wanted.some((each) => isSame(each, taint)));
    const timeAdded = timestamp(clock.now());
    const added = wanted
      .filter((taint) => !before.some((each) => isSame(each, taint)))
      .map((taint) => ({ ...taint, timeAdded }));
    if (added.length === 0 && kept.length === before.length) return;
    const taints = [...kept, ...added];
    store.update('Node', name, undefined, (each) => {
      const { taints: _, ...spec } = each.spec;
      return { ...each, spec: taints.length === 0 ? spec : { ...spec, taints } };
    });
  }

  /** The grace is over: nobody knows how the node is. */
  function giveUp(name: string): void {
    const since = liveness.silentSince(name);
    const node = store.get('Node', name);
    if (since === undefined || node === undefined) return;
    const left = since + settings.nodeMonitorGraceMillis - clock.now();
    if (left > 0) {
      silences.addAfter(name, left);
      return;
    }
    const at = timestamp(clock.now());
    store.update('Node', name, undefined, (each) => ({
      ...each,
      status: { ...each.status, conditions: unknownConditions(each.status.conditions ?? [], at) },
    }));
    const message = `Node ${name} status is now: NodeNotReady`;
    recordEvent({
      regarding: nodeReference(node),
      type: 'Normal',
      reason: 'NodeNotReady',
      message,
      component: COMPONENT,
    });
    for (const pod of onNode.get(name)) markNotReady(pod, at);
  }

  /** Reason and message stay empty: no probe has failed, the node is silent [PD4]. */
  function markNotReady(pod: Pod, at: string): void {
    if (pod.status.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') return;
    const { name, namespace } = pod.metadata;
    store.update('Pod', name, namespace, (each) => ({
      ...each,
      status: {
        ...each.status,
        conditions: (each.status.conditions ?? []).map((condition) =>
          condition.type === 'Ready' ? { ...condition, status: 'False' as const, lastTransitionTime: at } : condition,
        ),
      },
    }));
    recordEvent({
      regarding: podReference(pod),
      type: 'Warning',
      reason: 'NodeNotReady',
      message: 'Node is not ready',
      component: COMPONENT,
    });
  }

  const stopListening = store.subscribe(({ type, object, previous }) => {
    if (object.kind !== 'Node' || type === 'DELETED') return;
    const before = previous?.kind === 'Node' ? previous : undefined;
    if (before?.spec !== object.spec || before.status.conditions !== object.status.conditions)
      queue.add(object.metadata.name);
  });
  const stopWatching = liveness.onChange((name) => {
    if (!liveness.isAlive(name)) silences.addAfter(name, settings.nodeMonitorGraceMillis);
  });
  for (const { metadata } of store.list('Node')) {
    queue.add(metadata.name);
    if (!liveness.isAlive(metadata.name)) silences.add(metadata.name);
  }
  return {
    stop: () => {
      stopListening();
      stopWatching();
      for (const each of [queue, silences, onNode]) each.stop();
    },
  };
}

function isSame(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

function wantedTaints({ spec, status }: Node): readonly Taint[] {
  const conditions = status.conditions ?? [];
  const is = (type: string, value: Condition['status']) =>
    conditions.some((each) => each.type === type && each.status === value);
  const taint = (name: string, effect: Taint['effect'] = 'NoSchedule'): Taint => ({ key: `${PREFIX}/${name}`, effect });
  return [
    ...(is('Ready', 'False') ? [taint('not-ready'), taint('not-ready', 'NoExecute')] : []),
    ...(is('Ready', 'Unknown') ? [taint('unreachable'), taint('unreachable', 'NoExecute')] : []),
    ...(is('MemoryPressure', 'True') ? [taint('memory-pressure')] : []),
    ...(is('DiskPressure', 'True') ? [taint('disk-pressure')] : []),
    ...(is('PIDPressure', 'True') ? [taint('pid-pressure')] : []),
    ...(is('NetworkUnavailable', 'True') ? [taint('network-unavailable')] : []),
    ...(spec.unschedulable === true ? [taint('unschedulable')] : []),
  ];
}

/** What the kubelet used to report is not known any more; others' conditions stay as they are. */
function unknownConditions(conditions: readonly Condition[], at: string): readonly Condition[] {
  const missing = WATCHED.filter((type) => !conditions.some((each) => each.type === type));
  return [
    ...conditions.map((each) =>
      WATCHED.some((type) => type === each.type)
        ? { ...each, status: 'Unknown' as const, reason: 'NodeStatusUnknown', message: SILENT, lastTransitionTime: at }
        : each,
    ),
    ...missing.map((type) => ({
      type,
      status: 'Unknown' as const,
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastTransitionTime: at,
    })),
  ];
}

/** Of a node events name itself by its name in the place of the uid, too. */
function nodeReference({ metadata }: Node): ObjectReference {
  return { kind: 'Node', name: metadata.name, uid: metadata.uid, apiVersion: 'v1' };
}

function podReference({ metadata }: Pod): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { kind: 'Pod', apiVersion: 'v1', name, uid, resourceVersion, ...(namespace !== undefined && { namespace }) };
}
