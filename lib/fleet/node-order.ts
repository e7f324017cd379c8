import type { NodeName } from '#lib/domain/keys.ts';

/*
 * The order of the nodes: natural, so that node-2 comes before node-10. It is part of what crosses to the browser (one
 * byte per cell, in this order), so it depends on no locale but this one.
 */

const collator = new Intl.Collator('en', { numeric: true });

/** Total: names that read the same, such as node-1 and node-01, are told apart by their code units. */
export function compareNodeNames(left: string, right: string): number {
  return collator.compare(left, right) || (left < right ? -1 : Number(left > right));
}

export type Membership = { readonly gone: ReadonlySet<NodeName>; readonly come: ReadonlySet<NodeName> };

/** Takes nodes out of and into a list that is in order, without sorting what already is. */
export function mergeNodes(names: readonly NodeName[], { gone, come }: Membership): NodeName[] {
  const arriving = [...come].sort(compareNodeNames);
  const merged: NodeName[] = [];
  let next = 0;
  for (const name of names) {
    if (gone.has(name)) continue;
    for (let first = arriving[next]; first !== undefined && compareNodeNames(first, name) < 0; first = arriving[next]) {
      merged.push(first);
      next += 1;
    }
    merged.push(name);
  }
  return [...merged, ...arriving.slice(next)];
}
