import { expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { addDaemonPod, simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import type { ControllerRevision, DaemonSet, NewObject, Node, ObjectMeta, Pod } from '../../objects.ts';
import { timestamp } from '../../timestamp.ts';
import { controllerReference } from './daemon-pod.ts';
import { wakeAfterChange } from './wake-up.ts';

/** What stands before anything is listened to. */
type Stand = SimulatedContext & { readonly daemonSet: DaemonSet; readonly other: DaemonSet };

function stand(): Stand {
  const context = simulatedContext();
  const { store } = context;
  store.create<'Node'>(simulatedNode('node-1', { taints: [{ key: 'a', effect: 'NoSchedule' }] }));
  const daemonSet = store.create<'DaemonSet'>(simulatedDaemonSet({ spec: { minReadySeconds: 7 } }));
  const other = store.create<'DaemonSet'>(simulatedDaemonSet({ name: 'other' }));
  const selectsAll = simulatedDaemonSet({ name: 'all', spec: { selector: {} } });
  store.create<'DaemonSet'>(selectsAll);
  const labels = { app: 'agent' };
  store.create<'DaemonSet'>(simulatedDaemonSet({ namespace: 'elsewhere' }));
  addDaemonPod(context, daemonSet, { name: 'mine', on: 'node-1', is: 'new', state: 'unready' });
  addDaemonPod(context, daemonSet, { name: 'ready', on: 'node-1', is: 'new' });
  addDaemonPod(context, daemonSet, { name: 'leaving', on: 'node-1', is: 'new', isTerminating: true });
  addDaemonPod(context, other, { name: 'others', on: 'node-1', is: 'new', state: 'unready' });
  store.create<'Pod'>(simulatedPod({ name: 'orphan', labels }));
  store.create<'Pod'>(simulatedPod({ name: 'stranger', labels: { app: 'shop' } }));
  store.create<'ControllerRevision'>(revision('mine', controllerReference(daemonSet)));
  store.create<'ControllerRevision'>(revision('orphan'));
  return { ...context, daemonSet, other };
}

function revision(name: string, owner?: ReturnType<typeof controllerReference>): NewObject<'ControllerRevision'> {
  return {
    kind: 'ControllerRevision',
    apiVersion: 'apps/v1',
    metadata: {
      name,
      namespace: 'default',
      labels: { app: 'agent' },
      ...(owner !== undefined && { ownerReferences: [owner] }),
    },
    data: { spec: { template: { spec: { containers: [] }, $patch: 'replace' } } },
    revision: 1,
  };
}

function meta<Object extends Pod | ControllerRevision | Node>(object: Object, metadata: Partial<ObjectMeta>): Object {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}

function editPod({ store }: Stand, name: string, edit: (pod: Pod) => Pod): void {
  store.update('Pod', name, 'default', edit);
}

function editNode({ store }: Stand, edit: (node: Node) => Node): void {
  store.update('Node', 'node-1', undefined, edit);
}

function editRevision({ store }: Stand, name: string, edit: (each: ControllerRevision) => ControllerRevision): void {
  store.update('ControllerRevision', name, 'default', edit);
}

function becomeReady(pod: Pod): Pod {
  return { ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'True' }] } };
}

const leaving = { deletionTimestamp: timestamp(1_800_000_000_000), deletionGracePeriodSeconds: 30 };

type Row = readonly [name: string, change: (stand: Stand) => void, woken: readonly string[]];

const rows: readonly Row[] = [
  [
    '[EL4] a DaemonSet that comes',
    ({ store }) => store.create<'DaemonSet'>(simulatedDaemonSet({ name: 'new' })),
    ['new'],
  ],
  [
    '[EL4] a DaemonSet that changes, be it only its status',
    ({ store }) =>
      store.update('DaemonSet', 'agent', 'default', (each) => ({
        ...each,
        status: { ...each.status, numberReady: 1 },
      })),
    ['agent'],
  ],
  ['[EL4] a DaemonSet that goes', ({ store }) => store.remove('DaemonSet', 'agent', 'default'), ['agent']],
  [
    '[EL4] its pod that changes',
    (it) => editPod(it, 'mine', (pod) => meta(pod, { annotations: { a: 'b' } })),
    ['agent'],
  ],
  [
    '[EL4] its pod that comes',
    (it) => addDaemonPod(it, it.daemonSet, { name: 'next', on: 'node-1', is: 'new' }),
    ['agent'],
  ],
  ['[EL4] its pod that is asked to leave', (it) => editPod(it, 'mine', (pod) => meta(pod, leaving)), ['agent']],
  ['[EL4] its pod that goes', ({ store }) => store.remove('Pod', 'mine', 'default'), ['agent']],
  [
    'its pod that becomes Ready, also when it will be available, and a second later',
    (it) => editPod(it, 'mine', becomeReady),
    ['agent', 'agent after 8000'],
  ],
  ['a pod that becomes Ready where nothing is waited for', (it) => editPod(it, 'others', becomeReady), ['other']],
  ['a pod that was Ready before', (it) => editPod(it, 'ready', (pod) => meta(pod, { annotations: {} })), ['agent']],
  ['a pod that is leaving and becomes Ready', (it) => editPod(it, 'leaving', becomeReady), ['agent']],
  [
    'a pod that changes its owner, for both',
    (it) => editPod(it, 'mine', (pod) => meta(pod, { ownerReferences: [controllerReference(it.other)] })),
    ['agent', 'other'],
  ],
  [
    'a pod that changes its owner as it leaves, for the new one',
    (it) => editPod(it, 'mine', (pod) => meta(pod, { ...leaving, ownerReferences: [controllerReference(it.other)] })),
    ['other'],
  ],
  [
    'a pod that is let go, for who had it and who might want it',
    (it) => editPod(it, 'mine', (pod) => meta(pod, { labels: { app: 'other' }, ownerReferences: [] })),
    ['agent', 'other'],
  ],
  [
    '[OR7] the pod of a namesake that is gone wakes nobody',
    (it) => {
      const owner = { ...controllerReference(it.daemonSet), uid: 'gone' };
      it.store.create<'Pod'>(meta(simulatedPodWithOwner(), { ownerReferences: [owner] }));
    },
    [],
  ],
  [
    'the pod of another kind of owner wakes nobody',
    (it) => {
      const owner = { ...controllerReference(it.daemonSet), kind: 'ReplicaSet' };
      it.store.create<'Pod'>(meta(simulatedPodWithOwner(), { ownerReferences: [owner] }));
    },
    [],
  ],
  [
    '[OR6] an orphan that comes, for who would adopt it: not one that selects everything',
    ({ store }) => store.create<'Pod'>(simulatedPod({ name: 'next', labels: { app: 'agent' } })),
    ['agent'],
  ],
  ['an orphan without labels', ({ store }) => store.create<'Pod'>(simulatedPod({ name: 'next' })), []],
  [
    '[OR6] an orphan whose labels change',
    (it) => editPod(it, 'stranger', (pod) => meta(pod, { labels: { app: 'other' } })),
    ['other'],
  ],
  [
    'an orphan of which anything else changes',
    (it) => editPod(it, 'orphan', (pod) => meta(pod, { annotations: {} })),
    [],
  ],
  ['an orphan that is asked to leave', (it) => editPod(it, 'orphan', (pod) => meta(pod, leaving)), []],
  ['an orphan that goes', ({ store }) => store.remove('Pod', 'orphan', 'default'), []],
  [
    'a revision that comes with its owner wakes nobody: its controller has made it',
    ({ store, daemonSet }) => store.create<'ControllerRevision'>(revision('next', controllerReference(daemonSet))),
    [],
  ],
  [
    '[OR4] a revision that comes without an owner, for who would adopt it',
    ({ store }) => store.create<'ControllerRevision'>(revision('next')),
    ['agent'],
  ],
  ['a revision that changes', (it) => editRevision(it, 'mine', (each) => ({ ...each, revision: 9 })), ['agent']],
  [
    'an orphaned revision of which the number changes',
    (it) => editRevision(it, 'orphan', (each) => ({ ...each, revision: 9 })),
    [],
  ],
  [
    '[OR4] a revision that is orphaned',
    (it) => editRevision(it, 'mine', (each) => meta(each, { ownerReferences: [] })),
    ['agent'],
  ],
  ['a revision that goes', ({ store }) => store.remove('ControllerRevision', 'mine', 'default'), ['agent']],
  ['an orphaned revision that goes', ({ store }) => store.remove('ControllerRevision', 'orphan', 'default'), []],
  ['[EL4] a node that comes', ({ store }) => store.create<'Node'>(simulatedNode('node-2')), ['node node-2']],
  [
    '[EL4] a node whose labels change',
    (it) => editNode(it, (node) => meta(node, { labels: { a: 'b' } })),
    ['node node-1'],
  ],
  ['[EL4] a node whose taints go', (it) => editNode(it, (node) => ({ ...node, spec: {} })), ['node node-1']],
  [
    '[EL4] a node of which allocatable, conditions, annotations and cordon change',
    (it) =>
      editNode(it, (node) => ({
        ...meta(node, { annotations: { a: 'b' }, labels: { ...node.metadata.labels } }),
        spec: { ...node.spec, taints: [...(node.spec.taints ?? [])], unschedulable: true },
        status: { conditions: [], allocatable: { cpu: '1' } },
      })),
    [],
  ],
  ['[EL4] a node that goes', ({ store }) => store.remove('Node', 'node-1'), []],
  [
    '[EL3] a namespace or a quota',
    ({ store }) => {
      store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name: 'n' }, spec: {} });
      store.create<'ResourceQuota'>({
        kind: 'ResourceQuota',
        apiVersion: 'v1',
        metadata: { name: 'q', namespace: 'default' },
        spec: { hard: {} },
      });
    },
    [],
  ],
];

function simulatedPodWithOwner(): Pod {
  return simulatedContext().store.create<'Pod'>(simulatedPod({ name: 'owned', labels: { app: 'agent' } }));
}

test.for(rows)('%s', ([, change, woken]) => {
  const context = stand();
  const heard: string[] = [];
  context.store.subscribe((each) =>
    wakeAfterChange(context, each, {
      daemonSet: ({ metadata }) => heard.push(metadata.name),
      daemonSetAfter: ({ metadata }, millis) => heard.push(`${metadata.name} after ${millis}`),
      node: (name) => heard.push(`node ${name}`),
    }),
  );
  change(context);
  expect([...new Set(heard)].toSorted()).toStrictEqual(woken);
});
