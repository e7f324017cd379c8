import { describe, expect, test } from 'vitest';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { makePictureNode } from '#lib/testing/pictures.ts';
import { countStates, stateOf, worstByNode } from './worst.ts';

const KNOWN = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known' } as const;
const column = (...states: readonly CellState[]) => Uint8Array.from(states, (state) => CELL_STATES.indexOf(state));
const nodes = ['a', 'b', 'c'].map((name) => makePictureNode({ name }));

describe('[S1] the worst of a node', () => {
  type Row = {
    readonly name: string;
    readonly columns: readonly Uint8Array[];
    readonly knowledge?: Parameters<typeof worstByNode>[0]['knowledge'];
    readonly worst: readonly CellState[];
  };
  const rows: readonly Row[] = [
    {
      name: 'is taken by the one order, node by node',
      columns: [column('ok', 'progressing', 'excluded'), column('old', 'failed', 'excluded'), column('ok', 'ok', 'ok')],
      worst: ['old', 'failed', 'ok'],
    },
    {
      name: 'never folds unknown into ok',
      columns: [column('ok', 'unknown', 'ok'), column('ok', 'ok', 'ok')],
      worst: ['ok', 'unknown', 'ok'],
    },
    { name: 'is excluded where no DaemonSet wants the node', columns: [], worst: ['excluded', 'excluded', 'excluded'] },
    {
      name: 'is unknown while the DaemonSets have not been read',
      columns: [],
      knowledge: { ...KNOWN, daemonsets: 'NotSynced' },
      worst: ['unknown', 'unknown', 'unknown'],
    },
    {
      name: 'is unknown when pods may not be read, but what is worse is said',
      columns: [column('missing', 'ok', 'excluded')],
      knowledge: { ...KNOWN, pods: 'Forbidden' },
      worst: ['missing', 'unknown', 'unknown'],
    },
    { name: 'is unknown where a column is too short', columns: [column('ok')], worst: ['ok', 'unknown', 'unknown'] },
  ];
  test.for(rows)('$name', ({ columns, knowledge = KNOWN, worst }) => {
    const cells = new Map(columns.map((each, index) => [`uid-${index}`, each]));
    expect([...worstByNode({ nodes, cells, knowledge })].map(stateOf)).toStrictEqual(worst);
  });
});

test('every cell is counted once, a byte beyond the ten as unknown', () => {
  const counts = countStates(Uint8Array.of(...column('ok', 'ok', 'failed'), 99));
  expect(Object.entries(counts).filter(([, count]) => count > 0)).toStrictEqual([
    ['failed', 1],
    ['unknown', 1],
    ['ok', 2],
  ]);
});
