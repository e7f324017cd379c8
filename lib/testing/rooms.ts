import type { EvictionSet, MakeRoomPlan } from '#lib/domain/room/make-room.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import type { NodeDetails } from '#lib/wire/details.ts';
import type { NodeRoomDetails, PendingRoom } from '#lib/wire/room.ts';

const MEBI = 1024 ** 2;

/** A pod of a ReplicaSet that may go; its uid is its name. */
export function makeRoomPod(name: string, overrides: Partial<RoomPod> = {}): RoomPod {
  return {
    uid: name,
    namespace: 'default',
    name,
    owner: { kind: 'ReplicaSet', name: 'web' },
    priority: 0,
    startTime: 0,
    requests: { cpu: 250, memory: 64 * MEBI, pods: 1 },
    hostPorts: [],
    standing: 'Movable',
    goneBy: null,
    warnings: [],
    ...overrides,
  };
}

/** A daemon pod that lacks 180m of its 300m, and that nobody has to make way for. */
export function makePendingRoom(overrides: Partial<PendingRoom> = {}): PendingRoom {
  return {
    uid: 'fluent-bit-x',
    namespace: 'logging',
    name: 'fluent-bit-x',
    daemonSet: 'logging/fluent-bit',
    priority: 0,
    mayPreempt: true,
    requests: { cpu: 300, memory: 128 * MEBI, pods: 1 },
    hostPorts: [],
    since: 0,
    preempting: false,
    lacks: [{ kind: 'Resource', resource: 'cpu', requested: 300, free: 120, allocatable: 1_000 }],
    selfHelp: { kind: 'No', lower: 0 },
    ...overrides,
  };
}

/** One pod goes, and another node has room for the next. */
export function makeEvictionSet(overrides: Partial<EvictionSet> = {}): EvictionSet {
  return {
    pods: [{ uid: 'web-1', elsewhere: { kind: 'Nodes', nodes: 2, first: 'node-b' } }],
    frees: { cpu: 250, memory: 64 * MEBI, pods: 1 },
    violations: [],
    bare: 0,
    notLower: 0,
    prioritySum: 0,
    waste: 0,
    ageSum: 0,
    steps: [
      { kind: 'Cordon', command: 'kubectl cordon node-a', changes: true },
      { kind: 'Wait', command: 'kubectl get pods -n logging -w', changes: false },
      { kind: 'Uncordon', command: 'kubectl uncordon node-a', changes: true },
    ],
    ...overrides,
  };
}

/** The plan for what makePendingRoom lacks. */
export function makeRoomPlan(overrides: Partial<MakeRoomPlan> = {}): MakeRoomPlan {
  return {
    kind: 'Evict',
    serves: ['fluent-bit-x'],
    leaves: [],
    deficits: { cpu: 180 },
    portHolders: [],
    sets: [makeEvictionSet()],
    exhaustive: true,
    otherWays: [{ kind: 'LowerRequests', by: { cpu: 180 } }],
    ...overrides,
  };
}

/** A core, of which three pods leave 120m. */
export function makeNodeRoom(overrides: Partial<NodeRoomDetails> = {}): NodeRoomDetails {
  return {
    allocatable: { cpu: 1_000, memory: 1_024 * MEBI, pods: 110, 'ephemeral-storage': 10_240 * MEBI },
    pods: [
      makeRoomPod('agent-a', {
        owner: { kind: 'DaemonSet', name: 'agent' },
        standing: 'DaemonSet',
        requests: { cpu: 380, memory: 64 * MEBI, pods: 1 },
      }),
      makeRoomPod('web-1', { warnings: [{ kind: 'NotLower' }] }),
      makeRoomPod('web-2', { owner: null, warnings: [{ kind: 'Bare' }, { kind: 'NotLower' }] }),
    ],
    pending: [makePendingRoom()],
    plan: makeRoomPlan(),
    budgets: 'Known',
    unreadable: [],
    ...overrides,
  };
}

/** The details of a node of which nothing is to be said. */
export function makeNodeDetails(overrides: Partial<NodeDetails> = {}): NodeDetails {
  return {
    name: 'node-a',
    exists: true,
    unschedulable: false,
    labels: {},
    taints: [],
    conditions: [],
    nodeInfo: {},
    internalIPs: [],
    allocatable: {},
    daemonSets: [],
    room: null,
    completeAfter: { kind: 'NoTrace' },
    ...overrides,
  };
}
