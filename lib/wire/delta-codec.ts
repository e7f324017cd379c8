import { decodeBase64, encodeBase64 } from './base64.ts';
import type { PictureDelta } from './delta.ts';
import type { ListDelta } from './list-delta.ts';
import {
  clusterShape,
  daemonSetPatchShape,
  daemonSetShape,
  knowledgeShape,
  nodePatchShape,
  nodeShape,
  nodeTroublesShape,
  packDaemonSet,
  packDaemonSetPatch,
  packNode,
  packNodePatch,
  sourceShape,
  unpackDaemonSet,
  unpackDaemonSetPatch,
  unpackNode,
  unpackNodePatch,
} from './rows.ts';
import * as z from './zod.ts';

/** A difference as it stands in a `delta` frame: JSON, with the runs of changed cells in base64. */

const position = z.int().check(z.nonnegative());

function listShape<Row extends z.ZodMiniType, Patch extends z.ZodMiniType>(row: Row, patch: Patch) {
  return z.object({
    seats: z.exactOptional(z.array(z.int())),
    added: z.exactOptional(z.array(row)),
    changed: z.exactOptional(z.array(z.tuple([position, patch]))),
  });
}

const deltaShape = z.object({
  cluster: z.exactOptional(clusterShape),
  source: z.exactOptional(sourceShape),
  ignoredNodes: z.exactOptional(z.int()),
  knowledge: z.exactOptional(knowledgeShape),
  nodeTroubles: z.exactOptional(nodeTroublesShape),
  nodes: z.exactOptional(listShape(nodeShape, nodePatchShape)),
  daemonSets: z.exactOptional(listShape(daemonSetShape, daemonSetPatchShape)),
  cells: z.exactOptional(z.string()),
});

function packList<Row>(
  { added, changed, ...rest }: ListDelta<Row>,
  packRow: (row: Row) => unknown,
  packPatch: (patch: Partial<Row>) => unknown,
): unknown {
  return {
    ...rest,
    ...(added === undefined ? {} : { added: added.map(packRow) }),
    ...(changed === undefined ? {} : { changed: changed.map(({ at, patch }) => [at, packPatch(patch)]) }),
  };
}

type PackedList<Row, Patch> = {
  readonly seats?: readonly number[];
  readonly added?: readonly Row[];
  readonly changed?: readonly (readonly [number, Patch])[];
};

function unpackList<PackedRow, PackedPatch, Row>(
  { added, changed, ...rest }: PackedList<PackedRow, PackedPatch>,
  unpackRow: (row: PackedRow) => Row,
  unpackPatch: (patch: PackedPatch) => Partial<Row>,
): ListDelta<Row> {
  return {
    ...rest,
    ...(added === undefined ? {} : { added: added.map(unpackRow) }),
    ...(changed === undefined ? {} : { changed: changed.map(([at, patch]) => ({ at, patch: unpackPatch(patch) })) }),
  };
}

export function packDelta({ nodes, daemonSets, cells, ...head }: PictureDelta): unknown {
  return {
    ...head,
    ...(nodes === undefined ? {} : { nodes: packList(nodes, packNode, packNodePatch) }),
    ...(daemonSets === undefined ? {} : { daemonSets: packList(daemonSets, packDaemonSet, packDaemonSetPatch) }),
    ...(cells === undefined ? {} : { cells: encodeBase64(cells) }),
  };
}

/** Undefined when this is not what `packDelta` makes; whether it fits a picture is for `applyDelta` to say. */
export function unpackDelta(body: unknown): PictureDelta | undefined {
  const parsed = deltaShape.safeParse(body);
  if (!parsed.success) return undefined;
  const { nodes, daemonSets, cells, ...head } = parsed.data;
  const runs = cells === undefined ? undefined : decodeBase64(cells);
  if (cells !== undefined && runs === undefined) return undefined;
  return {
    ...head,
    ...(nodes === undefined ? {} : { nodes: unpackList(nodes, unpackNode, unpackNodePatch) }),
    ...(daemonSets === undefined ? {} : { daemonSets: unpackList(daemonSets, unpackDaemonSet, unpackDaemonSetPatch) }),
    ...(runs === undefined ? {} : { cells: runs }),
  };
}
