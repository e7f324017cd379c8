'use client';

import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { TABS, type Tab, useTabAddress, useTabParameter, useUnknownTab } from '#lib/browser/url-state.ts';
import { useKeys } from '#lib/browser/use-keys.ts';
import { useText } from '../shell/text-context.ts';
import { isPlainPress } from './tab-link.tsx';

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

function neighbour(tab: Tab, step: number): Tab {
  return TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab;
}

type Props = {
  /** What is on the tab that is shown; the others are not drawn. */
  readonly children: (tab: Tab) => ReactNode;
};

/**
 * The parts of the page. Each tab is an address too, so that a link of an alert leads to one and the page works without a
 * script; a change is a step in the history [D1]. The keys [ and ] go round.
 */
export function Tabs({ children }: Props) {
  const text = useText();
  const id = useId();
  const [tab, setTab] = useTabParameter();
  const addressOf = useTabAddress();
  const unknown = useUnknownTab();
  useKeys({
    '[': () => void setTab(neighbour(tab, -1)),
    ']': () => void setTab(neighbour(tab, 1)),
  });
  const onKeyDown = (event: KeyboardEvent<HTMLAnchorElement>): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = neighbour(tab, step);
    void setTab(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <div>
      <div
        role="tablist"
        aria-label={text.say('tab.list')}
        title={text.say('tab.keys')}
        className="flex flex-wrap gap-x-1 border-b"
      >
        {TABS.map((each) => (
          <a
            key={each}
            id={`${id}-${each}`}
            role="tab"
            href={addressOf(each)}
            aria-selected={each === tab}
            aria-controls={each === tab ? `${id}-panel` : undefined}
            tabIndex={each === tab ? 0 : -1}
            onClick={(event) => {
              if (!isPlainPress(event)) return;
              event.preventDefault();
              void setTab(each);
            }}
            onKeyDown={onKeyDown}
            className="-mb-px border-transparent border-b-2 px-2 py-1.5 text-muted-fg text-sm hover:text-fg aria-selected:border-accent aria-selected:font-semibold aria-selected:text-fg"
          >
            {text.say(`tab.${each}`)}
          </a>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`} data-tab={tab} className="-mt-px">
        {unknown === undefined ? null : (
          <p className="my-3 text-sm">
            {text.say('tab.unknown.sentence', { tab: unknown, shown: text.say(`tab.${tab}`) })}
          </p>
        )}
        {children(tab)}
      </div>
    </div>
  );
}
