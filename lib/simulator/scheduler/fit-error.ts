/** How often each reason was given. */
export type Histogram = ReadonlyMap<string, number>;

export function countReasons(all: Iterable<readonly string[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const reasons of all) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

/** `0/N nodes are available: ...`: the reasons with their counts, in the order of their texts [SC1]. */
export function availability(nodes: number, reasons: Histogram): string {
  const parts = [...reasons].filter(([, count]) => count > 0).map(([reason, count]) => `${count} ${reason}`);
  const list = parts.sort((a, b) => (a < b ? -1 : 1)).join(', ');
  return `0/${nodes} nodes are available:${list === '' ? '' : ` ${list}.`}`;
}

/** The whole sentence; without a preemption part when preemption has found victims [SC19]. */
export function fitError(nodes: number, reasons: Histogram, preemption: string | undefined): string {
  if (nodes === 0) return 'no nodes available to schedule pods';
  const filter = availability(nodes, reasons);
  return preemption === undefined ? filter : `${filter} no new claims to deallocate, preemption: ${preemption}`;
}
