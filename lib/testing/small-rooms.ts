import type { Amounts, EvictionWarning, PendingPod, RoomPod } from '#lib/domain/room/room-pod.ts';

/* A node of 4 cores, 8,000 units of memory and 10 slots for the tests of its plan; a builder states only what differs. */

export const SMALL_NODE: Amounts = { cpu: 4_000, memory: 8_000, pods: 10 };

type Sizes = { readonly cpu?: number; readonly memory?: number; readonly ports?: readonly number[] };

/** An ordinary pod of a ReplicaSet that asks for nothing but a slot; its uid is its name. */
export function makeResident(
  name: string,
  { cpu, memory, ports = [], ...rest }: Sizes & Partial<Omit<RoomPod, 'requests' | 'uid' | 'hostPorts'>> = {},
): RoomPod {
  return {
    uid: name,
    namespace: 'default',
    name,
    owner: { kind: 'ReplicaSet', name: 'web' },
    priority: 0,
    startTime: null,
    requests: requestsOf({ cpu, memory }),
    hostPorts: ports.map(toHostPort),
    standing: 'Movable',
    goneBy: null,
    warnings: [],
    ...rest,
  };
}

/** The pod of the DaemonSet agent that is there. */
export function makeResidentDaemonPod(name: string, overrides: Parameters<typeof makeResident>[1] = {}): RoomPod {
  return makeResident(name, { owner: { kind: 'DaemonSet', name: 'agent' }, standing: 'DaemonSet', ...overrides });
}

/** A pod of the DaemonSet agent that waits, and asks for nothing but a slot. */
export function makeWaiting(
  name: string,
  { cpu, memory, ports = [], ...rest }: Sizes & Partial<Omit<PendingPod, 'requests' | 'uid' | 'hostPorts'>> = {},
): PendingPod {
  return {
    uid: name,
    namespace: 'default',
    name,
    daemonSet: 'default/agent',
    priority: 0,
    mayPreempt: true,
    requests: requestsOf({ cpu, memory }),
    hostPorts: ports.map(toHostPort),
    since: null,
    preempting: false,
    ...rest,
  };
}

function requestsOf(sizes: { readonly cpu: number | undefined; readonly memory: number | undefined }): Amounts {
  const asked = Object.entries(sizes).flatMap(([resource, amount]) =>
    amount === undefined ? [] : [[resource, amount] as const],
  );
  return { pods: 1, ...Object.fromEntries(asked) };
}

function toHostPort(port: number): RoomPod['hostPorts'][number] {
  return { port, protocol: 'TCP', hostIP: '0.0.0.0' };
}

export function budgetWarning(budget: string, disruptionsAllowed: number): EvictionWarning {
  return { kind: 'Budget', budget: `default/${budget}`, disruptionsAllowed };
}
