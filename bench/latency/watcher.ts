import { Agent } from 'undici';
import type { ControlPlane } from '#testbed/control-plane.ts';
import { wallNow } from './moment.ts';

/** Sees each version of the nodes and of one namespace's pods as soon as the API server tells any watch of it. */
export type Watcher = {
  /** When that version was seen; undefined when it has not been yet. */
  readonly seenAt: (resourceVersion: string) => number | undefined;
  readonly close: () => Promise<void>;
};

type WatchLine = { readonly object: { readonly metadata: { readonly resourceVersion: string } } };

export async function startWatcher({ url, ca, authority }: ControlPlane, namespace: string): Promise<Watcher> {
  const admin = authority.issue({ commonName: 'admin', organizations: ['system:masters'] });
  const agent = new Agent({ allowH2: false, bodyTimeout: 0, connect: { ca, cert: admin.certificate, key: admin.key } });
  const seen = new Map<string, number>();

  async function read(path: string): Promise<void> {
    const { statusCode, body } = await agent.request({ origin: url, method: 'GET', path });
    if (statusCode !== 200) throw new Error(`GET ${path}: ${statusCode} ${await body.text()}`);
    void (async () => {
      let pending = '';
      const decoder = new TextDecoder();
      for await (const chunk of body) {
        const at = wallNow();
        const lines = (pending + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
        pending = lines.pop() ?? '';
        for (const line of lines) {
          const { resourceVersion } = (JSON.parse(line) as WatchLine).object.metadata;
          if (!seen.has(resourceVersion)) seen.set(resourceVersion, at);
        }
      }
    })().catch(() => undefined);
  }

  await Promise.all([read('/api/v1/nodes?watch=1'), read(`/api/v1/namespaces/${namespace}/pods?watch=1`)]);
  return { seenAt: (resourceVersion) => seen.get(resourceVersion), close: () => agent.destroy() };
}
