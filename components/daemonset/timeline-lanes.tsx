'use client';

import { useId } from 'react';
import type { LaneRun, TimelineLane } from '#lib/wire/timeline.ts';
import { CELL_LOOKS } from '../shell/look.ts';
import { useText } from '../shell/text-context.ts';
import { GLYPH_SHAPES } from '../ui/glyph-shapes.ts';
import { LongName } from '../ui/long-name.tsx';
import { type Scale, type Span, spansOf } from './timeline-geometry.ts';
import { Hatch, stateFill } from './timeline-paint.tsx';
import { nameLane, sayLane } from './timeline-words.ts';

const HEIGHT = 16;
/** A shape of ten pixels needs a little room around it. */
const GLYPH = 10;
const GLYPH_ROOM = 14;

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
            <Lane runs={lane.runs} scale={scale} />
          </li>
        );
      })}
    </ul>
  );
}

function Lane({ runs, scale }: { readonly runs: readonly LaneRun[]; readonly scale: Scale }) {
  const hatch = useId();
  return (
    <svg aria-hidden="true" width={scale.width} height={HEIGHT} className="block rounded-[3px] bg-raised">
      <Hatch id={hatch} />
      {spansOf(scale, runs).map((span) => (
        <Run key={span.x} span={span} hatch={hatch} />
      ))}
    </svg>
  );
}

const ON: Readonly<Record<string, string>> = {
  ok: 'text-on-ok',
  rolling: 'text-on-rolling',
  starved: 'text-on-starved',
  failed: 'text-on-failed',
  missing: 'text-on-missing',
  excluded: 'text-fg',
};

/** A stretch in one state; where it matters and there is room, with its shape. */
function Run({ span: { x, width, value }, hatch }: { readonly span: Span<LaneRun>; readonly hatch: string }) {
  if (value.state === null) return null;
  const { glyph, tone, severity, paint } = CELL_LOOKS[value.state];
  const shape = severity >= 2 && paint === 'full' && width >= GLYPH_ROOM ? GLYPH_SHAPES[glyph] : undefined;
  return (
    <g data-state={value.state} className={ON[tone] ?? 'text-fg'}>
      <rect x={x} y={0} width={width} height={HEIGHT} {...stateFill(value.state, hatch)} />
      {shape === undefined ? null : (
        <g transform={`translate(${x + 2} ${(HEIGHT - GLYPH) / 2}) scale(${GLYPH / 16})`}>
          {shape.fill === undefined ? null : <path d={shape.fill} fill="currentColor" />}
          {shape.stroke === undefined ? null : (
            <path d={shape.stroke} fill="none" stroke="currentColor" strokeWidth={2} />
          )}
        </g>
      )}
    </g>
  );
}
