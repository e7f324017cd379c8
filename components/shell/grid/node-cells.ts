import { stateOf, worstByNode } from '#lib/browser/worst.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { Text } from '#lib/text/text.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { GridCell } from './grid-cell.ts';

/** A state that needs no name of a DaemonSet beside it. */
const QUIET: ReadonlySet<CellState> = new Set<CellState>(['ok', 'excluded']);

function label(text: Text, picture: Picture, index: number, state: CellState, isKept: boolean): string {
  const node = picture.nodes[index]?.name ?? '';
  const word = text.describeCellState(state).word;
  if (isKept) return text.say('screen.cell.label.kept', { node, state: word });
  if (QUIET.has(state)) return text.say('screen.cell.label', { node, state: word });
  const concerned = picture.daemonSets.filter(({ uid }) => stateOf(picture.cells.get(uid)?.[index]) === state);
  const [first] = concerned;
  if (first === undefined) return text.say('screen.cell.label', { node, state: word });
  const values = { node, state: word, daemonSet: first.name };
  return concerned.length === 1
    ? text.say('screen.node.label.daemonSet', values)
    : text.say('screen.node.label.more', { ...values, more: concerned.length - 1 });
}

/** The squares of the node map, each made when it is first asked for. */
export function nodeCells(
  text: Text,
  picture: Picture,
  isUntrusted: boolean,
): { readonly worst: Uint8Array; readonly cellOf: (index: number) => GridCell | undefined } {
  const worst = worstByNode(picture);
  const made = Array.from(worst, (): GridCell | undefined => undefined);
  const cellOf = (index: number): GridCell | undefined => {
    const node = picture.nodes[index];
    if (node === undefined) return undefined;
    const known = made[index];
    if (known !== undefined) return known;
    const state = stateOf(worst[index]);
    const isKept = isUntrusted && state !== 'unknown';
    const cell = { node: node.name, state, isKept, label: label(text, picture, index, state, isKept) };
    made[index] = cell;
    return cell;
  };
  return { worst, cellOf };
}
