import type { ReactNode } from 'react';

export type Fact = { readonly term: string; readonly detail: ReactNode };

/** Terms and what they are, in two columns. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[fit-content(11rem)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(({ term, detail }) => (
        <div key={term} className="contents">
          <dt className="text-muted-fg">{term}</dt>
          <dd className="min-w-0">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
