import type { PodDisruptionBudgetRecord } from '#lib/domain/objects.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { namespacedMetadataOf } from './metadata.ts';
import { countOf, isRaw, rawOf, textOf } from './raw.ts';
import { labelSelectorOf } from './selector.ts';

export function projectPodDisruptionBudget(
  raw: unknown,
  context: ProjectionContext = plainContext,
): PodDisruptionBudgetRecord | undefined {
  const metadata = namespacedMetadataOf(raw, context);
  if (metadata === undefined) return undefined;
  const { spec: rawSpec, status } = rawOf(raw);
  const { selector, unhealthyPodEvictionPolicy } = rawOf(rawSpec);
  return withoutUndefined<PodDisruptionBudgetRecord>({
    kind: 'PodDisruptionBudget',
    ...metadata,
    selector: isRaw(selector) ? labelSelectorOf(selector, context) : undefined,
    disruptionsAllowed: countOf(rawOf(status)['disruptionsAllowed']),
    unhealthyPodEvictionPolicy: textOf(unhealthyPodEvictionPolicy),
  });
}
