import type { IncomingMessage, ServerResponse } from 'node:http';
import { type User, userOf, wishOf } from './access.ts';
import { refuse } from './answer.ts';
import { endedByFault } from './ended-by-fault.ts';
import { isWatchList } from './list-options.ts';
import { replyTo } from './reply.ts';
import type { RequestLog } from './request-log.ts';
import { routeOf } from './routes.ts';
import { type Serving, sendReply } from './send-reply.ts';
import { UNAUTHORIZED } from './status.ts';

export type HandlerOptions = Serving & {
  readonly users: readonly User[];
  /** What system:anonymous may; undefined: there is no such user. */
  readonly anonymous: User['rules'] | undefined;
  readonly version: string;
  readonly log: RequestLog;
};

/** Answers a request, and keeps in mind that it was made. Rejects when the server itself is at fault. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: HandlerOptions,
): Promise<void> {
  const { store, clock, reading, faults, log, version } = options;
  const { method = 'GET', headers, url = '/' } = request;
  const [path = '/', search = ''] = url.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const route = routeOf(path);
  const user = userOf(headers.authorization, options.users, options.anonymous);
  const wish = wishOf(method, route, query);
  const resource = wish.plural === '' ? undefined : wish.plural;
  const keepStatus = log.add({
    at: clock.now(),
    method,
    path,
    query: search,
    user: user?.name,
    userAgent: String(headers['user-agent'] ?? ''),
    verb: wish.verb,
    resource,
  });
  response.on('close', () => keepStatus(response));
  if (user === undefined) {
    refuse(response, UNAUTHORIZED);
    return;
  }
  const verb = wish.verb === 'watch' && isWatchList(query) ? 'watchList' : wish.verb;
  const asked = { resource, verb, namespace: wish.namespace, user: user.name };
  const met = faults.meet(asked);
  if (await endedByFault(response, met, clock)) return;
  const question = { method, path, query, accept: headers.accept, route, user, wish };
  const reply = await replyTo(question, { store, past: reading().past, clock, version });
  await sendReply(request, response, reply, asked, met, options);
  keepStatus(response);
}
