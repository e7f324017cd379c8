'use client';

import { NODE_COLUMNS, type NodeColumn } from '#lib/browser/node-sort.ts';
import { useNodesColumns } from '#lib/browser/nodes-url.ts';
import { useText } from '../shell/text-context.ts';
import { Disclosure } from '../ui/disclosure.tsx';

type Props = { readonly columns: readonly NodeColumn[]; readonly usual: readonly NodeColumn[] };

/** Which columns the table has; the name is always there. */
export function ColumnsMenu({ columns, usual }: Props) {
  const text = useText();
  const [, setColumns] = useNodesColumns();
  const label = text.say('nodes.columns');
  const toggle = (column: NodeColumn): void => {
    const next = NODE_COLUMNS.filter((each) => columns.includes(each) !== (each === column));
    const isUsual = next.length === usual.length && next.every((each) => usual.includes(each));
    void setColumns(isUsual ? null : next);
  };
  return (
    <Disclosure
      trigger={label}
      label={label}
      className="rounded-sm border border-line px-2 py-0.5 text-muted-fg text-xs hover:text-fg"
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="sr-only">{label}</legend>
        {NODE_COLUMNS.filter((column) => column !== 'node').map((column) => (
          <label key={column} className="flex items-center gap-2">
            <input
              type="checkbox"
              name={column}
              checked={columns.includes(column)}
              onChange={() => toggle(column)}
              className="accent-accent"
            />
            {text.say(`nodes.column.${column}`)}
          </label>
        ))}
        <button
          type="button"
          onClick={() => void setColumns(null)}
          className="mt-1 self-start text-accent text-xs underline underline-offset-2"
        >
          {text.say('nodes.columns.usual')}
        </button>
      </fieldset>
    </Disclosure>
  );
}
