'use client';

import {
  firstNodeSort,
  NATURAL_ORDER,
  NODE_COLUMNS,
  type NodeSort,
  parseNodeSort,
  serializeNodeSort,
} from '#lib/browser/node-sort.ts';
import { useNodesSort } from '#lib/browser/nodes-url.ts';
import { useText } from '../shell/text-context.ts';
import { Select } from '../ui/choice.tsx';

/** The order of the rows where no column has a head to press on. */
export function SortSelect({ sort }: { readonly sort: NodeSort }) {
  const text = useText();
  const [, setSort] = useNodesSort();
  const current = serializeNodeSort(sort);
  const options = NODE_COLUMNS.map((column) => ({
    value: serializeNodeSort(firstNodeSort(column)),
    label: text.say(`nodes.column.${column}`),
  }));
  const column = text.say(`nodes.column.${sort.column}`);
  const isListed = options.some(({ value }) => value === current);
  return (
    <Select
      label={text.say('nodes.sort')}
      value={current}
      options={
        isListed ? options : [...options, { value: current, label: text.say('nodes.sort.reversed', { column }) }]
      }
      onChange={(value) => setSort(parseNodeSort(value) ?? NATURAL_ORDER)}
    />
  );
}
