import type { ContainerSpec } from '../objects.ts';
import { inArea, type TemplateChange } from './template-change.ts';
import { portHost, portName } from './template-words.ts';
import { diffTexts, diffValue, textsOf, withoutTexts } from './text-diff.ts';

/** What differs between two containers of one name. Of environment and command the digests alone are compared [TD3]. */
export function diffContainer(before: ContainerSpec, after: ContainerSpec): readonly TemplateChange[] {
  const { name } = after;
  const both = <Value>(read: (spec: ContainerSpec) => Value): readonly [Value, Value] => [read(before), read(after)];
  return [
    ...inArea('containers', diffValue(name, ...both(({ init }) => (init ? 'initContainers' : 'containers')))),
    ...inArea('image', diffValue('', ...both(({ image }) => image)), name),
    ...inArea('command', withoutTexts(diffValue('', ...both(({ commandDigest }) => commandDigest))), name),
    ...inArea('env', withoutTexts(diffTexts(...both(({ env }) => textsOf(env)))), name),
    ...inArea('resources', diffTexts(...both(resources)), name),
    ...inArea('probes', diffTexts(...both(({ probes }) => new Map(probes.map((probe) => [probe, ''])))), name),
    ...inArea('lifecycle', diffTexts(...both(lifecycle)), name),
    ...inArea('ports', diffTexts(...both(ports)), name),
    ...inArea('security', diffTexts(...both(security)), name),
  ];
}

function resources({ requests, limits }: ContainerSpec): ReadonlyMap<string, string> {
  return new Map([...textsOf(requests, 'requests.'), ...textsOf(limits, 'limits.')]);
}

function lifecycle({ hasPreStop, restartPolicy }: ContainerSpec): ReadonlyMap<string, string> {
  return textsOf({ preStop: hasPreStop ? '' : undefined, restartPolicy });
}

/** Two ports may have the same number; what the host has of them is then told together. */
function ports(spec: ContainerSpec): ReadonlyMap<string, string> {
  const byName = Map.groupBy(spec.ports, portName);
  return new Map([...byName].map(([name, same]) => [name, same.map(portHost).toSorted().join(', ')]));
}

function security({ privileged, runAsUser, runAsNonRoot, addedCapabilities }: ContainerSpec) {
  return textsOf({
    privileged: `${privileged}`,
    runAsUser: runAsUser?.toString(),
    runAsNonRoot: runAsNonRoot?.toString(),
    'capabilities.add': addedCapabilities.length === 0 ? undefined : addedCapabilities.toSorted().join(', '),
  });
}
