'use client';

import { useId } from 'react';
import { useWidth } from '#lib/browser/use-width.ts';
import type { Timeline } from '#lib/wire/timeline.ts';
import { FieldGlyph } from '../shell/field-glyph.tsx';
import { CELL_LOOKS, fieldClasses, showsGlyph } from '../shell/look.ts';
import { useText } from '../shell/text-context.ts';
import { areasOf, badgesOf, type MarkerBadge, type Scale, statesIn, ticksOf, xOf } from './timeline-geometry.ts';
import { TimelineLanes } from './timeline-lanes.tsx';
import { Hatch, stateFill } from './timeline-paint.tsx';
import { sayChart } from './timeline-words.ts';

const HEIGHT = 144;
/** Names on the left, the picture on the right; where there is little room the names stand above. */
const COLUMNS = 'grid grid-cols-1 gap-x-3 sm:grid-cols-[minmax(5rem,11rem)_minmax(0,1fr)]';

type Props = { readonly timeline: Timeline; readonly groupName: (key: string) => string };

export function TimelineChart({ timeline, groupName }: Props) {
  const text = useText();
  const [ref, width] = useWidth<HTMLDivElement>();
  const { from, until, steps, lanes } = timeline;
  const scale = { from, until, width: width ?? 0 };
  const { most } = areasOf(scale, steps, { height: HEIGHT });
  return (
    <div className="flex flex-col gap-3">
      <Legend timeline={timeline} />
      <div className={COLUMNS}>
        <div className="flex flex-row justify-between pt-5 text-2xs text-muted-fg sm:flex-col sm:items-end sm:pb-5">
          <span>{text.say('timeline.nodes', { count: most })}</span>
          <span className="max-sm:hidden">0</span>
        </div>
        <div ref={ref} className="relative min-w-0">
          {width === undefined ? null : <Plot timeline={timeline} scale={scale} />}
        </div>
      </div>
      <TimelineLanes lanes={lanes} scale={scale} groupName={groupName} columns={COLUMNS} />
    </div>
  );
}

function Plot({ timeline, scale }: Pick<Props, 'timeline'> & { readonly scale: Scale }) {
  const text = useText();
  const hatch = useId();
  const { steps, markers, watchedSince, from, until } = timeline;
  const { paths, gaps } = areasOf(scale, steps, { height: HEIGHT });
  const badges = badgesOf(scale, markers);
  const ticks = ticksOf(scale);
  return (
    <>
      <Badges badges={badges} width={scale.width} />
      <svg
        role="img"
        aria-label={sayChart(text, timeline)}
        width={scale.width}
        height={HEIGHT}
        className="block border-b bg-raised"
        data-chart="timeline"
      >
        <Hatch id={hatch} />
        {gaps.map(({ x, width }) => (
          <rect key={x} x={x} y={0} width={width} height={HEIGHT} className="fill-bg" data-gap="" />
        ))}
        {paths.map(({ state, path }) => (
          <path key={state} d={path} data-state={state} {...stateFill(state, hatch)} />
        ))}
        {ticks.map(({ at }) => (
          <line key={at} x1={xOf(scale, at)} x2={xOf(scale, at)} y1={0} y2={HEIGHT} className="stroke-bg/40" />
        ))}
        {watchedSince !== null && watchedSince > from && watchedSince < until ? (
          <line
            x1={xOf(scale, watchedSince)}
            x2={xOf(scale, watchedSince)}
            y1={0}
            y2={HEIGHT}
            strokeDasharray="4 3"
            className="stroke-fg"
          />
        ) : null}
        {badges.map(({ x, first }) => (
          <line key={first} x1={x} x2={x} y1={0} y2={HEIGHT} className="stroke-fg/60" />
        ))}
      </svg>
      <div aria-hidden="true" className="relative h-5 text-2xs text-muted-fg">
        {ticks.map(({ at, ago }) => (
          <span key={at} style={{ left: xOf(scale, at) }} className="absolute top-1 -translate-x-1/2 whitespace-nowrap">
            {text.age(ago)}
          </span>
        ))}
        <span className="absolute top-1 right-0">{text.say('timeline.now')}</span>
      </div>
    </>
  );
}

/** At the edges a number stays within the picture. */
const HALF_BADGE = 8;

/** They lead to the list below, where each number has its words. */
function Badges({ badges, width }: { readonly badges: readonly MarkerBadge[]; readonly width: number }) {
  return (
    <div aria-hidden="true" className="relative h-5">
      {badges.map(({ x, first, last }) => (
        <span
          key={first}
          style={{ left: Math.min(Math.max(x, HALF_BADGE), width - HALF_BADGE) }}
          className="absolute top-0 -translate-x-1/2 whitespace-nowrap rounded-sm border border-line-strong bg-bg px-1 text-2xs leading-4"
        >
          {first === last ? first : `${first}-${last}`}
        </span>
      ))}
    </div>
  );
}

function Legend({ timeline: { steps } }: Pick<Props, 'timeline'>) {
  const text = useText();
  const hasGap = steps.some(({ counts }) => counts === null);
  return (
    <ul aria-label={text.say('timeline.legend.label')} className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {statesIn(steps).map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <span className={`grid size-4 place-items-center rounded-[3px] ${fieldClasses(CELL_LOOKS[state])}`}>
            {showsGlyph(24, CELL_LOOKS[state]) ? <FieldGlyph look={CELL_LOOKS[state]} size={11} /> : null}
          </span>
          {text.describeCellState(state).word}
        </li>
      ))}
      {hasGap ? (
        <li className="flex items-center gap-1.5">
          <span className="size-4 rounded-[3px] border border-line-strong border-dashed" />
          {text.say('timeline.legend.gap')}
        </li>
      ) : null}
    </ul>
  );
}
