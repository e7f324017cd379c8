import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const known = (...at: string[]) => ({ case: 'any', at, reason: 'for the test' });

test('what is known to differ is taken out of both answers, the rest is left', () => {
  const real = { status: 200, body: { items: [{ name: 'a', extra: 1 }, { name: 'b' }] } };
  const simulated = { status: 200, body: { items: [{ name: 'a' }, { name: 'b' }] } };
  expect(compare(real, simulated, [known('body', 'items', '0', 'extra')])).toStrictEqual({
    controlPlane: simulated,
    simulator: simulated,
    settled: [],
  });
});

test('a whole branch may be known to differ, also where one side has none', () => {
  expect(compare({ a: 1, b: { c: 2 } }, { a: 1 }, [known('b')])).toStrictEqual({
    controlPlane: { a: 1 },
    simulator: { a: 1 },
    settled: [],
  });
});

test('a known difference that no longer differs is named, also when its path leads nowhere', () => {
  const same = known('body', 'count');
  const nowhere = known('no', 'such', 'path');
  const comparison = compare({ body: { count: 1 } }, { body: { count: 1 } }, [same, nowhere]);
  expect(comparison.settled).toStrictEqual([same, nowhere]);
});

test('a difference that is not known stays', () => {
  const { controlPlane, simulator } = compare({ a: 1, b: 1 }, { a: 2, b: 2 }, [known('a')]);
  expect([controlPlane, simulator]).toStrictEqual([{ b: 1 }, { b: 2 }]);
});
