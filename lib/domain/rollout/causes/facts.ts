import type { CauseFacts } from './cause.ts';

/** The words of Kubernetes are a quotation: those of the first node stand for all. */
const QUOTED: ReadonlySet<string> = new Set(['message'] satisfies readonly (keyof CauseFacts)[]);

/**
 * What may be said of all nodes of a cause [TX9]: the facts that are the same on each of them, the words of Kubernetes on
 * the first, and the first end of what ends.
 */
export function alikeFacts(all: readonly CauseFacts[]): CauseFacts {
  const [first, ...others] = all;
  if (first === undefined || others.length === 0) return first ?? {};
  const entries = Object.entries(first).filter(
    ([key, value]) => QUOTED.has(key) || others.every((facts) => Reflect.get(facts, key) === value),
  );
  const ends = all.flatMap(({ until }) => until ?? []);
  const until = ends.length === 0 ? {} : { until: Math.min(...ends) };
  return { ...Object.fromEntries(entries), ...until };
}
