import { type Clock, systemClock } from '#lib/base/clock.ts';
import { type Random, systemRandom } from '#lib/base/random.ts';
import { type Result, success } from '#lib/base/result.ts';
import { RESOURCES, type Resource } from '#lib/domain/objects.ts';
import { matchesLabelSelector } from '#lib/domain/placement/label-selector.ts';
import { combineReports } from './cluster-health.ts';
import type { ClusterSource } from './cluster-source.ts';
import { type Connection, findConnection } from './connection/connection.ts';
import type { ConnectionFailure } from './connection-failure.ts';
import type { ClusterHealth } from './health.ts';
import { Interner } from './intern.ts';
import { createMemoryStore } from './memory-store.ts';
import { processDigest } from './project/digest.ts';
import { projectResource } from './project/object.ts';
import type { ReaderLog } from './reader-log.ts';
import { TokenBucket } from './reflector/bucket.ts';
import { Permits } from './reflector/permits.ts';
import { Probe } from './reflector/probe.ts';
import { Reflector, type ReflectorShared } from './reflector/reflector.ts';
import { sleep } from './reflector/sleep.ts';
import { parseSelector } from './selector-text.ts';
import { isNamespaced, type RouteId } from './shapes.ts';
import { createTransport, type Transport } from './transport.ts';

export type ClusterOptions = {
  /** Where to connect to; else it is found by the three that follow. */
  readonly connection?: Connection;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly insecureSkipTlsVerify?: boolean;
  /** Empty or absent: the whole cluster. */
  readonly namespaces?: readonly string[];
  readonly ignoreNodes?: string;
  readonly probeIntervalMillis?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: ReaderLog;
  /** For tests: stands in the place of sockets. */
  readonly transport?: Transport;
};

export type Cluster = ClusterSource & {
  /** True: the kubeconfig asks for a connection that is not verified, and the operator allowed it. */
  readonly insecure: boolean;
};

const PROBE_INTERVAL_MILLIS = 5_000;
const REVIEW_MILLIS = 1_000;
/** In a cluster many replicas may start together: their lists are spread. */
const START_SPREAD_MILLIS = 3_000;
const LISTS_AT_A_TIME = 2;
const BURST = 10;

/** Follows a cluster from now on. What the operator got wrong is a failure; a cluster that is away is not. */
export async function openCluster(options: ClusterOptions): Promise<Result<Cluster, ConnectionFailure>> {
  const { clock = systemClock, random = systemRandom, log = () => {}, namespaces = [] } = options;
  const warn = (message: string) => log({ level: 'warn', message });
  const selector = options.ignoreNodes === undefined ? undefined : parseSelector(options.ignoreNodes);
  if (selector?.ok === false) return selector;
  const found =
    options.connection === undefined ? findConnection({ ...options, clock, warn }) : success(options.connection);
  if (!found.ok) return found;
  const connection = found.value;

  const interner = new Interner();
  const context = {
    digest: processDigest(),
    text: (text: string) => interner.text(text),
    share: <Value extends object>(value: Value) => interner.share(value),
  };
  const store = createMemoryStore({
    interner,
    ...(selector === undefined ? {} : { ignoreNode: (node) => matchesLabelSelector(selector.value, node.labels) }),
  });
  const targets = targetsOf(namespaces);
  // While a watch is being opened the one before may still be closing.
  const transport = options.transport ?? createTransport({ connection, clock, watches: 2 * targets.length });
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  const announce = () => {
    for (const listener of listeners) listener();
  };

  const bucket = new TokenBucket(clock, Math.max(BURST, targets.length + 2));
  const probe = new Probe({
    transport,
    clock,
    random,
    bucket,
    intervalMillis: options.probeIntervalMillis ?? PROBE_INTERVAL_MILLIS,
    onAnswered: (sentAt, afterFailure) => {
      for (const reflector of reflectors) reflector.onProbeAnswered(sentAt, afterFailure);
    },
  });
  const shared: ReflectorShared = { transport, clock, random, probe, bucket, lists: new Permits(LISTS_AT_A_TIME), log };
  const reflectors = targets.map(
    ({ resource, namespace }) =>
      new Reflector({
        ...shared,
        resource,
        routes: routesOf(resource),
        ...(namespace === undefined ? {} : { namespace }),
        project: (raw) => projectResource(resource, raw, context),
        sink: {
          apply: (events) => store.apply(resource, events),
          beginRelist: () => store.beginRelist(resource, namespace),
          size: () => store.size(resource),
        },
        onChange: announce,
      }),
  );
  const running = Promise.all([
    probe.run(stopping.signal),
    review(reflectors, clock, stopping.signal),
    ...reflectors.map((reflector) =>
      reflector.run(stopping.signal, connection.inCluster ? random() * START_SPREAD_MILLIS : 0),
    ),
  ]);

  return success({
    name: connection.name,
    ...(connection.namespace === undefined ? {} : { defaultNamespace: connection.namespace }),
    version: () => probe.version,
    store,
    health: () => healthOf(reflectors),
    onHealthChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ignoredNodes: store.ignoredNodes,
    ignoredKinds: {},
    insecure: connection.insecureSkipTlsVerify,
    stop: async () => {
      stopping.abort();
      await transport.close();
      await running;
    },
  });
}

type Target = { readonly resource: Resource; readonly namespace?: string };

/** With namespaces given, one reflector for each of them where the resource lives in namespaces. */
function targetsOf(namespaces: readonly string[]): readonly Target[] {
  return RESOURCES.flatMap((resource): Target[] =>
    namespaces.length > 0 && isNamespaced(resource)
      ? [...new Set(namespaces)].map((namespace) => ({ resource, namespace }))
      : [{ resource }],
  );
}

function routesOf(resource: Resource): [RouteId, ...RouteId[]] {
  return resource === 'events' ? ['events', 'core-events'] : [resource];
}

function healthOf(reflectors: readonly Reflector[]): ClusterHealth {
  const reports = Map.groupBy(
    reflectors.map((reflector) => ({ resource: reflector.resource, report: reflector.report() })),
    ({ resource }) => resource,
  );
  return {
    resources: combineReports(new Map([...reports].map(([key, list]) => [key, list.map((each) => each.report)]))),
  };
}

/** Ages grow without an event: once a second somebody looks whether that changes a state. */
async function review(reflectors: readonly Reflector[], clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(clock, REVIEW_MILLIS, signal);
    for (const reflector of reflectors) reflector.review();
  }
}
