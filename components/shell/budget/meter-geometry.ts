/** Up to so many units each pod is a block of its own; above that, shares run together. */
const MOST_BLOCKS = 40;

export type MeterSegment<Look> = { readonly key: string; readonly count: number; readonly look: Look };

export type MeterBlock<Look> = {
  readonly key: string;
  readonly look: Look;
  /** In percent of the bar. */
  readonly x: number;
  readonly width: number;
};

export type MeterGeometry<Look> = {
  readonly blocks: readonly MeterBlock<Look>[];
  readonly hasGaps: boolean;
  /** Where the budget ends, and where its use does; in percent of the bar. */
  readonly limit: number;
  readonly used: number;
};

/** Lays the shares side by side. The bar is as long as the budget, or as its use when that is more. */
export function layMeter<Look>(limit: number, segments: readonly MeterSegment<Look>[]): MeterGeometry<Look> {
  const used = segments.reduce((sum, { count }) => sum + count, 0);
  const scale = Math.max(limit, used, 1);
  const percent = (units: number): number => (units * 100) / scale;
  const hasGaps = scale <= MOST_BLOCKS;
  let from = 0;
  const shares = segments
    .filter(({ count }) => count > 0)
    .map(({ key, count, look }) => {
      const share = { key, look, x: percent(from), width: percent(count), from, count };
      from += count;
      return share;
    });
  const blocks = hasGaps
    ? shares.flatMap(({ key, look, from: first, count }) =>
        Array.from({ length: count }, (_, at) => ({
          key: `${key} ${at}`,
          look,
          x: percent(first + at),
          width: percent(1),
        })),
      )
    : shares.map(({ key, look, x, width }) => ({ key, look, x, width }));
  return {
    blocks,
    hasGaps,
    limit: percent(limit),
    used: percent(used),
  };
}
