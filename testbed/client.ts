import { setTimeout as wait } from 'node:timers/promises';
import { Agent } from 'undici';
import {
  apiVersionOf,
  collectionPath,
  type Kind,
  type KubernetesObject,
  objectPath,
  type Reference,
  referenceTo,
} from './kinds.ts';

/*
 * The tests' own client. It writes, so it must never be confused with the product's reader: it shares no code with it.
 */

export type Identity = { readonly certificate: string; readonly key: string } | { readonly token: string };
export type Endpoint = { readonly url: string; readonly ca: string; readonly identity?: Identity };

/** What the API said when it refused: a Status object's fields. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  /** The message alone, and what the Status names field by field. */
  readonly said: string;
  readonly causes: readonly { readonly field?: string; readonly message?: string }[];
  constructor(request: string, code: number, reason: string, message: string, causes: ApiError['causes'] = []) {
    super(`${request}: ${code} ${reason}: ${message}`);
    this.code = code;
    this.reason = reason;
    this.said = message;
    this.causes = causes;
  }
}

export type ListOptions = {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
};
export type DeleteOptions = {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
};
export type WaitOptions = { readonly timeoutMillis?: number; readonly everyMillis?: number };

export type Client = {
  /** Any request; gives the parsed body, throws ApiError on anything but 2xx. */
  readonly request: (method: string, path: string, body?: unknown, contentType?: string) => Promise<unknown>;
  /** The warnings that come with the answer to a request, as kubectl prints them. */
  readonly warningsOf: (method: string, path: string, body: unknown) => Promise<readonly string[]>;
  /** The status code and the body of a GET, whatever they are. */
  readonly probe: (path: string) => Promise<{ readonly status: number; readonly body: string }>;
  /** Server-side apply, of objects in the given order; gives what the server made of them. */
  readonly apply: (...objects: readonly KubernetesObject[]) => Promise<KubernetesObject[]>;
  readonly applyStatus: (object: KubernetesObject) => Promise<KubernetesObject>;
  /** A JSON merge patch. */
  readonly patch: (reference: Reference, patch: unknown) => Promise<KubernetesObject>;
  /** Deleting what is not there is fine. */
  readonly delete: (reference: Reference, options?: DeleteOptions) => Promise<void>;
  readonly get: (reference: Reference) => Promise<KubernetesObject>;
  readonly list: (kind: Kind, options?: ListOptions) => Promise<KubernetesObject[]>;
  /**
   * Asks again and again until `condition` gives something other than undefined or false, and gives that. A request that
   * fails counts as "not yet". When time is up, the error names `what`, the last failure, and what `explain` finds.
   */
  readonly until: <Value>(
    what: string,
    condition: () => Promise<Value | undefined | false>,
    options?: WaitOptions,
  ) => Promise<Value>;
  readonly close: () => Promise<void>;
};

/** In the audit logs this tells the tests' own requests from the product's, whose user they sometimes borrow. */
export const TESTBED_USER_AGENT = 'rollcall-testbed';

const REQUEST_MILLIS = 30_000;
const WAIT_MILLIS = 30_000;

export function makeClient({ url, ca, identity }: Endpoint): Client {
  const credentials =
    identity !== undefined && 'key' in identity ? { cert: identity.certificate, key: identity.key } : {};
  const headers = identity !== undefined && 'token' in identity ? { authorization: `Bearer ${identity.token}` } : {};
  const agent = new Agent({ allowH2: false, connections: 32, connect: { ca, ...credentials } });

  async function send(method: string, path: string, body?: unknown, contentType = 'application/json') {
    const response = await agent.request({
      origin: url,
      method: method as 'GET',
      path,
      headers: {
        ...headers,
        'user-agent': TESTBED_USER_AGENT,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': contentType }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headersTimeout: REQUEST_MILLIS,
      bodyTimeout: REQUEST_MILLIS,
    });
    const warnings = [response.headers['warning'] ?? []].flat().map(warningText);
    return { status: response.statusCode, body: await response.body.text(), warnings };
  }

  async function request(method: string, path: string, body?: unknown, contentType?: string): Promise<unknown> {
    const answer = await send(method, path, body, contentType);
    const parsed: unknown = answer.body.startsWith('{') ? JSON.parse(answer.body) : answer.body;
    if (answer.status >= 200 && answer.status < 300) return parsed;
    const refusal = parsed as { reason?: string; message?: string; details?: { causes?: ApiError['causes'] } };
    const { reason = '', message = answer.body, details } = refusal;
    throw new ApiError(`${method} ${path}`, answer.status, reason, message, details?.causes);
  }

  async function applyAt(path: string, object: KubernetesObject): Promise<KubernetesObject> {
    const query = '?fieldManager=testbed&force=true';
    return (await request('PATCH', path + query, object, 'application/apply-patch+yaml')) as KubernetesObject;
  }

  const client: Client = {
    request,
    warningsOf: async (method, path, body) => (await send(method, path, body)).warnings,
    probe: async (path) => {
      const { status, body } = await send('GET', path);
      return { status, body };
    },
    apply: async (...objects) => {
      const made: KubernetesObject[] = [];
      for (const object of objects) made.push(await applyAt(objectPath(referenceTo(object)), object));
      return made;
    },
    applyStatus: (object) => applyAt(`${objectPath(referenceTo(object))}/status`, object),
    patch: async (reference, patch) =>
      (await request('PATCH', objectPath(reference), patch, 'application/merge-patch+json')) as KubernetesObject,
    delete: async (reference, options = {}) => {
      try {
        await request('DELETE', objectPath(reference), options);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 404) throw error;
      }
    },
    get: async (reference) => (await request('GET', objectPath(reference))) as KubernetesObject,
    list: async (kind, { namespace, ...selectors } = {}) => {
      const query = new URLSearchParams(selectors).toString();
      const path = `${collectionPath(kind, namespace)}${query === '' ? '' : `?${query}`}`;
      const { items } = (await request('GET', path)) as { items: Omit<KubernetesObject, 'kind' | 'apiVersion'>[] };
      // Items of a list come without their type; with it they can be applied again or written to a file.
      return items.map((item) => ({
        ...item,
        apiVersion: apiVersionOf(kind),
        kind,
        metadata: item.metadata as KubernetesObject['metadata'],
      }));
    },
    until,
    close: () => agent.destroy(),
  };
  return client;
}

/** `299 - "text"`, the text with its quotes escaped. */
function warningText(header: string): string {
  return header.replace(/^\d+ \S+ "(.*)"$/s, '$1').replaceAll(/\\(.)/g, '$1');
}

/** Bounded polling, for a condition of any kind; see Client.until. */
export async function until<Value>(
  what: string,
  condition: () => Promise<Value | undefined | false>,
  { timeoutMillis = WAIT_MILLIS, everyMillis = 50 }: WaitOptions = {},
): Promise<Value> {
  const deadline = performance.now() + timeoutMillis;
  let failure = '';
  while (performance.now() < deadline) {
    try {
      const value = await condition();
      if (value !== undefined && value !== false) return value;
      failure = '';
    } catch (error) {
      failure = `; the last try failed: ${error instanceof Error ? error.message : String(error)}`;
    }
    await wait(everyMillis);
  }
  throw new Error(`waited ${timeoutMillis / 1_000} s in vain for: ${what}${failure}`);
}
