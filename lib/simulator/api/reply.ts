import type { Clock } from '#lib/base/clock.ts';
import type { KindInfo } from '../kinds.ts';
import type { ObjectStore } from '../object-store.ts';
import { forbidden, forbiddenPath, isAllowed, mayReadPath, type User, type Wish } from './access.ts';
import { discoveryOf } from './discovery.ts';
import { type ListOptions, readListOptions } from './list-options.ts';
import { listFrom, listPage, type Page, unparsableVersion } from './list-page.ts';
import type { Past } from './past.ts';
import { untilReached } from './reached.ts';
import { objectText } from './render.ts';
import type { Route } from './routes.ts';
import {
  METHOD_NOT_ALLOWED,
  NOT_ACCEPTABLE,
  notFound,
  SIMULATED,
  type StatusError,
  tooLarge,
  UNKNOWN_RESOURCE,
} from './status.ts';
import { versionText } from './version.ts';

/** What is answered; how it is sent is another's business. */
export type Reply =
  | { readonly kind: 'Status'; readonly error: StatusError }
  /** Plain text. */
  | { readonly kind: 'Words'; readonly code: number; readonly text: string }
  | { readonly kind: 'Document'; readonly text: string }
  | { readonly kind: 'List'; readonly info: KindInfo; readonly page: Page }
  | {
      readonly kind: 'Watch';
      readonly info: KindInfo;
      readonly namespace: string | undefined;
      readonly options: ListOptions;
    };

export type Question = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string | undefined;
  readonly route: Route;
  readonly user: User;
  readonly wish: Wish;
};

/** What is read, and in whose time. */
export type Served = {
  readonly store: ObjectStore;
  readonly past: Past;
  readonly clock: Clock;
  readonly version: string;
};

type Place = Extract<Route, { readonly kind: 'Collection' | 'Object' }>;

/** Rights come before everything else, also before whether there is such a thing. */
export async function replyTo(question: Question, served: Served): Promise<Reply> {
  const { route, path } = question;
  const refused = refusal(question);
  if (refused !== undefined) return refused;
  switch (route.kind) {
    case 'Health':
      return { kind: 'Words', code: 200, text: 'ok' };
    case 'Version':
      return { kind: 'Document', text: versionText(served.version) };
    case 'Object':
      return objectReply(route, question.query, served);
    case 'Collection':
      return collectionReply(route, question.query, served);
    case 'Discovery': {
      const found = discoveryOf(path);
      return found === undefined ? status(UNKNOWN_RESOURCE) : { kind: 'Document', text: `${JSON.stringify(found)}\n` };
    }
    case 'UnknownPath':
    case 'UnknownResource':
      return status(UNKNOWN_RESOURCE);
  }
}

function status(error: StatusError): Reply {
  return { kind: 'Status', error };
}

/** Why nothing is answered; undefined when something is. */
function refusal({ route, method, path, accept, user, wish }: Question): Reply | undefined {
  if (route.kind === 'Health') return undefined;
  if (route.kind === 'Version') return method === 'GET' ? undefined : status(METHOD_NOT_ALLOWED);
  const isOfResource = route.kind === 'Collection' || route.kind === 'Object' || route.kind === 'UnknownResource';
  if (isOfResource && !isAllowed(user, wish)) return status(forbidden(user, wish));
  if (!isOfResource && !mayReadPath(user, path)) return status(forbiddenPath(user, wish.verb, path));
  if (route.kind === 'UnknownPath' || (route.kind === 'UnknownResource' && !route.isGroupKnown)) {
    // The core group answers for its own versions.
    return /^\/api\/[^/]+\/./.test(path)
      ? status(UNKNOWN_RESOURCE)
      : { kind: 'Words', code: 404, text: '404 page not found\n' };
  }
  if (route.kind === 'UnknownResource') return status(UNKNOWN_RESOURCE);
  if (method !== 'GET') return status(isWrite(method, route) ? SIMULATED : METHOD_NOT_ALLOWED);
  return acceptsJson(accept) ? undefined : status(NOT_ACCEPTABLE);
}

/** The real server would do it. */
function isWrite(method: string, route: Route): boolean {
  if (route.kind === 'Object') return ['PUT', 'PATCH', 'DELETE'].includes(method);
  if (route.kind !== 'Collection' || (route.info.namespaced && route.namespace === undefined)) return false;
  return ['POST', 'DELETE'].includes(method);
}

async function objectReply({ info, namespace, name }: Place, query: URLSearchParams, served: Served): Promise<Reply> {
  const { store, clock } = served;
  const asked = query.get('resourceVersion') ?? '';
  // No bad request but a fault of the server: so the real one says it.
  if (!/^\d*$/.test(asked)) return status({ code: 500, message: unparsableVersion(asked) });
  if (!(await untilReached(store, clock, Number(asked)))) return status(tooLarge(Number(asked), store.revision()));
  const object = store.get(info.kind, name, namespace);
  if (object === undefined) return status(notFound(info.plural, info.group, name));
  return { kind: 'Document', text: `${objectText(object, info)}\n` };
}

async function collectionReply({ info, namespace }: Place, query: URLSearchParams, served: Served): Promise<Reply> {
  const { store, past, clock } = served;
  const read = readListOptions(query, info);
  if (!read.ok) return status(read.error);
  const { watch, resourceVersion = '' } = read.value;
  if (watch && !/^\d*$/.test(resourceVersion))
    return status({ code: 500, message: unparsableVersion(resourceVersion) });
  if (watch) return { kind: 'Watch', info, namespace, options: read.value };
  const from = listFrom(read.value);
  if (!from.ok) return status(from.error);
  await untilReached(store, clock, from.value.atLeast);
  const page = listPage(store, past, info, namespace, read.value);
  return page.ok ? { kind: 'List', info, page: page.value } : status(page.error);
}

/** JSON is all there is; who takes anything takes that. */
function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === '') return true;
  return accept.split(',').some((each) => /^\s*(?:\*\/\*|application\/json)\s*(?:;|$)/.test(each));
}
