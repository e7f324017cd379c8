import { expect, test } from 'vitest';
import {
  CREATED_AT,
  makeDaemonPod,
  makeDaemonSet,
  makeRevision,
  makeTemplate,
  QUIET_HASH,
} from '#lib/testing/objects.ts';
import { revisionHash, uid } from '../keys.ts';
import type { ControllerRevisionRecord, PodRecord } from '../objects.ts';
import { type ListedRevision, listRevisions, type RevisionList } from './revision-list.ts';

const DAY = 86_400_000;
const older = makeTemplate({}, { digest: 'template-0' });
const other = revisionHash('66bb');
const third = revisionHash('77cc');
const old = (overrides: Parameters<typeof makeRevision>[0] = {}) =>
  makeRevision({ hash: other, template: older, ...overrides });
const listed = (overrides: Partial<ListedRevision> = {}): ListedRevision => ({
  number: 1,
  hash: QUIET_HASH,
  createdAt: CREATED_AT,
  pods: 0,
  current: false,
  rolledBackTo: false,
  ...overrides,
});
const pod = (hash: string, templateGeneration = '1') =>
  makeDaemonPod({ hash, daemonSet: makeDaemonSet({ templateGeneration }) });
const withoutHash = (): PodRecord => ({ ...makeDaemonPod(), labels: {} });

type Row = {
  readonly name: string;
  readonly revisions: readonly ControllerRevisionRecord[];
  readonly pods?: readonly PodRecord[] | undefined;
  readonly list: Partial<RevisionList>;
};
const rows: readonly Row[] = [
  {
    name: '[RV7] [RV13] by number, newest first, each with the pods that are of it',
    revisions: [old(), makeRevision({ revision: 2, creationTimestamp: CREATED_AT + DAY })],
    pods: [pod(QUIET_HASH), pod(other, '0'), pod(QUIET_HASH)],
    list: {
      revisions: [
        listed({ number: 2, createdAt: CREATED_AT + DAY, pods: 2, current: true }),
        listed({ hash: other, pods: 1 }),
      ],
    },
  },
  {
    name: '[RV1] revisions of another owner are not listed, and their pods are of none',
    revisions: [makeRevision(), old({ owner: { kind: 'DaemonSet', name: 'agent', uid: uid('another') } })],
    pods: [pod(other, '0')],
    list: { revisions: [listed({ current: true })], unlisted: [{ hash: other, pods: 1 }] },
  },
  {
    name: '[RV12] one that is older than a lower number was rolled back to; the numbers it left behind are missing [RV4]',
    revisions: [makeRevision({ revision: 3 }), old({ revision: 2, creationTimestamp: CREATED_AT + DAY })],
    list: {
      revisions: [
        listed({ number: 3, current: true, rolledBackTo: true }),
        listed({ number: 2, hash: other, createdAt: CREATED_AT + DAY }),
      ],
    },
  },
  {
    name: '[RV12] two of the same second prove nothing',
    revisions: [makeRevision({ revision: 2 }), old()],
    list: { revisions: [listed({ number: 2, current: true }), listed({ hash: other })] },
  },
  {
    name: '[RV4] numbers may be missing',
    revisions: [makeRevision({ revision: 7 }), old({ revision: 4 })],
    list: {
      revisions: [listed({ number: 7, current: true }), listed({ number: 4, hash: other })],
      hasGaps: true,
    },
  },
  {
    name: '[RV7] says by what the current one was found: no equal template, so the highest',
    revisions: [old({ revision: 5 })],
    list: { by: 'highest', revisions: [listed({ number: 5, hash: other, current: true })] },
  },
  {
    name: '[RV13] pods whose revision is pruned, those without a hash among them',
    revisions: [makeRevision()],
    pods: [withoutHash(), pod(third, '0'), pod(other, '0'), pod(third, '0')],
    list: {
      revisions: [listed({ current: true })],
      unlisted: [{ hash: third, pods: 2 }, { pods: 1 }, { hash: other, pods: 1 }],
    },
  },
  {
    name: '[RV11] pods that are counted as updated though their template is not known',
    revisions: [makeRevision()],
    pods: [pod(other), pod(QUIET_HASH)],
    list: {
      revisions: [listed({ pods: 1, current: true })],
      unlisted: [{ hash: other, pods: 1 }],
      templateUnknown: 1,
    },
  },
  {
    name: '[RV13] while pods may not be read there is no number of them, rather than none',
    revisions: [makeRevision()],
    pods: undefined,
    list: { revisions: [{ number: 1, hash: QUIET_HASH, createdAt: CREATED_AT, current: true, rolledBackTo: false }] },
  },
  { name: '[RV7] without revisions there is no current one', revisions: [], list: { by: 'none', revisions: [] } },
];
test.for(rows)('$name', (row) => {
  const pods = 'pods' in row ? row.pods : [];
  expect(listRevisions(makeDaemonSet(), row.revisions, pods)).toStrictEqual({
    by: 'template',
    hasGaps: false,
    unlisted: [],
    templateUnknown: 0,
    ...row.list,
  });
});
