import { expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import {
  addDaemonPod,
  type DaemonPodPlan,
  type DaemonSetPlan,
  simulatedDaemonSet,
  syncOf,
} from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode } from '#lib/testing/simulated-objects.ts';
import { manage } from './manage.ts';

type Row = {
  readonly name: string;
  /** What the node wants; `gone`: there is none. */
  readonly node?: 'wanted' | 'tolerated' | 'forbidden' | 'gone';
  readonly pods?: readonly (Omit<DaemonPodPlan, 'on' | 'is'> & { readonly is?: 'new' | 'old' })[];
  readonly update?: DaemonSetPlan['update'];
  readonly minReadySeconds?: number;
  readonly creates?: boolean;
  readonly deletes?: readonly string[];
};

const surge = { maxSurge: 1, maxUnavailable: 0 };
const NEW_DOWN = { name: 'new', is: 'new', state: 'unready' } as const;

const rows: readonly Row[] = [
  { name: '[EL2] a wanted node without a pod gets one', creates: true },
  { name: '[EL2] a wanted node with a pod keeps it', pods: [{ name: 'a' }] },
  { name: '[EL2] a node that does not want a pod gets none', node: 'tolerated' },
  { name: '[EL2] nor does it under surge', node: 'tolerated', update: surge },
  { name: '[EL2] a tolerated leftover stays', node: 'tolerated', pods: [{ name: 'a' }] },
  {
    name: '[EL2] where none may stay every pod goes that is not leaving already, whatever its state',
    node: 'forbidden',
    pods: [{ name: 'a' }, { name: 'b', state: 'failed' }, { name: 'c', isTerminating: true }, { name: 'd', is: 'old' }],
    deletes: ['a', 'b', 'd'],
  },
  { name: '[EL2] a forbidden node without a pod is left alone', node: 'forbidden' },
  {
    name: '[NP6] of several pods the first in order stays, though it is the old one',
    pods: [
      { name: 'a', ageSeconds: 5 },
      { name: 'b', is: 'old', ageSeconds: 9 },
      { name: 'c', ageSeconds: 7 },
    ],
    deletes: ['a', 'c'],
  },
  {
    name: '[NP6] [NP5] a bound pod stays before an older one that is not bound',
    pods: [
      { name: 'a', state: 'unbound', ageSeconds: 9 },
      { name: 'b', ageSeconds: 5 },
    ],
    deletes: ['a'],
  },
  {
    name: '[NP6] pods that are leaving or at their end do not count as the first',
    pods: [
      { name: 'a', isTerminating: true, ageSeconds: 9 },
      { name: 'b', state: 'failed', ageSeconds: 8 },
      { name: 'c', state: 'succeeded', ageSeconds: 7 },
      { name: 'd', ageSeconds: 6 },
      { name: 'e', ageSeconds: 5 },
    ],
    deletes: ['b', 'c', 'e'],
  },
  {
    name: '[NP6] on a node where pods may stay, too',
    node: 'tolerated',
    pods: [
      { name: 'a', ageSeconds: 5 },
      { name: 'b', ageSeconds: 9 },
    ],
    deletes: ['a'],
  },
  { name: '[NP6] under OnDelete as well', update: 'OnDelete', pods: [{ name: 'a' }, { name: 'b' }], deletes: ['b'] },
  { name: '[NP8] without surge a leaving pod still occupies its node', pods: [{ name: 'a', isTerminating: true }] },
  {
    name: '[NP8] with surge it does not',
    update: surge,
    pods: [{ name: 'a', isTerminating: true }],
    creates: true,
  },
  {
    name: '[NP8] with surge nothing is made where none is wanted',
    node: 'tolerated',
    update: surge,
    pods: [{ name: 'a', isTerminating: true }],
  },
  {
    name: '[NP9] a pod at its end that is leaving is not there',
    pods: [{ name: 'a', state: 'succeeded', isTerminating: true }],
    creates: true,
  },
  {
    name: '[EV5] a failed pod goes, and its node waits for the next look',
    pods: [{ name: 'a', state: 'failed' }],
    deletes: ['a'],
  },
  {
    name: '[EV5] also where it may merely stay',
    node: 'tolerated',
    pods: [{ name: 'a', state: 'failed' }],
    deletes: ['a'],
  },
  {
    name: '[EV6] with surge the new one is made at once',
    update: surge,
    pods: [{ name: 'a', state: 'failed' }],
    deletes: ['a'],
    creates: true,
  },
  {
    name: '[EV4] a succeeded pod goes',
    pods: [{ name: 'a', state: 'succeeded' }],
    deletes: ['a'],
  },
  {
    name: '[NP7] the new pod may stand beside an old one that is Ready',
    update: surge,
    pods: [{ name: 'old', is: 'old' }, NEW_DOWN],
  },
  {
    name: '[NP7] the old one goes when it is Ready no more',
    update: surge,
    pods: [{ name: 'old', is: 'old', state: 'unready' }, NEW_DOWN],
    deletes: ['old'],
  },
  {
    name: '[NP7] and when the new one is available',
    update: surge,
    pods: [{ name: 'old', is: 'old' }, { name: 'new' }],
    deletes: ['old'],
  },
  {
    name: '[NP7] Ready is not enough inside minReadySeconds',
    update: surge,
    minReadySeconds: 10,
    pods: [
      { name: 'old', is: 'old' },
      { name: 'new', state: 'ready' },
    ],
  },
  {
    name: '[NP7] the old one need not be available, only Ready',
    update: surge,
    minReadySeconds: 10,
    pods: [{ name: 'old', is: 'old', state: 'ready' }, NEW_DOWN],
  },
  {
    name: '[NP7] of each sort the first in order stays',
    update: surge,
    pods: [
      { name: 'old-2', is: 'old', ageSeconds: 80 },
      { name: 'old-1', is: 'old', ageSeconds: 90 },
      { ...NEW_DOWN, name: 'new-2', ageSeconds: 7 },
      { ...NEW_DOWN, name: 'new-1', ageSeconds: 8 },
    ],
    deletes: ['new-2', 'old-2'],
  },
  {
    name: '[NP7] new is what has the hash: the generation alone does not make it so',
    update: surge,
    pods: [
      { name: 'a', is: 'old', labels: { 'pod-template-generation': '1' }, ageSeconds: 9 },
      { name: 'b', is: 'old', ageSeconds: 8 },
    ],
    deletes: ['b'],
  },
  {
    name: '[NP7] a single pod stays, be it Ready or not',
    update: surge,
    pods: [{ name: 'a', is: 'old', state: 'unready' }],
  },
  {
    name: '[NP10] pods that wait for a node that is gone go; bound ones are left to the garbage collector',
    node: 'gone',
    pods: [
      { name: 'a', state: 'unbound' },
      { name: 'b', state: 'unready' },
    ],
    deletes: ['a'],
  },
];
test.for(rows)(
  '$name',
  ({ node = 'wanted', pods = [], update, minReadySeconds = 0, creates = false, deletes = [] }) => {
    const context = simulatedContext();
    const { store } = context;
    const effect = node === 'tolerated' ? 'NoSchedule' : 'NoExecute';
    const taints = node === 'wanted' ? [] : [{ key: 'own', effect } as const];
    if (node !== 'gone') store.create<'Node'>(simulatedNode('node-1', { taints }));
    const daemonSet = store.create<'DaemonSet'>(
      simulatedDaemonSet({ spec: { minReadySeconds }, ...(update !== undefined && { update }) }),
    );
    for (const plan of pods) addDaemonPod(context, daemonSet, { is: 'new', ...plan, on: 'node-1' });
    const { toCreateOn, toDelete } = manage(syncOf(context, daemonSet));
    expect({ toCreateOn, toDelete: toDelete.toSorted() }).toStrictEqual({
      toCreateOn: creates ? ['node-1'] : [],
      toDelete: deletes,
    });
  },
);

test('[EV4] it says which failed and which succeeded pod it deletes, and where', () => {
  const context = simulatedContext();
  context.store.create<'Node'>(simulatedNode('node-1'));
  const daemonSet = context.store.create<'DaemonSet'>(simulatedDaemonSet());
  addDaemonPod(context, daemonSet, { name: 'a', on: 'node-1', is: 'new', state: 'failed' });
  addDaemonPod(context, daemonSet, { name: 'b', on: 'node-1', is: 'new', state: 'succeeded' });
  manage(syncOf(context, daemonSet));
  const { uid, resourceVersion } = daemonSet.metadata;
  const regarding = {
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    name: 'agent',
    namespace: 'default',
    uid,
    resourceVersion,
  };
  const component = 'daemonset-controller';
  expect(context.events).toStrictEqual([
    {
      regarding,
      component,
      type: 'Warning',
      reason: 'FailedDaemonPod',
      message: 'Found failed daemon pod default/a on node node-1, will try to kill it',
    },
    {
      regarding,
      component,
      type: 'Normal',
      reason: 'SucceededDaemonPod',
      message: 'Found succeeded daemon pod default/b on node node-1, will try to delete it',
    },
  ]);
});

test('[EV6] a failed pod that is waited for stays, and the whole wait is asked for again', () => {
  const context = simulatedContext();
  context.store.create<'Node'>(simulatedNode('node-1'));
  const daemonSet = context.store.create<'DaemonSet'>(simulatedDaemonSet());
  const waits: number[] = [];
  const sync = syncOf(context, daemonSet, (millis) => waits.push(millis));
  addDaemonPod(context, daemonSet, { name: 'a', on: 'node-1', is: 'new', state: 'failed' });
  expect(manage(sync).toDelete).toStrictEqual(['a']);
  context.clock.advance(400);
  expect(manage(sync).toDelete).toStrictEqual([]);
  context.clock.advance(600);
  expect(manage(sync).toDelete).toStrictEqual(['a']);
  expect(waits).toStrictEqual([1_000]);
  expect(context.events).toHaveLength(2);
});

test('[EV5] every node of every DaemonSet waits for itself', () => {
  const context = simulatedContext();
  const { store } = context;
  for (const name of ['node-1', 'node-2']) store.create<'Node'>(simulatedNode(name));
  const [agent, other] = ['agent', 'other'].map((name) => store.create<'DaemonSet'>(simulatedDaemonSet({ name })));
  if (agent === undefined || other === undefined) throw new Error('both were made');
  for (const on of ['node-1', 'node-2']) addDaemonPod(context, agent, { name: on, on, is: 'new', state: 'failed' });
  const sync = syncOf(context, agent);
  expect(manage(sync).toDelete.toSorted()).toStrictEqual(['node-1', 'node-2']);
  expect(manage(sync).toDelete).toStrictEqual([]);
  expect(manage({ ...sync, daemonSet: other }).toDelete.toSorted()).toStrictEqual(['node-1', 'node-2']);
});
