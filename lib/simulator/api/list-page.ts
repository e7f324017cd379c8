import { failure, type Result, success } from '#lib/base/result.ts';
import type { KindInfo } from '../kinds.ts';
import type { ObjectStore } from '../object-store.ts';
import type { SimulatedObject } from '../objects.ts';
import { continueToken, placeAfter, readContinueToken } from './continue-token.ts';
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

const CONTINUE_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
const LIST_EXPIRED = 'The resourceVersion for the provided list is too old.';

/** Which moment a list is of, and where it begins. */
type From = {
  /** -1: the present. */
  readonly revision: number;
  /** As in a token: relative to the namespace of the list; empty: at the beginning. */
  readonly start: string;
};

/**
 * The revision that the cluster must have reached before a list can be answered; 0: whatever it is. An error is what no
 * waiting would mend.
 */
export function listFrom(options: ListOptions): Result<From & { readonly atLeast: number }, StatusError> {
  const { resourceVersion = '', resourceVersionMatch: match, limit } = options;
  const isNumber = /^\d*$/.test(resourceVersion);
  const asked = isNumber ? Number(resourceVersion) : 1;
  if (options.continue !== '') {
    if (asked > 0) return failure(badRequest('specifying resource version is not allowed when using continue'));
    const token = readContinueToken(options.continue);
    if (!token.ok) return failure(badRequest(`invalid continue token: ${token.error}`));
    return success({ ...token.value, atLeast: token.value.revision });
  }
  if (!isNumber) return failure(badRequest(`invalid resource version: ${unparsableVersion(resourceVersion)}`));
  // With a limit and without a match a version means exactly that version, for the sake of old clients.
  const isExact = asked > 0 && (match === 'Exact' || (match === undefined && limit > 0));
  return success({ revision: isExact ? asked : -1, start: '', atLeast: asked });
}

export function unparsableVersion(version: string): string {
  return `resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`;
}

/** A page of a list at a moment that the cluster has reached. */
export function listPage(
  store: ObjectStore,
  past: Past,
  info: KindInfo,
  namespace: string | undefined,
  options: ListOptions,
): Result<Page, StatusError> {
  const from = listFrom(options);
  if (!from.ok) return from;
  const now = store.revision();
  const { start, atLeast } = from.value;
  if (atLeast > now) return failure(tooLarge(atLeast, now));
  const revision = from.value.revision === -1 ? now : from.value.revision;
  const all = past(info, namespace, revision);
  if (all === undefined)
    return failure(
      options.continue === ''
        ? expired(LIST_EXPIRED)
        : expired(CONTINUE_EXPIRED, continueToken({ revision: -1, start })),
    );
  const prefix = namespace === undefined ? (info.namespaced ? '' : '/') : `${namespace}/`;
  const first = start === '' ? 0 : firstFrom(all, prefix + start.replace(/^\//, ''));
  const objects: SimulatedObject[] = [];
  // From version 0 the server answers with what it has in its memory, and that it gives out whole.
  const limit = options.resourceVersion === '0' || options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  let at = first;
  for (; at < all.length && objects.length < limit; at += 1) {
    const object = all[at];
    if (object !== undefined && options.matches(object)) objects.push(object);
  }
  const last = objects.at(-1);
  const next = last === undefined ? '' : `/${placeAfter(placeOf(last).slice(prefix.length))}`;
  // Whether anything that is left would be selected, nobody looks: the next page may be empty.
  const isMore = at < all.length && !options.isSingle;
  return success({
    objects,
    revision,
    continue: isMore ? continueToken({ revision, start: next }) : undefined,
    remaining: isMore && !options.isSelective ? all.length - at : undefined,
  });
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
