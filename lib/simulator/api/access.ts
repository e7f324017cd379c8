import { isWatch } from './list-options.ts';
import type { Route } from './routes.ts';
import { qualified, type StatusError } from './status.ts';

export type Verb = 'get' | 'list' | 'watch';
/** Without namespaces it holds in the whole cluster; without verbs for all three. */
export type Rule = {
  readonly resources: readonly string[] | '*';
  readonly namespaces?: readonly string[];
  readonly verbs?: readonly Verb[];
};
export type User = { readonly name: string; readonly token: string; readonly rules: readonly Rule[] | 'all' };

const ANONYMOUS = 'system:anonymous';

/** Who asks; undefined for a token that nobody has, and for none at all where everybody must have one. */
export function userOf(
  authorization: string | undefined,
  users: readonly User[],
  anonymous: User['rules'] | undefined,
): User | undefined {
  if (authorization === undefined) return anonymous && { name: ANONYMOUS, token: '', rules: anonymous };
  const token = /^bearer\s+(.+)$/i.exec(authorization)?.[1];
  return users.find((user) => user.token === token);
}

export type Wish = {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string;
};

export function isAllowed({ rules }: User, { verb, plural, namespace }: Wish): boolean {
  if (rules === 'all') return true;
  return rules.some(
    (rule) =>
      (rule.resources === '*' || rule.resources.includes(plural)) &&
      (rule.verbs === undefined || rule.verbs.some((each) => each === verb)) &&
      (rule.namespaces === undefined || (namespace !== undefined && rule.namespaces.includes(namespace))),
  );
}

/** As system:discovery has it: what there is may be asked by everybody who is somebody; other paths by who may all. */
export function mayReadPath({ rules, name }: User, path: string): boolean {
  return rules === 'all' || (name !== ANONYMOUS && /^\/(?:api|apis|openapi)(?:\/|$)/.test(path));
}

export function forbidden(user: User, { verb, group, plural, namespace, name }: Wish): StatusError {
  const what = name === '' ? qualified(plural, group) : `${qualified(plural, group)} "${name}"`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return {
    code: 403,
    reason: 'Forbidden',
    message: `${what} is forbidden: User "${user.name}" cannot ${verb} resource "${plural}" in API group "${group}" ${where}`,
    details: { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: plural },
  };
}

export function forbiddenPath(user: User, verb: string, path: string): StatusError {
  return {
    code: 403,
    reason: 'Forbidden',
    message: `forbidden: User "${user.name}" cannot ${verb} path "${path}"`,
    details: {},
  };
}

const WRITING: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** What is asked, in the words of an authorizer. */
export function wishOf(method: string, route: Route, query: URLSearchParams): Wish {
  if (route.kind !== 'Collection' && route.kind !== 'Object' && route.kind !== 'UnknownResource')
    return { verb: WRITING[method] ?? method.toLowerCase(), group: '', plural: '', namespace: undefined, name: '' };
  const { name, namespace } = route;
  const { group, plural } = route.kind === 'UnknownResource' ? route : route.info;
  const reading = name !== '' ? 'get' : isWatch(query) ? 'watch' : 'list';
  const verb = WRITING[method] ?? reading;
  // A namespace is asked for in itself.
  const where = plural === 'namespaces' && group === '' && name !== '' ? name : namespace;
  return { verb: verb === 'delete' && name === '' ? 'deletecollection' : verb, group, plural, namespace: where, name };
}
