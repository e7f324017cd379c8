import type { CancelTimer, Clock } from '#lib/base/clock.ts';
import type { NodeName, ObjectKey } from '#lib/domain/keys.ts';
import { RESOURCES } from '#lib/domain/objects.ts';
import type { NodeTrouble } from '#lib/domain/rollout/node-trouble.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import type { DaemonSetDetails, NodeDetails } from '#lib/wire/details.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import type { PictureParts } from './assemble.ts';
import { attempt } from './attempt.ts';
import { createDerivation } from './derive.ts';
import { daemonSetDetails, nodeDetails } from './details.ts';
import { createHistory, type Transition } from './history.ts';
import { asOfAgeOf, computeKnowledge, knowledgeChangesIn } from './knowledge.ts';
import { createMemory, type Memory } from './memory.ts';
import { createPasts, type Pasts } from './pasts.ts';
import type { DerivationFailures } from './refresh.ts';
import { createRooms, type Rooms } from './rooms.ts';
import type { DaemonSetView, NodeView } from './view.ts';
import { createViews } from './views.ts';

export type FleetOptions = {
  readonly store: StoreReader;
  readonly health: () => ClusterHealth;
  /** Called at each change of a resource's state; gives back what ends the subscription. */
  readonly onHealthChange: (listener: () => void) => () => void;
  readonly clock: Clock;
  readonly cluster: () => Picture['cluster'];
  readonly source: Picture['source'];
  /** How many nodes --ignore-nodes leaves out. */
  readonly ignoredNodes: () => number;
  /** --stall-after. */
  readonly stallAfterMillis: number;
  /** How many transitions are remembered. */
  readonly historyLimit: number;
  /** What is remembered from before; nothing, when left out. */
  readonly memory?: Memory;
};

/** What the fleet knows of the heartbeat; the channel adds its own part. */
export type HeartbeatParts = Omit<Heartbeat, 'sequence' | 'build'>;

export type Fleet = {
  readonly picture: () => Picture;
  /** Called after each change of the picture; gives back what ends it. */
  readonly onChange: (listener: (picture: Picture) => void) => () => void;
  readonly onHealthChange: (listener: () => void) => () => void;
  readonly daemonSetView: (key: ObjectKey) => DaemonSetView | undefined;
  /** The same without its outlook, for who looks at many. */
  readonly daemonSetInShort: (key: ObjectKey) => DaemonSetView | undefined;
  readonly nodeView: (name: NodeName) => NodeView | undefined;
  readonly daemonSetDetails: (key: ObjectKey) => DaemonSetDetails | undefined;
  readonly nodeDetails: (name: NodeName) => NodeDetails | undefined;
  /** Makes the details of a starved node quick, in slices; they are the same without. */
  readonly prepareNode: Rooms['prepareFor'];
  /** All starved nodes, and what would make room there; put together in slices, rejected when the fleet stops. */
  readonly starved: Rooms['starved'];
  /** What the picture leaves out of all nodes; the same way. */
  readonly nodeList: Rooms['nodeList'];
  /** One row per node that is not Ready or gone, as of the picture [NT1]. */
  readonly nodeTroubles: () => readonly NodeTrouble[];
  readonly heartbeat: () => HeartbeatParts;
  readonly revisions: Pasts['revisions'];
  readonly timeline: Pasts['timeline'];
  readonly transitions: () => readonly Transition[];
  readonly failures: () => DerivationFailures & { readonly listeners: number };
  readonly stop: () => void;
};

/** At most ten pictures a second; the first change after a quiet while is taken at once. */
const INTERVAL_MILLIS = 100;
/** While something is stale it may become known again at any time, with or without an event. */
const STALE_POLL_MILLIS = 1_000;

export function createFleet(options: FleetOptions): Fleet {
  const { store, health, clock, source } = options;
  const memory = options.memory ?? createMemory();
  const history = createHistory(options.historyLimit);
  const derivation = createDerivation({ store, memory, history, stallAfterMillis: options.stallAfterMillis });
  const listeners = new Set<(picture: Picture) => void>();
  let listenerFailures = 0;
  let stopped = false;
  let lastUpdate = -INTERVAL_MILLIS;
  let cancelUpdate: CancelTimer | undefined;
  let cancelRecheck: CancelTimer | undefined;

  let picture = makePicture(derivation.update(store.drain(), computeKnowledge(health()), clock.now()));

  const rooms = createRooms({
    store,
    clock,
    health,
    derivation,
    picture: () => picture,
    transitions: history.list,
    isStopped: () => stopped,
  });

  function schedule(): void {
    if (stopped || cancelUpdate !== undefined) return;
    const wait = lastUpdate + INTERVAL_MILLIS - clock.monotonic();
    cancelUpdate = clock.setTimer(update, Math.max(0, wait));
  }

  function update(): void {
    cancelUpdate = undefined;
    if (stopped) return;
    lastUpdate = clock.monotonic();
    const changes = store.drain();
    rooms.touch(changes);
    const parts = derivation.update(changes, computeKnowledge(health()), clock.now());
    publish(parts);
    armRecheck();
  }

  function makePicture(parts: PictureParts, before?: Picture): Picture {
    const cluster = options.cluster();
    const same = before !== undefined && sameJson(before.cluster, cluster);
    return { cluster: same ? before.cluster : cluster, source, ignoredNodes: options.ignoredNodes(), ...parts };
  }

  function publish(parts: PictureParts): void {
    const after = makePicture(parts, picture);
    const same = (Object.keys(after) as (keyof Picture)[]).every((part) => after[part] === picture[part]);
    if (same) return;
    picture = after;
    for (const listener of listeners) {
      attempt(
        () => listener(picture),
        () => {
          listenerFailures += 1;
        },
      );
    }
  }

  /** One timer for all that time alone can change: rechecks of cells and DaemonSets, and the age of the data. */
  function armRecheck(): void {
    cancelRecheck?.();
    cancelRecheck = undefined;
    if (source.kind === 'Files') return;
    const current = health();
    const isStale = Object.values(picture.knowledge).includes('Stale');
    const recheckAt = derivation.nextRecheck();
    const waits = [
      ...(isStale ? [STALE_POLL_MILLIS] : []),
      knowledgeChangesIn(current) ?? Infinity,
      recheckAt === undefined ? Infinity : recheckAt - clock.now(),
    ];
    const wait = Math.min(...waits);
    if (wait !== Infinity) cancelRecheck = clock.setTimer(schedule, wait);
  }

  const stopListening = [store.onDirty(schedule), options.onHealthChange(schedule)];
  armRecheck();
  const views = createViews({ store, memory, clock, derivation, health });
  const pasts = createPasts({ store, clock, health, derivation, history, views, picture: () => picture });

  function perResource(): Heartbeat['perResource'] {
    const { resources } = health();
    return Object.fromEntries(
      RESOURCES.map((resource) => {
        const each = resources[resource];
        const row = {
          state: each.state,
          cause: each.cause ?? null,
          note: each.note ?? null,
          synced: each.synced,
          asOfAgeMs: each.asOfAgeMillis ?? null,
          lastEventAgeMs: each.lastEventAgeMillis ?? null,
          objects: each.objects,
          expected: each.expected ?? null,
          relists: each.relists,
        };
        return [resource, row];
      }),
    );
  }

  return {
    picture: () => picture,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onHealthChange: options.onHealthChange,
    daemonSetView: views.daemonSet,
    daemonSetInShort: views.daemonSetInShort,
    nodeView: views.node,
    daemonSetDetails: (key) => {
      const view = views.daemonSet(key);
      const summary = picture.daemonSets.find((each) => each.uid === view?.daemonSet.uid);
      return view === undefined || summary === undefined
        ? undefined
        : daemonSetDetails(view, summary, views.readableNodes(), store);
    },
    nodeDetails: (name) => {
      const view = views.node(name);
      if (view === undefined) return undefined;
      const room = rooms.ofNode(name) ?? null;
      return { ...nodeDetails(view, store), room, completeAfter: rooms.completeAfter(name) };
    },
    prepareNode: rooms.prepareFor,
    starved: rooms.starved,
    nodeList: rooms.nodeList,
    nodeTroubles: () => derivation.nodeTroubles(),
    heartbeat: () => ({ asOfAgeMs: asOfAgeOf(health()) ?? null, perResource: perResource(), now: clock.now() }),
    revisions: pasts.revisions,
    timeline: pasts.timeline,
    transitions: () => history.list(),
    failures: () => ({ ...derivation.failures(), listeners: listenerFailures }),
    stop: () => {
      stopped = true;
      cancelUpdate?.();
      cancelRecheck?.();
      for (const stop of stopListening) stop();
      listeners.clear();
    },
  };
}
