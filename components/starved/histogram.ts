/** So many nodes are short by more than `above` and at most by `upTo`. */
export type Bin = { readonly above: number; readonly upTo: number; readonly nodes: number };

const BINS_AT_MOST = 8;
const ROUND = [1, 2, 5, 10];

/** A width that people count in: 1, 2 or 5 of a power of ten; of bytes a power of two. */
function widthOf(most: number, isBytes: boolean): number {
  const least = Math.max(1, most / BINS_AT_MOST);
  if (isBytes) return 2 ** Math.ceil(Math.log2(least));
  const power = 10 ** Math.floor(Math.log10(least));
  return (ROUND.find((factor) => factor * power >= least) ?? 10) * power;
}

export function isBytes(resource: string): boolean {
  return resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
}

/** Equally wide bins from nothing to the largest shortfall, the empty ones too: gaps are seen as gaps. */
export function binShortfalls(shortfalls: readonly number[], bytes: boolean): readonly Bin[] {
  const most = shortfalls.reduce((largest, each) => Math.max(largest, each), 0);
  if (most === 0) return [];
  const width = widthOf(most, bytes);
  const counts = Array.from({ length: Math.ceil(most / width) }, () => 0);
  for (const shortfall of shortfalls) {
    const at = Math.max(0, Math.ceil(shortfall / width) - 1);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((nodes, at) => ({ above: at * width, upTo: (at + 1) * width, nodes }));
}

/** Each so-many-eth edge has room for its amount. */
export function binLabelEvery(bins: number): number {
  return Math.max(1, Math.ceil(bins / 4));
}
