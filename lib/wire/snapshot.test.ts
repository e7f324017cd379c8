import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryPicture, makePicture, makePictureDaemonSet, makePictureNode } from '#lib/testing/pictures.ts';
import type { Picture } from './picture.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot.ts';

const id = { epoch: 'boot-1', sequence: 42 };

function bodyOf(picture: Picture): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(encodeSnapshot({ id, asOf: 5, picture })));
}

test('a snapshot gives back the picture that went in, whatever its names are', () => {
  const law = fc.property(arbitraryPicture, fc.option(fc.nat(), { nil: null }), (picture, asOf) => {
    const bytes = encodeSnapshot({ id, asOf, picture });
    const answer = decodeSnapshot(JSON.parse(new TextDecoder().decode(bytes)));
    // Labels come back in the order of their columns; toEqual, because the order of keys is all that may differ.
    expect(answer).toEqual({ kind: 'Snapshot', snapshot: { id, asOf, picture } });
  });
  fc.assert(law, { seed: 7, numRuns: 500 });
});

const picture = makePicture({
  nodes: [makePictureNode({ name: 'node-a', labels: { zone: 'x' } }), makePictureNode({ name: 'node-b' })],
  daemonSets: [makePictureDaemonSet()],
  cells: new Map([['uid-agent', Uint8Array.of(8, 0)]]),
});

test('names cross once, a label that is the name does not cross at all, and a cell is one letter', () => {
  const labelled = { ...picture, nodes: picture.nodes.map((node) => ({ ...node, labels: { host: node.name } })) };
  const body = bodyOf(labelled);
  expect(body['cells']).toStrictEqual(['ia']);
  expect(body['nodes']).toMatchObject({ names: ['node-a', 'node-b'], labels: [['host', { values: [], at: 'AQE=' }]] });
  expect(JSON.stringify(body).match(/node-a/g)).toHaveLength(1);
});

const broken: readonly { readonly name: string; readonly change: (body: Record<string, unknown>) => unknown }[] = [
  { name: 'not an object', change: () => 'hello' },
  { name: 'null', change: () => null },
  { name: 'an id that is none', change: (body) => ({ ...body, id: '42' }) },
  { name: 'a column of cells too few', change: (body) => ({ ...body, cells: [] }) },
  { name: 'a column that is too short', change: (body) => ({ ...body, cells: ['i'] }) },
  { name: 'a cell state that does not exist', change: (body) => ({ ...body, cells: ['iz'] }) },
  { name: 'a cell state below the first', change: (body) => ({ ...body, cells: ['i '] }) },
  {
    name: 'an index without a value',
    change: (body) => ({ ...body, nodes: { ...Object(body['nodes']), osImage: { values: [], at: 'AAI=' } } }),
  },
  {
    name: 'a property of too many nodes',
    change: (body) => ({ ...body, nodes: { ...Object(body['nodes']), osImage: { values: [], at: 'AAAA' } } }),
  },
  { name: 'nodes left out', change: (body) => ({ ...body, nodes: undefined }) },
];
test.for(broken)('is refused at the door: $name', ({ change }) => {
  expect(decodeSnapshot(change(bodyOf(picture)))).toStrictEqual({ kind: 'Malformed' });
});

test('another protocol version is told apart from garbage, because only a reload helps', () => {
  expect(decodeSnapshot({ version: 1, anything: true })).toStrictEqual({ kind: 'OtherVersion' });
});
