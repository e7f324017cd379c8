import { type Clock, systemClock } from '#lib/base/clock.ts';
import { type Random, systemRandom } from '#lib/base/random.ts';
import type { ObjectStore } from '../object-store.ts';
import type { User } from './access.ts';
import { createEventLines } from './event-lines.ts';
import { createFaults, type Faults } from './faults.ts';
import { handleRequest } from './handler.ts';
import { createListener } from './listener.ts';
import { createPast } from './past.ts';
import { createRequestLog, type RequestRecord } from './request-log.ts';
import type { Reading } from './send-reply.ts';
import { createWatchHub } from './watch-hub.ts';

export type { User } from './access.ts';

export type ApiServerOptions = {
  readonly store: ObjectStore;
  readonly users: readonly User[];
  /** Real time: who watches lives in it, whatever the story's own time is. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** 0: a free one. */
  readonly port?: number;
  /** What system:anonymous may, who has no token; `true`: nothing. Unless given, he is unauthorized. */
  readonly anonymous?: boolean | User['rules'];
  readonly version?: string;
};

export type ApiServer = {
  readonly url: string;
  readonly port: number;
  readonly requests: () => readonly RequestRecord[];
  readonly faults: Faults;
  /** Forgets what happened up to a revision: who asks for it is told that it is gone. */
  readonly compact: (revision?: number) => void;
  /** Drops every connection and comes back; with `revision` as from an old back-up. */
  readonly restart: (options?: { readonly revision?: number; readonly downMillis?: number }) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The reading half of the Kubernetes API over HTTP on 127.0.0.1. Rejects when the port is taken. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { store, clock = systemClock, random = systemRandom, version = 'v1.36.3', anonymous = false } = options;
  const log = createRequestLog();
  const faults = createFaults();
  let reading = readAnew(store);
  let isClosed = false;
  const handling = {
    store,
    clock,
    random,
    faults,
    log,
    version,
    users: options.users,
    anonymous: anonymous === true ? [] : anonymous || undefined,
    reading: () => reading,
  };
  const listener = createListener((request, response) => {
    handleRequest(request, response, handling).catch(() => response.destroy());
  });
  const port = await listener.listen(options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests: log.all,
    faults,
    compact: (revision) => {
      // Whoever listens now has a right to what happened before.
      reading.hub.tellAll();
      store.compact(revision);
    },
    restart: async ({ revision, downMillis = 0 } = {}) => {
      await listener.close();
      if (revision !== undefined) store.restore(revision);
      reading.hub.stop();
      reading = readAnew(store);
      if (downMillis > 0) await new Promise<void>((resolve) => void clock.setTimer(resolve, downMillis));
      if (!isClosed) await listener.listen(port);
    },
    close: async () => {
      isClosed = true;
      reading.hub.stop();
      await listener.close();
    },
  };
}

function readAnew(store: ObjectStore): Reading {
  return { past: createPast(store), lines: createEventLines(), hub: createWatchHub(store) };
}
