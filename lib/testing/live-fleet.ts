import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { type NodeName, nodeName, type ObjectKey, objectKey, uid } from '#lib/domain/keys.ts';
import type { DaemonSetStatus } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { Counted } from '#lib/domain/rollout/verdict.ts';
import { createFleet, type Fleet } from '#lib/fleet/fleet.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import { openCluster } from '#lib/kubernetes/cluster.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import type { ControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { createMovableClock, type MovableClock } from './movable-clock.ts';
import { SITUATION, wakeController } from './situation.ts';

/*
 * Rollcall's own path, from the kubeconfig of its user to the picture, over a real control plane; and beside it what the
 * controller and kubectl say, so that the two can be compared.
 */

const STALL_AFTER_MILLIS = 10 * 60_000;
const SHOWN_MILLIS = 20_000;
const AGREED_MILLIS = 5_000;

export type LiveFleet = {
  readonly fleet: Fleet;
  readonly store: StoreReader;
  /** Of the fleet alone: the reader, whose ages are real, keeps the real time. */
  readonly clock: MovableClock;
  readonly view: (key: string) => DaemonSetView;
  /** Waits until exactly this is said. */
  readonly shows: (key: string, expected: Said) => Promise<void>;
  /** Waits until nothing moves in the namespace and all of it has arrived here, then asks everyone. */
  readonly settled: (key: string) => Promise<Settled>;
  /**
   * The same, after the controller was made to look again: checks that it counts, and kubectl speaks, as we do, and that
   * a Rollcall that is started now says the same as this one, which has watched.
   */
  readonly agreed: (key: string) => Promise<Settled>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A verdict in short: what a person would read first. */
type Said = {
  /** State and reason. */
  readonly state: string;
  /** Cell state and kind of the deciding reason, to the nodes of which that is said; the nodes of other tests left out. */
  readonly cells: Readonly<Record<string, readonly string[]>>;
};

type Settled = Said & {
  readonly view: DaemonSetView;
  /** Ours and the controller's. */
  readonly counted: Counted;
  readonly status: DaemonSetStatus;
  /** Ours and kubectl's. */
  readonly sentence: string;
  readonly kubectl: string;
  readonly reasonsOn: (node: string) => readonly CellReason[];
  /** Node, row, kind and reason of each. */
  readonly holders: readonly string[];
};

export async function openLiveFleet(plane: ControlPlane, aheadMillis = 0): Promise<LiveFleet> {
  const opened = await openCluster({ kubeconfig: plane.kubeconfig('rollcall') });
  if (!opened.ok) throw new Error(`cannot connect: ${opened.error.kind}`);
  const cluster = opened.value;
  const clock = createMovableClock(aheadMillis);
  const fleet = followCluster(cluster, clock);
  await plane.client.until('the fleet to know everything', () =>
    Promise.resolve(Object.values(fleet.picture().knowledge).every((each) => each === 'Known')),
  );
  const view = (key: string) => {
    const found = fleet.daemonSetView(key as ObjectKey);
    if (found === undefined) throw new Error(`the fleet has no DaemonSet ${key}`);
    return found;
  };
  const settled = async (key: string): Promise<Settled> => {
    const status = await untilQuiet(plane, cluster.store, key);
    const kubectl = await kubectlRolloutStatus(plane, key);
    return { ...sayInFull(view(key)), status, kubectl };
  };
  return {
    fleet,
    store: cluster.store,
    clock,
    view,
    shows: async (key, expected) => {
      await expect.poll(() => sayInShort(view(key)), { timeout: SHOWN_MILLIS, interval: 50 }).toStrictEqual(expected);
    },
    settled,
    agreed: async (key) => {
      await wakeController(plane, key);
      const deadline = performance.now() + AGREED_MILLIS;
      for (;;) {
        const found = await settled(key);
        await using fresh = await openLiveFleet(plane, clock.ahead());
        const restarted = await fresh.settled(key);
        const ours = { counted: found.counted, sentence: found.sentence, ...claimsOf(found) };
        const theirs = { counted: found.status, sentence: found.kubectl, ...claimsOf(restarted) };
        // The controller may not have come to look yet; once it has, there is no excuse.
        if (!sameJson(ours, theirs) && performance.now() < deadline) continue;
        expect(ours).toStrictEqual(theirs);
        return found;
      }
    },
    [Symbol.asyncDispose]: async () => {
      fleet.stop();
      await cluster.stop();
    },
  };
}

function followCluster(cluster: ClusterSource, clock: MovableClock): Fleet {
  return createFleet({
    store: cluster.store,
    health: cluster.health,
    onHealthChange: cluster.onHealthChange,
    clock,
    cluster: () => ({ name: cluster.name, version: cluster.version() ?? null }),
    source: { kind: 'Cluster' },
    ignoredNodes: cluster.ignoredNodes,
    stallAfterMillis: STALL_AFTER_MILLIS,
    historyLimit: 10_000,
  });
}

function sayInFull(view: DaemonSetView): Omit<Settled, 'status' | 'kubectl'> {
  const { counted, cells, budget, kubectl } = view;
  return {
    ...sayInShort(view),
    view,
    counted,
    sentence: kubectl.message,
    reasonsOn: (node) => cells.get(nodeName(node))?.evidence.reasons ?? [],
    holders: (budget?.holders ?? []).map(({ node, row, kind, reason }) => `${node} ${row} ${kind} ${reason}`),
  };
}

function claimsOf({ state, cells, holders }: Settled): Pick<Settled, 'state' | 'cells' | 'holders'> {
  return { state, cells, holders };
}

function sayInShort({ verdict, cells }: DaemonSetView): Said {
  const grouped = new Map<string, NodeName[]>();
  for (const cell of cells.values()) {
    if (isElsewhere(cell)) continue;
    const words = `${cell.kind} ${cell.reason}`;
    grouped.set(words, [...(grouped.get(words) ?? []), cell.node].sort());
  }
  return { state: `${verdict.kind} ${verdict.reason}`, cells: Object.fromEntries(grouped) };
}

/** The node selector keeps the DaemonSets of the tests apart. */
function isElsewhere({ kind, evidence }: Cell): boolean {
  const [first] = evidence.reasons;
  return kind === 'excluded' && first?.kind === 'NodeSelector' && first.key === SITUATION;
}

/** The status when two looks at the namespace, some time apart, saw the same, and the store has just that. */
async function untilQuiet({ client }: ControlPlane, store: StoreReader, key: string): Promise<DaemonSetStatus> {
  const [namespace = '', name = ''] = key.split('/');
  let before = '';
  return client.until(
    `${key} to be quiet`,
    async () => {
      const daemonSet = await client.get({ kind: 'DaemonSet', name, namespace });
      const pods = await client.list('Pod', { namespace });
      const versions = pods.map((pod) => [pod.metadata['uid'], pod.metadata['resourceVersion']] as const);
      const look = JSON.stringify([daemonSet.metadata['resourceVersion'], versions]);
      const same = look === before;
      before = look;
      if (!same) return undefined;
      const held = store.daemonSetByKey(objectKey({ namespace, name }))?.resourceVersion;
      const arrived =
        held === daemonSet.metadata['resourceVersion'] &&
        versions.every(([id, version]) => store.pod(uid(String(id)))?.resourceVersion === version);
      return arrived && countersOf(daemonSet);
    },
    { everyMillis: 300 },
  );
}

/** A counter that is absent is 0. */
function countersOf(daemonSet: KubernetesObject): DaemonSetStatus {
  const status = (daemonSet['status'] ?? {}) as Partial<DaemonSetStatus>;
  return {
    observedGeneration: status.observedGeneration ?? 0,
    desiredNumberScheduled: status.desiredNumberScheduled ?? 0,
    currentNumberScheduled: status.currentNumberScheduled ?? 0,
    updatedNumberScheduled: status.updatedNumberScheduled ?? 0,
    numberReady: status.numberReady ?? 0,
    numberAvailable: status.numberAvailable ?? 0,
    numberUnavailable: status.numberUnavailable ?? 0,
    numberMisscheduled: status.numberMisscheduled ?? 0,
  };
}

/** What kubectl prints, whether to one or the other of its streams. */
export async function kubectlRolloutStatus({ binaries, kubeconfig }: ControlPlane, key: string): Promise<string> {
  const [namespace = '', name = ''] = key.split('/');
  const place = ['--kubeconfig', kubeconfig('admin'), '--namespace', namespace];
  const command = [...place, 'rollout', 'status', `daemonset/${name}`, '--watch=false'];
  try {
    return (await promisify(execFile)(binaries.kubectl, command)).stdout.trim();
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    return stderr.trim().replace(/^error: /, '');
  }
}
