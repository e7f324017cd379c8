import { expect, test } from 'vitest';
import { nodeName, uid } from '#lib/domain/keys.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { AGENT } from '#lib/testing/small-fleet.ts';
import type { Transition } from './history.ts';
import { lastStarvedAt } from './last-starved.ts';

const subject = { uid: uid('daemonset/default/agent'), key: AGENT };
const node = nodeName('node-a');

function turn(at: number, from: CellState, to: CellState): Transition {
  return { of: 'Cell', ...subject, node, from, to, at };
}
function gone(at: number, from: CellState, hidden: boolean): Transition {
  return { of: 'NodeGone', ...subject, node, from, hidden, at };
}

test.for([
  { name: 'nothing is remembered', transitions: [], at: null },
  { name: 'none was starved', transitions: [turn(1, 'ok', 'failed')], at: null },
  { name: 'one still is', transitions: [turn(1, 'ok', 'starved')], at: null },
  {
    name: 'the last of several that found room',
    transitions: [turn(1, 'starved', 'ok'), turn(2, 'starved', 'progressing'), turn(3, 'progressing', 'ok')],
    at: 2,
  },
  { name: 'its node went', transitions: [gone(4, 'starved', false)], at: 4 },
  { name: 'its node may only not be read any more', transitions: [gone(4, 'starved', true)], at: null },
  { name: 'nothing can be said of it any more', transitions: [turn(5, 'starved', 'unknown')], at: null },
])('[experience 7.1] when a node was last starved: $name', ({ transitions, at }) => {
  expect(lastStarvedAt(transitions)).toBe(at);
});
