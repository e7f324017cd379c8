import { describe, expect, test } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { makePicture, makePictureDaemonSet, makePictureNode } from '#lib/testing/pictures.ts';
import { collectSubjects } from './collect-subjects.ts';
import { createFleetStore, type FleetState } from './fleet-store.ts';
import { changedSubjects } from './subjects.ts';
import { createTicker } from './ticker.ts';

const initial: FleetState = {
  picture: undefined,
  heartbeat: undefined,
  proof: undefined,
  link: { kind: 'Connecting' },
};

function draw(frames: (() => void)[]): void {
  for (const frame of frames.splice(0)) frame();
}

function openStore() {
  const frames: (() => void)[] = [];
  const store = createFleetStore(initial, (callback) => frames.push(callback));
  let heard = 0;
  store.subscribe(() => {
    heard += 1;
  });
  return { store, frames, heard: () => heard, draw: () => draw(frames) };
}

describe('[design 1] one batch per frame', () => {
  test('many updates before a frame are one change, the last of each kind wins', () => {
    const { store, frames, heard, draw } = openStore();
    const [first, second] = [makePicture(), makePicture({ ignoredNodes: 2 })];
    store.update({ picture: first });
    store.update({ link: { kind: 'Open' } });
    store.update({ picture: second });
    expect(store.getState()).toBe(initial);
    expect(frames).toHaveLength(1);
    draw();
    expect(heard()).toBe(1);
    expect(store.getState()).toStrictEqual({ ...initial, picture: second, link: { kind: 'Open' } });
    expect(store.getState().picture).toBe(second);
  });

  test('an update that brings nothing new asks for no frame', () => {
    const { store, frames } = openStore();
    store.update({ link: initial.link, picture: undefined });
    expect(frames).toStrictEqual([]);
  });

  test('a flush makes it visible at once, and the frame that comes later does nothing', () => {
    const { store, heard, draw } = openStore();
    store.update({ picture: makePicture() });
    store.flush();
    draw();
    expect(heard()).toBe(1);
  });
});

describe('[8.3] the one clock', () => {
  test('is read each second, and says what both clocks say however late its timer comes', () => {
    const clock = createFakeClock(1_000_000);
    const ticker = createTicker(clock, { monotonic: 0, wall: 0 });
    const ticks: number[] = [];
    ticker.subscribe(() => ticks.push(ticker.getTick().monotonic));
    ticker.start();
    clock.advance(2_500);
    expect(ticks).toStrictEqual([0, 1_000, 2_000]);
    ticker.tick();
    expect(ticker.getTick()).toStrictEqual({ monotonic: 2_500, wall: 1_002_500 });
    ticker.stop();
    clock.advance(10_000);
    expect(ticks).toHaveLength(4);
  });
});

describe('whose details may have changed', () => {
  const [a, b] = [makePictureNode({ name: 'a' }), makePictureNode({ name: 'b' })];
  const [agent, proxy] = [
    makePictureDaemonSet({ uid: 'agent' }),
    makePictureDaemonSet({ uid: 'proxy', name: 'proxy' }),
  ];
  const before = makePicture({
    nodes: [a, b],
    daemonSets: [agent, proxy],
    cells: new Map([
      ['agent', Uint8Array.of(8, 8)],
      ['proxy', Uint8Array.of(8, 8)],
    ]),
  });
  const proxyColumn = before.cells.get('proxy') ?? Uint8Array.of();
  const rows = [
    { name: 'nobody, when nothing did', after: { ...before }, daemonSets: [], nodes: [] },
    {
      name: 'the DaemonSet and the node of a cell',
      after: {
        ...before,
        cells: new Map([
          ['agent', Uint8Array.of(8, 0)],
          ['proxy', proxyColumn],
        ]),
      },
      daemonSets: ['agent'],
      nodes: ['b'],
    },
    {
      name: 'a DaemonSet that says something else of itself',
      after: { ...before, daemonSets: [{ ...agent, priority: 5 }, proxy] },
      daemonSets: ['agent'],
      nodes: [],
    },
    {
      name: 'a node that changed, and one that went',
      after: { ...before, nodes: [{ ...a, unschedulable: true }] },
      daemonSets: [],
      nodes: ['a', 'b'],
    },
    {
      name: 'a DaemonSet that went',
      after: { ...before, daemonSets: [proxy], cells: new Map([['proxy', proxyColumn]]) },
      daemonSets: ['agent'],
      nodes: [],
    },
  ];
  test.for(rows)('$name', ({ after, daemonSets, nodes }) => {
    const subjects = changedSubjects(before, after);
    expect([[...subjects.daemonSets], [...subjects.nodes].toSorted()]).toStrictEqual([daemonSets, nodes]);
  });

  test('the first is passed on at once, those of the next half second together', () => {
    const clock = createFakeClock();
    const passed: (readonly string[])[] = [];
    const collect = collectSubjects(clock, 500, ({ daemonSets }) => passed.push([...daemonSets]));
    const subjects = (...uids: readonly string[]) => ({ daemonSets: new Set(uids), nodes: new Set<string>() });
    collect(subjects('a'));
    collect(subjects('b'));
    collect(subjects('c', 'b'));
    collect(subjects());
    expect(passed).toStrictEqual([['a']]);
    clock.advance(500);
    expect(passed).toStrictEqual([['a'], ['b', 'c']]);
    clock.advance(500);
    collect(subjects('d'));
    expect(passed).toStrictEqual([['a'], ['b', 'c'], ['d']]);
  });
});
