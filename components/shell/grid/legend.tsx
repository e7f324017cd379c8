'use client';

import type { StateCounts } from '#lib/browser/worst.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { FieldGlyph } from '../field-glyph.tsx';
import { CELL_LOOKS, CELL_STATES, fieldClasses, showsGlyph } from '../look.ts';
import { useText } from '../text-context.ts';

type Props = {
  readonly counts: StateCounts;
  readonly muted: ReadonlySet<CellState>;
  readonly onToggle: (state: CellState) => void;
};

/** What the shapes and colours mean, how many there are of each, and a way to set some aside [5.3]. */
export function Legend({ counts, muted, onToggle }: Props) {
  const text = useText();
  return (
    <ul aria-label={text.say('screen.legend')} className="-ml-1.5 flex flex-wrap gap-x-1 gap-y-0.5">
      {CELL_STATES.map((state) => {
        const { word, meaning } = text.describeCellState(state);
        const isNone = counts[state] === 0;
        return (
          <li key={state}>
            <button
              type="button"
              aria-pressed={!muted.has(state)}
              title={meaning}
              data-legend={state}
              onClick={() => onToggle(state)}
              className={`flex items-center gap-1.5 rounded-sm px-1.5 py-0.5 text-xs hover:bg-raised ${isNone ? 'text-muted-fg' : ''} ${muted.has(state) ? 'line-through opacity-60' : ''}`}
            >
              <span className={`grid size-4 place-items-center rounded-[3px] ${fieldClasses(CELL_LOOKS[state])}`}>
                {showsGlyph(24, CELL_LOOKS[state]) ? <FieldGlyph look={CELL_LOOKS[state]} size={11} /> : null}
              </span>
              <span>{word}</span>
              <span className="font-semibold">{text.formatCount(counts[state])}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
