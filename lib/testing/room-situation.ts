import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { nodeName } from '#lib/domain/keys.ts';
import type { EvictionSet, MakeRoomPlan } from '#lib/domain/room/make-room.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { ApiError } from '#testbed/client.ts';
import type { ControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import type { LiveFleet } from './live-fleet.ts';

/* Full nodes of a real control plane, and what is done there about a daemon pod that waits. */

const COMMAND_MILLIS = 40_000;
const HOSTNAME = 'kubernetes.io/hostname';

export type NeighbourPlan = {
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly requests: Readonly<Record<string, string>>;
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Such as `sim/termination`. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly podSpec?: Readonly<Record<string, unknown>>;
  readonly container?: Readonly<Record<string, unknown>>;
};

/** Ordinary pods that may run on one node alone; their controller makes them again, and the scheduler binds them. */
export function neighbours(plan: NeighbourPlan): KubernetesObject {
  const { name, namespace, node, requests, replicas = 1, labels = {}, annotations = {} } = plan;
  const own = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace, labels: own },
    spec: {
      replicas,
      selector: { matchLabels: own },
      template: {
        metadata: { labels: { ...own, ...labels }, annotations },
        spec: {
          nodeSelector: { [HOSTNAME]: node },
          containers: [
            { name: 'main', image: `registry.example.com/${name}:1.0.0`, resources: { requests }, ...plan.container },
          ],
          ...plan.podSpec,
        },
      },
    },
  };
}

export function priorityClass(
  name: string,
  value: number,
  preemptionPolicy: 'PreemptLowerPriority' | 'Never' = 'PreemptLowerPriority',
): KubernetesObject {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, preemptionPolicy };
}

/** Waits until as many pods run as the controllers of a namespace ask for, and its other pods. */
export async function untilAllRun({ client }: ControlPlane, namespace: string): Promise<void> {
  await client.until(`all pods of ${namespace} to run`, async () => {
    const sets = await client.list('ReplicaSet', { namespace });
    const wanted = sets.reduce((sum, { spec }) => sum + (spec as { replicas: number }).replicas, 0);
    const pods = await client.list('Pod', { namespace });
    const made = pods.filter(({ metadata }) =>
      JSON.stringify(metadata['ownerReferences'] ?? []).includes('ReplicaSet'),
    );
    return made.length === wanted && pods.every((pod) => phaseOf(pod) === 'Running');
  });
}

function phaseOf(pod: KubernetesObject): string {
  return (pod['status'] as { phase?: string }).phase ?? '';
}

/** What is said of the room on a node, once `isThere` is true of it. */
export function untilRoom(
  { client }: ControlPlane,
  { fleet }: LiveFleet,
  node: string,
  isThere: (room: NodeRoomDetails) => boolean,
): Promise<NodeRoomDetails> {
  return client.until(`what is said of the room on ${node}`, () => {
    const room = fleet.nodeDetails(nodeName(node))?.room;
    return Promise.resolve(room !== undefined && room !== null && isThere(room) && room);
  });
}

/** Once the plan is of that kind, and serves or leaves so many pods. */
export async function untilPlan(
  plane: ControlPlane,
  live: LiveFleet,
  node: string,
  kind: MakeRoomPlan['kind'],
  pods = 1,
): Promise<NodeRoomDetails & { readonly plan: MakeRoomPlan }> {
  const isThere = ({ plan }: NodeRoomDetails) =>
    plan?.kind === kind && plan.serves.length + plan.leaves.length === pods;
  const { plan, ...room } = await untilRoom(plane, live, node, isThere);
  if (plan === null) throw new Error('a plan was waited for');
  return { ...room, plan };
}

/** The names of a set's pods without what chance has added, sorted. */
export function shortNames(room: Pick<NodeRoomDetails, 'pods'>, { pods }: Pick<EvictionSet, 'pods'>): string[] {
  return pods.map(({ uid }) => shortName(roomPod(room, uid).name)).sort();
}

export function shortName(name: string): string {
  return name.replace(/-[a-z0-9]{5}$/, '');
}

export function roomPod({ pods }: Pick<NodeRoomDetails, 'pods'>, uid: string): RoomPod {
  const found = pods.find((pod) => pod.uid === uid);
  if (found === undefined) throw new Error(`the node has no pod ${uid}`);
  return found;
}

/** Carries out lines as a person would: each of them verbatim, in a shell, with the administrator's rights. */
export async function carryOut({ binaries, kubeconfig }: ControlPlane, lines: readonly string[]): Promise<string[]> {
  const path = [dirname(binaries.kubectl), process.env['PATH']].join(':');
  const env = { ...process.env, PATH: path, KUBECONFIG: kubeconfig('admin') };
  const said: string[] = [];
  for (const line of lines) {
    const { stdout } = await promisify(execFile)('sh', ['-c', line], { env, timeout: COMMAND_MILLIS });
    said.push(stdout.trim());
  }
  return said;
}

/** The status code of the eviction API; nothing is evicted where it is only tried. */
export async function askEviction(
  { client }: ControlPlane,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  isTrial: boolean,
): Promise<number> {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  try {
    await client.request('POST', `${path}${isTrial ? '?dryRun=All' : ''}`, eviction);
    return 201;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

/** uids of the pods of a namespace that are bound to a node and not on their way out, by their short names. */
export async function podsOn({ client }: ControlPlane, namespace: string, node: string): Promise<Map<string, string>> {
  const pods = await client.list('Pod', { namespace, fieldSelector: `spec.nodeName=${node}` });
  const staying = pods.filter(({ metadata }) => metadata['deletionTimestamp'] === undefined);
  return new Map(staying.map(({ metadata }) => [String(metadata['uid']), shortName(metadata.name)]));
}

/** Waits until a pod runs, and gives its node. */
export async function untilRuns({ client }: ControlPlane, uid: string, namespace: string): Promise<string> {
  return client.until(`the pod ${uid} of ${namespace} to run`, async () => {
    const pod = (await client.list('Pod', { namespace })).find(({ metadata }) => metadata['uid'] === uid);
    const { nodeName: on } = (pod?.['spec'] ?? {}) as { nodeName?: string };
    return pod !== undefined && phaseOf(pod) === 'Running' && on;
  });
}
