import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import {
  type Completeness,
  completenessOf,
  EXPECTATIONS,
  type Expectation,
  expectationOf,
} from '#lib/domain/placement/node-completeness.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { stateOf, worstByNode } from './worst.ts';

/* What is counted over the DaemonSets of every node, column by column: 200,000 cells are a millisecond or two. */

export type NodeTally = {
  readonly worst: Uint8Array;
  readonly wanted: Uint16Array;
  readonly lacking: Uint16Array;
  readonly unknown: Uint16Array;
};

/** By byte of the wire; a byte of a later version is unknown. */
const BY_BYTE: readonly Expectation[] = CELL_STATES.map(expectationOf);
const [WANTED, LACKING, UNKNOWN] = [
  byteMask('Runs', 'DoesNotRun'),
  byteMask('DoesNotRun'),
  byteMask('Unknown'),
] as const;

function byteMask(...kinds: readonly Expectation[]): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(kinds.includes(BY_BYTE[byte] ?? 'Unknown')));
}

export function expectationAt(byte: number | undefined): Expectation {
  return (byte === undefined ? undefined : BY_BYTE[byte]) ?? 'Unknown';
}

export function tallyNodes(picture: Pick<Picture, 'nodes' | 'cells' | 'knowledge'>): NodeTally {
  const { length } = picture.nodes;
  const [wanted, lacking, unknown] = [new Uint16Array(length), new Uint16Array(length), new Uint16Array(length)];
  for (const column of picture.cells.values()) {
    for (let node = 0; node < length; node += 1) {
      const byte = column[node] ?? 255;
      wanted[node] = (wanted[node] ?? 0) + (WANTED[byte] ?? 0);
      lacking[node] = (lacking[node] ?? 0) + (LACKING[byte] ?? 0);
      unknown[node] = (unknown[node] ?? 0) + (UNKNOWN[byte] ?? 0);
    }
  }
  const worst = worstByNode(picture);
  return { worst, wanted, lacking, unknown };
}

export function completenessAt({ worst, wanted, lacking, unknown }: NodeTally, node: number): Completeness {
  const state = stateOf(worst[node]);
  return completenessOf({
    worst: state,
    wanted: wanted[node] ?? 0,
    lacking: lacking[node] ?? 0,
    // While it is not known which DaemonSets there are, the worst is all that is told.
    unknown: Math.max(unknown[node] ?? 0, Number(state === 'unknown')),
  });
}

export type ExpectationCounts = Readonly<Record<Expectation, number>>;

/** How many of these nodes are of each kind, for one DaemonSet. */
export function countExpectations(column: Uint8Array | undefined, nodes: readonly number[]): ExpectationCounts {
  const counts = Object.fromEntries(EXPECTATIONS.map((kind) => [kind, 0])) as Record<Expectation, number>;
  for (const node of nodes) counts[expectationAt(column?.[node])] += 1;
  return counts;
}

export function addExpectations(all: readonly ExpectationCounts[]): ExpectationCounts {
  return Object.fromEntries(
    EXPECTATIONS.map((kind) => [kind, all.reduce((sum, counts) => sum + counts[kind], 0)]),
  ) as Record<Expectation, number>;
}
