import { z } from 'zod';
import { PLACEMENT_NOTES } from '#lib/cli/placement-input.ts';
import { TEMPLATE_AREAS } from '#lib/domain/rollout/template-change.ts';

/** `placement -o json`, strictly: a field too many is a fault as one too few [design 8.2]. */

const quantity = z.string().regex(/^-?\d+(\.\d+)?([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/);
const reason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('NodeName'), want: z.string() }),
  z.strictObject({ kind: z.literal('NodeSelector'), key: z.string(), want: z.string(), have: z.string().optional() }),
  z.strictObject({ kind: z.literal('Affinity'), failedTerms: z.array(z.looseObject({ invalid: z.boolean() })) }),
  z.strictObject({
    kind: z.literal('Taint'),
    taint: z.strictObject({
      key: z.string(),
      value: z.string(),
      effect: z.string(),
      timeAdded: z.iso.datetime().optional(),
    }),
    hint: z.string().optional(),
  }),
]);
const node = z.strictObject({
  node: z.string(),
  shouldRun: z.boolean(),
  shouldContinueRunning: z.boolean(),
  reasons: z.array(reason),
  fits: z.boolean(),
  insufficient: z.array(
    z.strictObject({ resource: z.string(), requested: quantity, free: quantity, allocatable: quantity }),
  ),
  hostPortConflicts: z.array(
    z.strictObject({
      port: z.int().positive(),
      protocol: z.string(),
      hostIP: z.string(),
      holder: z.strictObject({ namespace: z.string(), name: z.string() }).nullable(),
    }),
  ),
  preempts: z.boolean(),
  fitsInPlace: z.boolean(),
});
const item = z.strictObject({
  daemonSet: z.strictObject({ namespace: z.string(), name: z.string() }),
  file: z.string(),
  problems: z.array(
    z.strictObject({
      path: z.string(),
      message: z.string().min(1),
      severity: z.enum(['error', 'warning']),
      line: z.int().positive().optional(),
    }),
  ),
  nodes: z.array(node),
  summary: z.strictObject({ wanted: z.int(), fit: z.int(), blocked: z.array(z.string()) }),
  requests: z.strictObject({ from: z.enum(['template', 'pod']), amounts: z.record(z.string(), quantity) }),
  change: z
    .strictObject({
      gains: z.array(z.string()),
      loses: z.array(z.string()),
      template: z.array(
        z.strictObject({
          area: z.enum(TEMPLATE_AREAS),
          container: z.string().optional(),
          subject: z.string(),
          kind: z.enum(['added', 'removed', 'changed']),
          before: z.string().optional(),
          after: z.string().optional(),
        }),
      ),
    })
    .nullable(),
});

export const placementSchema = z.strictObject({
  apiVersion: z.literal('rollcall/v1'),
  simulated: z.strictObject({ scenario: z.string(), description: z.string() }).optional(),
  items: z.array(item),
  notes: z.array(z.strictObject({ name: z.enum(PLACEMENT_NOTES), message: z.string().min(1) })),
});
