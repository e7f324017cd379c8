import { KNOWLEDGE_KINDS } from '#lib/domain/objects.ts';
import { CONFIDENCES } from '#lib/domain/rollout/causes/cause.ts';
import { CAUSE_CODES } from '#lib/domain/rollout/causes/cause-names.ts';
import { DAEMON_SET_STATES } from '#lib/domain/rollout/daemonset-state.ts';
import { NODE_PHASES, NODE_TROUBLE_KINDS } from '#lib/domain/rollout/node-trouble.ts';
import { ROLLOUT_REASONS } from '#lib/domain/rollout/verdict.ts';
import type { PictureCounts, PictureDaemonSet, PictureNode } from './picture.ts';
import * as z from './zod.ts';

/*
 * The DaemonSets and nodes of a picture as they cross: as they are, but for the counters (seven numbers without their
 * names) and the labels (pairs, because a key may be `__proto__`).
 */

export const clusterShape = z.object({ name: z.string(), version: z.nullable(z.string()) });
const simulatedShape = z.object({ scenario: z.string(), description: z.string() });
export const sourceShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('Cluster'), simulated: z.exactOptional(simulatedShape) }),
  z.object({ kind: z.literal('Files'), asOf: z.number() }),
]);
/** The keys are resources, which we name ourselves; one that a later server adds passes. */
export const knowledgeShape = z.record(z.string(), z.enum(KNOWLEDGE_KINDS));

export const nodeTroublesShape = z.array(
  z.object({
    pool: z.nullable(z.string()),
    kind: z.enum(NODE_TROUBLE_KINDS),
    phase: z.enum(NODE_PHASES),
    nodes: z.int(),
    names: z.array(z.string()),
    since: z.nullable(z.number()),
    daemonSets: z.array(z.string()),
  }),
);

const count = z.int();
const countsShape = z.tuple([count, count, count, count, count, count, count]);
type WireCounts = z.infer<typeof countsShape>;

const daemonSetFields = {
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  state: z.enum(DAEMON_SET_STATES),
  reason: z.enum(ROLLOUT_REASONS),
  since: z.nullable(z.number()),
  sinceIsLowerBound: z.boolean(),
  concerned: z.int(),
  concernedNodes: z.array(z.string()),
  slowed: z.boolean(),
  budget: z.nullable(
    z.object({
      kind: z.enum(['maxUnavailable', 'maxSurge']),
      limit: z.number(),
      used: z.int(),
      need: z.number(),
      stuck: z.int(),
    }),
  ),
  cause: z.nullable(z.object({ code: z.enum(CAUSE_CODES), confidence: z.enum(CONFIDENCES), nodes: z.int() })),
  eta: z.nullable(z.object({ earliest: z.number(), latest: z.number() })),
  finishes: z.nullable(z.boolean()),
  explainedByNodes: z.boolean(),
  hardCause: z.nullable(z.string()),
  status: countsShape,
  counted: countsShape,
  priority: z.number(),
  strategy: z.enum(['RollingUpdate', 'OnDelete']),
  revision: z.nullable(z.object({ hash: z.string(), number: z.number() })),
  kubectl: z.object({ done: z.nullable(z.boolean()), message: z.string() }),
};
export const daemonSetShape = z.object(daemonSetFields);

export const READY_KINDS = ['True', 'False', 'Unknown', 'Absent'] as const satisfies readonly PictureNode['ready'][];
const nodeFields = {
  name: z.string(),
  ready: z.enum(READY_KINDS),
  unschedulable: z.boolean(),
  createdAt: z.nullable(z.number()),
  labels: z.array(z.tuple([z.string(), z.string()])),
  kubeletVersion: z.nullable(z.string()),
  osImage: z.nullable(z.string()),
  kernelVersion: z.nullable(z.string()),
  architecture: z.nullable(z.string()),
};
export const nodeShape = z.object(nodeFields);

type Optional<Fields extends Record<string, z.ZodMiniType>> = {
  [Name in keyof Fields]: z.ZodMiniExactOptional<Fields[Name]>;
};
/** A patch says only what differs: each field may be absent, none may be undefined. */
function optionalFields<Fields extends Record<string, z.ZodMiniType>>(fields: Fields): Optional<Fields> {
  const entries = Object.entries(fields).map(([name, field]) => [name, z.exactOptional(field)]);
  return Object.fromEntries(entries) as Optional<Fields>;
}
export const daemonSetPatchShape = z.object(optionalFields(daemonSetFields));
export const nodePatchShape = z.object(optionalFields(nodeFields));

export type DaemonSetPatch = Partial<PictureDaemonSet>;
export type NodePatch = Partial<PictureNode>;

function packCounts(counts: PictureCounts): WireCounts {
  return [
    counts.desiredNumberScheduled,
    counts.currentNumberScheduled,
    counts.updatedNumberScheduled,
    counts.numberReady,
    counts.numberAvailable,
    counts.numberUnavailable,
    counts.numberMisscheduled,
  ];
}

function unpackCounts([
  desired,
  current,
  updated,
  ready,
  available,
  unavailable,
  misscheduled,
]: WireCounts): PictureCounts {
  return {
    desiredNumberScheduled: desired,
    currentNumberScheduled: current,
    updatedNumberScheduled: updated,
    numberReady: ready,
    numberAvailable: available,
    numberUnavailable: unavailable,
    numberMisscheduled: misscheduled,
  };
}

export function packDaemonSet({ status, counted, ...plain }: PictureDaemonSet): unknown {
  return { ...plain, status: packCounts(status), counted: packCounts(counted) };
}
export function unpackDaemonSet({ status, counted, ...plain }: z.infer<typeof daemonSetShape>): PictureDaemonSet {
  return { ...plain, status: unpackCounts(status), counted: unpackCounts(counted) };
}
export function packDaemonSetPatch({ status, counted, ...plain }: DaemonSetPatch): unknown {
  return {
    ...plain,
    ...(status === undefined ? {} : { status: packCounts(status) }),
    ...(counted === undefined ? {} : { counted: packCounts(counted) }),
  };
}
export function unpackDaemonSetPatch(packed: z.infer<typeof daemonSetPatchShape>): DaemonSetPatch {
  const { status, counted, ...plain } = packed;
  return {
    ...plain,
    ...(status === undefined ? {} : { status: unpackCounts(status) }),
    ...(counted === undefined ? {} : { counted: unpackCounts(counted) }),
  };
}

export function packNode({ labels, ...plain }: PictureNode): unknown {
  return { ...plain, labels: Object.entries(labels) };
}
export function unpackNode({ labels, ...plain }: z.infer<typeof nodeShape>): PictureNode {
  return { ...plain, labels: Object.fromEntries(labels) };
}
export function packNodePatch({ labels, ...plain }: NodePatch): unknown {
  return labels === undefined ? plain : { ...plain, labels: Object.entries(labels) };
}
export function unpackNodePatch({ labels, ...plain }: z.infer<typeof nodePatchShape>): NodePatch {
  return labels === undefined ? plain : { ...plain, labels: Object.fromEntries(labels) };
}
