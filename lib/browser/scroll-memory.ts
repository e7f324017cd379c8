'use client';

/*
 * Where a list stood that scrolls by itself: the browser brings back the page on Back, and not what moves within it
 * [8.1]. By address, since another filter is another list; forgotten with the window.
 */

const MOST_KEPT = 50;
const places = new Map<string, number>();

function here(): string {
  return `${location.pathname}${location.search}`;
}

export function readScroll(): number {
  return places.get(here()) ?? 0;
}

export function writeScroll(top: number): void {
  const key = here();
  places.delete(key);
  places.set(key, top);
  const oldest = places.keys().next();
  if (places.size > MOST_KEPT && oldest.done !== true) places.delete(oldest.value);
}
