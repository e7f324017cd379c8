import { request } from 'undici';
import { systemClock } from '#lib/base/clock.ts';
import { openCluster } from '#lib/kubernetes/cluster.ts';
import { createCredentials } from '#lib/kubernetes/connection/credentials.ts';
import { pathOf } from '#lib/kubernetes/shapes.ts';

/** Runs as a process of its own: `reader.ts URL TOKEN`. */

export const DOWNLOADED_RESOURCES = ['pods', 'nodes', 'daemonsets', 'controllerrevisions', 'events'] as const;

export type ReaderResult = {
  readonly downloadMillis: number;
  /** Of the body, as they are read. */
  readonly bytes: number;
  readonly syncMillis: number;
};

/** The bytes of the initial state as the reader asks for it, thrown away as they come. */
async function download(url: string, token: string): Promise<number> {
  let bytes = 0;
  for (const route of DOWNLOADED_RESOURCES) {
    const path = pathOf({
      route,
      query: {
        watch: 'true',
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
      },
    });
    const stop = new AbortController();
    const { body } = await request(`${url}${path}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
      bodyTimeout: 60_000,
    });
    try {
      for await (const chunk of body) {
        const { length } = chunk as Buffer;
        bytes += length;
        if ((chunk as Buffer).includes('initial-events-end')) break;
      }
    } finally {
      stop.abort();
    }
  }
  return bytes;
}

async function sync(url: string, token: string): Promise<void> {
  const opened = await openCluster({
    connection: {
      name: 'bench',
      server: new URL(url),
      insecureSkipTlsVerify: false,
      inCluster: false,
      credentials: createCredentials({ token: { kind: 'Data', text: token } }, systemClock),
    },
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  const cluster = opened.value;
  const isLive = () => Object.values(cluster.health().resources).every(({ state }) => state === 'live');
  await new Promise<void>((resolve) => {
    const stop = cluster.onHealthChange(() => {
      if (!isLive()) return;
      stop();
      resolve();
    });
  });
  await cluster.stop();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const [, , url, token] = process.argv;
if (process.send !== undefined && url !== undefined && token !== undefined) {
  let bytes = 0;
  const downloadMillis = await timed(async () => {
    bytes = await download(url, token);
  });
  const syncMillis = await timed(() => sync(url, token));
  const result: ReaderResult = { downloadMillis, bytes, syncMillis };
  process.send(result, () => process.exit(0));
}
