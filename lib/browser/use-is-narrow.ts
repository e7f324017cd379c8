'use client';

import { useSyncExternalStore } from 'react';

/** As `max-sm` of the style sheet. */
const NARROW = '(width < 40rem)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/**
 * Whether there is room for few columns only. For what would otherwise be drawn twice in a long table; the server, which
 * cannot know, takes it for wide.
 */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(NARROW).matches,
    () => false,
  );
}
