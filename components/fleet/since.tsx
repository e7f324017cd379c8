'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { useText } from '../shell/text-context.ts';

/** How long it has been so, or at least so long. */
export function Since({ daemonSet: { since, sinceIsLowerBound } }: { readonly daemonSet: PictureDaemonSet }) {
  const text = useText();
  const words = useServerText((now) => {
    if (since === null) return '–';
    const duration = text.duration(now - since);
    return sinceIsLowerBound ? text.say('screen.since.atLeast', { duration }) : duration;
  });
  return <span className="whitespace-nowrap">{words}</span>;
}
