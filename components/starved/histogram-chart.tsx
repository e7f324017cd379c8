'use client';

import { type Bin, binLabelEvery } from './histogram.ts';

const WIDTH = 320;
const HEIGHT = 92;
const TOP = 22;
const FLOOR = 76;
const GAP = 2;

type Props = {
  readonly bins: readonly Bin[];
  /** The whole in one sentence. */
  readonly label: string;
  readonly formatCount: (count: number) => string;
  readonly formatAmount: (amount: number) => string;
  /** Where the request would be lowered to; what is left of it fits. */
  readonly mark: { readonly at: number; readonly label: string } | undefined;
};

function Mark({ x, label }: { readonly x: number; readonly label: string }) {
  return (
    <g>
      <line x1={x} x2={x} y1={TOP - 8} y2={FLOOR} className="stroke-accent" strokeDasharray="3 2" />
      <text x={x} y={10} textAnchor={x < WIDTH / 2 ? 'start' : 'end'} className="fill-accent text-2xs">
        {label}
      </text>
    </g>
  );
}

/** How many nodes are short by how much; what the lowered request would win is pale, what it would not is full. */
export function HistogramChart({ bins, label, formatCount, formatAmount, mark }: Props) {
  const last = bins.at(-1);
  if (last === undefined) return null;
  const most = bins.reduce((largest, { nodes }) => Math.max(largest, nodes), 1);
  const xOf = (amount: number): number => (amount / last.upTo) * WIDTH;
  const heightOf = (nodes: number): number => (nodes === 0 ? 0 : Math.max(2, (nodes / most) * (FLOOR - TOP - 12)));
  const every = binLabelEvery(bins.length);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="h-auto w-full max-w-80">
      {bins.map(({ above, upTo, nodes }, at) => (
        <g key={upTo}>
          <rect
            x={xOf(above) + GAP / 2}
            y={FLOOR - heightOf(nodes)}
            width={xOf(upTo) - xOf(above) - GAP}
            height={heightOf(nodes)}
            className={mark !== undefined && upTo <= mark.at ? 'fill-starved/45' : 'fill-starved'}
          />
          {(at + 1) % every === 0 || upTo === last.upTo ? (
            <text x={xOf(upTo)} y={HEIGHT - 4} textAnchor="end" className="fill-muted-fg text-2xs">
              {formatAmount(upTo)}
            </text>
          ) : null}
        </g>
      ))}
      <line x1={0} x2={WIDTH} y1={FLOOR} y2={FLOOR} className="stroke-line-strong" />
      {mark === undefined ? null : <Mark x={Math.min(WIDTH - 1, xOf(mark.at))} label={mark.label} />}
      {bins.map(({ above, upTo, nodes }) =>
        nodes === 0 ? null : (
          <text
            key={upTo}
            x={(xOf(above) + xOf(upTo)) / 2}
            y={FLOOR - heightOf(nodes) - 3}
            textAnchor="middle"
            paintOrder="stroke"
            strokeWidth={3}
            className="fill-fg stroke-bg text-2xs"
          >
            {formatCount(nodes)}
          </text>
        ),
      )}
    </svg>
  );
}
