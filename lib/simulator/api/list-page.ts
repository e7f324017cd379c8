import type { KindInfo } from '../kinds.ts';
import type { ObjectStore } from '../object-store.ts';
import type { SimulatedObject } from '../objects.ts';
import type { ListOptions } from './list-options.ts';
import { type Past, placeOf } from './past.ts';
import { badRequest, expired, type StatusError, tooLarge } from './status.ts';

/** What a list answers: the objects of one page, and how to go on. */
export type Page = {
  readonly objects: readonly SimulatedObject[];
  readonly revision: number;
  readonly continue: string | undefined;
  readonly remaining: number | undefined;
};
export type PageResult =
  | { readonly ok: true; readonly value: Page }
  | { readonly ok: false; readonly error: StatusError };

const CONTINUE_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
const LIST_EXPIRED = 'The resourceVersion for the provided list is too old.';

/** Where a list goes on, and of which moment it is; -1: of the present, whatever it is then. */
type Token = { readonly revision: number; readonly start: string };

function tokenText({ revision, start }: Token): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })).toString('base64url');
}

/** Undefined for what is no token. */
function readToken(text: string): Token | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof read !== 'object' || read === null || !('rv' in read) || !('start' in read)) return undefined;
    const { rv, start } = read;
    return typeof rv === 'number' && typeof start === 'string' ? { revision: rv, start } : undefined;
  } catch {
    return undefined;
  }
}

export function listPage(
  store: ObjectStore,
  past: Past,
  info: KindInfo,
  namespace: string | undefined,
  options: ListOptions,
): PageResult {
  const refuse = (error: StatusError): PageResult => ({ ok: false, error });
  const now = store.revision();
  const { resourceVersion, resourceVersionMatch: match, limit } = options;
  if (resourceVersion !== undefined && !/^\d+$/.test(resourceVersion)) {
    if (options.continue !== '')
      return refuse(badRequest('specifying resource version is not allowed when using continue'));
    return refuse(
      badRequest(
        `invalid resource version: resourceVersion: Invalid value: "${resourceVersion}": strconv.ParseUint: parsing "${resourceVersion}": invalid syntax`,
      ),
    );
  }
  const asked = Number(resourceVersion ?? 0);
  let token: Token | undefined;
  if (options.continue !== '') {
    if (asked > 0) return refuse(badRequest('specifying resource version is not allowed when using continue'));
    token = readToken(options.continue);
    if (token === undefined)
      return refuse(badRequest('invalid continue token: continue key is not valid: it was not made by this server'));
  }
  if (asked > now) return refuse(tooLarge(asked, now));
  // With a limit and without a match a version means exactly that version, for the sake of old clients.
  const isExact = asked > 0 && (match === 'Exact' || (match === undefined && limit > 0));
  const revision = token === undefined ? (isExact ? asked : now) : token.revision === -1 ? now : token.revision;
  const all = past(info, namespace, revision);
  if (all === undefined) {
    if (token === undefined) return refuse(expired(LIST_EXPIRED));
    return refuse(expired(CONTINUE_EXPIRED, tokenText({ revision: -1, start: token.start })));
  }
  const first = token === undefined ? 0 : firstFrom(all, token.start);
  const page: SimulatedObject[] = [];
  let at = first;
  for (; at < all.length && (limit === 0 || page.length < limit); at += 1) {
    const object = all[at];
    if (object !== undefined && options.matches(object)) page.push(object);
  }
  const next = nextMatch(all, at, options);
  const isLast = next === undefined;
  return {
    ok: true,
    value: {
      objects: page,
      revision,
      continue: isLast ? undefined : tokenText({ revision, start: placeOf(next) }),
      remaining: isLast || options.isSelective ? undefined : all.length - at,
    },
  };
}

/** A full page whose selector matches nothing more is the last one. */
function nextMatch(all: readonly SimulatedObject[], from: number, options: ListOptions): SimulatedObject | undefined {
  for (let at = from; at < all.length; at += 1) {
    const object = all[at];
    if (object !== undefined && options.matches(object)) return object;
  }
  return undefined;
}

/** By halving: the first object at or behind a place. */
function firstFrom(all: readonly SimulatedObject[], start: string): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const object = all[middle];
    if (object !== undefined && placeOf(object) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
