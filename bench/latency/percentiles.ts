/** The value below which this share of all values lies: the nearest rank, so it is always one that was measured. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const rank = Math.max(1, Math.ceil(sorted.length * share));
  return sorted[rank - 1] ?? Number.NaN;
}

/** p50, p90, p99 and max in milliseconds, in columns. */
export function describeValues(values: readonly number[]): string {
  return [0.5, 0.9, 0.99, 1].map((share) => percentile(values, share).toFixed(1).padStart(7)).join(' ');
}
