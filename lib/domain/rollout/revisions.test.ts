import { expect, test } from 'vitest';
import { makeDaemonPod, makeDaemonSet, makeRevision, makeTemplate, QUIET_HASH } from '#lib/testing/objects.ts';
import { revisionHash, uid } from '../keys.ts';
import type { ControllerRevisionRecord, DaemonSetRecord, PodRecord } from '../objects.ts';
import { currentRevision, isUpdated, isUpdatedByGenerationAlone, ownRevisions, revisionNumberOf } from './revisions.ts';
import type { CurrentRevision } from './verdict.ts';

const CREATED_AT = 1_767_225_600_000;
const other = revisionHash('66bb');
const otherTemplate = makeTemplate({}, { digest: 'template-0' });
const current = (hash = QUIET_HASH, number = 1): NonNullable<CurrentRevision['current']> => ({
  hash,
  number,
  createdAt: CREATED_AT,
});

type RevisionRow = {
  readonly name: string;
  readonly daemonSet?: DaemonSetRecord;
  readonly revisions: readonly ControllerRevisionRecord[];
  readonly found: CurrentRevision;
};
const revisionRows: readonly RevisionRow[] = [
  {
    name: '[RV7] the revision with the same template is current, whatever its number',
    revisions: [makeRevision(), makeRevision({ hash: other, revision: 7, template: otherTemplate })],
    found: { current: current(), by: 'template' },
  },
  {
    name: '[RV7] of two with the same template the higher number is current',
    revisions: [makeRevision({ hash: other, revision: 3 }), makeRevision({ revision: 2 })],
    found: { current: current(other, 3), by: 'template' },
  },
  {
    name: '[RV7] with no equal template the highest number is current once the generation is observed',
    revisions: [
      makeRevision({ revision: 4, template: otherTemplate }),
      makeRevision({ hash: other, revision: 5, template: otherTemplate }),
    ],
    found: { current: current(other, 5), by: 'highest' },
  },
  {
    name: '[RV7] before that there is none',
    daemonSet: makeDaemonSet({ generation: 2 }),
    revisions: [makeRevision({ template: otherTemplate })],
    found: { by: 'none' },
  },
  { name: '[RV7] without any revision there is none', revisions: [], found: { by: 'none' } },
  {
    name: '[RV1] a revision of another owner is not asked',
    revisions: [makeRevision({ owner: { kind: 'DaemonSet', name: 'agent', uid: uid('another') } })],
    found: { by: 'none' },
  },
];
test.for(revisionRows)('$name', ({ daemonSet = makeDaemonSet(), revisions, found }) => {
  expect(currentRevision(daemonSet, revisions)).toStrictEqual(found);
});

test('[RV7] a revision that the controller has not labelled yet is known by its name, which it will get as label', () => {
  const { hash: _, ...unlabelled } = makeRevision({ name: 'agent-old' });
  expect(currentRevision(makeDaemonSet(), [unlabelled])).toStrictEqual({
    current: current(revisionHash('agent-old')),
    by: 'template',
  });
});

test('[RV1] only revisions whose controller owner has the uid are its own', () => {
  const own = makeRevision();
  const foreign = makeRevision({ owner: { kind: 'DaemonSet', name: 'agent', uid: uid('another') } });
  expect(ownRevisions(makeDaemonSet(), [foreign, own])).toStrictEqual([own]);
});

type UpdatedRow = {
  readonly name: string;
  readonly labels: PodRecord['labels'];
  readonly templateGeneration?: string;
  readonly known?: boolean;
  readonly updated: boolean;
};
const updatedRows: readonly UpdatedRow[] = [
  {
    name: '[RV8] [FA1] a pod with another hash and the same generation is updated',
    labels: { 'controller-revision-hash': 'other', 'pod-template-generation': '3' },
    templateGeneration: '3',
    updated: true,
  },
  {
    name: '[RV8] a pod with the same hash and another generation is updated: a rollback',
    labels: { 'controller-revision-hash': QUIET_HASH, 'pod-template-generation': '1' },
    templateGeneration: '3',
    updated: true,
  },
  {
    name: '[RV8] a pod with neither is not',
    labels: { 'controller-revision-hash': 'other', 'pod-template-generation': '1' },
    templateGeneration: '3',
    updated: false,
  },
  { name: '[RV8] a pod without labels is not, even where nothing is known', labels: {}, known: false, updated: false },
  {
    name: '[RV8] with no current revision only the generation counts',
    labels: { 'controller-revision-hash': QUIET_HASH },
    templateGeneration: '3',
    known: false,
    updated: false,
  },
];
test.for(updatedRows)('$name', ({ labels, templateGeneration, known = true, updated }) => {
  const { templateGeneration: _, ...rest } = makeDaemonSet();
  const daemonSet = templateGeneration === undefined ? rest : { ...rest, templateGeneration };
  const pod = makeDaemonPod({ labels });
  const revision: CurrentRevision = known
    ? { current: { hash: QUIET_HASH, number: 1 }, by: 'template' }
    : { by: 'none' };
  expect(isUpdated(pod, daemonSet, revision)).toBe(updated);
});

test('[RV13] a pod has the number of the revision with its hash, and none when that is pruned', () => {
  const own = [makeRevision({ revision: 4 })];
  expect(revisionNumberOf(makeDaemonPod(), own)).toBe(4);
  expect(revisionNumberOf(makeDaemonPod({ hash: 'pruned' }), own)).toBeUndefined();
  expect(revisionNumberOf(makeDaemonPod({ labels: {} }), own)).toBeUndefined();
});

test('[RV11] an adopted pod of the same generation is updated, though its template is another or nobody knows it', () => {
  const own = [
    makeRevision({ revision: 2 }),
    makeRevision({ hash: revisionHash('adopted'), revision: 1, template: otherTemplate }),
    makeRevision({ hash: revisionHash('renamed'), revision: 3 }),
  ];
  const daemonSet = makeDaemonSet();
  expect(isUpdatedByGenerationAlone(makeDaemonPod({ hash: 'foreign' }), daemonSet, own)).toBe(true);
  expect(isUpdatedByGenerationAlone(makeDaemonPod({ hash: 'adopted' }), daemonSet, own)).toBe(true);
  expect(isUpdatedByGenerationAlone(makeDaemonPod({ hash: 'renamed' }), daemonSet, own)).toBe(false);
  expect(isUpdatedByGenerationAlone(makeDaemonPod(), daemonSet, own)).toBe(false);
  expect(isUpdatedByGenerationAlone(makeDaemonPod({ labels: {} }), daemonSet, own)).toBe(false);
});
