import type { Query, Shape } from '../shapes.ts';

const PAGE_LIMIT = '500';
/** How long the server shall keep a watch open, in seconds: by chance, so that not all end together. */
const WATCH_SECONDS = { least: 300, most: 600 } as const;
/** After silence: the server's last bookmark comes about 2 s before the end, so it arrives within the 25 s. */
const QUIET_WATCH_SECONDS = 25;

export type Place = Pick<Shape, 'route' | 'namespace'>;

function shapeOf(place: Place, query: Query): Shape {
  return { ...place, query };
}

/** The whole state as initial events of a watch, resourceVersion unset: consistent, and never from a stale cache. */
export function watchListShape(place: Place, chance: number): Shape {
  return shapeOf(place, {
    watch: 'true',
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: 'true',
    timeoutSeconds: watchSeconds(chance),
  });
}

export function watchShape(place: Place, resourceVersion: string, quiet: boolean, chance: number): Shape {
  return shapeOf(place, {
    watch: 'true',
    resourceVersion,
    allowWatchBookmarks: 'true',
    timeoutSeconds: quiet ? String(QUIET_WATCH_SECONDS) : watchSeconds(chance),
  });
}

/** resourceVersion unset: with "0" the server would ignore `limit`. */
export function pageShape(place: Place, continueToken: string | undefined): Shape {
  return shapeOf(place, { limit: PAGE_LIMIT, ...(continueToken === undefined ? {} : { continue: continueToken }) });
}

/** Asks for the server's resourceVersion, and with it for the right to list. */
export function oneItemShape(place: Place): Shape {
  return shapeOf(place, { limit: '1' });
}

function watchSeconds(chance: number): string {
  return String(Math.floor(WATCH_SECONDS.least + chance * (WATCH_SECONDS.most - WATCH_SECONDS.least + 1)));
}
