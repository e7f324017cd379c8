import type { Lack } from './make-room.ts';
import { conflictAmong, lacksBeside, sumOf } from './room.ts';
import { type Amounts, amountOf, type PendingPod, type RoomPod } from './room-pod.ts';

/** The part of a node's details that the browser reckons with. */
export type WhatIfRoom = {
  readonly allocatable: Amounts;
  readonly pods: readonly RoomPod[];
  readonly pending: readonly PendingPod[];
  /** For whom room is made; all that wait, while there is no plan or it serves nobody. */
  readonly plan?: { readonly serves: readonly string[] } | null;
};

/** One bar: the bands from the bottom, then what is free, then what is needed and how far it hangs over. */
export type WhatIfBar = {
  readonly resource: string;
  readonly allocatable: number;
  /** Kept by daemon pods. */
  readonly daemonPods: number;
  /** Kept by others, at least as important as the least of those that wait. */
  readonly notLower: number;
  readonly lower: number;
  /** Still held by pods that are on their way out. */
  readonly leaving: number;
  /** Nobody's; negative when more is requested than the node has. */
  readonly free: number;
  readonly needed: number;
  /** Needed and not there, even when all that leave are gone. */
  readonly overhang: number;
};

export type WhatIfVerdict = {
  readonly kind: 'Fits' /** Once those that leave are gone. */ | 'FitsLater' | 'Lacks';
  /** What is still lacking when those that leave are gone. */
  readonly lacks: readonly Lack[];
  /** Two of those that wait want the same host port: nobody's going helps. */
  readonly portsClash: boolean;
  /** What the ticked pods free, */
  readonly frees: Amounts;
  /** and how much of it nobody needed. */
  readonly beyond: Amounts;
};

export type RoomWhatIf = { readonly bars: readonly WhatIfBar[]; readonly verdict: WhatIfVerdict };

/** What the node would look like without the pods of `gone` [MR17]. Nobody is asked whether they may go. */
export function computeWhatIf(room: WhatIfRoom, gone: ReadonlySet<string>): RoomWhatIf {
  const { allocatable, pods } = room;
  const demands = servedOf(room);
  const kept = pods.filter(({ uid }) => !gone.has(uid));
  const staying = kept.filter(({ standing }) => standing !== 'Terminating');
  const lacks = lacksBeside({ allocatable, pods: staying }, demands);
  const portsClash = conflictAmong(demands);
  const leavesRoom = lacks.length === 0 && !portsClash;
  const fitsNow = leavesRoom && lacksBeside({ allocatable, pods: kept }, demands).length === 0;
  const bars = toBars(room, kept, demands);
  return {
    bars,
    verdict: {
      kind: fitsNow ? 'Fits' : leavesRoom ? 'FitsLater' : 'Lacks',
      lacks,
      portsClash,
      ...toFrees(
        pods.filter(({ uid }) => gone.has(uid)),
        bars,
      ),
    },
  };
}

function servedOf({ pending, plan }: WhatIfRoom): readonly PendingPod[] {
  const serves = new Set(plan?.serves);
  return serves.size === 0 ? pending : pending.filter(({ uid }) => serves.has(uid));
}

type Band = 'daemonPods' | 'notLower' | 'lower' | 'leaving';

function toBars(room: WhatIfRoom, kept: readonly RoomPod[], demands: readonly PendingPod[]): WhatIfBar[] {
  const lowest = Math.min(...room.pending.map(({ priority }) => priority));
  const bands: Record<Band, RoomPod[]> = { daemonPods: [], notLower: [], lower: [], leaving: [] };
  for (const pod of kept) bands[bandOf(pod, lowest)].push(pod);
  const sums = {
    daemonPods: sumOf(bands.daemonPods),
    notLower: sumOf(bands.notLower),
    lower: sumOf(bands.lower),
    leaving: sumOf(bands.leaving),
  };
  const needs = sumOf(demands);
  const names = new Set([...Object.keys(room.allocatable), ...needs.keys()]);
  return [...names].map((resource) => {
    const of = (band: Band): number => sums[band].get(resource) ?? 0;
    const whole = amountOf(room.allocatable, resource);
    const free = whole - of('daemonPods') - of('notLower') - of('lower') - of('leaving');
    const needed = needs.get(resource) ?? 0;
    return {
      resource,
      allocatable: whole,
      daemonPods: of('daemonPods'),
      notLower: of('notLower'),
      lower: of('lower'),
      leaving: of('leaving'),
      free,
      needed,
      overhang: needed === 0 ? 0 : Math.max(0, needed - free - of('leaving')),
    };
  });
}

function bandOf({ standing, owner, priority }: RoomPod, lowest: number): Band {
  if (standing === 'Terminating') return 'leaving';
  if (owner?.kind === 'DaemonSet') return 'daemonPods';
  return priority >= lowest ? 'notLower' : 'lower';
}

/** Beyond need is what would still be free when those that wait are here, as far as it came from the ticked. */
function toFrees(ticked: readonly RoomPod[], bars: readonly WhatIfBar[]): Pick<WhatIfVerdict, 'frees' | 'beyond'> {
  const frees = sumOf(ticked);
  const beyond = new Map<string, number>();
  for (const { resource, free, leaving, needed } of bars) {
    const over = Math.min(frees.get(resource) ?? 0, free + leaving - needed);
    if (over > 0) beyond.set(resource, over);
  }
  return { frees: Object.fromEntries(frees), beyond: Object.fromEntries(beyond) };
}
