import { stringify } from 'yaml';
import type { ContainerSpec, PodSpec, PodTemplate, StringMap } from '#lib/domain/objects.ts';

/*
 * A template as YAML, as far as it is kept, in the fields of Kubernetes. What is never kept stands there by its name, and
 * a word says how it compares with the other template.
 */

const NOT_KEPT = '(not kept)';
const UNCHANGED = '(not kept, unchanged)';
const OLD = '(not kept, old value)';
const NEW = '(not kept, new value)';

type Entries = Readonly<Record<string, unknown>>;

/** Says of a digest what may be said: whether it is that of the other template. */
type Secret = (digest: string, other: string | undefined) => string;

/** The lines of both. A value that changed is another word in each, so that the line is another. */
export function templatesAsYaml(
  before: PodTemplate,
  after: PodTemplate,
): readonly [readonly string[], readonly string[]] {
  return [linesOf(before, after, secretAs(OLD)), linesOf(after, before, secretAs(NEW))];
}

function secretAs(changed: string): Secret {
  return (digest, other) => (other === undefined ? NOT_KEPT : digest === other ? UNCHANGED : changed);
}

function linesOf(template: PodTemplate, other: PodTemplate, secret: Secret): readonly string[] {
  const document = withoutEmpty({
    metadata: withoutEmpty({ labels: sorted(template.labels) }),
    spec: specOf(template.spec, other.spec, secret),
  });
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd().split('\n');
}

/** Without what is absent, false, or empty: Kubernetes leaves it out, too. */
function withoutEmpty(entries: Entries): Entries | undefined {
  const kept = Object.entries(entries).filter(([, value]) => {
    if (value === undefined || value === false) return false;
    return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function sorted(map: StringMap): StringMap {
  return Object.fromEntries(Object.entries(map).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

function resourcesOf(requests: StringMap, limits: StringMap): Entries | undefined {
  return withoutEmpty({ requests: sorted(requests), limits: sorted(limits) });
}

function specOf(spec: PodSpec, other: PodSpec, secret: Secret): Entries | undefined {
  const others = new Map(
    [...other.initContainers, ...other.containers].map((container) => [container.name, container]),
  );
  const write = (container: ContainerSpec) => containerOf(container, others.get(container.name), secret);
  const { requiredNodeAffinity, readinessGates } = spec;
  return withoutEmpty({
    initContainers: spec.initContainers.map(write),
    containers: spec.containers.map(write),
    volumes: spec.volumes.map(({ name, kind, path }) => ({ name, [kind]: path === undefined ? NOT_KEPT : { path } })),
    serviceAccountName: spec.serviceAccountName,
    hostNetwork: spec.hostNetwork,
    hostPID: spec.hostPID,
    hostIPC: spec.hostIPC,
    nodeName: spec.nodeName,
    nodeSelector: sorted(spec.nodeSelector),
    affinity:
      requiredNodeAffinity === undefined
        ? undefined
        : {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: requiredNodeAffinity.map((term) => withoutEmpty(term) ?? {}),
              },
            },
          },
    tolerations: spec.tolerations,
    schedulerName: spec.schedulerName,
    priorityClassName: spec.priorityClassName,
    priority: spec.priority,
    preemptionPolicy: spec.preemptionPolicy,
    overhead: sorted(spec.overhead),
    resources: resourcesOf(spec.podRequests, spec.podLimits),
    readinessGates: readinessGates.map((conditionType) => ({ conditionType })),
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
  });
}

function containerOf(spec: ContainerSpec, other: ContainerSpec | undefined, secret: Secret): Entries | undefined {
  const { commandDigest, probes, hasPreStop } = spec;
  const env = Object.entries(spec.env).map(([name, digest]) => ({
    name,
    value: secret(digest, other !== undefined && Object.hasOwn(other.env, name) ? other.env[name] : undefined),
  }));
  return withoutEmpty({
    name: spec.name,
    image: spec.image,
    restartPolicy: spec.restartPolicy,
    'command, args': commandDigest === undefined ? undefined : secret(commandDigest, other?.commandDigest),
    env,
    ports: spec.ports,
    resources: resourcesOf(spec.requests, spec.limits),
    livenessProbe: probes.includes('liveness') ? NOT_KEPT : undefined,
    readinessProbe: probes.includes('readiness') ? NOT_KEPT : undefined,
    startupProbe: probes.includes('startup') ? NOT_KEPT : undefined,
    lifecycle: hasPreStop ? { preStop: NOT_KEPT } : undefined,
    securityContext: withoutEmpty({
      privileged: spec.privileged,
      runAsUser: spec.runAsUser,
      runAsNonRoot: spec.runAsNonRoot,
      capabilities: withoutEmpty({ add: spec.addedCapabilities }),
    }),
  });
}
