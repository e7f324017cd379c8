'use client';

import { useId } from 'react';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { TimelineLane, TimelineStep } from '#lib/wire/timeline.ts';
import { CELL_LOOKS, TONE_TEXT } from '../shell/look.ts';
import { useText } from '../shell/text-context.ts';
import { GLYPH_SHAPES } from '../ui/glyph-shapes.ts';
import { LongName } from '../ui/long-name.tsx';
import { areasOf, type Scale, troublesOf } from './timeline-geometry.ts';
import { Hatch, stateFill } from './timeline-paint.tsx';
import { nameLane, sayLane } from './timeline-words.ts';

const HEIGHT = 16;
/** A shape of ten pixels needs a little room around it. */
const GLYPH = 10;
const GLYPH_ROOM = 16;
/** A lane is low, and one node of it is to be seen. */
const THINNEST = 4;

type Props = {
  readonly lanes: readonly TimelineLane[];
  readonly scale: Scale;
  readonly groupName: (key: string) => string;
  readonly columns: string;
};

/** One lane per group under the picture of the whole, on the same scale of time. */
export function TimelineLanes({ lanes, scale, groupName, columns }: Props) {
  const text = useText();
  if (scale.width === 0 || (lanes.length === 1 && lanes[0]?.of.kind === 'Group' && lanes[0].of.key === '')) return null;
  return (
    <ul aria-label={text.say('timeline.lanes.label')} className="flex flex-col gap-1">
      {lanes.map((lane) => {
        const name = nameLane(text, lane, groupName);
        return (
          <li key={`${lane.of.kind} ${name}`} className={`${columns} items-center`} data-lane={name}>
            <span
              aria-hidden="true"
              className="flex min-w-0 items-baseline justify-between gap-2 text-xs sm:justify-end"
            >
              <LongName text={name} />
              <span className="flex-none text-2xs text-muted-fg">{text.formatCount(lane.nodes)}</span>
            </span>
            <span className="sr-only">{sayLane(text, lane, name)}</span>
            <Lane steps={lane.steps} scale={scale} />
          </li>
        );
      })}
    </ul>
  );
}

function Lane({ steps, scale }: { readonly steps: readonly TimelineStep[]; readonly scale: Scale }) {
  const hatch = useId();
  const { paths, gaps } = areasOf(scale, steps, { height: HEIGHT, thinnest: THINNEST });
  return (
    <svg aria-hidden="true" width={scale.width} height={HEIGHT} className="block rounded-[3px] bg-raised">
      <Hatch id={hatch} />
      {gaps.map(({ x, width }) => (
        <rect key={x} x={x} y={0} width={width} height={HEIGHT} className="fill-bg" />
      ))}
      {paths.map(({ state, path }) => (
        <path key={state} d={path} data-state={state} {...stateFill(state, hatch)} />
      ))}
      {troublesOf(scale, steps).map(({ x, width, value }) =>
        width < GLYPH_ROOM || CELL_LOOKS[value].paint === 'hatched' ? null : <Shape key={x} state={value} x={x} />,
      )}
    </svg>
  );
}

/** On a ground of its own, since it may lie over several states. */
function Shape({ state, x }: { readonly state: CellState; readonly x: number }) {
  const { glyph, tone } = CELL_LOOKS[state];
  const { fill, stroke } = GLYPH_SHAPES[glyph];
  const edge = (HEIGHT - GLYPH) / 2;
  return (
    <g transform={`translate(${x + edge} ${edge})`} className={TONE_TEXT[tone]}>
      <rect x={-1} y={-1} width={GLYPH + 2} height={GLYPH + 2} rx={2} className="fill-bg" />
      <g transform={`scale(${GLYPH / 16})`}>
        {fill === undefined ? null : <path d={fill} fill="currentColor" />}
        {stroke === undefined ? null : <path d={stroke} fill="none" stroke="currentColor" strokeWidth={2} />}
      </g>
    </g>
  );
}
