import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import type { PictureNode } from '#lib/wire/picture.ts';
import type { NodeList } from './node-list.ts';
import { expectationAt } from './node-tally.ts';

/*
 * Which nodes are looked at. Every word that is typed must be found: in the name of the node, in a label as `key=value`,
 * or in the name of a DaemonSet that is not as it should be there.
 */

export type NodeFilter = {
  readonly query: string;
  /** Only nodes whose worst cell is one of these; none: all. */
  readonly states: readonly CellState[];
};

/** What is typed with an input method may be full-width. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function wordsOf(query: string): readonly string[] {
  return fold(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/** A node that did not change is the same object in the next picture, so this is made once for each. */
const written = new WeakMap<PictureNode, string>();

function textOf(node: PictureNode): string {
  const known = written.get(node);
  if (known !== undefined) return known;
  const labels = Object.entries(node.labels).map(([key, value]) => `${key}=${value}`);
  const text = fold([node.name, ...labels].join('\n'));
  written.set(node, text);
  return text;
}

/** Has every node read once, so that the first key is as fast as the others. */
export function prepareNodeFilter(nodes: readonly PictureNode[]): void {
  for (const node of nodes) textOf(node);
}

const CONCERNED = CELL_STATES.map((_, byte) => {
  const expectation = expectationAt(byte);
  return expectation === 'DoesNotRun' || expectation === 'RunsUnwanted';
});

/** The cells of the DaemonSets that this word names. */
function columnsNamed({ daemonSets, columns }: NodeList, word: string): readonly Uint8Array[] {
  return daemonSets.flatMap(({ namespace, name }, at) => {
    const column = columns[at];
    return column !== undefined && fold(`${namespace}/${name}`).includes(word) ? [column] : [];
  });
}

/** The places of `order` that the filter lets through; `order` itself when there is nothing to filter by. */
export function filterNodes(list: NodeList, order: readonly number[], filter: NodeFilter): readonly number[] {
  const words = wordsOf(filter.query).map((word) => ({ word, columns: columnsNamed(list, word) }));
  if (words.length === 0 && filter.states.length === 0) return order;
  const shown = CELL_STATES.map((state) => filter.states.length === 0 || filter.states.includes(state));
  return order.filter((index) => {
    if (shown[list.tally.worst[index] ?? -1] !== true) return false;
    const node = list.nodes[index];
    if (node === undefined) return false;
    const text = words.length === 0 ? '' : textOf(node);
    return words.every(
      ({ word, columns }) => text.includes(word) || columns.some((column) => CONCERNED[column[index] ?? -1] === true),
    );
  });
}

/** The states that are shown after a press on one of the legend: none for all, and all again after the last one. */
export function toggleState(states: readonly CellState[], state: CellState): readonly CellState[] {
  const shown = new Set(states.length === 0 ? CELL_STATES : states);
  if (!shown.delete(state)) shown.add(state);
  return shown.size === CELL_STATES.length ? [] : CELL_STATES.filter((each) => shown.has(each));
}
