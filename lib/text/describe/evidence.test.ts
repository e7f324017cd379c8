import { expect, test } from 'vitest';
import { createText } from '../text.ts';

const text = createText('en');

test('[P9] what was read, and where', () => {
  const evidence = {
    object: { kind: 'Pod', namespace: 'logging', name: 'agent-x' },
    field: 'status.reason',
    value: 'OutOfcpu',
  };
  expect(text.describeEvidence(evidence)).toBe('Pod logging/agent-x · status.reason = OutOfcpu');
});

test('a node has no namespace, and a value need not be text', () => {
  const node = { kind: 'Node', name: 'node-a' };
  expect(text.describeEvidence({ object: node, field: 'spec.unschedulable', value: true })).toBe(
    'Node node-a · spec.unschedulable = true',
  );
  const bare = { object: { ...node, namespace: null }, field: 'status.x', value: 0 };
  expect(text.describeEvidence(bare)).toBe('Node node-a · status.x = 0');
});

test('[D8] a long or strange value is cut and made visible', () => {
  const evidence = {
    object: { kind: 'Event', namespace: 'a', name: 'b' },
    field: 'note',
    value: `\u001b${'x'.repeat(400)}`,
  };
  expect(text.describeEvidence(evidence)).toBe(`Event a/b · note = <U+001B>${'x'.repeat(299)}...`);
});
