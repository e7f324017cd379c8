import type { KindInfo } from '../kinds.ts';
import type { ObjectStore } from '../object-store.ts';
import { forbidden, forbiddenPath, isAllowed, type User, type Wish } from './access.ts';
import { discoveryOf } from './discovery.ts';
import { type ListOptions, readListOptions } from './list-options.ts';
import { listPage, type Page } from './list-page.ts';
import type { Past } from './past.ts';
import { objectText } from './render.ts';
import type { Route } from './routes.ts';
import {
  METHOD_NOT_ALLOWED,
  NOT_ACCEPTABLE,
  notFound,
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

type Place = Extract<Route, { readonly kind: 'Collection' | 'Object' }>;

/** Rights come before everything else, also before whether there is such a thing. */
export function replyTo(question: Question, store: ObjectStore, past: Past, version: string): Reply {
  const { route, method, path } = question;
  const isReading = method === 'GET';
  if (route.kind === 'Health' && (isReading || method === 'HEAD')) return { kind: 'Words', code: 200, text: 'ok' };
  if (route.kind === 'Version' && isReading) return { kind: 'Document', text: versionText(version) };
  const refused = refusal(question);
  if (refused !== undefined) return refused;
  switch (route.kind) {
    case 'Object':
      return objectReply(route, question.query, store);
    case 'Collection':
      return collectionReply(route, question.query, store, past);
    case 'Discovery': {
      const found = discoveryOf(path);
      return found === undefined ? status(UNKNOWN_RESOURCE) : { kind: 'Document', text: `${JSON.stringify(found)}\n` };
    }
    case 'Health':
    case 'Version':
    case 'UnknownPath':
    case 'UnknownResource':
      return status(METHOD_NOT_ALLOWED);
  }
}

function status(error: StatusError): Reply {
  return { kind: 'Status', error };
}

/** Why nothing is answered; undefined when something is. */
function refusal({ route, method, path, accept, user, wish }: Question): Reply | undefined {
  const isOfResource = route.kind === 'Collection' || route.kind === 'Object' || route.kind === 'UnknownResource';
  if (isOfResource && !isAllowed(user, wish)) return status(forbidden(user, wish));
  if (route.kind === 'UnknownPath' && user.rules !== 'all') return status(forbiddenPath(user, wish.verb, path));
  if (route.kind === 'UnknownPath' || (route.kind === 'UnknownResource' && !route.isGroupKnown)) {
    // The core group answers for its own versions.
    return /^\/api\/[^/]+\/./.test(path)
      ? status(UNKNOWN_RESOURCE)
      : { kind: 'Words', code: 404, text: '404 page not found\n' };
  }
  if (route.kind === 'UnknownResource') return status(UNKNOWN_RESOURCE);
  if (method !== 'GET') return status(METHOD_NOT_ALLOWED);
  return acceptsJson(accept) ? undefined : status(NOT_ACCEPTABLE);
}

function objectReply({ info, namespace, name }: Place, query: URLSearchParams, store: ObjectStore): Reply {
  const asked = query.get('resourceVersion') ?? '';
  if (asked !== '' && !/^\d+$/.test(asked)) return status(unparsable(asked));
  if (Number(asked) > store.revision()) return status(tooLarge(Number(asked), store.revision()));
  const object = store.get(info.kind, name, namespace);
  if (object === undefined) return status(notFound(info.plural, info.group, name));
  return { kind: 'Document', text: `${objectText(object, info)}\n` };
}

function collectionReply({ info, namespace }: Place, query: URLSearchParams, store: ObjectStore, past: Past): Reply {
  const read = readListOptions(query, info);
  if (!read.ok) return status(read.error);
  const { watch, resourceVersion = '' } = read.value;
  if (watch && resourceVersion !== '' && !/^\d+$/.test(resourceVersion)) return status(unparsable(resourceVersion));
  if (watch) return { kind: 'Watch', info, namespace, options: read.value };
  const page = listPage(store, past, info, namespace, read.value);
  return page.ok ? { kind: 'List', info, page: page.value } : status(page.error);
}

/** No bad request but a fault of the server: so the real one says it. */
function unparsable(version: string): StatusError {
  return {
    code: 500,
    message: `resourceVersion: Invalid value: "${version}": strconv.ParseUint: parsing "${version}": invalid syntax`,
  };
}

/** JSON is all there is; who takes anything takes that. */
function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === '') return true;
  return accept.split(',').some((each) => /^\s*(?:\*\/\*|application\/json)\s*(?:;|$)/.test(each));
}
