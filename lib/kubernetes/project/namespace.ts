import type { NamespaceRecord } from '#lib/domain/objects.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { metadataOf } from './metadata.ts';

const POD_SECURITY = 'pod-security.kubernetes.io/';

export function projectNamespace(raw: unknown, context: ProjectionContext = plainContext): NamespaceRecord | undefined {
  const metadata = metadataOf(raw, context);
  if (metadata === undefined) return undefined;
  const kept = Object.entries(metadata.labels).filter(([key]) => key.startsWith(POD_SECURITY));
  return withoutUndefined<NamespaceRecord>({ kind: 'Namespace', ...metadata, labels: Object.fromEntries(kept) });
}
