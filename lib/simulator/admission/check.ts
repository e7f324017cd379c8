import type { Container, NewObject, PodSpec } from '../objects.ts';

/** What a check of the Pod Security Standards looks at. */
export type Checked = {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
  /** The minor version of the policy; infinite: the latest. */
  readonly minor: number;
};

/** What is forbidden and why, in the words of the admission plugin; undefined when the check is passed. */
export type Check = {
  readonly id: string;
  /** The minor version of the policy from which on it is asked. */
  readonly since: number;
  readonly test: (checked: Checked) => string | undefined;
};

export type Fields = Readonly<Record<string, unknown>>;

export function checkedOf({ metadata, spec }: NewObject<'Pod'>, minor: number): Checked {
  return { annotations: metadata.annotations ?? {}, spec, minor };
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** In the order in which the plugin visits them. */
export function containersOf({ initContainers = [], containers }: PodSpec): readonly Container[] {
  return [...initContainers, ...containers];
}

export function securityOf(container: Container): Fields {
  return fieldsOf(container.securityContext);
}

export function podSecurityOf({ ['securityContext']: context }: PodSpec): Fields {
  return fieldsOf(context);
}

export function capabilitiesOf(container: Container, list: 'add' | 'drop'): readonly string[] {
  return listOf(fieldsOf(securityOf(container)['capabilities'])[list]).map(String);
}

export function quoted(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ');
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

/** Each once, in order. */
export function sorted(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort();
}

/** `container "a"`, `containers "a", "b"`. */
export function named(containers: readonly Container[]): string {
  return `${plural('container', containers.length)} ${quoted(containers.map(({ name }) => name))}`;
}

/** `pod and container "a"`: who sets a field to what is forbidden; undefined when nobody does. */
export function setters(isPod: boolean, containers: readonly Container[]): string | undefined {
  const found = [...(isPod ? ['pod'] : []), ...(containers.length > 0 ? [named(containers)] : [])];
  return found.length === 0 ? undefined : found.join(' and ');
}

/** What is drawn from containers: who matches, and in which words. */
export function forbid(
  reason: string,
  containers: readonly Container[],
  detail: (names: string) => string,
): string | undefined {
  return containers.length === 0 ? undefined : `${reason} (${detail(named(containers))})`;
}

/** From 1.35 on a pod in a user namespace of its own may be root in it. */
export function isInUserNamespace({ spec, minor }: Checked): boolean {
  return minor >= 35 && spec['hostUsers'] === false;
}

/** From 1.25 on a pod that says that it is for Windows is not asked for what Windows does not have. */
export function isForWindows({ spec, minor }: Checked): boolean {
  return minor >= 25 && fieldsOf(spec['os'])['name'] === 'windows';
}
