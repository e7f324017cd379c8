import { type KindInfo, SERVED } from '../kinds.ts';

/** What a path asks for. */
export type Route =
  | { readonly kind: 'Health' }
  | { readonly kind: 'Version' }
  | { readonly kind: 'Discovery'; readonly path: string }
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

const HEALTH = ['/livez', '/readyz', '/healthz'];
const GROUPS: ReadonlySet<string> = new Set(SERVED.map(({ group }) => group));
const NAMESPACES = SERVED.find(({ plural }) => plural === 'namespaces');

export function routeOf(path: string): Route {
  if (HEALTH.includes(path)) return { kind: 'Health' };
  if (path === '/version') return { kind: 'Version' };
  const parts = path.split('/').slice(1);
  const [root, ...rest] = parts;
  if (root !== 'api' && root !== 'apis') return { kind: 'UnknownPath' };
  const [group, version, ...place] = root === 'api' ? ['', ...rest] : rest;
  if (group === undefined || version === undefined || place.length === 0)
    return discoveryOf(root, group, version, path);
  return resourceOf(group, version, place);
}

function discoveryOf(root: string, group: string | undefined, version: string | undefined, path: string): Route {
  const isKnown =
    group === undefined ||
    (root === 'api' ? version === undefined || version === 'v1' : GROUPS.has(group) && version !== '');
  const isVersionKnown = version === undefined || version === 'v1';
  return isKnown && isVersionKnown ? { kind: 'Discovery', path } : { kind: 'UnknownPath' };
}

function resourceOf(group: string, version: string, place: readonly string[]): Route {
  const { namespace, plural, name, isTooLong } = placeOf(place, group);
  const info = SERVED.find((each) => each.group === group && each.version === version && each.plural === plural);
  const isFitting =
    info !== undefined &&
    !isTooLong &&
    (info.namespaced ? namespace !== undefined || name === '' : namespace === undefined);
  if (!isFitting) return { kind: 'UnknownResource', group, plural, namespace, name, isGroupKnown: GROUPS.has(group) };
  return { kind: name === '' ? 'Collection' : 'Object', info, namespace, name };
}

/** `namespaces/NS/pods/NAME`; a namespace itself is an object of the cluster. */
function placeOf(place: readonly string[], group: string) {
  if (place[0] === 'namespaces' && place.length > 2 && (group !== '' || NAMESPACES !== undefined)) {
    const [, namespace, plural = '', name = '', ...more] = place;
    return { namespace, plural, name, isTooLong: more.length > 0 };
  }
  const [plural = '', name = '', ...more] = place;
  return { namespace: undefined, plural, name, isTooLong: more.length > 0 };
}
