'use client';

import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { useText } from '../shell/text-context.ts';
import { sayImageChange } from './image-words.ts';
import { TabLink } from './tab-link.tsx';

/** What changes: the revisions, the images that differ, and a way to all that does [5.4]. */
export function UpdateLine({ update }: { readonly update: NonNullable<DaemonSetDetails['update']> }) {
  const text = useText();
  const { from, to, images, more } = update;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm" data-update="">
      <span>{text.say('update.revisions', { from, to })}</span>
      {images.map((image) => (
        <span key={image.container} className="wrap-anywhere min-w-0 font-mono text-xs">
          {sayImageChange(text, image)}
        </span>
      ))}
      <TabLink tab="revisions">{text.say(more > 0 ? 'update.more' : 'update.all', { count: more })}</TabLink>
    </p>
  );
}
