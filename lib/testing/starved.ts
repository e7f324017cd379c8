import type { Lack } from '#lib/domain/room/make-room.ts';
import type { Sizing, StarvedNode, StarvedPod, StarvedReport } from '#lib/wire/room.ts';

/* Starved nodes for tests: one daemon pod that lacks 250m of cpu, and nobody who makes room for it. */

export function lackOf(resource: string, short: number, requested = short * 2): Lack {
  return { kind: 'Resource', resource, requested, free: requested - short, allocatable: requested * 10 };
}

export function portTaken(port: number, ...holders: readonly string[]): Lack {
  return { kind: 'HostPort', hostPort: { port, protocol: 'TCP', hostIP: '0.0.0.0' }, holders };
}

export function makeStarvedPod(overrides: Partial<StarvedPod> = {}): StarvedPod {
  return {
    daemonSet: 'logging/fluent-bit',
    since: null,
    lacks: [lackOf('cpu', 250)],
    selfHelp: { kind: 'No', lower: 0 },
    ...overrides,
  };
}

export function makeStarvedNode(node: string, overrides: Partial<StarvedNode> = {}): StarvedNode {
  return {
    node,
    pool: null,
    pending: [makeStarvedPod()],
    kind: 'Evict',
    eviction: evictionOf(`on-${node}`),
    ...overrides,
  };
}

export function evictionOf(...names: readonly string[]): NonNullable<StarvedNode['eviction']> {
  return {
    pods: names.map((name) => ({ uid: name, namespace: 'shop', name })),
    violations: 0,
    bare: 0,
    frees: { cpu: 500, pods: names.length },
  };
}

export function makeSizing(overrides: Partial<Sizing> = {}): Sizing {
  return {
    daemonSet: 'logging/fluent-bit',
    resource: 'cpu',
    requested: 500,
    nodes: 1,
    short: 1,
    steps: [{ reduction: 250, fit: 1 }],
    ...overrides,
  };
}

export function makeStarvedReport(overrides: Partial<StarvedReport> = {}): StarvedReport {
  return { at: 0, nodes: [], sizing: [], budgets: 'Known', lastStarvedAt: null, ...overrides };
}
