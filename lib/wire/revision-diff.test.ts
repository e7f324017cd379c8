import { expect, test } from 'vitest';
import { parseBetween, serializeBetween } from './revision-diff.ts';

test.for([
  ['12..13', { before: 12, after: 13 }],
  ['12..template', { before: 12, after: 'template' }],
  ['template..0', { before: 'template', after: 0 }],
] as const)('%s names two templates, and is written as it was read', ([text, between]) => {
  expect(parseBetween(text)).toStrictEqual(between);
  expect(serializeBetween(between)).toBe(text);
});

test.for(['', '12', '12..', '..13', '12..13..14', '1e3..2', '-1..2', '01..2', '12..current', `1..${'9'.repeat(16)}`])(
  '%j names no two templates',
  (text) => {
    expect(parseBetween(text)).toBeUndefined();
  },
);
