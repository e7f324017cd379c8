import type { DaemonSetRecord, DaemonSetStatus, UpdateStrategy } from '#lib/domain/objects.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { annotationOf, namespacedMetadataOf } from './metadata.ts';
import { templateOf } from './pod-spec.ts';
import { countOf, integerOf, intOrPercentOf, rawOf } from './raw.ts';
import { labelSelectorOf } from './selector.ts';

export function projectDaemonSet(raw: unknown, context: ProjectionContext = plainContext): DaemonSetRecord | undefined {
  const metadata = namespacedMetadataOf(raw, context);
  if (metadata === undefined) return undefined;
  const { metadata: rawMetadata, spec: rawSpec, status } = rawOf(raw);
  const spec = rawOf(rawSpec);
  return withoutUndefined<DaemonSetRecord>({
    kind: 'DaemonSet',
    ...metadata,
    generation: countOf(rawOf(rawMetadata)['generation']),
    selector: labelSelectorOf(spec['selector'], context),
    template: templateOf(spec['template'], context),
    updateStrategy: updateStrategyOf(spec['updateStrategy']),
    minReadySeconds: countOf(spec['minReadySeconds']),
    revisionHistoryLimit: integerOf(spec['revisionHistoryLimit']),
    templateGeneration: annotationOf(raw, 'deprecated.daemonset.template.generation'),
    status: statusOf(status),
  });
}

/** Absent is RollingUpdate with maxUnavailable 1 and maxSurge 0: the API server's defaults, for manifests never applied. */
function updateStrategyOf(value: unknown): UpdateStrategy {
  const strategy = rawOf(value);
  if (strategy['type'] === 'OnDelete') return { kind: 'OnDelete' };
  const { maxUnavailable, maxSurge } = rawOf(strategy['rollingUpdate']);
  return {
    kind: 'RollingUpdate',
    maxUnavailable: intOrPercentOf(maxUnavailable, 1),
    maxSurge: intOrPercentOf(maxSurge, 0),
  };
}

function statusOf(value: unknown): DaemonSetStatus {
  const status = rawOf(value);
  return {
    observedGeneration: countOf(status['observedGeneration']),
    desiredNumberScheduled: countOf(status['desiredNumberScheduled']),
    currentNumberScheduled: countOf(status['currentNumberScheduled']),
    updatedNumberScheduled: countOf(status['updatedNumberScheduled']),
    numberReady: countOf(status['numberReady']),
    numberAvailable: countOf(status['numberAvailable']),
    numberUnavailable: countOf(status['numberUnavailable']),
    numberMisscheduled: countOf(status['numberMisscheduled']),
  };
}
