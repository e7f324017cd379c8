import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import {
  decodeLetters,
  decodeTextColumn,
  decodeTimeColumn,
  encodeLetters,
  encodeTextColumn,
  encodeTimeColumn,
  textColumnShape,
  timeColumnShape,
} from './column.ts';
import { formatStreamId, parseStreamId, type StreamId } from './id.ts';
import type { Picture, PictureNode } from './picture.ts';
import {
  clusterShape,
  daemonSetShape,
  knowledgeShape,
  nodeTroublesShape,
  packDaemonSet,
  READY_KINDS,
  sourceShape,
  unpackDaemonSet,
} from './rows.ts';
import { PROTOCOL_VERSION } from './version.ts';
import * as z from './zod.ts';

/*
 * A whole picture as JSON: names once, every property of the nodes a column, one letter per cell. Columns of equal things
 * compress to almost nothing, which rows of objects do not.
 */

export type Snapshot = {
  /** Where the stream continues from this picture. */
  readonly id: StreamId;
  /** Server wall clock of the last proof that the data was true, in milliseconds; null before the first sync. */
  readonly asOf: number | null;
  readonly picture: Picture;
};

const NODE_TEXTS = ['kubeletVersion', 'osImage', 'kernelVersion', 'architecture'] as const;
type NodeText = (typeof NODE_TEXTS)[number];
const SCHEDULABLE = 0;
const UNSCHEDULABLE = 1;

const nodesShape = z.object({
  names: z.array(z.string()),
  ready: z.string(),
  unschedulable: z.string(),
  createdAt: timeColumnShape,
  kubeletVersion: textColumnShape,
  osImage: textColumnShape,
  kernelVersion: textColumnShape,
  architecture: textColumnShape,
  labels: z.array(z.tuple([z.string(), textColumnShape])),
});
type PackedNodes = z.infer<typeof nodesShape>;

const snapshotShape = z.object({
  version: z.literal(PROTOCOL_VERSION),
  id: z.string(),
  asOf: z.nullable(z.number()),
  cluster: clusterShape,
  source: sourceShape,
  ignoredNodes: z.int(),
  knowledge: knowledgeShape,
  nodeTroubles: nodeTroublesShape,
  nodes: nodesShape,
  daemonSets: z.array(daemonSetShape),
  /** In the order of `daemonSets`. */
  cells: z.array(z.string()),
});

/** Each label key with the value of every node; keys in the order in which they first appear. */
function labelRows(nodes: readonly PictureNode[]): Map<string, (string | null)[]> {
  const rows = new Map<string, (string | null)[]>();
  for (const [index, node] of nodes.entries()) {
    for (const [key, value] of Object.entries(node.labels)) {
      const row = rows.get(key) ?? nodes.map((): string | null => null);
      row[index] = value;
      rows.set(key, row);
    }
  }
  return rows;
}

function packNodes(nodes: readonly PictureNode[]): PackedNodes {
  const names = nodes.map((node) => node.name);
  const text = (property: NodeText) =>
    encodeTextColumn(
      nodes.map((node) => node[property]),
      names,
    );
  return {
    names,
    ready: encodeLetters(Uint8Array.from(nodes, (node) => READY_KINDS.indexOf(node.ready))),
    unschedulable: encodeLetters(Uint8Array.from(nodes, (node) => (node.unschedulable ? UNSCHEDULABLE : SCHEDULABLE))),
    createdAt: encodeTimeColumn(nodes.map((node) => node.createdAt)),
    kubeletVersion: text('kubeletVersion'),
    osImage: text('osImage'),
    kernelVersion: text('kernelVersion'),
    architecture: text('architecture'),
    labels: [...labelRows(nodes)].map(([key, row]) => [key, encodeTextColumn(row, names)]),
  };
}

function unpackLabels({ names, labels }: PackedNodes): Record<string, string>[] | undefined {
  const entries = names.map((): [string, string][] => []);
  for (const [key, column] of labels) {
    const row = decodeTextColumn(column, names);
    if (row === undefined) return undefined;
    for (const [index, value] of row.entries()) {
      if (value !== null) entries[index]?.push([key, value]);
    }
  }
  // fromEntries defines own properties, so that a label called `__proto__` stays a label.
  return entries.map((pairs) => Object.fromEntries(pairs));
}

function unpackNodes(packed: PackedNodes): PictureNode[] | undefined {
  const { names } = packed;
  const count = names.length;
  const ready = decodeLetters(packed.ready, count, READY_KINDS.length);
  const unschedulable = decodeLetters(packed.unschedulable, count, UNSCHEDULABLE + 1);
  const createdAt = decodeTimeColumn(packed.createdAt, count);
  const labels = unpackLabels(packed);
  const texts = NODE_TEXTS.map((property) => decodeTextColumn(packed[property], names));
  const [kubeletVersion, osImage, kernelVersion, architecture] = texts;
  if (ready === undefined || unschedulable === undefined || createdAt === undefined || labels === undefined) {
    return undefined;
  }
  if (texts.includes(undefined)) return undefined;
  return names.map((name, index) => ({
    name,
    ready: READY_KINDS[ready[index] ?? 0] ?? 'Unknown',
    unschedulable: unschedulable[index] === UNSCHEDULABLE,
    createdAt: createdAt[index] ?? null,
    labels: labels[index] ?? {},
    kubeletVersion: kubeletVersion?.[index] ?? null,
    osImage: osImage?.[index] ?? null,
    kernelVersion: kernelVersion?.[index] ?? null,
    architecture: architecture?.[index] ?? null,
  }));
}

export function encodeSnapshot({ id, asOf, picture }: Snapshot): Uint8Array<ArrayBuffer> {
  const { nodes, daemonSets, cells, ...head } = picture;
  const body = {
    version: PROTOCOL_VERSION,
    id: formatStreamId(id),
    asOf,
    ...head,
    nodes: packNodes(nodes),
    daemonSets: daemonSets.map(packDaemonSet),
    cells: daemonSets.map(({ uid }) => encodeLetters(cells.get(uid) ?? new Uint8Array(nodes.length))),
  };
  return new TextEncoder().encode(JSON.stringify(body));
}

/** `OtherVersion`: the server speaks another protocol, and only a reload of the page helps. */
export type SnapshotAnswer =
  | { readonly kind: 'Snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'OtherVersion' }
  | { readonly kind: 'Malformed' };

const versionShape = z.object({ version: z.int() });
const MALFORMED: SnapshotAnswer = { kind: 'Malformed' };

/** Reads the body of GET /api/fleet, already parsed from JSON; trusts nothing in it. */
export function decodeSnapshot(body: unknown): SnapshotAnswer {
  const version = versionShape.safeParse(body);
  if (version.success && version.data.version !== PROTOCOL_VERSION) return { kind: 'OtherVersion' };
  const parsed = snapshotShape.safeParse(body);
  if (!parsed.success) return MALFORMED;
  const { version: _, id: idText, asOf, nodes: packedNodes, daemonSets: rows, cells: letters, ...head } = parsed.data;
  const id = parseStreamId(idText);
  const nodes = unpackNodes(packedNodes);
  if (id === undefined || nodes === undefined || letters.length !== rows.length) return MALFORMED;
  const cells = new Map<string, Uint8Array>();
  for (const [at, { uid }] of rows.entries()) {
    const column = decodeLetters(letters[at] ?? '', nodes.length, CELL_STATES.length);
    if (column === undefined) return MALFORMED;
    cells.set(uid, column);
  }
  const picture = { ...head, nodes, daemonSets: rows.map(unpackDaemonSet), cells };
  return { kind: 'Snapshot', snapshot: { id, asOf, picture } };
}
