'use client';

import { useMemo } from 'react';
import { useServerClock } from '#lib/browser/fleet-context.ts';
import {
  AGE_BUCKETS,
  defaultGroupBy,
  type GroupBy,
  groupChoices,
  groupNodes,
  type NodeGroup,
  parseGroupBy,
  serializeGroupBy,
} from '#lib/browser/grouping.ts';
import { useGroupParameter } from '#lib/browser/url-state.ts';
import type { Text } from '#lib/text/text.ts';
import type { PictureNode } from '#lib/wire/picture.ts';
import { Select } from '../../ui/choice.tsx';
import { useText } from '../text-context.ts';

export type Grouping = {
  readonly groupBy: GroupBy;
  readonly groups: readonly NodeGroup[];
  readonly groupName: (key: string) => string;
  readonly setGroupBy: (groupBy: GroupBy) => void;
};

/** How the nodes are grouped: by the address, else by what tells these nodes apart. The same while that is the same. */
export function useGrouping(nodes: readonly PictureNode[]): Grouping {
  const text = useText();
  const now = useServerClock();
  const [chosen, setChosen] = useGroupParameter();
  const fallback = useMemo(() => defaultGroupBy(nodes, now()), [nodes, now]);
  const groupText = serializeGroupBy(chosen ?? fallback);
  const groupBy = useMemo(() => parseGroupBy(groupText) ?? ({ kind: 'none' } as const), [groupText]);
  const groups = useMemo(() => groupNodes(nodes, groupBy, now()), [nodes, groupBy, now]);
  return useMemo(
    () => ({
      groupBy,
      groups,
      groupName: (key) => nameGroup(text, groupBy, key),
      setGroupBy: (next) => void setChosen(next),
    }),
    [groupBy, groups, text, setChosen],
  );
}

function nameGroup(text: Text, groupBy: GroupBy, key: string): string {
  if (groupBy.kind === 'none') return text.say('screen.group.all');
  if (key === '') return text.say('screen.group.without', { by: nameGroupBy(text, groupBy) });
  if (groupBy.kind !== 'age') return key;
  const bound = AGE_BUCKETS[Number(key)];
  return bound === undefined
    ? text.say('screen.group.older', { duration: text.duration(AGE_BUCKETS.at(-1) ?? 0) })
    : text.say('screen.group.younger', { duration: text.duration(bound) });
}

function nameGroupBy(text: Text, groupBy: GroupBy): string {
  return groupBy.kind === 'label' ? groupBy.label : text.say(`screen.groupBy.${groupBy.kind}`);
}

type Props = { readonly nodes: readonly PictureNode[]; readonly grouping: Grouping };

export function GroupSelect({ nodes, grouping }: Props) {
  const text = useText();
  const now = useServerClock();
  const choices = useMemo(() => groupChoices(nodes, now()), [nodes, now]);
  const current = serializeGroupBy(grouping.groupBy);
  const options = choices.map((choice) => ({
    value: serializeGroupBy(choice),
    label:
      choice.kind === 'label' ? text.say('screen.groupBy.label', { label: choice.label }) : nameGroupBy(text, choice),
  }));
  const isListed = options.some(({ value }) => value === current);
  const listed = isListed ? options : [{ value: current, label: nameGroupBy(text, grouping.groupBy) }, ...options];
  return (
    <Select
      label={text.say('screen.groupBy')}
      value={current}
      options={listed}
      onChange={(value) => {
        const choice = choices.find((each) => serializeGroupBy(each) === value);
        if (choice !== undefined) grouping.setGroupBy(choice);
      }}
    />
  );
}
