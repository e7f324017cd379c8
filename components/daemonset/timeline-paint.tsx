import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { CELL_LOOKS, type Tone } from '../shell/look.ts';

/** The classes of a tone, written out: Tailwind reads them from the source. */
const FULL: Readonly<Record<Tone, string>> = {
  ok: 'fill-ok',
  rolling: 'fill-rolling',
  starved: 'fill-starved',
  failed: 'fill-failed',
  missing: 'fill-missing',
  excluded: 'fill-excluded',
};
const HOLLOW: Readonly<Record<Tone, string>> = {
  ok: 'fill-ok/35',
  rolling: 'fill-rolling/35',
  starved: 'fill-starved/35',
  failed: 'fill-failed/35',
  missing: 'fill-missing/35',
  excluded: 'fill-excluded/35',
};

/** How an area of a state is painted; what is a hollow square on the map is a pale area here. */
export function stateFill(state: CellState, hatch: string): { readonly fill?: string; readonly className?: string } {
  const { tone, paint } = CELL_LOOKS[state];
  if (paint === 'hatched') return { fill: `url(#${hatch})` };
  return { className: paint === 'full' ? FULL[tone] : HOLLOW[tone] };
}

/** The pattern that `stateFill` refers to. */
export function Hatch({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={5} height={5} className="fill-excluded" />
        <line x1={0.5} x2={0.5} y1={0} y2={5} className="stroke-line-strong" />
      </pattern>
    </defs>
  );
}
