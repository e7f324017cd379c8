import type { PriorityClassRecord } from '#lib/domain/objects.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { metadataOf } from './metadata.ts';
import { integerOf, rawOf, textOf } from './raw.ts';

export function projectPriorityClass(
  raw: unknown,
  context: ProjectionContext = plainContext,
): PriorityClassRecord | undefined {
  const metadata = metadataOf(raw, context);
  if (metadata === undefined) return undefined;
  const { value, globalDefault, preemptionPolicy } = rawOf(raw);
  return withoutUndefined<PriorityClassRecord>({
    kind: 'PriorityClass',
    ...metadata,
    value: integerOf(value) ?? 0,
    globalDefault: globalDefault === true,
    preemptionPolicy: textOf(preemptionPolicy),
  });
}
