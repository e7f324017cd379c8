import { Glyph } from '../ui/glyph.tsx';
import type { Look } from './look.ts';

type Props = { readonly look: Look; readonly size: number };

/** The glyph of a field; over a hatch it stands on a clear ground. */
export function FieldGlyph({ look, size }: Props) {
  return <Glyph name={look.glyph} size={size} className={look.paint === 'hatched' ? 'rounded-sm bg-bg' : ''} />;
}
