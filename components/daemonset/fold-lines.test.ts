import { expect, test } from 'vitest';
import type { DiffLine } from '#lib/wire/revision-diff.ts';
import { foldLines } from './fold-lines.ts';

/** `.` is an equal line, `+` an added, `-` a removed one; a fold is told by its count. */
function fold(signs: string, context?: number): string {
  const kinds = { '.': 'same', '+': 'added', '-': 'removed' } as const;
  const lines = signs
    .split('')
    .map((sign, at): DiffLine => ({ kind: kinds[sign as keyof typeof kinds], text: `${at}` }));
  return foldLines(lines, context)
    .map((part) => (part.kind === 'Fold' ? `(${part.count})` : signs.charAt(part.at)))
    .join('');
}

test.for([
  ['three equal lines on each side of a difference are kept', '.....-+.....', '(2)...-+...(2)'],
  ['what is close to two differences is kept once', '-......+', '-......+'],
  ['a single line is not worth a fold', '-.......+', '-.......+'],
  ['two are', '-........+', '-...(2)...+'],
  ['without a difference all is one fold', '.....', '(5)'],
  ['without lines there is none', '', ''],
] as const)('%s', ([, signs, folded]) => {
  expect(fold(signs)).toBe(folded);
});

test('with all the context there is, nothing is folded', () => {
  expect(fold('..........+.....', Number.POSITIVE_INFINITY)).toBe('..........+.....');
  expect(fold('.....', Number.POSITIVE_INFINITY)).toBe('.....');
});
