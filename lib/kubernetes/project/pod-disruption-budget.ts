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
  const { metadata: rawMetadata, spec: rawSpec, status: rawStatus } = rawOf(raw);
  const status = rawOf(rawStatus);
  const { selector, unhealthyPodEvictionPolicy } = rawOf(rawSpec);
  return withoutUndefined<PodDisruptionBudgetRecord>({
    kind: 'PodDisruptionBudget',
    ...metadata,
    selector: isRaw(selector) ? labelSelectorOf(selector, context) : undefined,
    disruptionsAllowed: countOf(status['disruptionsAllowed']),
    currentHealthy: countOf(status['currentHealthy']),
    desiredHealthy: countOf(status['desiredHealthy']),
    isObserved: countOf(status['observedGeneration']) >= countOf(rawOf(rawMetadata)['generation']),
    unhealthyPodEvictionPolicy: textOf(unhealthyPodEvictionPolicy),
  });
}
