'use client';

import { useSyncExternalStore } from 'react';

const LIGHT = '(prefers-color-scheme: light)';

function subscribe(listener: () => void): () => void {
  const media = matchMedia(LIGHT);
  const observer = new MutationObserver(listener);
  media.addEventListener('change', listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', listener);
    observer.disconnect();
  };
}

function read(): 'light' | 'dark' {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia(LIGHT).matches ? 'light' : 'dark';
}

/** The scheme that is painted now, chosen or the system's. */
export function useColorScheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, read, () => 'dark');
}
