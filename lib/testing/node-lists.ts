import { makeNodeList, type NodeList } from '#lib/browser/node-list.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import type { PictureNode } from '#lib/wire/picture.ts';
import type { NodeListing } from '#lib/wire/room.ts';
import { makePicture, makePictureDaemonSet, makePictureNode } from './pictures.ts';

/* The list of nodes for tests: a node states its cells by DaemonSet, and only what differs from a quiet one. */

export const ALL_KNOWN = {
  daemonsets: 'Known',
  controllerrevisions: 'Known',
  pods: 'Known',
  nodes: 'Known',
} as const;

export type ListedNode = Partial<PictureNode> & {
  readonly name: string;
  /** By name of the DaemonSet; one that is not named is excluded. */
  readonly cells?: Readonly<Record<string, CellState>>;
  readonly listing?: Partial<NodeListing>;
};

export function makeListedPicture(nodes: readonly ListedNode[], daemonSets: readonly string[] = ['agent', 'proxy']) {
  return makePicture({
    knowledge: ALL_KNOWN,
    nodes: nodes.map((node) => makePictureNode(node)),
    daemonSets: daemonSets.map((name) => makePictureDaemonSet({ name, uid: name })),
    cells: new Map(
      daemonSets.map((name) => [
        name,
        Uint8Array.from(nodes, ({ cells }) => CELL_STATES.indexOf(cells?.[name] ?? 'excluded')),
      ]),
    ),
  });
}

export function makeListings(nodes: readonly ListedNode[]): ReadonlyMap<string, NodeListing> {
  return new Map(
    nodes.map(({ name, listing }) => [
      name,
      { name, taints: [], pressure: [], completeAfter: { kind: 'NoTrace' }, ...listing },
    ]),
  );
}

export function makeListOf(nodes: readonly ListedNode[], daemonSets?: readonly string[]): NodeList {
  return makeNodeList(makeListedPicture(nodes, daemonSets), makeListings(nodes));
}

/** Places as names. */
export function namesAt({ nodes }: NodeList, places: readonly number[]): readonly (string | undefined)[] {
  return places.map((index) => nodes[index]?.name);
}
