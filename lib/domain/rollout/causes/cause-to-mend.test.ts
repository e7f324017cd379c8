import { expect, test } from 'vitest';
import type { Confidence } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import { causeToMend } from './cause-to-mend.ts';

type Found = readonly [CauseCode, Confidence];
const rows: readonly {
  readonly name: string;
  readonly found: readonly Found[];
  readonly mend: CauseCode | undefined;
}[] = [
  { name: '[TX10] where there is none, none', found: [], mend: undefined },
  {
    name: '[TX10] the first',
    found: [
      ['R03', 'H'],
      ['T01', 'H'],
    ],
    mend: 'R03',
  },
  {
    name: '[TX10] what keeps pods from being made, not that they are missing',
    found: [
      ['R07', 'H'],
      ['R12', 'M'],
      ['C01', 'H'],
    ],
    mend: 'C01',
  },
  {
    name: '[TX10] what keeps pods from ending, not that they are still there',
    found: [
      ['R08', 'H'],
      ['T02', 'H'],
    ],
    mend: 'T02',
  },
  {
    name: '[TX10] no possibility in place of a fact',
    found: [
      ['R07', 'H'],
      ['C13', 'L'],
    ],
    mend: 'R07',
  },
  { name: '[TX10] the first where it stands alone', found: [['R08', 'H']], mend: 'R08' },
];
test.for(rows)('$name', ({ found, mend }) => {
  const causes = found.map(([code, confidence]) => ({ code, confidence }));
  expect(causeToMend(causes)?.code).toBe(mend);
});
