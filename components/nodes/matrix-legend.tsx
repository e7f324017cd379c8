'use client';

import type { ExpectationCounts } from '#lib/browser/node-tally.ts';
import { EXPECTATIONS, expectationOf } from '#lib/domain/placement/node-completeness.ts';
import { FieldGlyph } from '../shell/field-glyph.tsx';
import { CELL_LOOKS, CELL_STATES, fieldClasses, showsGlyph } from '../shell/look.ts';
import { useText } from '../shell/text-context.ts';

/** Should and does, should and does not, and so on: the states that make each, and how many squares are of it. */
export function MatrixLegend({ counts }: { readonly counts: ExpectationCounts }) {
  const text = useText();
  return (
    <ul aria-label={text.say('nodes.matrix.legend')} className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {EXPECTATIONS.map((kind) => (
        <li key={kind} data-expectation={kind} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="flex gap-0.5">
            {CELL_STATES.filter((state) => expectationOf(state) === kind).map((state) => (
              <span
                key={state}
                title={text.describeCellState(state).word}
                className={`grid size-4 place-items-center rounded-[3px] ${fieldClasses(CELL_LOOKS[state])}`}
              >
                {showsGlyph(24, CELL_LOOKS[state]) ? <FieldGlyph look={CELL_LOOKS[state]} size={11} /> : null}
              </span>
            ))}
          </span>
          <span>{text.say(`nodes.expectation.${kind}`)}</span>
          <span className="font-semibold">{text.formatCount(counts[kind])}</span>
        </li>
      ))}
    </ul>
  );
}
