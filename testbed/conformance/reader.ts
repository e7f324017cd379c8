import { Agent } from 'undici';
import type { ListOptions } from '../client.ts';
import {
  apiVersionOf,
  collectionPath,
  type Kind,
  type KubernetesObject,
  objectPath,
  type Reference,
} from '../kinds.ts';

/*
 * LIST and WATCH over HTTP, the same for every cluster. It shares no code with the product's reader, nor with the
 * simulator: a fault of either must not hide here.
 */

export type Endpoint = { readonly url: string; readonly token: string; readonly ca?: string };
export type Change = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubernetesObject };

export type Reader = {
  readonly get: (reference: Reference) => Promise<KubernetesObject | undefined>;
  readonly list: (kind: Kind, options?: ListOptions) => Promise<readonly KubernetesObject[]>;
  /**
   * Lists a kind in all namespaces, tells each object as ADDED, then each change, in order and without gaps, until the
   * reader is closed. Returns when the list was told. A watch that fails is thrown at `onFailure`.
   */
  readonly follow: (
    kind: Kind,
    onChange: (change: Change) => void,
    onFailure: (error: unknown) => void,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
};

type ListBody = { readonly metadata: { readonly resourceVersion: string }; readonly items: readonly Listed[] };
type Listed = Omit<KubernetesObject, 'kind' | 'apiVersion'> & Pick<KubernetesObject, 'metadata'>;
type Line = { readonly type: string; readonly object: KubernetesObject };

export function makeReader({ url, token, ca }: Endpoint): Reader {
  const agent = new Agent({ allowH2: false, connections: 32, ...(ca !== undefined && { connect: { ca } }) });
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
  const closing = new AbortController();
  const watches: Promise<void>[] = [];

  const ask = async (path: string): Promise<unknown> => {
    const { statusCode, body } = await agent.request({ origin: url, path, method: 'GET', headers });
    const text = await body.text();
    if (statusCode === 404) return undefined;
    if (statusCode !== 200) throw new Error(`GET ${path}: ${statusCode} ${text.slice(0, 300)}`);
    return JSON.parse(text);
  };
  const askList = async (kind: Kind, { namespace, ...selectors }: ListOptions = {}) => {
    const query = new URLSearchParams(selectors).toString();
    const body = (await ask(`${collectionPath(kind, namespace)}${query === '' ? '' : `?${query}`}`)) as ListBody;
    return { version: body.metadata.resourceVersion, items: body.items.map((each) => typed(kind, each)) };
  };

  /** One watch, to its end; gives the version from which the next one goes on. */
  const watchOnce = async (kind: Kind, from: string, onChange: (change: Change) => void): Promise<string> => {
    const query = new URLSearchParams({ watch: '1', allowWatchBookmarks: 'true', resourceVersion: from });
    const path = `${collectionPath(kind)}?${query}`;
    const { signal } = closing;
    const answer = await agent.request({ origin: url, path, method: 'GET', headers, signal, bodyTimeout: 0 });
    if (answer.statusCode !== 200) throw new Error(`GET ${path}: ${answer.statusCode} ${await answer.body.text()}`);
    let version = from;
    let text = '';
    answer.body.setEncoding('utf8');
    for await (const chunk of answer.body) {
      text += String(chunk);
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const { type, object } = JSON.parse(line) as Line;
        if (type !== 'BOOKMARK' && type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED')
          throw new Error(`watching ${kind}: ${line.slice(0, 300)}`);
        version = String(object.metadata['resourceVersion']);
        if (type !== 'BOOKMARK') onChange({ type, object });
      }
    }
    return version;
  };

  return {
    get: async (reference) => (await ask(objectPath(reference))) as KubernetesObject | undefined,
    list: async (kind, options) => (await askList(kind, options)).items,
    follow: async (kind, onChange, onFailure) => {
      const { version, items } = await askList(kind);
      for (const object of items) onChange({ type: 'ADDED', object });
      const watch = async () => {
        let from = version;
        while (!closing.signal.aborted) from = await watchOnce(kind, from, onChange);
      };
      watches.push(
        watch().catch((error: unknown) => {
          if (!closing.signal.aborted) onFailure(error);
        }),
      );
    },
    close: async () => {
      closing.abort();
      await Promise.all(watches);
      await agent.destroy();
    },
  };
}

/** Items of a list come without their type. */
function typed(kind: Kind, item: Listed): KubernetesObject {
  return { ...item, apiVersion: apiVersionOf(kind), kind, metadata: item.metadata };
}
