import { expect, test } from 'vitest';
import { nodeName } from '#lib/domain/keys.ts';
import type { Holder } from '#lib/domain/rollout/verdict.ts';
import { sortHolders } from './holders.ts';

function makeHolder(node: string, overrides: Partial<Holder> = {}): Holder {
  return { node: nodeName(node), row: 'RU5e', kind: 'stuck', reason: 'ImagePullBackOff', ...overrides };
}

test('[RS3] stuck before in flight, by owner, the longest first, and by the natural order of names', () => {
  const holders = [
    makeHolder('moving', { kind: 'inFlight', reason: 'Starting', since: 1 }),
    makeHolder('node-10', { since: 5 }),
    makeHolder('node-2', { since: 5 }),
    makeHolder('longest', { since: 3 }),
    makeHolder('of-unknown-age'),
    makeHolder('dead', { reason: 'NodeNotReady', since: 9 }),
  ];
  const given = [...holders];
  expect(sortHolders(holders).map(({ node }) => node)).toStrictEqual([
    'dead',
    'longest',
    'node-2',
    'node-10',
    'of-unknown-age',
    'moving',
  ]);
  expect(holders).toStrictEqual(given);
});
