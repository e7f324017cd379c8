import type { ContainerSpec, PodSpec, PodTemplate } from '../objects.ts';
import { diffContainer } from './container-diff.ts';
import { inArea, TEMPLATE_AREAS, type TemplateChange } from './template-change.ts';
import { affinityText, tolerationText, volumeText } from './template-words.ts';
import { diffTexts, diffValue, textsOf } from './text-diff.ts';

/**
 * What differs between two pod templates [TD1] to [TD5]. Nothing, if and only if their digests are equal: of what is not
 * kept the digest alone knows, and then the difference is called `other`.
 */
export function diffTemplates(before: PodTemplate, after: PodTemplate): readonly TemplateChange[] {
  if (before.digest === after.digest) return [];
  const changes = [
    ...inArea('labels', diffTexts(textsOf(before.labels), textsOf(after.labels))),
    ...diffContainers(before.spec, after.spec),
    ...diffPodSpec(before.spec, after.spec),
  ];
  if (changes.length === 0) return [{ area: 'other', subject: '', kind: 'changed' }];
  return changes.toSorted(compareChanges);
}

function compareChanges(left: TemplateChange, right: TemplateChange): number {
  return (
    TEMPLATE_AREAS.indexOf(left.area) - TEMPLATE_AREAS.indexOf(right.area) ||
    compareTexts(left.container ?? '', right.container ?? '') ||
    compareTexts(left.subject, right.subject)
  );
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

const allContainers = ({ initContainers, containers }: PodSpec): readonly ContainerSpec[] => [
  ...initContainers,
  ...containers,
];

/** Containers are the same when their names are; init containers share one list of names with the others. */
function diffContainers(before: PodSpec, after: PodSpec): readonly TemplateChange[] {
  const [old, fresh] = [byName(before), byName(after)];
  const named = diffTexts(
    new Map([...old].map(([name, { image }]) => [name, image])),
    new Map([...fresh].map(([name, { image }]) => [name, image])),
  );
  const comeOrGone = inArea(
    'containers',
    named.filter(({ kind }) => kind !== 'changed'),
  );
  const both = [...old].flatMap(([name, left]) => {
    const right = fresh.get(name);
    return right === undefined ? [] : diffContainer(left, right);
  });
  return [...comeOrGone, ...diffOrder(before, after), ...both];
}

function byName(spec: PodSpec): ReadonlyMap<string, ContainerSpec> {
  return new Map(allContainers(spec).map((container) => [container.name, container]));
}

/** Init containers run one after another, so their order means something; of those that both have. */
function diffOrder(before: PodSpec, after: PodSpec): readonly TemplateChange[] {
  const order = (spec: PodSpec, other: PodSpec): string => {
    const shared = new Set(other.initContainers.map(({ name }) => name));
    return spec.initContainers.flatMap(({ name }) => (shared.has(name) ? [name] : [])).join(', ');
  };
  return inArea('containers', diffValue('', order(before, after), order(after, before)));
}

function diffPodSpec(before: PodSpec, after: PodSpec): readonly TemplateChange[] {
  const both = <Value>(read: (spec: PodSpec) => Value): readonly [Value, Value] => [read(before), read(after)];
  return [
    ...inArea('resources', diffTexts(...both(podResources))),
    ...inArea('lifecycle', diffTexts(...both(podLifecycle))),
    ...inArea('host', diffTexts(...both(hostNamespaces))),
    ...inArea('volumes', diffTexts(...both(volumes))),
    ...inArea('tolerations', diffTexts(...both(tolerations))),
    ...inArea('nodeSelector', diffTexts(...both(({ nodeSelector }) => textsOf(nodeSelector)))),
    ...inArea('affinity', diffValue('', ...both(({ requiredNodeAffinity }) => affinityText(requiredNodeAffinity)))),
    ...inArea('scheduling', diffTexts(...both(scheduling))),
    ...inArea('priority', diffTexts(...both(priority))),
    ...inArea('serviceAccount', diffValue('', ...both(({ serviceAccountName }) => serviceAccountName))),
  ];
}

function podResources({ podRequests, podLimits, overhead }: PodSpec): ReadonlyMap<string, string> {
  return new Map([
    ...textsOf(podRequests, 'requests.'),
    ...textsOf(podLimits, 'limits.'),
    ...textsOf(overhead, 'overhead.'),
  ]);
}

function podLifecycle({ terminationGracePeriodSeconds, readinessGates }: PodSpec): ReadonlyMap<string, string> {
  return textsOf({
    terminationGracePeriodSeconds: terminationGracePeriodSeconds?.toString(),
    readinessGates: readinessGates.length === 0 ? undefined : readinessGates.toSorted().join(', '),
  });
}

function hostNamespaces({ hostNetwork, hostPID, hostIPC }: PodSpec): ReadonlyMap<string, string> {
  return textsOf({ hostNetwork: `${hostNetwork}`, hostPID: `${hostPID}`, hostIPC: `${hostIPC}` });
}

function volumes(spec: PodSpec): ReadonlyMap<string, string> {
  return new Map(spec.volumes.map((volume) => [volume.name, volumeText(volume)]));
}

/** Tolerations have no names: each is its own subject, there or not. */
function tolerations(spec: PodSpec): ReadonlyMap<string, string> {
  return new Map(spec.tolerations.map((toleration) => [tolerationText(toleration), '']));
}

function scheduling({ schedulerName, nodeName }: PodSpec): ReadonlyMap<string, string> {
  return textsOf({ schedulerName, nodeName });
}

function priority({ priorityClassName, priority: value, preemptionPolicy }: PodSpec): ReadonlyMap<string, string> {
  return textsOf({ priorityClassName, priority: value?.toString(), preemptionPolicy });
}
