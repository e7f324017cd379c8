import { expect, test } from 'vitest';
import { nodeName, uid } from '#lib/domain/keys.ts';
import { AGENT } from '#lib/testing/small-fleet.ts';
import { createHistory, type Transition } from './history.ts';

const subject = { uid: uid('daemonset/default/agent'), key: AGENT };
const down = (at: number): Transition => ({
  of: 'Cell',
  ...subject,
  node: nodeName('node-a'),
  from: 'ok',
  to: 'nodeDown',
  at,
});

test('the newest are held, oldest first, and from when on nothing is missing is known', () => {
  const history = createHistory(2);
  history.add(down(1));
  history.add(down(2));
  expect(history.completeSince()).toBeUndefined();
  history.add(down(3));
  expect(history.list()).toStrictEqual([down(2), down(3)]);
  expect(history.completeSince()).toBe(1);
});

test('with room for none, all since the last one is held', () => {
  const history = createHistory(0);
  history.add(down(5));
  expect([history.list(), history.completeSince()]).toStrictEqual([[], 5]);
});

test('spans without sight begin and end with a change; the last one may last', () => {
  const history = createHistory(2);
  for (const [isClear, at] of [
    [true, 1],
    [false, 2],
    [false, 3],
    [true, 4],
    [true, 5],
    [false, 6],
  ] as const) {
    history.see(isClear, at);
  }
  expect(history.blindSpans()).toStrictEqual([{ from: 2, until: 4 }, { from: 6 }]);
});

test('of too many spans the oldest is given up, and what came before it with it', () => {
  const history = createHistory(2);
  for (let at = 0; at < 1_001; at += 1) {
    history.see(false, at * 10);
    history.see(true, at * 10 + 5);
  }
  expect(history.blindSpans().length).toBe(1_000);
  expect(history.blindSpans()[0]).toStrictEqual({ from: 10, until: 15 });
  expect(history.completeSince()).toBe(5);
});
