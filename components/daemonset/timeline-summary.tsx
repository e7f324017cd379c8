'use client';

import { formatMoment } from '#lib/browser/moment.ts';
import type { Timeline } from '#lib/wire/timeline.ts';
import { CELL_STATES } from '../shell/look.ts';
import { useText } from '../shell/text-context.ts';

/** More rows than this say nothing to an ear. */
const MOST_ROWS = 30;

type Props = Pick<Timeline, 'steps' | 'until'>;

/** What the picture says to whoever cannot see it: moments × states, as numbers [A1]. */
export function TimelineSummary({ steps, until }: Props) {
  const text = useText();
  const every = Math.ceil(steps.length / MOST_ROWS);
  // Counted from the end, so that the last one, which is now, is among them.
  const rows = steps.filter((_, index) => (steps.length - 1 - index) % every === 0);
  return (
    // A table that is hidden itself keeps its width, and would make the page wider than the screen.
    <div className="sr-only">
      <table>
        <caption>{text.say('timeline.summary')}</caption>
        <thead>
          <tr>
            <th scope="col">{text.say('timeline.column.time')}</th>
            {CELL_STATES.map((state) => (
              <th key={state} scope="col">
                {text.describeCellState(state).word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, counts }) => (
            <tr key={at}>
              <th scope="row" title={formatMoment(at)}>
                {text.age(until - at)}
              </th>
              {CELL_STATES.map((state) => (
                <td key={state}>
                  {counts === null ? text.say('timeline.states.gap') : text.formatCount(counts[state] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
