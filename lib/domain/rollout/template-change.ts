import type { TextChange } from './text-diff.ts';

/** In the order in which differences are told: what people change most comes first. */
export const TEMPLATE_AREAS = [
  'containers',
  'image',
  'command',
  'env',
  'resources',
  'probes',
  'lifecycle',
  'ports',
  'security',
  'host',
  'volumes',
  'tolerations',
  'nodeSelector',
  'affinity',
  'scheduling',
  'priority',
  'serviceAccount',
  'labels',
  'other',
] as const;
export type TemplateArea = (typeof TEMPLATE_AREAS)[number];

/** One difference between two templates, as meaning; values that are never kept are only told to differ. */
export type TemplateChange = {
  readonly area: TemplateArea;
  /** Of one container alone. */
  readonly container?: string;
  /** What it is about within its area: a field, an environment name, a label key. Empty when it is the whole. */
  readonly subject: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Absent when the value is never kept, and on the side where it is not there. */
  readonly before?: string;
  readonly after?: string;
};

export function inArea(area: TemplateArea, changes: readonly TextChange[], container?: string): TemplateChange[] {
  const place = container === undefined ? { area } : { area, container };
  return changes.map((change) => ({ ...place, ...change }));
}
