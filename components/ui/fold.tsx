'use client';

import { type ReactNode, useState } from 'react';

type Words = { readonly more: string; readonly fewer: string };

type Fold<Item> = {
  readonly shown: readonly Item[];
  /** Opens and closes; null when all are shown anyway. */
  readonly button: ReactNode;
};

/** The first of many, and a button for the rest: nothing is left out for good [P7]. */
export function useFold<Item>(items: readonly Item[], first: number, { more, fewer }: Words): Fold<Item> {
  const [isOpen, setIsOpen] = useState(false);
  if (items.length <= first) return { shown: items, button: null };
  return {
    shown: isOpen ? items : items.slice(0, first),
    button: (
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="rounded-sm border border-line-strong px-2 py-0.5 text-xs hover:bg-raised"
      >
        {isOpen ? fewer : more}
      </button>
    ),
  };
}
