import type { Node } from '../objects.ts';

/*
 * How fast the nodes of a zone may lose their pods: slowly, and not at all where so much is down that it is likely the
 * network. Source: pkg/controller/nodelifecycle, handleDisruption and ComputeZoneState.
 */

const USUAL_MILLIS = 10_000;
const SLOW_MILLIS = 100_000;
/** A zone of at most so many nodes is not emptied slowly, but not at all. */
const LARGE = 50;
const UNHEALTHY_SHARE = 0.55;
const EXCLUDED = 'node.kubernetes.io/exclude-disruption';

export type Zones = {
  readonly see: (node: Node) => void;
  readonly forget: (node: Node) => void;
  /** The time from one node to the next; undefined while none may be emptied. */
  readonly millisPerNode: (zone: string) => number | undefined;
  /** No node of the whole cluster is ready. */
  readonly isAllDown: () => boolean;
};

type Zone = { readonly isReady: Map<string, boolean>; ready: number };

export function createZones(): Zones {
  const zones = new Map<string, Zone>();
  const forget = (node: Node): void => {
    const zone = zones.get(zoneOf(node));
    if (zone === undefined) return;
    if (zone.isReady.get(node.metadata.name) === true) zone.ready -= 1;
    zone.isReady.delete(node.metadata.name);
    if (zone.isReady.size === 0) zones.delete(zoneOf(node));
  };
  const isAllDown = (): boolean => zones.size > 0 && [...zones.values()].every(({ ready }) => ready === 0);
  return {
    see: (node) => {
      forget(node);
      if (node.metadata.labels?.[EXCLUDED] !== undefined) return;
      const zone = zones.get(zoneOf(node)) ?? { isReady: new Map<string, boolean>(), ready: 0 };
      zones.set(zoneOf(node), zone);
      const isReady = readyStatus(node) === 'True';
      zone.isReady.set(node.metadata.name, isReady);
      if (isReady) zone.ready += 1;
    },
    forget,
    millisPerNode: (key) => {
      if (isAllDown()) return undefined;
      const { ready, isReady } = zones.get(key) ?? { ready: 0, isReady: new Map() };
      const unready = isReady.size - ready;
      const isPartlyDown = ready > 0 && unready > 2 && unready / isReady.size >= UNHEALTHY_SHARE;
      if (!isPartlyDown) return USUAL_MILLIS;
      return isReady.size > LARGE ? SLOW_MILLIS : undefined;
    },
    isAllDown,
  };
}

export function zoneOf({ metadata: { labels = {} } }: Node): string {
  return `${labels['topology.kubernetes.io/region'] ?? ''}/${labels['topology.kubernetes.io/zone'] ?? ''}`;
}

export function readyStatus({ status }: Node): 'True' | 'False' | 'Unknown' | undefined {
  return status.conditions?.find(({ type }) => type === 'Ready')?.status;
}
