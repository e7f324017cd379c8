import { compareCellStates } from '#lib/domain/placement/cell-state.ts';
import type { Picture, PictureDaemonSet, PictureNode } from '#lib/wire/picture.ts';
import type { NodeListing } from '#lib/wire/room.ts';
import { expectationAt, type NodeTally, tallyNodes } from './node-tally.ts';
import { stateOf } from './worst.ts';

/*
 * All nodes as the page of nodes reads them: those of the picture in its natural order, what is counted over their
 * DaemonSets, and what the server adds to it when it has answered.
 */

export type NodeList = {
  readonly nodes: readonly PictureNode[];
  /** In natural order of namespace and name: a column never moves because a state changed [P6]. */
  readonly daemonSets: readonly PictureDaemonSet[];
  /** Cells by DaemonSet, in the order of `daemonSets`. */
  readonly columns: readonly Uint8Array[];
  readonly tally: NodeTally;
  /** By name of the node; undefined until the server has answered. */
  readonly listings: ReadonlyMap<string, NodeListing> | undefined;
};

const EMPTY = new Uint8Array();
const collator = new Intl.Collator('en', { numeric: true });

function compareDaemonSets(left: PictureDaemonSet, right: PictureDaemonSet): number {
  return collator.compare(left.name, right.name) || collator.compare(left.namespace, right.namespace);
}

type Told = Pick<Picture, 'nodes' | 'daemonSets' | 'cells' | 'knowledge'>;

export function makeNodeList(picture: Told, listings: NodeList['listings']): NodeList {
  const daemonSets = picture.daemonSets.toSorted(compareDaemonSets);
  return {
    nodes: picture.nodes,
    daemonSets,
    columns: daemonSets.map(({ uid }) => picture.cells.get(uid) ?? EMPTY),
    tally: tallyNodes(picture),
    listings,
  };
}

/** The DaemonSets that should run on this node and do not, the worst first. */
export function lackingOn({ daemonSets, columns }: NodeList, node: number): readonly PictureDaemonSet[] {
  return daemonSets
    .flatMap((daemonSet, at) => {
      const byte = columns[at]?.[node];
      return expectationAt(byte) === 'DoesNotRun' ? [{ daemonSet, state: stateOf(byte) }] : [];
    })
    .toSorted((left, right) => compareCellStates(left.state, right.state))
    .map(({ daemonSet }) => daemonSet);
}
