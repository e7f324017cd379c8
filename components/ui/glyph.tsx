import { GLYPH_SHAPES, type GlyphName } from './glyph-shapes.ts';

type Props = { readonly name: GlyphName; readonly size?: number; readonly className?: string };

/** One of the ten shapes in the colour of the text around it. Never alone: a word or a name stands beside it. */
export function Glyph({ name, size = 16, className }: Props) {
  const { fill, stroke } = GLYPH_SHAPES[name];
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={className}
      data-glyph={name}
    >
      {fill === undefined ? null : <path d={fill} fill="currentColor" />}
      {stroke === undefined ? null : <path d={stroke} fill="none" stroke="currentColor" strokeWidth={2} />}
    </svg>
  );
}
