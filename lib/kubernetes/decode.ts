import { type Uid, uid } from '#lib/domain/keys.ts';
import { isRaw, listOf, rawOf } from './project/raw.ts';

/** One line of a watch. */
export type WatchMessage =
  | {
      readonly kind: 'Object';
      readonly deleted: boolean;
      readonly raw: unknown;
      readonly uid: Uid;
      readonly resourceVersion: string | undefined;
    }
  | {
      readonly kind: 'Bookmark';
      readonly resourceVersion: string | undefined;
      /** The end of the initial events of a WatchList. */
      readonly initialEventsEnd: boolean;
    }
  | { readonly kind: 'Error'; readonly code: number; readonly ahead: boolean }
  /** No JSON: something was lost. */
  | { readonly kind: 'Broken' }
  /** JSON, but no message that we know: nothing of ours was in it. */
  | { readonly kind: 'Unknown' };

const BROKEN: WatchMessage = { kind: 'Broken' };
const UNKNOWN: WatchMessage = { kind: 'Unknown' };
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

export function decodeWatchLine(line: string): WatchMessage {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return BROKEN;
  }
  if (!isRaw(message)) return UNKNOWN;
  const { type, object } = message;
  const metadata = rawOf(rawOf(object)['metadata']);
  const resourceVersion = resourceVersionOf(metadata);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED': {
      const id = metadata['uid'];
      if (typeof id !== 'string' || id === '') return UNKNOWN;
      return { kind: 'Object', deleted: type === 'DELETED', raw: object, uid: uid(id), resourceVersion };
    }
    case 'BOOKMARK': {
      const initialEventsEnd = rawOf(metadata['annotations'])[INITIAL_EVENTS_END] === 'true';
      return { kind: 'Bookmark', resourceVersion, initialEventsEnd };
    }
    case 'ERROR': {
      const { code, details } = rawOf(object);
      const causes = listOf(rawOf(details)['causes']).map(rawOf);
      const ahead = causes.some((cause) => cause['reason'] === 'ResourceVersionTooLarge');
      return { kind: 'Error', code: typeof code === 'number' ? code : 500, ahead };
    }
    default:
      return UNKNOWN;
  }
}

export type ListFrame = {
  readonly resourceVersion: string | undefined;
  /** Where the next page begins; undefined on the last. */
  readonly continueToken: string | undefined;
  readonly remainingItemCount: number;
};

/** What a list says of itself; undefined when it is none. */
export function decodeListFrame(text: string): ListFrame | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRaw(frame) || !isRaw(frame['metadata'])) return undefined;
  const { continue: token, remainingItemCount } = frame['metadata'];
  return {
    resourceVersion: resourceVersionOf(frame['metadata']),
    continueToken: typeof token === 'string' && token !== '' ? token : undefined,
    remainingItemCount: typeof remainingItemCount === 'number' ? remainingItemCount : 0,
  };
}

/** `0` would be no place to watch from: it means "any". */
function resourceVersionOf(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const { resourceVersion } = metadata;
  return typeof resourceVersion === 'string' && resourceVersion !== '' && resourceVersion !== '0'
    ? resourceVersion
    : undefined;
}
