import type { WhatIfBar } from '#lib/domain/room/room-what-if.ts';
import { orderResources } from '#lib/text/describe/room-amount.ts';

export const BANDS = ['daemonPods', 'notLower', 'lower', 'leaving'] as const;
export type Band = (typeof BANDS)[number];
export type PartName = Band | 'needed' | 'overhang';
export type Part = { readonly name: PartName; readonly x: number; readonly width: number };

export type BarGeometry = {
  /** In percent of the width, as all that follows. */
  readonly allocatable: number;
  readonly parts: readonly Part[];
};

/**
 * Lays a bar out: the bands from the left, and over what is free the ghost of what is needed; what of it does not fit
 * hangs over the end of the node. It stands on what leaves as well, since that comes free by itself.
 */
export function layBar(bar: WhatIfBar): BarGeometry {
  const { allocatable, needed, leaving } = bar;
  const staying = bar.daemonPods + bar.notLower + bar.lower;
  const scale = Math.max(allocatable, staying + leaving, staying + needed, 1);
  const percent = (amount: number): number => (amount / scale) * 100;
  const parts: Part[] = [];
  let at = 0;
  for (const name of BANDS) {
    if (bar[name] > 0) parts.push({ name, x: percent(at), width: percent(bar[name]) });
    at += bar[name];
  }
  const end = staying + needed;
  const fits = Math.max(staying, Math.min(end, allocatable));
  if (fits > staying) parts.push({ name: 'needed', x: percent(staying), width: percent(fits - staying) });
  if (end > fits) parts.push({ name: 'overhang', x: percent(fits), width: percent(end - fits) });
  return { allocatable: percent(allocatable), parts };
}

const ALWAYS: ReadonlySet<string> = new Set(['cpu', 'memory', 'pods', 'ephemeral-storage']);

function matters({ resource, allocatable, daemonPods, notLower, lower, leaving, needed }: WhatIfBar): boolean {
  if (ALWAYS.has(resource) && allocatable > 0) return true;
  return daemonPods + notLower + lower + leaving + needed > 0;
}

/** The four of every node, and of the others those that anybody asks for; in the order in which people look at them. */
export function barsShown(bars: readonly WhatIfBar[]): readonly WhatIfBar[] {
  const order = orderResources(bars.map(({ resource }) => resource));
  return bars.filter(matters).toSorted((left, right) => order.indexOf(left.resource) - order.indexOf(right.resource));
}
