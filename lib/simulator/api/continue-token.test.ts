import { expect, test } from 'vitest';
import { failure, success } from '#lib/base/result.ts';
import { continueToken, placeAfter, readContinueToken } from './continue-token.ts';

test('a token is read as it was written', () => {
  const token = { revision: 7, start: `/${placeAfter('a')}` };
  expect(readContinueToken(continueToken(token))).toStrictEqual(success(token));
});

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const UNREADABLE: readonly (readonly [string, string, string])[] = [
  ['a sign that is none of base64', '++', ': illegal base64 data at input byte 0'],
  ['no object', encoded([]), ': it is no object'],
  [
    'another version',
    encoded({ v: 'meta.k8s.io/v2', rv: 5, start: 'x' }),
    ': server does not recognize this encoded version meta.k8s.io/v2',
  ],
  [
    'no revision',
    encoded({ v: 'meta.k8s.io/v1', rv: 0, start: 'x' }),
    ': incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
  ],
  [
    'no start',
    encoded({ v: 'meta.k8s.io/v1', rv: 5, start: '' }),
    ': encoded start key empty (version meta.k8s.io/v1)',
  ],
  ['a way upwards', encoded({ v: 'meta.k8s.io/v1', rv: 5, start: '../x' }), ': ../x'],
  ['a way that goes nowhere', encoded({ v: 'meta.k8s.io/v1', rv: 5, start: 'a//x' }), ': a//x'],
];
test.for(UNREADABLE)('a token with %s is refused', ([, token, reason]) => {
  expect(readContinueToken(token)).toStrictEqual(failure(`continue key is not valid${reason}`));
});

test('text that is no JSON is refused, and nothing is thrown', () => {
  expect(readContinueToken(Buffer.from('hello').toString('base64url'))).toMatchObject({ ok: false });
});
