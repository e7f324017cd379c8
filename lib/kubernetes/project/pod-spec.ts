import { type NodeName, nodeName } from '#lib/domain/keys.ts';
import type { NodeSelectorTerm, PodSpec, PodTemplate, Toleration } from '#lib/domain/objects.ts';
import { containersOf } from './container-spec.ts';
import type { ProjectionContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { resourceListOf, stringMapOf } from './maps.ts';
import { integerOf, isRaw, listOf, type Raw, rawOf, textOf } from './raw.ts';
import { requiredNodeAffinityOf } from './selector.ts';
import { evictionVolumesOf, volumesOf } from './volume.ts';

/** The spec of a template, digests of secret values included. */
function templateSpecOf(value: unknown, context: ProjectionContext): PodSpec {
  const raw = rawOf(value);
  const bound = textOf(raw['nodeName']);
  return context.share(
    withoutUndefined<PodSpec>({
      ...commonSpecOf(raw, 'Digests', context),
      nodeName: bound === undefined ? undefined : nodeName(bound),
      requiredNodeAffinity: requiredNodeAffinityOf(raw['affinity']),
      volumes: volumesOf(raw['volumes']),
    }),
  );
}

/** What of a live pod's spec is the same on every node: without its node, and without the pin to it (the record has both). */
export function podSpecOf(value: unknown, context: ProjectionContext): PodSpec {
  const raw = rawOf(value);
  const affinity = requiredNodeAffinityOf(raw['affinity']);
  return context.share(
    withoutUndefined<PodSpec>({
      ...commonSpecOf(raw, 'Nothing', context),
      requiredNodeAffinity: affinity !== undefined && isOnlyPin(affinity) ? undefined : affinity,
      volumes: evictionVolumesOf(raw['volumes']),
    }),
  );
}

/** The value of the first `metadata.name In` in the required affinity's matchFields; with several it counts as none [NP4]. */
export function pinnedNodeNameOf(spec: unknown): NodeName | undefined {
  for (const term of requiredNodeAffinityOf(rawOf(spec)['affinity']) ?? []) {
    for (const { key, operator, values } of term.matchFields) {
      if (key !== 'metadata.name' || operator !== 'In') continue;
      const [value, ...others] = values;
      return value === undefined || others.length > 0 ? undefined : nodeName(value);
    }
  }
  return undefined;
}

/** The affinity that the DaemonSet controller writes in the place of the template's: this node and nothing else. */
function isOnlyPin(terms: readonly NodeSelectorTerm[]): boolean {
  const [term] = terms;
  const [field] = term?.matchFields ?? [];
  return (
    terms.length === 1 &&
    term?.matchExpressions.length === 0 &&
    term.matchFields.length === 1 &&
    field?.key === 'metadata.name' &&
    field.operator === 'In' &&
    field.values.length === 1
  );
}

function commonSpecOf(raw: Raw, secrets: 'Digests' | 'Nothing', context: ProjectionContext) {
  const security = rawOf(raw['securityContext']);
  const resources = rawOf(raw['resources']);
  return {
    containers: containersOf(raw['containers'], false, security, secrets, context),
    initContainers: containersOf(raw['initContainers'], true, security, secrets, context),
    nodeSelector: stringMapOf(raw['nodeSelector'], context),
    tolerations: tolerationsOf(raw['tolerations'], context),
    priorityClassName: textOf(raw['priorityClassName']),
    priority: integerOf(raw['priority']),
    preemptionPolicy: textOf(raw['preemptionPolicy']),
    schedulerName: textOf(raw['schedulerName']),
    serviceAccountName: textOf(raw['serviceAccountName']),
    hostNetwork: raw['hostNetwork'] === true,
    hostPID: raw['hostPID'] === true,
    hostIPC: raw['hostIPC'] === true,
    terminationGracePeriodSeconds: integerOf(raw['terminationGracePeriodSeconds']),
    overhead: resourceListOf(raw['overhead'], context),
    podRequests: resourceListOf(resources['requests'], context),
    podLimits: resourceListOf(resources['limits'], context),
    readinessGates: listOf(raw['readinessGates']).flatMap((gate) => textOf(rawOf(gate)['conditionType']) ?? []),
  };
}

function tolerationsOf(value: unknown, context: ProjectionContext): readonly Toleration[] {
  const tolerations = listOf(value)
    .filter(isRaw)
    .map((toleration) =>
      withoutUndefined<Toleration>({
        key: textOf(toleration['key']),
        operator: textOf(toleration['operator']),
        value: textOf(toleration['value']),
        effect: textOf(toleration['effect']),
        tolerationSeconds: integerOf(toleration['tolerationSeconds']),
      }),
    );
  return context.share(tolerations);
}

/** A pod template with the digest that RV7 compares, which is made of the whole, before anything is dropped. */
export function templateOf(value: unknown, context: ProjectionContext): PodTemplate {
  const raw = rawOf(value);
  return {
    labels: stringMapOf(rawOf(raw['metadata'])['labels'], context),
    spec: templateSpecOf(raw['spec'], context),
    digest: context.digest(comparableTemplate(raw)),
  };
}

/** A revision's template says `$patch: replace`, and an old API server wrote `creationTimestamp: null`: neither counts. */
function comparableTemplate(template: Raw): Raw {
  const { $patch: _patch, ...rest } = template;
  const { metadata } = rest;
  if (!isRaw(metadata) || metadata['creationTimestamp'] !== null) return rest;
  const { creationTimestamp: _absent, ...kept } = metadata;
  return { ...rest, metadata: kept };
}
