'use client';

import type { NodeGroup } from '#lib/browser/grouping.ts';
import { CELL_STATES } from '../look.ts';
import { useText } from '../text-context.ts';
import type { GridCell } from './grid-cell.ts';

type Props = {
  readonly id: string;
  readonly groups: readonly NodeGroup[];
  readonly groupName: (key: string) => string;
  readonly cellOf: (index: number) => GridCell | undefined;
};

/** More rows than this say nothing to an ear; the table view has every node. */
const MOST_ROWS = 30;

/** What a painted grid says to whoever cannot see it: groups × states, as numbers [A1]. */
export function GroupSummary({ id, groups, groupName, cellOf }: Props) {
  const text = useText();
  return (
    // A table is as wide as its words, whatever it is told: what hides it is around it.
    <div className="sr-only">
      <table id={id}>
        <caption>{text.say('screen.grid.summary')}</caption>
        <thead>
          <tr>
            <th scope="col">{text.say('screen.column.group')}</th>
            {CELL_STATES.map((state) => (
              <th key={state} scope="col">
                {text.describeCellState(state).word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, MOST_ROWS).map((group) => (
            <tr key={group.key}>
              <th scope="row">{groupName(group.key)}</th>
              {CELL_STATES.map((state) => (
                <td key={state}>
                  {text.formatCount(group.nodes.filter((index) => cellOf(index)?.state === state).length)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
