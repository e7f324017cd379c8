import { expect, test } from 'vitest';
import type { CauseEvidence } from '#lib/domain/rollout/causes/cause.ts';
import { joinEvidence } from './evidence-rows.ts';

const pod = (name: string, field: string, value: CauseEvidence['value']): CauseEvidence => ({
  object: { kind: 'Pod', namespace: 'logging', name },
  field,
  value,
});

test('[P9] pods in which the same field has the same value are one row, in the order in which they were found', () => {
  const rows = joinEvidence([
    pod('a', 'status.phase', 'Pending'),
    pod('a', 'status.reason', 'OutOfcpu'),
    pod('b', 'status.phase', 'Pending'),
    { object: { kind: 'Node', name: 'node-1' }, field: 'status.phase', value: 'Pending' },
    pod('b', 'status.reason', 'OutOfmemory'),
  ]);
  expect(rows.map(({ objects, field, value }) => [objects, field, value])).toStrictEqual([
    [['Pod logging/a', 'Pod logging/b'], 'status.phase', 'Pending'],
    [['Pod logging/a'], 'status.reason', 'OutOfcpu'],
    [['Node node-1'], 'status.phase', 'Pending'],
    [['Pod logging/b'], 'status.reason', 'OutOfmemory'],
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(4);
});

test('a number and its text are two values', () => {
  expect(joinEvidence([pod('a', 'port', 80), pod('b', 'port', '80')])).toHaveLength(2);
});
