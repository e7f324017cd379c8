import { Agent, type Dispatcher } from 'undici';
import { seededRandom } from '#lib/base/random.ts';
import { type ApiServer, type ApiServerOptions, startApiServer, type User } from '#lib/simulator/api/api-server.ts';
import { createObjectStore, type ObjectStore } from '#lib/simulator/object-store.ts';
import type { Labels, NewObject } from '#lib/simulator/objects.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** May read everything. */
export const READER: User = { name: 'reader', token: 'reader-token', rules: 'all' };

export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** What the text says as JSON; undefined when it is none. */
  readonly json: unknown;
};

/** The lines of a watch, one at a time. */
export type Lines = {
  readonly status: number;
  /** Undefined at the end. Rejects when the body breaks off. */
  readonly next: () => Promise<string | undefined>;
  /** As many as that, each in short: its type, its object's name, its version. */
  readonly take: (count: number) => Promise<readonly string[]>;
  readonly rest: () => Promise<readonly string[]>;
  readonly close: () => void;
};

export type AskOptions = {
  readonly token?: string | undefined;
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ServedStore = {
  readonly store: ObjectStore;
  readonly server: ApiServer;
  /** Of the server: bookmarks, ends of watches, delays. Stands still. */
  readonly clock: FakeClock;
  readonly get: (path: string, options?: AskOptions) => Promise<Answered>;
  readonly watch: (path: string, options?: AskOptions) => Promise<Lines>;
  readonly close: () => Promise<void>;
};

/** A store that nobody but the test writes to, served on a port of its own. */
export async function serveStore(
  options: Partial<ApiServerOptions> & { readonly logLimit?: number } = {},
): Promise<ServedStore> {
  const clock = createFakeClock();
  const { logLimit } = options;
  const store =
    options.store ??
    createObjectStore({ now: clock.now, random: seededRandom(1), ...(logLimit !== undefined && { logLimit }) });
  const server = await startApiServer({ store, users: [READER], clock, random: seededRandom(2), ...options });
  const agent = new Agent({ allowH2: false });
  const ask = (path: string, { token = READER.token, method = 'GET', headers }: AskOptions) =>
    agent.request({
      origin: server.url,
      path,
      method,
      headers: { ...(token !== '' && { authorization: `Bearer ${token}` }), ...headers },
    });
  return {
    store,
    server,
    clock,
    get: async (path, asked = {}) => {
      const { statusCode: status, headers, body } = await ask(path, asked);
      const bytes = Buffer.from(await body.arrayBuffer());
      const text = bytes.toString();
      return { status, headers, bytes, text, json: parse(text) };
    },
    watch: async (path, asked = {}) => linesOf(await ask(path, asked)),
    close: async () => {
      await agent.destroy();
      await server.close();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function linesOf({ statusCode, body }: Dispatcher.ResponseData): Lines {
  const lines = split(body);
  const next = async () => {
    const { value, done } = await lines.next();
    return done === true ? undefined : value;
  };
  const takeUntil = async (isEnough: (count: number) => boolean) => {
    const taken: string[] = [];
    while (!isEnough(taken.length)) {
      const line = await next();
      if (line === undefined) break;
      taken.push(inShort(line));
    }
    return taken;
  };
  return {
    status: statusCode,
    next,
    take: (count) => takeUntil((taken) => taken === count),
    rest: () => takeUntil(() => false),
    close: () => {
      // Whoever still waits for a line hears of it; nobody else needs to.
      body.on('error', () => undefined);
      body.destroy();
    },
  };
}

async function* split(body: Dispatcher.ResponseData['body']): AsyncGenerator<string, void> {
  let text = '';
  body.setEncoding('utf8');
  for await (const chunk of body) {
    const whole = (text + String(chunk)).split('\n');
    text = whole.pop() ?? '';
    yield* whole;
  }
  if (text !== '') yield text;
}

type Event = { readonly type: string; readonly object: { readonly metadata?: Metadata; readonly message?: string } };
type Metadata = { readonly name?: string; readonly resourceVersion?: string; readonly annotations?: Labels };

/** `ADDED a 5`, `BOOKMARK 7`, `BOOKMARK 7 end`, `ERROR ...`. */
function inShort(line: string): string {
  const event = parse(line) as Event | undefined;
  const { name, resourceVersion, annotations } = event?.object?.metadata ?? {};
  if (event === undefined || (resourceVersion === undefined && event.type !== 'ERROR')) return `? ${line.slice(0, 60)}`;
  if (event.type === 'ERROR') return `ERROR ${event.object.message}`;
  const isEnd = annotations?.['k8s.io/initial-events-end'] === 'true';
  return [event.type, ...(name === undefined ? [] : [name]), resourceVersion, ...(isEnd ? ['end'] : [])].join(' ');
}

/** A pod in `default`, unbound unless it says. */
export function simplePod(name: string, labels: Labels = {}, spec: object = {}): NewObject<'Pod'> {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, namespace: 'default', labels },
    spec: { containers: [{ name: 'main', image: 'registry.example.com/main:1' }], ...spec },
  };
}

export function addPods(store: ObjectStore, names: readonly string[]): void {
  for (const name of names) store.create<'Pod'>(simplePod(name, { name }));
}

export function relabelPod(store: ObjectStore, name: string, labels: Labels): void {
  store.update('Pod', name, 'default', (pod) => ({ ...pod, metadata: { ...pod.metadata, labels } }));
}
