import { describe, expect, test } from 'vitest';
import type { Knowledge } from '#lib/domain/objects.ts';
import type { ResourceHealth } from '#lib/kubernetes/health.ts';
import { makeHealth } from '#lib/testing/health.ts';
import { asOfAgeOf, cellKnowledge, computeKnowledge, knowledgeChangesIn } from './knowledge.ts';

const rows: readonly { readonly name: string; readonly pods: Partial<ResourceHealth>; readonly known: Knowledge }[] = [
  { name: 'heard of at this moment', pods: {}, known: 'Known' },
  { name: 'not heard of for 30 s', pods: { asOfAgeMillis: 30_000 }, known: 'Known' },
  { name: 'not heard of for longer', pods: { asOfAgeMillis: 30_001 }, known: 'Stale' },
  { name: 'never read', pods: { synced: false }, known: 'NotSynced' },
  { name: 'never read, and forbidden', pods: { synced: false, cause: 'forbidden' }, known: 'Forbidden' },
  { name: 'forbidden just now', pods: { cause: 'forbidden', asOfAgeMillis: 5_000 }, known: 'Known' },
  { name: 'forbidden for a minute', pods: { cause: 'forbidden', asOfAgeMillis: 60_000 }, known: 'Stale' },
  { name: 'forbidden for more than five', pods: { cause: 'forbidden', asOfAgeMillis: 300_001 }, known: 'Forbidden' },
];
test.for(rows)('pods that were $name are $known', ({ pods, known }) => {
  const knowledge = computeKnowledge(makeHealth({ pods }));
  expect(knowledge).toStrictEqual({ ...computeKnowledge(makeHealth()), pods: known });
  expect(cellKnowledge(knowledge)).toStrictEqual({ pods: known, nodes: 'Known' });
});

test('files are known however old they are', () => {
  const health = { ...makeHealth({ pods: { asOfAgeMillis: 1e9 } }), asOf: 0 };
  expect(new Set(Object.values(computeKnowledge(health)))).toStrictEqual(new Set(['Known']));
  expect(knowledgeChangesIn(health)).toBeUndefined();
  expect(asOfAgeOf(health)).toBe(0);
});

describe('the age of all is that of the oldest mandatory resource', () => {
  test('nodes and events do not count', () => {
    const health = makeHealth({
      daemonsets: { asOfAgeMillis: 7 },
      nodes: { asOfAgeMillis: 99 },
      events: { synced: false },
    });
    expect(asOfAgeOf(health)).toBe(7);
  });
  test('before all of them are read there is none', () => {
    expect(asOfAgeOf(makeHealth({ controllerrevisions: { synced: false } }))).toBeUndefined();
  });
});

test('says when age alone will change what is known: the first of the next limits', () => {
  expect(knowledgeChangesIn(makeHealth({ pods: { asOfAgeMillis: 10_000 } }))).toBe(20_001);
  expect(knowledgeChangesIn(makeHealth({ pods: { asOfAgeMillis: 29_999 } }))).toBe(2);
  expect(knowledgeChangesIn(makeHealth({ pods: { asOfAgeMillis: 400_000 } }))).toBe(30_001);
});
