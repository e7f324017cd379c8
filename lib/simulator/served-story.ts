import { type ApiServer, startApiServer } from './api/api-server.ts';
import type { SimulatedCluster } from './cluster.ts';
import type { Scenario } from './scenario.ts';
import { beginStory } from './story.ts';

/** Where a story is when it begins to be served: as far as its history goes, or at its end. */
export const MOMENTS = ['history', 'end'] as const;
export type Moment = (typeof MOMENTS)[number];

export type ServedStory = {
  readonly cluster: SimulatedCluster;
  readonly server: ApiServer;
  readonly stop: () => Promise<void>;
};

export type ServedStoryOptions = {
  readonly scenario: Scenario;
  readonly until: Moment;
  /** Whoever has it may read everything. */
  readonly token: string;
  /** Who has no token may read everything, too: kubectl sends none without TLS. */
  readonly anonymous?: boolean;
  /** 0: a free one. */
  readonly port?: number;
  readonly onProgress?: (sentence: string) => void;
};

/** Tells a story up to a moment on stepped time, then lets it go on in real time behind an API server. */
export async function serveStory(options: ServedStoryOptions): Promise<ServedStory> {
  const { scenario, until, token, port = 0, anonymous = false, onProgress = () => {} } = options;
  const { cluster } = beginStory(scenario, { until, now: Date.now(), onProgress });
  const server = await startApiServer({
    store: cluster.store,
    users: [{ name: 'rollcall', token, rules: 'all' }],
    ...(anonymous && { anonymous: 'all' as const }),
    port,
  });
  cluster.clock.goLive();
  return {
    cluster,
    server,
    stop: async () => {
      cluster.stop();
      await server.close();
    },
  };
}
