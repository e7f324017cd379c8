import { expect, test } from 'vitest';
import { mergePatch } from './merge-patch.ts';

const rows: readonly { name: string; value: unknown; patch: unknown; result: unknown }[] = [
  { name: 'adds, replaces and keeps', value: { a: 1, b: 2 }, patch: { b: 3, c: 4 }, result: { a: 1, b: 3, c: 4 } },
  {
    name: 'null takes a key away, also one that is not there',
    value: { a: 1, b: 2 },
    patch: { a: null, x: null },
    result: { b: 2 },
  },
  {
    name: 'goes into objects',
    value: { a: { b: 1, c: 2 } },
    patch: { a: { b: null, d: 3 } },
    result: { a: { c: 2, d: 3 } },
  },
  { name: 'a list is one value', value: { a: [1, 2] }, patch: { a: [3] }, result: { a: [3] } },
  {
    name: 'an object takes the place of what is none',
    value: { a: [1] },
    patch: { a: { b: 1, c: null } },
    result: { a: { b: 1 } },
  },
];
test.for(rows)('$name', ({ value, patch, result }) => {
  const before = structuredClone(value);
  expect(mergePatch(value, patch)).toStrictEqual(result);
  expect(value).toStrictEqual(before);
});
