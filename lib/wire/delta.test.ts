import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import {
  arbitraryPicture,
  makePicture,
  makePictureDaemonSet,
  makePictureNode,
  neighbouringPictures,
} from '#lib/testing/pictures.ts';
import { applyDelta, diffPicture, isEmptyDelta, type PictureDelta } from './delta.ts';
import { packDelta, unpackDelta } from './delta-codec.ts';
import type { Picture } from './picture.ts';

const runs = { seed: 7, numRuns: 500 };

function throughTheWire(delta: PictureDelta): PictureDelta {
  const received = unpackDelta(JSON.parse(JSON.stringify(packDelta(delta))));
  if (received === undefined) throw new Error('the difference does not survive the wire');
  return received;
}

function parts(picture: Picture): readonly unknown[] {
  return [picture.cluster, picture.source, picture.knowledge, ...picture.nodes, ...picture.daemonSets];
}

test('a difference leads from the first picture to the second, in memory and over the wire', () => {
  const law = fc.property(arbitraryPicture, arbitraryPicture, (before, after) => {
    const untouched = structuredClone(before);
    const delta = diffPicture(before, after);
    expect(applyDelta(before, delta)).toStrictEqual(after);
    expect(before).toStrictEqual(untouched);
    expect(throughTheWire(delta)).toStrictEqual(delta);
    expect(applyDelta(before, throughTheWire(delta))).toStrictEqual(after);
  });
  fc.assert(law, runs);
});

test('equal pictures have no difference, and no difference gives back the picture itself', () => {
  const law = fc.property(arbitraryPicture, (picture) => {
    const copy = structuredClone(picture);
    expect(diffPicture(picture, copy)).toStrictEqual({});
    expect(isEmptyDelta(diffPicture(picture, copy))).toBe(true);
    expect(applyDelta(picture, diffPicture(picture, copy))).toBe(picture);
  });
  fc.assert(law, runs);
});

test('what a difference does not touch stays the same object', () => {
  const law = fc.property(neighbouringPictures, ([before, after]) => {
    const applied = applyDelta(before, throughTheWire(diffPicture(before, after)));
    expect(applied).toStrictEqual(after);
    if (applied === undefined) return;
    const kept = new Set(parts(before));
    for (const [index, part] of parts(after).entries()) {
      if (kept.has(part)) expect(parts(applied)[index]).toBe(part);
    }
    if (before.nodes === after.nodes) expect(applied.nodes).toBe(before.nodes);
    for (const [uid, column] of after.cells) {
      if (before.cells.get(uid) === column) expect(applied.cells.get(uid)).toBe(column);
    }
  });
  fc.assert(law, runs);
});

test('squashed: the difference over two steps leads where the two lead in turn', () => {
  const law = fc.property(arbitraryPicture, arbitraryPicture, arbitraryPicture, (first, second, third) => {
    const middle = applyDelta(first, diffPicture(first, second));
    const inTurn = middle === undefined ? undefined : applyDelta(middle, diffPicture(second, third));
    expect(inTurn).toStrictEqual(third);
    expect(applyDelta(first, diffPicture(first, third))).toStrictEqual(inTurn);
  });
  fc.assert(law, { seed: 7, numRuns: 200 });
});

test('the same states again change nothing: the picture stays the same object', () => {
  const before = makePicture({
    nodes: [makePictureNode()],
    daemonSets: [makePictureDaemonSet()],
    cells: new Map([['uid-agent', Uint8Array.of(0)]]),
  });
  const after = { ...before, ignoredNodes: 2, cells: new Map([['uid-agent', Uint8Array.of(3)]]) };
  const delta = diffPicture(before, after);
  const once = applyDelta(before, delta);
  expect(once).toStrictEqual(after);
  expect(once === undefined ? undefined : applyDelta(once, delta)).toBe(once);
});

const two = makePicture({
  nodes: [makePictureNode({ name: 'node-a' }), makePictureNode({ name: 'node-b' })],
  daemonSets: [makePictureDaemonSet()],
  cells: new Map([['uid-agent', Uint8Array.of(1, 2)]]),
});
const misfits: readonly { readonly name: string; readonly delta: PictureDelta }[] = [
  { name: 'a cell beyond the last node', delta: { cells: Uint8Array.of(64) } },
  { name: 'a run that is cut off', delta: { cells: Uint8Array.of(3) } },
  { name: 'a state that does not exist', delta: { cells: Uint8Array.of(15 * 2) } },
  { name: 'a run that is longer than all cells', delta: { cells: Uint8Array.of(3, 1) } },
  { name: 'a skip that never ends', delta: { cells: Uint8Array.of(255, 255, 255, 255, 255, 255) } },
  { name: 'a node used twice', delta: { nodes: { seats: [0, 1, 0, 1] } } },
  { name: 'a node beyond the last', delta: { nodes: { seats: [1, 2] } } },
  { name: 'a huge number of new nodes', delta: { nodes: { seats: [-1, 2 ** 40] } } },
  { name: 'new nodes without a seat', delta: { nodes: { added: [makePictureNode()] } } },
  { name: 'a half pair of seats', delta: { nodes: { seats: [0] } } },
  { name: 'a change of a node that is not there', delta: { nodes: { changed: [{ at: 2, patch: {} }] } } },
];
test.for(misfits)('does not fit, and says so: $name', ({ delta }) => {
  expect(applyDelta(two, delta)).toBeUndefined();
});

const malformed: readonly { readonly name: string; readonly body: unknown }[] = [
  { name: 'no object', body: null },
  { name: 'an unknown state', body: { daemonSets: { changed: [[0, { state: 'Fine' }]] } } },
  { name: 'a field without a value', body: { daemonSets: { changed: [[0, { since: undefined }]] } } },
  { name: 'broken base64', body: { cells: '*' } },
  { name: 'a negative position', body: { nodes: { changed: [[-1, {}]] } } },
  { name: 'six counters', body: { daemonSets: { changed: [[0, { counted: [1, 2, 3, 4, 5, 6] }]] } } },
];
test.for(malformed)('is refused at the door: $name', ({ body }) => {
  expect(unpackDelta(body)).toBeUndefined();
});

test('a changed cell costs at most 12 bytes of a frame, from 10 to 1,000 of 150,000', () => {
  const random = seededRandom(7);
  const nodes = Array.from({ length: 5_000 }, (_, index) => makePictureNode({ name: `node-${index}` }));
  const daemonSets = Array.from({ length: 30 }, (_, index) => makePictureDaemonSet({ uid: `uid-${index}` }));
  const ok = CELL_STATES.indexOf('ok');
  const cells = new Map(daemonSets.map(({ uid }) => [uid, new Uint8Array(5_000).fill(ok)]));
  const before = makePicture({ nodes, daemonSets, cells });
  for (const changes of [10, 100, 1_000]) {
    const changed = new Map([...cells].map(([uid, column]) => [uid, column.slice()]));
    for (let count = 0; count < changes; count += 1) {
      const column = changed.get(`uid-${Math.floor(random() * 30)}`);
      column?.fill(Math.floor(random() * 8), (count * 5) % 5_000, ((count * 5) % 5_000) + 1);
    }
    const bytes = JSON.stringify(packDelta(diffPicture(before, { ...before, cells: changed }))).length;
    expect(bytes / changes).toBeLessThanOrEqual(12);
  }
});

test('a whole column that changes to one state costs no more than a few bytes', () => {
  const nodes = Array.from({ length: 5_000 }, (_, index) => makePictureNode({ name: `node-${index}` }));
  const daemonSets = [makePictureDaemonSet()];
  const before = makePicture({ nodes, daemonSets, cells: new Map([['uid-agent', new Uint8Array(5_000)]]) });
  const after = { ...before, cells: new Map([['uid-agent', new Uint8Array(5_000).fill(5)]]) };
  expect(packDelta(diffPicture(before, after))).toStrictEqual({ cells: 'C4Yn' });
});
