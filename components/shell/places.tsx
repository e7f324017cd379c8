'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useMemo } from 'react';
import { useFleet, useFleetSource, useIsUntrusted } from '#lib/browser/fleet-context.ts';
import { countNodes } from '#lib/text/describe/fleet.ts';
import { useText } from './text-context.ts';

/** The places of the house, and the paths that lie in each [5.1]. */
const PLACES = [
  { name: 'fleet', href: '/', within: '/daemonsets/' },
  { name: 'starved', href: '/starved', within: '/starved/' },
  { name: 'nodes', href: '/nodes', within: '/nodes/' },
] as const;
type Place = (typeof PLACES)[number];

/** `page` is the place itself, `true` something in it. */
function currentOf({ href, within }: Place, path: string): 'page' | 'true' | undefined {
  if (path === href) return 'page';
  return path.startsWith(within) ? 'true' : undefined;
}

/** How many nodes are starved; of data that is too old nothing is counted [P3]. */
function StarvedCount() {
  const text = useText();
  const { glance } = useFleetSource();
  const cells = useFleet((state) => state.picture?.cells);
  const isUntrusted = useIsUntrusted();
  const count = useMemo(
    () => (cells === undefined ? glance.starvedNodes : countNodes(cells, 'starved')),
    [cells, glance.starvedNodes],
  );
  if (count === 0 || isUntrusted) return null;
  return (
    <span
      title={text.say('place.starved.count', { count })}
      className="rounded-full bg-starved px-1.5 font-semibold text-2xs text-on-starved"
    >
      {text.formatCount(count)}
    </span>
  );
}

/** Where one can go, and where one is. */
export function Places() {
  const text = useText();
  const path = usePathname();
  return (
    <nav aria-label={text.say('place.list')} className="max-sm:order-last">
      <ul className="-mx-2 flex items-center gap-x-1">
        {PLACES.map((place) => (
          <li key={place.name}>
            <Link
              prefetch={false}
              href={place.href}
              aria-current={currentOf(place, path)}
              data-place-link={place.name}
              className="flex h-7 items-center gap-1.5 rounded-sm px-2 text-muted-fg text-sm hover:bg-raised hover:text-fg aria-[current]:font-semibold aria-[current]:text-fg aria-[current]:shadow-[inset_0_-2px_0_var(--color-accent)]"
            >
              {text.say(`place.${place.name}`)}
              {place.name === 'starved' ? <StarvedCount /> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
