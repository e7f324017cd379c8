import type { NodeName } from '../keys.ts';

/** The nodes of these, sorted by name: evidence reads the same whatever order the cells came in. */
export function namesOf(cells: readonly { readonly node: NodeName }[]): readonly NodeName[] {
  return cells.map(({ node }) => node).sort();
}
