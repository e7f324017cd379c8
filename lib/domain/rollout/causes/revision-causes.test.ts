import { expect, test } from 'vitest';
import { causesRecheckAt, findCause } from '#lib/testing/causes.ts';
import { CREATED_AT, makeDaemonSet, makeRevision, makeTemplate } from '#lib/testing/objects.ts';
import { MINUTE, NOW, ROLLED_AT, SECOND } from '#lib/testing/rollouts.ts';
import { revisionHash } from '../../keys.ts';
import type { ControllerRevisionRecord } from '../../objects.ts';

const madeAt = (...times: readonly number[]): readonly ControllerRevisionRecord[] =>
  times.map((creationTimestamp, index) =>
    makeRevision({
      hash: revisionHash(`hash-${index + 1}`),
      revision: index + 1,
      creationTimestamp,
      template: makeTemplate({}, { digest: `template-${index}` }),
    }),
  );
const revisionMade = (number: number, at: number) => ({
  object: { kind: 'ControllerRevision', namespace: 'default', name: `agent-hash-${number}` },
  field: 'metadata.creationTimestamp',
  value: new Date(at).toISOString().replace('.000Z', 'Z'),
});

test('[R09] three changes within ten minutes are two tools that fight, most likely', () => {
  const revisions = madeAt(CREATED_AT, NOW - 9 * MINUTE, NOW - 4 * MINUTE, NOW - MINUTE);
  expect(findCause({ revisions, nodes: {} }, 'R09')).toStrictEqual({
    code: 'R09',
    confidence: 'M',
    nodes: [],
    since: NOW - 9 * MINUTE,
    facts: { used: '3', seconds: 600, generation: 2 },
    evidence: [revisionMade(4, NOW - MINUTE), revisionMade(3, NOW - 4 * MINUTE), revisionMade(2, NOW - 9 * MINUTE)],
  });
  expect(causesRecheckAt({ revisions, nodes: {} })).toBe(NOW + MINUTE);
});

const rows = [
  { name: '[R09] two changes are none', times: [CREATED_AT, NOW - 2 * MINUTE, NOW - MINUTE] },
  { name: '[R09] the first revision is no change', times: [NOW - 3 * MINUTE, NOW - 2 * MINUTE, NOW - MINUTE] },
  {
    name: '[R09] the window is ten minutes, and ends with the tenth',
    times: [CREATED_AT, NOW - 10 * MINUTE, NOW - 2 * MINUTE, NOW - MINUTE],
  },
];
test.for(rows)('$name', ({ times }) => {
  expect(findCause({ revisions: madeAt(...times), nodes: {} }, 'R09')).toBeUndefined();
});

test('[R09] going back and forth between two templates is seen by the generation, as long as we watch', () => {
  const revisions = madeAt(CREATED_AT, ROLLED_AT);
  const generationRises = [NOW - 3 * MINUTE, NOW - 2 * MINUTE, NOW - SECOND];
  expect(findCause({ revisions, nodes: {}, input: { generationRises } }, 'R09')).toMatchObject({
    since: NOW - 3 * MINUTE,
    facts: { used: '3' },
    evidence: [{ field: 'metadata.generation', value: 2 }],
  });
  const two = { generationRises: generationRises.slice(1) };
  expect(findCause({ revisions, nodes: {}, input: two }, 'R09')).toBeUndefined();
});

const { template } = makeDaemonSet();
const twin = makeRevision({ hash: revisionHash('twin'), revision: 1 });
const current = makeRevision({ revision: 2, creationTimestamp: ROLLED_AT });

test('[R10] [RV10] a revision whose template an older one already had', () => {
  expect(findCause({ revisions: [current, twin], nodes: {} }, 'R10')).toStrictEqual({
    code: 'R10',
    confidence: 'M',
    nodes: [],
    since: ROLLED_AT,
    facts: { subject: 'default/agent-twin' },
    evidence: [
      {
        object: { kind: 'ControllerRevision', namespace: 'default', name: current.name },
        field: 'revision',
        value: 2,
      },
      { object: { kind: 'ControllerRevision', namespace: 'default', name: 'agent-twin' }, field: 'revision', value: 1 },
    ],
  });
});

test('[R10] another template is a change, and a rollback makes no second revision', () => {
  const other = makeRevision({ ...twin, template: { ...template, digest: 'template-0' } });
  expect(findCause({ revisions: [current, other], nodes: {} }, 'R10')).toBeUndefined();
  expect(findCause({ revisions: [current], nodes: {} }, 'R10')).toBeUndefined();
});
