import { FieldGlyph } from '../field-glyph.tsx';
import { fieldClasses } from '../look.ts';
import type { SegmentLook } from './budget-looks.ts';

export type LegendEntry = {
  readonly key: string;
  readonly look: SegmentLook;
  readonly word: string;
  readonly count: string;
};

/** What the parts of the bar are and how many: glyph, colour and words. */
export function BudgetLegend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {entries.map(({ key, look, word, count }) => (
        <li key={key} className="flex items-center gap-1.5" data-share={key}>
          <span
            className={`grid size-4 flex-none place-items-center rounded-[3px] ${fieldClasses({ ...look, severity: 3 })}`}
          >
            {look.glyph === 'hatched' ? null : <FieldGlyph look={{ ...look, severity: 3 }} size={11} />}
          </span>
          <span>{word}</span>
          <span className="font-semibold">{count}</span>
        </li>
      ))}
    </ul>
  );
}
