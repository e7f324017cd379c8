import { describe, expect, test } from 'vitest';
import { makeListOf } from '#lib/testing/node-lists.ts';
import { makePicture, makePictureNode } from '#lib/testing/pictures.ts';
import { lackingOn, makeNodeList } from './node-list.ts';
import { addExpectations, completenessAt, countExpectations, expectationAt, tallyNodes } from './node-tally.ts';

const list = makeListOf(
  [
    { name: 'n-1', cells: { 'agent-10': 'progressing', 'agent-2': 'failed', proxy: 'missing' } },
    { name: 'n-2', cells: { 'agent-10': 'ok', 'agent-2': 'old', proxy: 'excluded' } },
    { name: 'n-3', cells: { 'agent-10': 'unknown', 'agent-2': 'ok', proxy: 'misscheduled' } },
    { name: 'n-4' },
  ],
  ['proxy', 'agent-10', 'agent-2'],
);

describe('the list of the nodes', () => {
  test('[P6] the DaemonSets stand in natural order of their names, however they are', () => {
    expect(list.daemonSets.map(({ name }) => name)).toStrictEqual(['agent-2', 'agent-10', 'proxy']);
  });

  test('[NC1] what lacks on a node, the worst first', () => {
    expect([0, 1, 2].map((node) => lackingOn(list, node).map(({ name }) => name))).toStrictEqual([
      ['agent-2', 'proxy', 'agent-10'],
      [],
      [],
    ]);
  });

  test('[NC2] [NC3] how complete each is', () => {
    expect([0, 1, 2, 3].map((node) => completenessAt(list.tally, node))).toStrictEqual([
      'Incomplete',
      'Complete',
      'Unknown',
      'NotWanted',
    ]);
    expect(list.tally).toMatchObject({
      wanted: Uint16Array.of(3, 2, 1, 0),
      lacking: Uint16Array.of(3, 0, 0, 0),
      unknown: Uint16Array.of(0, 0, 1, 0),
    });
  });

  test('[NC1] how many of the nodes that are looked at are of each kind', () => {
    const counts = list.columns.map((column) => countExpectations(column, [0, 1, 3]));
    expect(counts[0]).toStrictEqual({ Runs: 1, DoesNotRun: 1, NotWanted: 1, RunsUnwanted: 0, Unknown: 0 });
    expect(addExpectations(counts)).toStrictEqual({
      Runs: 2,
      DoesNotRun: 3,
      NotWanted: 4,
      RunsUnwanted: 0,
      Unknown: 0,
    });
  });

  test('a cell that is not there, and one of a later version, is unknown', () => {
    expect([undefined, 99, 255].map(expectationAt)).toStrictEqual(['Unknown', 'Unknown', 'Unknown']);
    const picture = makePicture({ nodes: [makePictureNode()], cells: new Map([['x', new Uint8Array()]]) });
    expect(tallyNodes(picture).unknown).toStrictEqual(Uint16Array.of(1));
  });

  test('[NC3] while the DaemonSets have not been read, a node is unknown and not merely unwanted', () => {
    const picture = makePicture({ nodes: [makePictureNode()], knowledge: { nodes: 'Known' } });
    expect(completenessAt(makeNodeList(picture, undefined).tally, 0)).toBe('Unknown');
  });
});
