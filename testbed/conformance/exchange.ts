import { gunzipSync } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import type { Answer, Ask, Headers, WatchLine, WatchStream, Who } from './subject.ts';

/** The asking half of a subject. It is the suite's own: with the product's reader its faults would be shared. */
export type Exchange = {
  readonly get: (path: string, ask?: Ask) => Promise<Answer>;
  readonly stream: (path: string, ask?: Ask) => Promise<WatchStream>;
  readonly currentRevision: () => Promise<string>;
  readonly close: () => Promise<void>;
};

export type Tokens = Readonly<Record<Exclude<Who, 'nobody'>, string>>;
export type ExchangeOptions = { readonly url: string; readonly tokens: Tokens; readonly ca?: string };

const SILENCE_MILLIS = 10_000;
const ANSWER_MILLIS = 30_000;

export function makeExchange({ url, tokens, ca }: ExchangeOptions): Exchange {
  const agent = new Agent({ allowH2: false, connections: 32, ...(ca !== undefined && { connect: { ca } }) });
  const send = (path: string, { as = 'all', method = 'GET', headers, body, signal }: Ask, bodyTimeout: number) =>
    agent.request({
      origin: url,
      path,
      method,
      headers: { accept: 'application/json', ...(as !== 'nobody' && authorization(tokens[as])), ...headers },
      headersTimeout: ANSWER_MILLIS,
      bodyTimeout,
      ...(body !== undefined && { body }),
      ...(signal !== undefined && { signal }),
    });

  const get = async (path: string, ask: Ask = {}): Promise<Answer> => {
    const response = await send(path, ask, ANSWER_MILLIS);
    const bytes = Buffer.from(await response.body.arrayBuffer());
    const headers = plainHeaders(response.headers);
    const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
    return { status: response.statusCode, headers, bytes, text, json: parse(text) };
  };
  return {
    get,
    stream: async (path, ask = {}) => readLines(await send(path, ask, 0)),
    currentRevision: async () => {
      const { json } = await get('/api/v1/namespaces?limit=1');
      return (json as { readonly metadata: { readonly resourceVersion: string } }).metadata.resourceVersion;
    },
    close: () => agent.destroy(),
  };
}

function authorization(token: string): Headers {
  return { authorization: `Bearer ${token}` };
}

function readLines({ statusCode, headers, body }: Dispatcher.ResponseData): WatchStream {
  const lines = parseLines(body);
  const next = async (): Promise<WatchLine | undefined> => {
    const { promise: silence, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error('the stream said nothing for 10 s')), SILENCE_MILLIS);
    try {
      const { value, done } = await Promise.race([lines.next(), silence]);
      return done === true ? undefined : value;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    status: statusCode,
    headers: plainHeaders(headers),
    next,
    until: async (isLast) => {
      const seen: WatchLine[] = [];
      for (;;) {
        const line = await next();
        if (line === undefined)
          throw new Error(`the stream ended after ${JSON.stringify(seen.map(({ type }) => type))}`);
        seen.push(line);
        if (isLast(line)) return seen;
      }
    },
    rest: async () => {
      const seen: WatchLine[] = [];
      for (let line = await next(); line !== undefined; line = await next()) seen.push(line);
      return seen;
    },
    close: () => {
      // Whoever still waits for a line hears of it; nobody else needs to.
      body.on('error', () => undefined);
      body.destroy();
    },
  };
}

async function* parseLines(body: Dispatcher.ResponseData['body']): AsyncGenerator<WatchLine, void> {
  let text = '';
  body.setEncoding('utf8');
  for await (const chunk of body) {
    text += String(chunk);
    const whole = text.split('\n');
    text = whole.pop() ?? '';
    for (const line of whole) yield JSON.parse(line) as WatchLine;
  }
  if (text !== '') yield JSON.parse(text) as WatchLine;
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Headers {
  const all = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), String(value)] as const],
  );
  return Object.fromEntries(all);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
