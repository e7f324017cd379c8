'use client';

import Link from 'next/link';
import { useFleet, useFleetSource } from '#lib/browser/fleet-context.ts';
import type { Theme } from '#lib/browser/preferences.ts';
import { useBarHeight } from '#lib/browser/use-bar-height.ts';
import { LongName } from '../ui/long-name.tsx';
import { FreshnessChip } from './freshness-chip.tsx';
import { Places } from './places.tsx';
import { SimulatedChip } from './simulated-chip.tsx';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';
import { useText } from './text-context.ts';
import { TrustNotes } from './trust.tsx';
import { WindowTitle } from './window-title.tsx';

type Props = {
  readonly theme: Theme | undefined;
  /** What starts Rollcall. */
  readonly command: string;
};

/** 44 px that every page has: which cluster this is, how old its data is, and how it is shown [5.1]. */
export function TopBar({ theme, command }: Props) {
  const text = useText();
  const { glance } = useFleetSource();
  const cluster = useFleet((state) => state.picture?.cluster ?? glance.cluster);
  const bar = useBarHeight();
  return (
    <header ref={bar} className="sticky top-0 z-20 bg-bg">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-1 focus:left-1 focus:bg-raised focus:p-2"
      >
        {text.say('screen.skip')}
      </a>
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-1 max-sm:gap-x-3 max-sm:py-2">
        <Link
          prefetch={false}
          href="/"
          className="flex min-w-0 max-w-[50vw] items-baseline gap-2 font-semibold max-sm:max-w-full max-sm:grow"
        >
          <span className="flex-none">Rollcall</span>
          <LongName text={cluster.name} className="font-normal" />
          {cluster.version === null ? null : (
            <span className="flex-none font-normal text-muted-fg text-xs">{cluster.version}</span>
          )}
        </Link>
        <SimulatedChip command={command} />
        <Places />
        <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 max-sm:contents">
          {/* On a phone the last, so that two lines are enough. */}
          <div className="max-sm:order-last">
            <FreshnessChip />
          </div>
          <LanguageSwitch />
          <ThemeSwitch initial={theme} />
        </div>
      </div>
      <TrustNotes />
      <WindowTitle />
    </header>
  );
}
