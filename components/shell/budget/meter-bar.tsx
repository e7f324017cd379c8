import { useId } from 'react';
import { GLYPH_SHAPES } from '../../ui/glyph-shapes.ts';
import type { Tone } from '../look.ts';
import type { SegmentLook } from './budget-looks.ts';
import { layMeter, type MeterBlock, type MeterSegment } from './meter-geometry.ts';

type Props = {
  /** The whole of it as one sentence: a bar is a picture. */
  readonly label: string;
  readonly limit: number;
  readonly segments: readonly MeterSegment<SegmentLook>[];
  /** What stands at the mark of the limit, and over what is beyond it; a small meter has neither. */
  readonly words?: { readonly limit: string; readonly beyond: string } | undefined;
};

const FILLS: Readonly<Record<Tone, string>> = {
  ok: 'fill-ok',
  rolling: 'fill-rolling',
  starved: 'fill-starved',
  failed: 'fill-failed',
  missing: 'fill-missing',
  excluded: 'fill-excluded',
};
const GLYPH_TONES: Readonly<Record<Tone, string>> = {
  ok: 'text-on-ok',
  rolling: 'text-on-rolling',
  starved: 'text-on-starved',
  failed: 'text-on-failed',
  missing: 'text-on-missing',
  excluded: 'text-on-excluded',
};

const BAR = 32;
/** Above the bar: the mark of the limit, and the words about what is beyond it. */
const TOP = 8;
const TOP_BEYOND = 20;
/** Below it: the words at the limit. */
const BOTTOM = 14;
const BLOCK_WIDTH = 56;
/** The words at the limit and beyond it need so much. */
const LEAST_WIDTH = 224;
const SMALL = { height: 16, top: 3, bar: 10 };
/** What is narrower, in percent, has no room for its glyph: 14 px where a phone leaves 288 to the bar. */
const LEAST_FOR_GLYPH = 5;
const GLYPH_SIZE = 12;

/**
 * The budget of a rolling update as a bar: whose it is, where it ends, and what is used beyond [P1]. Geometry stands in
 * attributes, which the content security policy allows where it forbids styles in the page that the server sends.
 */
export function MeterBar({ label, limit, segments, words }: Props) {
  const hatch = useId();
  const { blocks, hasGaps, limit: limitAt, used } = layMeter(limit, segments);
  const isBeyond = used > limitAt;
  const { height, top, bar } = words === undefined ? SMALL : sizesOf(isBeyond);
  return (
    <svg
      role="img"
      aria-label={label}
      width={words === undefined ? '100%' : widthOf(Math.max(limit, blocks.length), hasGaps)}
      height={height}
      className="block max-w-full overflow-visible"
      data-meter=""
    >
      <defs>
        <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={5} height={5} className="fill-bg" />
          <rect width={2} height={5} className="fill-line-strong" />
        </pattern>
      </defs>
      <rect x="0" y={top} width="100%" height={bar} className="fill-sunken stroke-line-strong" />
      {blocks.map(({ key, look, x, width }) => (
        <rect
          key={key}
          data-owner={key.split(' ')[0]}
          x={`${x}%`}
          y={top + 1}
          width={`${width}%`}
          height={bar - 2}
          {...(look.paint === 'hatched' ? { fill: `url(#${hatch})` } : {})}
          className={`${look.paint === 'hatched' ? '' : FILLS[look.tone]} ${hasGaps ? 'stroke-2 stroke-bg' : ''}`}
        />
      ))}
      {words === undefined
        ? null
        : blocks.map((block) => <BlockGlyph key={block.key} block={block} y={top + bar / 2} />)}
      {words !== undefined && isBeyond ? <Beyond from={limitAt} words={words.beyond} y={top - 6} /> : null}
      <LimitMark at={limitAt} words={words?.limit} top={top - (words === undefined ? 3 : 8)} end={top + bar + 3} />
    </svg>
  );
}

/** A budget of one pod is no wall of colour: blocks have a size of their own, as far as there is room. */
function widthOf(units: number, hasGaps: boolean): string | number {
  return hasGaps ? Math.max(units * BLOCK_WIDTH, LEAST_WIDTH) : '100%';
}

function sizesOf(isBeyond: boolean): typeof SMALL {
  const top = isBeyond ? TOP_BEYOND : TOP;
  return { height: top + BAR + BOTTOM, top, bar: BAR };
}

function BlockGlyph({ block: { look, x, width }, y }: { readonly block: MeterBlock<SegmentLook>; readonly y: number }) {
  if (width < LEAST_FOR_GLYPH || look.paint === 'hatched') return null;
  const { fill, stroke } = GLYPH_SHAPES[look.glyph];
  return (
    <svg aria-hidden="true" x={`${x + width / 2}%`} y={y} overflow="visible" className={GLYPH_TONES[look.tone]}>
      <g transform={`translate(${-GLYPH_SIZE / 2} ${-GLYPH_SIZE / 2}) scale(${GLYPH_SIZE / 16})`}>
        {fill === undefined ? null : <path d={fill} fill="currentColor" />}
        {stroke === undefined ? null : <path d={stroke} fill="none" stroke="currentColor" strokeWidth={2} />}
      </g>
    </svg>
  );
}

function Beyond({ from, words, y }: { readonly from: number; readonly words: string; readonly y: number }) {
  return (
    <>
      <line x1={`${from}%`} x2="100%" y1={y + 2} y2={y + 2} className="stroke-2 stroke-failed-fg" />
      <text x="100%" y={y - 3} textAnchor="end" className="fill-failed-fg font-semibold text-2xs">
        {words}
      </text>
    </>
  );
}

type MarkProps = {
  readonly at: number;
  readonly words: string | undefined;
  readonly top: number;
  readonly end: number;
};

/** Its words stand on the side that has room for them. */
function LimitMark({ at, words, top, end }: MarkProps) {
  const isLate = at > 50;
  return (
    <>
      <line x1={`${at}%`} x2={`${at}%`} y1={top} y2={end} className="stroke-[3px] stroke-fg" />
      {words === undefined ? null : (
        <text
          x={`${at}%`}
          dx={isLate ? 1.5 : -1.5}
          y={end + 9}
          textAnchor={isLate ? 'end' : 'start'}
          className="fill-fg font-semibold text-2xs"
        >
          {words}
        </text>
      )}
    </>
  );
}
