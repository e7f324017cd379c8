import { stateOf } from '#lib/browser/worst.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { Text } from '#lib/text/text.ts';
import type { CellDetails, DaemonSetDetails } from '#lib/wire/details.ts';
import type { PictureNode } from '#lib/wire/picture.ts';
import type { GridCell } from '../shell/grid/grid-cell.ts';

export type CoverageInput = {
  readonly text: Text;
  readonly nodes: readonly PictureNode[];
  /** One byte per node, as the stream has it. */
  readonly column: Uint8Array;
  readonly details: DaemonSetDetails | undefined;
  readonly isUntrusted: boolean;
  readonly now: () => number;
};

export type Coverage = {
  readonly cellOf: (index: number) => GridCell | undefined;
  /** The details of a cell, as long as they speak of the state that the stream has. */
  readonly detailsOf: (node: string) => CellDetails | undefined;
};

type Made = { readonly details: CellDetails | undefined; readonly isUntrusted: boolean; readonly cell: GridCell };

/**
 * The squares of one DaemonSet. The state is the stream's; the reason comes from the details, which follow a moment
 * later, and is said only while both agree. A square that has not changed stays the same object.
 */
export function createCoverage(): (input: CoverageInput) => Coverage {
  let text: Text | undefined;
  let made = new Map<string, Made>();
  return (input) => {
    if (text !== input.text) made = new Map();
    text = input.text;
    const byNode = new Map(input.details?.cells.map((cell) => [cell.node, cell]));
    const detailsFor = (node: string, state: CellState): CellDetails | undefined => {
      const details = byNode.get(node);
      return details?.state === state ? details : undefined;
    };
    const cellOf = (index: number): GridCell | undefined => {
      const node = input.nodes[index]?.name;
      if (node === undefined) return undefined;
      const state = stateOf(input.column[index]);
      const details = detailsFor(node, state);
      const known = made.get(node);
      if (
        known !== undefined &&
        known.cell.state === state &&
        known.details === details &&
        known.isUntrusted === input.isUntrusted
      ) {
        return known.cell;
      }
      const isKept = input.isUntrusted && state !== 'unknown';
      const cell = { node, state, isKept, label: labelOf(input, node, state, details) };
      made.set(node, { details, isUntrusted: input.isUntrusted, cell });
      return cell;
    };
    const places = new Map(input.nodes.map(({ name }, index) => [name, index]));
    return {
      cellOf,
      detailsOf: (node) => {
        const index = places.get(node);
        return index === undefined ? undefined : detailsFor(node, stateOf(input.column[index]));
      },
    };
  };
}

function labelOf(
  { text, isUntrusted, now }: CoverageInput,
  node: string,
  state: CellState,
  details: CellDetails | undefined,
): string {
  const { word } = text.describeCellState(state);
  if (isUntrusted && state !== 'unknown') return text.say('screen.cell.label.kept', { node, state: word });
  if (details === undefined || details.reasons.length === 0)
    return text.say('screen.cell.label', { node, state: word });
  const { phrase } = text.describeCell({ state, reasons: details.reasons }, now());
  return text.say('screen.cell.label.reason', { node, state: word, reason: phrase });
}
