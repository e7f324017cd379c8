import { type KindInfo, SERVED } from '../kinds.ts';

/** What a path asks for. */
export type Route =
  | { readonly kind: 'Health' }
  | { readonly kind: 'Version' }
  /** What there is; `isRoot`: which paths there are. */
  | { readonly kind: 'Discovery'; readonly isRoot: boolean }
  | {
      readonly kind: 'Collection' | 'Object';
      readonly info: KindInfo;
      readonly namespace: string | undefined;
      /** Empty for a collection. */
      readonly name: string;
    }
  /** Of the form of a resource, but nothing that is served; rights are asked for all the same. */
  | {
      readonly kind: 'UnknownResource';
      readonly group: string;
      readonly plural: string;
      readonly namespace: string | undefined;
      readonly name: string;
      readonly isGroupKnown: boolean;
    }
  | { readonly kind: 'UnknownPath' };

const HEALTH = ['/livez', '/readyz', '/healthz', '/livez/ping', '/readyz/ping', '/healthz/ping'];
const GROUPS: ReadonlySet<string> = new Set(SERVED.map(({ group }) => group));
const DISCOVERY = ['', 'api', 'apis'];

/** A path as it came; a letter that cannot be decoded makes it an unknown one. */
export function routeOf(path: string): Route {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return { kind: 'UnknownPath' };
  }
  if (HEALTH.includes(decoded)) return { kind: 'Health' };
  // One slash at the end makes no difference.
  const parts = decoded
    .replace(/(?<=.)\/$/, '')
    .split('/')
    .slice(1);
  const [root = '', ...rest] = parts;
  if (root === 'version' && rest.length === 0) return { kind: 'Version' };
  if (parts.length === 1 && DISCOVERY.includes(root)) return { kind: 'Discovery', isRoot: root === '' };
  if (root !== 'api' && root !== 'apis') return { kind: 'UnknownPath' };
  const [group, version, ...place] = root === 'api' ? ['', ...rest] : rest;
  if (group === undefined) return { kind: 'UnknownPath' };
  // A group that is known answers for its own versions, also for those that it does not have.
  if (version === undefined || place.length === 0)
    return GROUPS.has(group) ? { kind: 'Discovery', isRoot: false } : { kind: 'UnknownPath' };
  return resourceOf(group, version, place);
}

function resourceOf(group: string, version: string, place: readonly string[]): Route {
  const { namespace, plural, name, isTooLong } = placeOf(place);
  const info = SERVED.find((each) => each.group === group && each.version === version && each.plural === plural);
  const isFitting =
    info !== undefined &&
    !isTooLong &&
    (info.namespaced ? namespace !== undefined || name === '' : namespace === undefined);
  if (!isFitting) return { kind: 'UnknownResource', group, plural, namespace, name, isGroupKnown: GROUPS.has(group) };
  return { kind: name === '' ? 'Collection' : 'Object', info, namespace, name };
}

/** `namespaces/NS/pods/NAME`; a namespace itself is an object of the cluster, and an empty one means all of them. */
function placeOf(place: readonly string[]) {
  const isInside = place[0] === 'namespaces' && place.length > 2;
  const [plural = '', name = '', ...more] = isInside ? place.slice(2) : place;
  const namespace = isInside && place[1] !== '' ? place[1] : undefined;
  return { namespace, plural, name, isTooLong: more.length > 0 };
}
