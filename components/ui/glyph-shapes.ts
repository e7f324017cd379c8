/*
 * The ten shapes, drawn once on a field of 16 by 16 [S3] [C7]: the DOM puts them into an <svg>, a canvas into a Path2D.
 * Strokes are 2 wide with square ends, so that they stay apart at ten pixels.
 */
const GLYPH_NAMES = [
  'check',
  'quarter',
  'play',
  'triangle',
  'cross',
  'ring',
  'diamond',
  'hatched',
  'dot',
  'question',
] as const;
export type GlyphName = (typeof GLYPH_NAMES)[number];

/** `fill` is painted, `stroke` is drawn as a line 2 wide. */
export type GlyphShape = { readonly fill?: string; readonly stroke?: string };

export const GLYPH_SHAPES: Readonly<Record<GlyphName, GlyphShape>> = {
  check: { stroke: 'M3 8.5 6.5 12 13 4.5' },
  quarter: { stroke: 'M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10', fill: 'M8 8V3a5 5 0 0 1 5 5Z' },
  play: { fill: 'M4.5 2.5 13.5 8 4.5 13.5Z' },
  triangle: { fill: 'M8 2.5 14 13.5H2Z' },
  cross: { stroke: 'M3.75 3.75 12.25 12.25M12.25 3.75 3.75 12.25' },
  ring: { stroke: 'M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10' },
  diamond: { stroke: 'M8 2.5 13.5 8 8 13.5 2.5 8Z' },
  hatched: { stroke: 'M3 3H13V13H3ZM3 9 9 3M4 13 13 4M9.5 13 13 9.5' },
  dot: { fill: 'M8 6a2 2 0 1 0 0 4a2 2 0 1 0 0-4' },
  question: { stroke: 'M5.25 5.75a2.75 2.75 0 1 1 4.2 2.4C8.4 8.8 8 9.2 8 10.25', fill: 'M6.9 11.9h2.2v2.1H6.9Z' },
};
