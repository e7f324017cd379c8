import { describe, expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedPod } from '#lib/testing/simulated-objects.ts';
import type { Labels, OwnerReference, Pod } from '../../objects.ts';
import { timestamp } from '../../timestamp.ts';
import { claim } from './claim.ts';
import { controllerReference } from './daemon-pod.ts';

const MINE = { app: 'agent' };

type Row = {
  readonly name: string;
  readonly labels?: Labels;
  readonly owner?: 'us' | 'another' | 'a mere owner';
  readonly isPodLeaving?: boolean;
  readonly isDaemonSetLeaving?: boolean;
  readonly isOurs: boolean;
  readonly ownersAfter: readonly string[];
};

const rows: readonly Row[] = [
  { name: 'what belongs to us and matches is ours', owner: 'us', labels: MINE, isOurs: true, ownersAfter: ['agent'] },
  {
    name: 'also while either of us is being deleted',
    owner: 'us',
    labels: MINE,
    isPodLeaving: true,
    isDaemonSetLeaving: true,
    isOurs: true,
    ownersAfter: ['agent'],
  },
  { name: '[OR8] what no longer matches is let go', owner: 'us', labels: { app: 'x' }, isOurs: false, ownersAfter: [] },
  {
    name: 'but not while the DaemonSet is being deleted',
    owner: 'us',
    labels: { app: 'x' },
    isDaemonSetLeaving: true,
    isOurs: false,
    ownersAfter: ['agent'],
  },
  {
    name: '[OR7] [OR10] what belongs to another is ignored, matching or not',
    owner: 'another',
    labels: MINE,
    isOurs: false,
    ownersAfter: ['another'],
  },
  {
    name: '[OR6] [OR9] what belongs to nobody and matches is adopted',
    labels: MINE,
    isOurs: true,
    ownersAfter: ['agent'],
  },
  {
    name: 'an owner that is no controller does not count, and stays',
    owner: 'a mere owner',
    labels: MINE,
    isOurs: true,
    ownersAfter: ['a mere owner', 'agent'],
  },
  {
    name: 'what belongs to nobody and does not match is left alone',
    labels: { app: 'x' },
    isOurs: false,
    ownersAfter: [],
  },
  { name: 'what is leaving is not adopted', labels: MINE, isPodLeaving: true, isOurs: false, ownersAfter: [] },
  {
    name: 'nothing is adopted by what is leaving',
    labels: MINE,
    isDaemonSetLeaving: true,
    isOurs: false,
    ownersAfter: [],
  },
];

describe('[OR1] claiming', () => {
  test.for(rows)('$name', (row) => {
    const context = simulatedContext();
    const { store } = context;
    const leaving = { deletionTimestamp: timestamp(context.clock.now()), finalizers: ['own'] };
    const stored = store.create<'DaemonSet'>(simulatedDaemonSet());
    const daemonSet = { ...stored, metadata: { ...stored.metadata, ...(row.isDaemonSetLeaving === true && leaving) } };
    const owner = ownerOf(row.owner, controllerReference(daemonSet));
    const draft = simulatedPod({ name: 'pod', labels: row.labels ?? {} });
    const pod = store.create<'Pod'>({
      ...draft,
      metadata: {
        ...draft.metadata,
        ...(row.isPodLeaving === true && leaving),
        ...(owner !== undefined && { ownerReferences: [owner] }),
      },
    });
    const claimed: readonly Pod[] = claim(context, daemonSet, [pod]);
    const after = store.get('Pod', 'pod', 'default');
    expect(claimed).toStrictEqual(row.isOurs ? [after] : []);
    expect((after?.metadata.ownerReferences ?? []).map(({ name }) => name)).toStrictEqual(row.ownersAfter);
    expect(after?.metadata.labels).toStrictEqual(row.labels);
    if (row.owner === undefined && row.isOurs)
      expect(after?.metadata.ownerReferences).toStrictEqual([controllerReference(daemonSet)]);
  });
});

function ownerOf(owner: Row['owner'], ours: OwnerReference): OwnerReference | undefined {
  if (owner === 'us') return ours;
  if (owner === 'another') return { ...ours, name: owner, uid: 'another' };
  if (owner === undefined) return undefined;
  const { controller: _controller, ...mere } = ours;
  return { ...mere, name: owner, uid: 'mere' };
}
