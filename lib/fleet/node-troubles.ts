import { type NodeName, type ObjectKey, objectKey } from '#lib/domain/keys.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
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

type Concerning = {
  readonly row: Row;
  readonly daemonSet: ObjectKey;
  /** Asked about every node that is down: whole racks are, and then a list would be searched once for each of its own. */
  readonly causes: readonly { readonly code: CauseCode; readonly nodes: ReadonlySet<NodeName> }[];
};

function concerningOf(rows: readonly Row[]): readonly Concerning[] {
  return rows.flatMap((row) => {
    if (row.summary === undefined) return [];
    const causes = row.told?.causes.causes ?? [];
    const asked = causes.map(({ code, nodes }) => ({ code, nodes: new Set(nodes) }));
    return [{ row, daemonSet: objectKey(row.summary), causes: asked }];
  });
}

function concernsOf(node: NodeName, seat: number, concerning: readonly Concerning[]) {
  return concerning.flatMap(({ row, daemonSet, causes }) => {
    if (row.stateAt(seat) !== 'nodeDown') return [];
    const codes = causes.filter(({ nodes }) => nodes.has(node)).map(({ code }) => code);
    return [{ daemonSet, codes }];
  });
}

/** The nodes that are in trouble themselves, one row each, however many DaemonSets should run there [NT1]. */
export function findNodeTroubles({ down, rows, seatOf, context }: Question): NodeTroubles {
  if (down.length === 0 || context.knowledge.nodes !== 'Known' || context.knowledge.pods !== 'Known') return NONE;
  const concerning = concerningOf(rows);
  const inputs = down.map((node) => ({
    node,
    record: readableNode(node, context),
    podsOnNode: () => context.store.podsOnNode(node),
    concerns: concernsOf(node, seatOf(node) ?? -1, concerning),
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
    daemonSets,
  }));
}
