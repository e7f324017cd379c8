import type { GridLayout } from '#lib/browser/layout.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { GLYPH_SHAPES, type GlyphName } from '../../ui/glyph-shapes.ts';
import { CELL_LOOKS, type Look, showsGlyph, TONES, type Tone } from '../look.ts';

/** The colours of this element, as the browser computed them: `light-dark()` means nothing to a canvas. */
export type Palette = Readonly<
  Record<Tone | `on-${Tone}` | `${Tone}-fg` | 'bg' | 'line-strong' | 'fg' | 'accent', string>
>;

const NAMES = [
  ...TONES,
  ...TONES.map((tone) => `on-${tone}` as const),
  ...TONES.map((tone) => `${tone}-fg` as const),
  'bg',
  'line-strong',
  'fg',
  'accent',
] as const;

export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  element.append(probe);
  const entries = NAMES.map((name) => {
    probe.style.color = `var(--color-${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Palette;
}

const shapes = new Map<GlyphName, { readonly fill: Path2D | undefined; readonly stroke: Path2D | undefined }>();
function shapeOf(name: GlyphName) {
  const known = shapes.get(name);
  if (known !== undefined) return known;
  const { fill, stroke } = GLYPH_SHAPES[name];
  const made = { fill: fill && new Path2D(fill), stroke: stroke && new Path2D(stroke) };
  const shape = { fill: made.fill || undefined, stroke: made.stroke || undefined };
  shapes.set(name, shape);
  return shape;
}

type Square = { readonly x: number; readonly y: number; readonly size: number };

function paintGlyph(context: CanvasRenderingContext2D, name: GlyphName, colour: string, square: Square): void {
  const scale = (square.size * 0.7) / 16;
  const { fill, stroke } = shapeOf(name);
  context.save();
  context.translate(square.x + square.size * 0.15, square.y + square.size * 0.15);
  context.scale(scale, scale);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  if (fill !== undefined) context.fill(fill);
  if (stroke !== undefined) context.stroke(stroke);
  context.restore();
}

function paintHatch(context: CanvasRenderingContext2D, palette: Palette, { x, y, size }: Square): void {
  context.save();
  context.beginPath();
  context.rect(x, y, size, size);
  context.clip();
  context.strokeStyle = palette['line-strong'];
  context.lineWidth = 1;
  context.beginPath();
  for (let offset = -size; offset < size; offset += 4) {
    context.moveTo(x + offset, y + size);
    context.lineTo(x + offset + size, y);
  }
  context.stroke();
  context.restore();
}

/** A glyph is read as text is, so on the bare ground it has the colour of text [C3]. */
export function glyphColour({ paint, tone }: Look): keyof Palette {
  if (paint === 'hatched') return 'fg';
  return paint === 'hollow' ? `${tone}-fg` : `on-${tone}`;
}

export function paintSquare(
  context: CanvasRenderingContext2D,
  palette: Palette,
  state: CellState,
  pitch: number,
  square: Square,
): void {
  const look = CELL_LOOKS[state];
  const { x, y, size } = square;
  context.fillStyle = look.paint === 'hatched' ? palette.bg : palette[look.tone];
  if (look.paint === 'hollow') {
    const line = size >= 14 ? 2 : 1;
    context.fillRect(x, y, size, size);
    context.fillStyle = palette.bg;
    context.fillRect(x + line, y + line, size - 2 * line, size - 2 * line);
  } else {
    context.fillRect(x, y, size, size);
  }
  if (look.paint === 'hatched') paintHatch(context, palette, square);
  if (!showsGlyph(pitch, look)) return;
  if (look.paint === 'hatched') {
    context.fillStyle = palette.bg;
    context.fillRect(x + size * 0.2, y + size * 0.2, size * 0.6, size * 0.6);
  }
  paintGlyph(context, look.glyph, palette[glyphColour(look)], square);
}

export type Painting = {
  readonly layout: GridLayout;
  readonly stateAt: (place: number) => CellState | undefined;
  readonly muted: ReadonlySet<CellState>;
};

/** Draws every square; at ten thousand that is a few milliseconds. The text around them is DOM [R4]. */
export function paintGrid(context: CanvasRenderingContext2D, palette: Palette, painting: Painting): void {
  const { layout, stateAt, muted } = painting;
  context.clearRect(0, 0, layout.width, layout.height);
  for (const group of layout.groups) {
    for (let place = group.from; place < group.to; place += 1) {
      const state = stateAt(place);
      if (state === undefined) continue;
      const at = place - group.from;
      const x = group.x + (at % group.cols) * layout.pitch + 1;
      const y = group.y + layout.header + Math.floor(at / group.cols) * layout.pitch + 1;
      context.globalAlpha = muted.has(state) ? 0.15 : 1;
      paintSquare(context, palette, state, layout.pitch, { x, y, size: layout.pitch - 2 });
    }
  }
  context.globalAlpha = 1;
}
