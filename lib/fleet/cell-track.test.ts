import { expect, test } from 'vitest';
import { uid } from '#lib/domain/keys.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { AGENT, NODE_A } from '#lib/testing/small-fleet.ts';
import { type CellNow, type CellTransition, trackCell } from './cell-track.ts';

const WATCHED = 1_000;
const subject = { uid: uid('daemonset/default/agent'), key: AGENT, node: NODE_A };
const turn = (at: number, from: CellState, to: CellState): CellTransition => ({ ...subject, of: 'Cell', at, from, to });
const came = (at: number, to: CellState): CellTransition => ({ ...subject, of: 'NodeCame', at, to });
const gone = (at: number, from: CellState): CellTransition => ({
  ...subject,
  of: 'NodeGone',
  at,
  from,
  hidden: false,
});

type Row = {
  readonly name: string;
  readonly now: CellNow;
  readonly transitions?: readonly CellTransition[];
  /** Each change as `at state`, a moment that is a date with an exclamation mark. */
  readonly track: readonly string[];
};
const rows: readonly Row[] = [
  {
    name: 'a cell that never changed is known from the beginning of the watch, and unknown before',
    now: { state: 'ok' },
    track: ['-Infinity unknown', '1000 ok'],
  },
  {
    name: 'or from the earlier moment that the API has for what still lasts',
    now: { state: 'failed', since: 400 },
    track: ['-Infinity unknown', '400! failed'],
  },
  {
    name: 'a node that is excluded is no unknown one before the watch',
    now: { state: 'excluded', nodeCreatedAt: 300 },
    track: ['-Infinity excluded'],
  },
  {
    name: 'a moment within the watch is no news of a cell that did not change',
    now: { state: 'ok', since: 1_700 },
    track: ['-Infinity unknown', '1000 ok'],
  },
  {
    name: 'transitions are followed back to what was before the first',
    now: { state: 'ok', since: 900 },
    transitions: [turn(1_200, 'old', 'progressing'), turn(1_500, 'progressing', 'ok')],
    track: ['-Infinity unknown', '1000 old', '1200! progressing', '1500! ok'],
  },
  {
    name: 'of a node that was made before the watch the time between is unknown, and before it there was no cell',
    now: { state: 'ok', nodeCreatedAt: 300 },
    transitions: [turn(1_500, 'progressing', 'ok')],
    track: ['300 unknown', '1000 progressing', '1500! ok'],
  },
  {
    name: 'a node whose clock is ahead of ours was there when we saw it',
    now: { state: 'ok', nodeCreatedAt: 1_900 },
    track: ['1000 ok'],
  },
  {
    name: 'there was no cell before we saw its node come, whenever that was made',
    now: { state: 'ok', nodeCreatedAt: 300, since: 400 },
    transitions: [came(1_300, 'progressing'), turn(1_500, 'progressing', 'ok')],
    track: ['1300! progressing', '1500! ok'],
  },
  {
    name: 'a node that is gone was there until then',
    now: {},
    transitions: [turn(1_200, 'ok', 'nodeDown'), gone(1_600, 'nodeDown')],
    track: ['-Infinity unknown', '1000 ok', '1200! nodeDown', '1600! none'],
  },
  {
    name: 'a node that came back under its name has two lives',
    now: { state: 'ok', nodeCreatedAt: 2_000 },
    transitions: [gone(1_600, 'nodeDown'), came(2_100, 'progressing'), turn(2_500, 'progressing', 'ok')],
    track: ['1000 nodeDown', '1600! none', '2100! progressing', '2500! ok'],
  },
];
test.for(rows)('$name', ({ now, transitions = [], track }) => {
  const told = trackCell(now, transitions, WATCHED).map(
    ({ at, state, dated }) => `${at}${dated ? '!' : ''} ${state ?? 'none'}`,
  );
  expect(told).toStrictEqual(track);
});
