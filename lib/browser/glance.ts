import { countNodes } from '#lib/text/describe/fleet.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import type { Picture, PictureDaemonSet } from '#lib/wire/picture.ts';
import { countStates, type StateCounts, worstByNode } from './worst.ts';

/*
 * What the server puts into the page: the picture without its nodes and cells, so that the first paint says the truth,
 * with or without JavaScript, and the snapshot brings the rest.
 */
export type Glance = {
  readonly cluster: Picture['cluster'];
  readonly source: Picture['source'];
  readonly knowledge: Picture['knowledge'];
  readonly ignoredNodes: number;
  readonly nodeCount: number;
  readonly daemonSets: readonly PictureDaemonSet[];
  readonly nodeTroubles: Picture['nodeTroubles'];
  readonly worst: StateCounts;
  readonly starvedNodes: number;
  readonly heartbeat: Heartbeat | undefined;
};

export function glanceOf(picture: Picture, heartbeat: Heartbeat | undefined): Glance {
  const { cluster, source, knowledge, ignoredNodes, nodes, daemonSets, nodeTroubles } = picture;
  return {
    cluster,
    source,
    knowledge,
    ignoredNodes,
    nodeCount: nodes.length,
    daemonSets,
    nodeTroubles,
    worst: countStates(worstByNode(picture)),
    starvedNodes: countNodes(picture.cells, 'starved'),
    heartbeat,
  };
}
