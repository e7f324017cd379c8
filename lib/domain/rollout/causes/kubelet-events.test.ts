import { expect, test } from 'vitest';
import { makeKubeletEvent } from '#lib/testing/kubelet.ts';
import { NOW, SECOND } from '#lib/testing/rollouts.ts';
import { latestEvent, noteOf } from './kubelet-events.ts';

const early = makeKubeletEvent('Unhealthy', 'Liveness probe failed: a', { name: 'early', at: NOW - 9 * SECOND });
const late = makeKubeletEvent('Unhealthy', '(combined from similar events): Readiness probe failed: b', {
  name: 'late',
  at: NOW - SECOND,
  container: 'agent',
});
const { lastTimestamp: _, ...timeless } = makeKubeletEvent('Unhealthy', 'c', { name: 'timeless' });

test.for([
  ['[EV1] the one that was last seen', {}, 'late'],
  ['whatever their order', { reversed: true }, 'late'],
  ['[EV3] whose text, without the prefix, begins so', { note: /^Readiness/ }, 'late'],
  ['of which there may be none', { note: /^Startup/ }, undefined],
  ['about this container', { container: 'agent' }, 'late'],
  ['or about nobody says which', { container: 'proxy' }, 'early'],
  ['last seen from then on', { from: NOW - SECOND }, 'late'],
  ['and not before', { from: NOW }, undefined],
] as const)('finds %s', ([, { reversed = false, ...query }, name]: readonly [string, Query, string | undefined]) => {
  const events = reversed ? [late, early] : [early, late];
  expect(latestEvent(events, { reason: 'Unhealthy', ...query })?.name).toBe(name);
});
type Query = {
  readonly reversed?: boolean;
  readonly note?: RegExp;
  readonly container?: string;
  readonly from?: number;
};

test('[EV1] an event without a last time was seen when it was made', () => {
  const query = { reason: 'Unhealthy', from: NOW - 10 * SECOND };
  expect(latestEvent([timeless], query)?.name).toBe('timeless');
  expect(latestEvent([timeless], { ...query, from: NOW - 9 * SECOND })).toBeUndefined();
});
test('finds none of another reason', () => {
  expect(latestEvent([early], { reason: 'Failed' })).toBeUndefined();
});
test('[EV3] takes off the prefix of combined events, once', () => {
  expect([early, late].map(noteOf)).toStrictEqual(['Liveness probe failed: a', 'Readiness probe failed: b']);
});
