import { seededRandom } from '#lib/base/random.ts';
import { createMemoryStore, type MemoryStore } from '#lib/kubernetes/memory-store.ts';
import { projectPod } from '#lib/kubernetes/project/pod.ts';
import { TokenBucket } from '#lib/kubernetes/reflector/bucket.ts';
import { Permits } from '#lib/kubernetes/reflector/permits.ts';
import { Probe } from '#lib/kubernetes/reflector/probe.ts';
import { Reflector, type ReflectorOptions } from '#lib/kubernetes/reflector/reflector.ts';
import type { StatusReport } from '#lib/kubernetes/reflector/status.ts';
import { ScriptedApi } from './scripted-api.ts';
import { createStepClock, type StepClock, settle } from './step-clock.ts';

/** One reflector that follows pods of a scripted API server, with its probe, on a clock that a test moves. */
export type FollowedPods = {
  readonly api: ScriptedApi;
  readonly clock: StepClock;
  readonly store: MemoryStore;
  readonly log: string[];
  readonly report: () => StatusReport;
  readonly uids: () => readonly string[];
  readonly pass: (millis: number) => Promise<void>;
  /** True when the store holds what the server holds, object by object. */
  readonly converged: () => boolean;
  readonly stop: () => Promise<void>;
};

export type FollowOptions = Partial<Pick<ReflectorOptions, 'routes' | 'resource' | 'project'>> & {
  readonly seed?: number;
  /** Prepares the server before the first request. */
  readonly prepare?: (api: ScriptedApi) => void;
};

export async function followPods(options: FollowOptions = {}): Promise<FollowedPods> {
  const { seed = 1, prepare = () => {}, resource = 'pods', routes = ['pods'], project = projectPod } = options;
  const clock = createStepClock();
  const random = seededRandom(seed);
  const api = new ScriptedApi(clock);
  prepare(api);
  const store = createMemoryStore();
  const log: string[] = [];
  const bucket = new TokenBucket(clock);
  const stopping = new AbortController();
  const probe = new Probe({
    transport: api,
    clock,
    random,
    bucket,
    intervalMillis: 5_000,
    onAnswered: (sentAt, afterFailure) => reflector.onProbeAnswered(sentAt, afterFailure),
  });
  const reflector = new Reflector({
    transport: api,
    clock,
    random,
    probe,
    bucket,
    lists: new Permits(2),
    log: ({ message }) => log.push(message),
    resource,
    routes,
    project,
    sink: {
      apply: (events) => store.apply(resource, events),
      beginRelist: () => store.beginRelist(resource),
      size: () => store.size(resource),
    },
    onChange: () => {},
  });
  const running = Promise.all([probe.run(stopping.signal), reflector.run(stopping.signal, 0)]);
  await settle();
  const uids = () => [...store.uids(resource)].sort();
  return {
    api,
    clock,
    store,
    log,
    uids,
    report: () => {
      reflector.review();
      return reflector.report();
    },
    pass: clock.pass,
    converged: () => JSON.stringify(uids()) === JSON.stringify(api.uids()),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
