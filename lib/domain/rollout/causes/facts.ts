import type { CauseFacts } from './cause.ts';

/**
 * Told of the first node by its name, and different on every other: quantities of a node, counts, the words of Kubernetes
 * with their names of pods.
 */
const OF_THE_FIRST: ReadonlySet<string> = new Set([
  'message',
  'requested',
  'free',
  'allocatable',
  'used',
  'limited',
  'restartCount',
  'holder',
] satisfies readonly (keyof CauseFacts)[]);
/** Quantities of another resource than the one named would be told as if they were of that. */
const OF_A_RESOURCE: readonly (keyof CauseFacts)[] = ['requested', 'free', 'allocatable', 'used', 'limited'];

/**
 * What may be said of all nodes of a cause [TX9]: the facts that are the same on each of them, those of the first that are
 * told as its own, and the first end of what ends.
 */
export function alikeFacts(all: readonly CauseFacts[]): CauseFacts {
  const [first, ...others] = all;
  if (first === undefined || others.length === 0) return first ?? {};
  const same = (key: string): boolean => others.every((facts) => Reflect.get(facts, key) === Reflect.get(first, key));
  const dropped = new Set<string>(same('resource') ? [] : OF_A_RESOURCE);
  const entries = Object.entries(first).filter(([key]) => !dropped.has(key) && (OF_THE_FIRST.has(key) || same(key)));
  const ends = all.flatMap(({ until }) => until ?? []);
  const until = ends.length === 0 ? {} : { until: Math.min(...ends) };
  return { ...Object.fromEntries(entries), ...until };
}
