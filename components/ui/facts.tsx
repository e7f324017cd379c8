import type { ReactNode } from 'react';

export type Fact = { readonly term: string; readonly detail: ReactNode };

type Props = {
  readonly facts: readonly Fact[];
  /** For long words: where there is little room, what a term is stands under it. */
  readonly stacksWhenNarrow?: boolean;
};

const TWO_COLUMNS = 'grid-cols-[fit-content(11rem)_minmax(0,1fr)]';
const STACKED = 'max-sm:grid-cols-1 max-sm:[&_dd]:mb-1.5';

/** Terms and what they are, in two columns. */
export function Facts({ facts, stacksWhenNarrow = false }: Props) {
  return (
    <dl className={`wrap-anywhere grid gap-x-4 gap-y-1 text-sm ${TWO_COLUMNS} ${stacksWhenNarrow ? STACKED : ''}`}>
      {facts.map(({ term, detail }) => (
        <div key={term} className="contents">
          <dt className="text-muted-fg">{term}</dt>
          <dd className="min-w-0">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
