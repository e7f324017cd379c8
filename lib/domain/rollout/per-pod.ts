import type { PerPod, Replacement } from './pace.ts';

/** The same samples are asked about at every event of their DaemonSet, and most events bring no new one. */
const KNOWN = new WeakMap<readonly Replacement[], PerPod>();

/** How long one node takes [PC1]: median and ninetieth percentile (nearest rank) of these; undefined without any. */
export function computePerPod(samples: readonly Replacement[]): PerPod | undefined {
  if (samples.length === 0) return undefined;
  const known = KNOWN.get(samples) ?? measure(samples);
  KNOWN.set(samples, known);
  return known;
}

function measure(samples: readonly Replacement[]): PerPod {
  const times = samples.map(({ from, until }) => until - from).sort((left, right) => left - right);
  const at = (rank: number): number => times[rank - 1] ?? 0;
  const count = times.length;
  return {
    median: (at(Math.floor((count + 1) / 2)) + at(Math.ceil((count + 1) / 2))) / 2,
    p90: at(Math.ceil(count * 0.9)),
    samples: count,
  };
}
