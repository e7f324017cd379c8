'use client';

import { LACK_KINDS, lackKindOf, type StarvedFilter, type UnknownFilter } from '#lib/browser/starved-url.ts';
import type { StarvedNode } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';
import { Choice, Select } from '../ui/choice.tsx';

const ALL = 'all' as const;

type Props = {
  /** Of all that are starved, whatever is filtered. */
  readonly nodes: readonly StarvedNode[];
  readonly filter: StarvedFilter;
  readonly onChange: (filter: StarvedFilter) => void;
};

/** Only what is there can be chosen, and what is chosen even if it is no longer there. */
function choicesOf(nodes: readonly StarvedNode[], filter: StarvedFilter) {
  const pods = nodes.flatMap(({ pending }) => pending);
  const kinds = new Set(pods.flatMap(({ lacks }) => lacks.map(lackKindOf)));
  const daemonSets = new Set(pods.map(({ daemonSet }) => daemonSet));
  if (filter.daemonSet !== null) daemonSets.add(filter.daemonSet);
  return {
    kinds: LACK_KINDS.filter((kind) => kinds.has(kind) || kind === filter.resource),
    daemonSets: [...daemonSets],
  };
}

export function Filters({ nodes, filter, onChange }: Props) {
  const text = useText();
  const { kinds, daemonSets } = choicesOf(nodes, filter);
  return (
    <>
      <Choice
        label={text.say('starved.filter.resource')}
        value={filter.resource ?? ALL}
        options={([ALL, ...kinds] as const).map((value) => ({
          value,
          label: text.say(`starved.filter.resource.${value}`),
        }))}
        onChange={(value) => onChange({ ...filter, resource: value === ALL ? null : value })}
      />
      <Select
        label={text.say('starved.filter.daemonSet')}
        value={filter.daemonSet ?? ALL}
        options={[
          { value: ALL, label: text.say('starved.filter.daemonSet.all') },
          ...daemonSets.toSorted(text.compareNames).map((value) => ({ value, label: value })),
        ]}
        onChange={(value) => onChange({ ...filter, daemonSet: value === ALL ? null : value })}
      />
    </>
  );
}

/** What the address asks for and cannot be [D3]. */
export function UnknownFilters({ unknown }: { readonly unknown: readonly UnknownFilter[] }) {
  const text = useText();
  return unknown.map(({ parameter, value }) => (
    <p key={parameter} className="text-sm">
      {text.say(`starved.filter.unknown.${parameter}`, { value })}
    </p>
  ));
}
