import { describe, expect, test } from 'vitest';
import { ageOf, type Freshness, freshnessOf, isUntrusted } from './freshness.ts';
import type { Link } from './link.ts';

const open: Link = { kind: 'Open' };
const lost: Link = { kind: 'Lost', cause: { kind: 'ServerUnreachable' }, sinceWall: 5_000 };
const proof = { monotonic: 1_000, wall: 1_000_000, asOfAgeMillis: 1_500 };

describe('[reliability 14] the age', () => {
  const rows = [
    {
      name: 'is the time since the last frame plus the age it carried',
      now: { monotonic: 3_000, wall: 1_002_000 },
      age: 3_500,
    },
    {
      name: 'rises while the machine sleeps and the monotonic clock stands',
      now: { monotonic: 1_000, wall: 1_600_000 },
      age: 601_500,
    },
    { name: 'does not fall when the wall clock is set back', now: { monotonic: 9_000, wall: 0 }, age: 9_500 },
    { name: 'is never less than what the server said', now: { monotonic: 0, wall: 0 }, age: 1_500 },
  ];
  test.for(rows)('$name', ({ now, age }) => {
    expect(ageOf(proof, now)).toBe(age);
  });

  test('is unknown before the first sync, however long that takes', () => {
    expect(ageOf({ ...proof, asOfAgeMillis: null }, { monotonic: 9e9, wall: 9e9 })).toBeUndefined();
  });
});

describe('[reliability 14] what may be said', () => {
  type Row = {
    readonly name: string;
    readonly age: number | undefined;
    readonly link?: Link;
    readonly files?: number;
    readonly says: Freshness;
  };
  const rows: readonly Row[] = [
    { name: 'LIVE up to ten seconds', age: 10_000, says: { kind: 'Live', ageMillis: 10_000 } },
    { name: 'LAGGING above', age: 10_001, says: { kind: 'Lagging', ageMillis: 10_001 } },
    { name: 'LAGGING up to thirty', age: 30_000, says: { kind: 'Lagging', ageMillis: 30_000 } },
    { name: 'STALE above', age: 30_001, says: { kind: 'Stale', ageMillis: 30_001 } },
    {
      name: 'a lost server is said at once',
      age: 1_000,
      link: lost,
      says: { kind: 'Lagging', ageMillis: 1_000, lost: { kind: 'ServerUnreachable' } },
    },
    {
      name: 'OFFLINE when the data is stale and the server is lost, and since when',
      age: 31_000,
      link: lost,
      says: { kind: 'Offline', ageMillis: 31_000, lost: { kind: 'ServerUnreachable' }, since: 5_000 },
    },
    {
      name: 'a paused tab lets the age speak',
      age: 31_000,
      link: { kind: 'Paused' },
      says: { kind: 'Stale', ageMillis: 31_000 },
    },
    { name: 'nothing read yet', age: undefined, says: { kind: 'Loading' } },
    {
      name: 'nothing read yet and the server is lost',
      age: undefined,
      link: lost,
      says: { kind: 'Offline', ageMillis: 0, lost: { kind: 'ServerUnreachable' }, since: 5_000 },
    },
    { name: 'files never go stale', age: 9e9, files: 77, says: { kind: 'Files', asOf: 77, lost: false } },
    {
      name: 'files whose server is gone',
      age: 9e9,
      files: 77,
      link: lost,
      says: { kind: 'Files', asOf: 77, lost: true },
    },
  ];
  test.for(rows)('$name', ({ age, link = open, files, says }) => {
    expect(freshnessOf({ ageMillis: age, link, filesAsOf: files })).toStrictEqual(says);
  });

  test('[P3] status colours are for data that is live, lagging, or from files', () => {
    const kinds = ['Files', 'Loading', 'Live', 'Lagging', 'Stale', 'Offline'] as const;
    expect(kinds.filter(isUntrusted)).toStrictEqual(['Stale', 'Offline']);
  });
});
