import { type NodeName, objectKey } from '#lib/domain/keys.ts';
import {
  computeNodeTroubles,
  groupNodeTroubles,
  type NodeTrouble,
  type NodeTroubles,
} from '#lib/domain/rollout/node-trouble.ts';
import type { PictureNodeTrouble } from '#lib/wire/picture.ts';
import { type CellContext, readableNode } from './cell-source.ts';
import type { Row } from './row.ts';

/** How many of the nodes of a group cross with it; the rest is one look at the map away. */
const NODES_NAMED = 3;
const NONE: NodeTroubles = { troubles: [] };

type Question = {
  /** Those whose Ready is not True, or that are gone. */
  readonly down: readonly NodeName[];
  readonly rows: readonly Row[];
  readonly seatOf: (node: NodeName) => number | undefined;
  readonly context: CellContext;
};

function concernsOf(node: NodeName, seat: number, rows: readonly Row[]) {
  return rows.flatMap((row) => {
    const { summary, told } = row;
    if (summary === undefined || row.stateAt(seat) !== 'nodeDown') return [];
    const codes = (told?.causes.causes ?? []).filter(({ nodes }) => nodes.includes(node)).map(({ code }) => code);
    return [{ daemonSet: objectKey(summary), codes }];
  });
}

/** The nodes that are in trouble themselves, one row each, however many DaemonSets should run there [NT1]. */
export function findNodeTroubles({ down, rows, seatOf, context }: Question): NodeTroubles {
  if (down.length === 0 || context.knowledge.nodes !== 'Known' || context.knowledge.pods !== 'Known') return NONE;
  const inputs = down.map((node) => ({
    node,
    record: readableNode(node, context),
    podsOnNode: () => context.store.podsOnNode(node),
    concerns: concernsOf(node, seatOf(node) ?? -1, rows),
  }));
  return computeNodeTroubles(inputs, context.now);
}

export function describeNodeTroubles(troubles: readonly NodeTrouble[]): readonly PictureNodeTrouble[] {
  return groupNodeTroubles(troubles).map(({ pool, kind, phase, nodes, since, daemonSets }) => ({
    pool: pool ?? null,
    kind,
    phase,
    nodes: nodes.length,
    names: nodes.slice(0, NODES_NAMED),
    since: since ?? null,
    daemonSets: daemonSets.length,
  }));
}
