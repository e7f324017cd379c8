'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { LongName } from '../ui/long-name.tsx';
import { useText } from './text-context.ts';

/** What one is in: a name, and where it has a page of its own the way there. */
export type Crumb = string | { readonly name: string; readonly href: string };

type Props = {
  readonly trail: readonly Crumb[];
  readonly badge?: ReactNode;
  /** What · where · since when [P8]. */
  readonly sentence: string;
};

/** Where one is, and the first sentence of the page. */
export function PageHead({ trail, badge, sentence }: Props) {
  const text = useText();
  return (
    <div className="flex flex-col gap-1.5">
      <nav aria-label={text.say('screen.breadcrumb')}>
        <ol className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-muted-fg text-sm">
          <li>
            <Link prefetch={false} href="/" className="hover:underline">
              {text.say('screen.fleet')}
            </Link>
          </li>
          {trail.map((crumb, at) => (
            <li key={nameOf(crumb)} className="flex min-w-0 max-w-full gap-2">
              <span aria-hidden="true">/</span>
              {typeof crumb === 'string' ? (
                <span
                  aria-current={at === trail.length - 1 ? 'page' : undefined}
                  className={`min-w-0 ${at === trail.length - 1 ? 'font-semibold text-fg' : ''}`}
                >
                  <LongName text={crumb} />
                </span>
              ) : (
                <Link prefetch={false} href={crumb.href} className="min-w-0 hover:underline">
                  <LongName text={crumb.name} />
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      {badge}
      <h1 data-sentence="" className="break-words font-semibold text-base leading-6 sm:text-lg sm:leading-7">
        {sentence}
      </h1>
    </div>
  );
}

function nameOf(crumb: Crumb): string {
  return typeof crumb === 'string' ? crumb : crumb.name;
}
