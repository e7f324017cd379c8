import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth, padEnd, padStart, shorten, wrap } from './display-width.ts';

const widths: readonly (readonly [string, number])[] = [
  ['', 0],
  ['node-a', 6],
  ['ノード', 6],
  ['17ノード', 8],
  ['（未準備）', 10],
  ['ﾉｰﾄﾞ', 4],
  ['한국', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['✕▲▶◇◔○▨·', 8],
  ['👍🏽', 2],
  ['𠮷', 2],
];
test.for(widths)('%s takes %i columns', ([text, width]) => {
  expect(displayWidth(text)).toBe(width);
});

const shortened: readonly (readonly [string, number, string])[] = [
  ['node-a', 6, 'node-a'],
  ['ip-10-0-1-17.ec2.internal', 11, 'ip-10…ernal'],
  ['リソース不足のノード', 9, 'リソ…ード'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
];
test.for(shortened)('%s in %i columns is %s', ([text, width, short]) => {
  expect(shorten(text, width)).toBe(short);
});

test('padding counts columns, not letters', () => {
  expect(padEnd('異常', 6)).toBe('異常  ');
  expect(padStart('3件', 5)).toBe('  3件');
  expect(padEnd('too long', 3)).toBe('too long');
});

test('breaks lines at spaces, and Japanese after its marks or anywhere', () => {
  expect(wrap('the quick brown fox', 10)).toStrictEqual(['the quick', 'brown fox']);
  expect(wrap('Podは起動中です。待機中です。', 20)).toStrictEqual(['Podは起動中です。', '待機中です。']);
  expect(wrap('ロールアウトが停滞', 8)).toStrictEqual(['ロールア', 'ウトが停', '滞']);
  expect(wrap('', 10)).toStrictEqual(['']);
});

test('no line is longer than asked, and no letter is lost', () => {
  const letters = fc.constantFrom('a', 'b', ' ', 'ノ', '。', 'e\u0301', '👍', '-');
  const text = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(''));
  const law = fc.property(text, fc.integer({ min: 2, max: 30 }), (given, width) => {
    const lines = wrap(given, width);
    expect(lines.every((line) => displayWidth(line) <= width)).toBe(true);
    expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
    expect(displayWidth(shorten(given, width))).toBeLessThanOrEqual(width);
  });
  fc.assert(law, { seed: 11, numRuns: 500 });
});
