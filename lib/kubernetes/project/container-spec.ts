import type { ContainerPort, ContainerSpec, ProbeKind, StringMap } from '#lib/domain/objects.ts';
import type { ProjectionContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { imageOf } from './image.ts';
import { resourceListOf } from './maps.ts';
import { integerOf, isRaw, listOf, type Raw, rawOf, textOf } from './raw.ts';
import { textsOf } from './selector.ts';

/** Digests of secret values are made for templates alone: a diff compares templates, and there are few of them. */
export type SecretValues = 'Digests' | 'Nothing';

const PROBES: readonly (readonly [string, ProbeKind])[] = [
  ['livenessProbe', 'liveness'],
  ['readinessProbe', 'readiness'],
  ['startupProbe', 'startup'],
];

export function containersOf(
  value: unknown,
  init: boolean,
  podSecurity: Raw,
  secrets: SecretValues,
  context: ProjectionContext,
): readonly ContainerSpec[] {
  return listOf(value)
    .filter(isRaw)
    .map((container) => containerOf(container, init, podSecurity, secrets, context));
}

function containerOf(
  raw: Raw,
  init: boolean,
  podSecurity: Raw,
  secrets: SecretValues,
  context: ProjectionContext,
): ContainerSpec {
  const resources = rawOf(raw['resources']);
  const security = rawOf(raw['securityContext']);
  const runAsNonRoot = security['runAsNonRoot'] ?? podSecurity['runAsNonRoot'];
  return withoutUndefined<ContainerSpec>({
    name: textOf(raw['name']) ?? '',
    image: imageOf(raw['image']),
    init,
    restartPolicy: textOf(raw['restartPolicy']),
    requests: resourceListOf(resources['requests'], context),
    limits: resourceListOf(resources['limits'], context),
    ports: portsOf(raw['ports']),
    probes: PROBES.filter(([field]) => isRaw(raw[field])).map(([, kind]) => kind),
    privileged: security['privileged'] === true,
    runAsUser: integerOf(security['runAsUser'] ?? podSecurity['runAsUser']),
    runAsNonRoot: typeof runAsNonRoot === 'boolean' ? runAsNonRoot : undefined,
    addedCapabilities: textsOf(rawOf(security['capabilities'])['add']),
    hasPreStop: isRaw(rawOf(raw['lifecycle'])['preStop']),
    env: secrets === 'Digests' ? environmentOf(raw['env'], context) : {},
    commandDigest: secrets === 'Digests' ? commandDigestOf(raw, context) : undefined,
  });
}

function portsOf(value: unknown): readonly ContainerPort[] {
  return listOf(value).flatMap((each) => {
    const port = rawOf(each);
    const containerPort = integerOf(port['containerPort']);
    if (containerPort === undefined) return [];
    return withoutUndefined<ContainerPort>({
      containerPort,
      hostPort: integerOf(port['hostPort']) || undefined,
      protocol: textOf(port['protocol']) ?? 'TCP',
      hostIP: textOf(port['hostIP']),
    });
  });
}

/** The last of two equal names wins, as in the container. */
function environmentOf(value: unknown, context: ProjectionContext): StringMap {
  const entries = listOf(value).flatMap((each): [string, string][] => {
    const variable = rawOf(each);
    const name = textOf(variable['name']);
    return name === undefined ? [] : [[name, context.digest(variable['valueFrom'] ?? variable['value'] ?? '')]];
  });
  return Object.fromEntries(entries);
}

function commandDigestOf(raw: Raw, context: ProjectionContext): string | undefined {
  const { command, args } = raw;
  return command === undefined && args === undefined ? undefined : context.digest([command ?? null, args ?? null]);
}
