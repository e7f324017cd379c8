'use client';

import type { MouseEvent, ReactNode } from 'react';
import { type Tab, useTabAddress, useTabParameter } from '#lib/browser/url-state.ts';

type Props = {
  readonly tab: Tab;
  readonly children: ReactNode;
  readonly className?: string;
};

/** A press that only changes the part shown; one that opens a new window is left to the browser. */
export function isPlainPress({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;
}

/** Leads to a part of this page: an address for whoever has no script, a step in the history for all others [D1]. */
export function TabLink({ tab, children, className = 'text-accent underline underline-offset-2' }: Props) {
  const [, setTab] = useTabParameter();
  const addressOf = useTabAddress();
  return (
    <a
      href={addressOf(tab)}
      className={`self-start ${className}`}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        void setTab(tab);
      }}
    >
      {children}
    </a>
  );
}
