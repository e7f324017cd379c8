import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiffLine } from '#lib/wire/revision-diff.ts';
import { diffLines } from './line-diff.ts';

const SIGNS = { same: ' ', added: '+', removed: '-' } as const;
const asText = (lines: readonly DiffLine[]) => lines.map(({ kind, text }) => `${SIGNS[kind]}${text}`).join(' ');
const split = (text: string) => (text === '' ? [] : text.split(' '));

test.for([
  ['equal texts', 'a b c', 'a b c', ' a  b  c'],
  ['a line between others', 'a c', 'a b c', ' a +b  c'],
  ['a changed line: the old one first', 'a b c', 'a x c', ' a -b +x  c'],
  ['several changed lines: all old ones first', 'a b c d', 'a x y d', ' a -b -c +x +y  d'],
  ['one of several equal lines', 'a a b', 'a b', ' a -a  b'],
  ['the longest that both have, not the first', 'x a b c', 'a b c x', '-x  a  b  c +x'],
  ['nothing before', '', 'a b', '+a +b'],
  ['nothing after', 'a b', '', '-a -b'],
  ['nothing at all', '', '', ''],
] as const)('%s', ([, before, after, expected]) => {
  expect(asText(diffLines(split(before), split(after)))).toBe(expected);
});

/** The length of the longest common subsequence, by trying every one of the shorter text. */
function longestCommon(before: readonly string[], after: readonly string[]): number {
  let longest = 0;
  for (let chosen = 0; chosen < 2 ** before.length; chosen += 1) {
    const picked = before.filter((_, at) => (chosen >> at) & 1);
    let at = 0;
    for (const line of after) if (line === picked[at]) at += 1;
    if (at === picked.length) longest = Math.max(longest, at);
  }
  return longest;
}

test('leads from the one text to the other, and keeps as much as can be kept', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
  const law = fc.property(lines, lines, (before, after) => {
    const diff = diffLines(before, after);
    const without = (kind: DiffLine['kind']) => diff.filter((line) => line.kind !== kind).map(({ text }) => text);
    expect(without('added')).toEqual(before);
    expect(without('removed')).toEqual(after);
    expect(diff.filter(({ kind }) => kind === 'same').length).toBe(longestCommon(before, after));
  });
  fc.assert(law, { seed: 5, numRuns: 500 });
});

test('what is too large to compare line by line is told whole, between what both begin and end with', () => {
  const many = (word: string) => Array.from({ length: 3_000 }, (_, at) => `${word}-${at}`);
  const diff = diffLines(['head', ...many('old'), 'tail'], ['head', ...many('new'), 'tail']);
  expect(diff.length).toBe(6_002);
  expect([diff[0], diff[1], diff[3_001], diff[6_001]]).toStrictEqual([
    { kind: 'same', text: 'head' },
    { kind: 'removed', text: 'old-0' },
    { kind: 'added', text: 'new-0' },
    { kind: 'same', text: 'tail' },
  ]);
});
