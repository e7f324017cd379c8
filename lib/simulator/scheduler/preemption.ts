import type { Pod, PodDisruptionBudget } from '../objects.ts';
import { partByBudget } from './budgets.ts';
import { type Misfit, misfit } from './filters.ts';
import { preemptionError } from './fit-error.ts';
import type { NodeRoom } from './node-room.ts';
import { byImportance, isLeavingByPreemption, priorityOf, startOf } from './pod-priority.ts';

export type Preemption =
  | { readonly kind: 'Victims'; readonly nodeName: string; readonly victims: readonly Pod[] }
  /** Some of those who were asked to leave are still there; the node stays cleared for the pod [SC18]. */
  | { readonly kind: 'Waiting'; readonly message: string }
  | { readonly kind: 'None'; readonly message: string };

/** A node that was looked at, and what it has against the pod. */
export type Refusing = { readonly room: NodeRoom; readonly misfit: Misfit };

export type PreemptionInput = {
  readonly pod: Pod;
  /** The nodes that were looked at; at others removing pods could not help. */
  readonly refusing: readonly Refusing[];
  /** Of the cluster. */
  readonly nodes: number;
  readonly budgets: readonly PodDisruptionBudget[];
  /** The node that was cleared for the pod before. */
  readonly nominated: NodeRoom | undefined;
  /** Pods of at least the same priority for which a node was cleared. */
  readonly guestsOf: (room: NodeRoom) => readonly Pod[];
  /** Where the search among the nodes begins, from 0 up to 1. */
  readonly offset: number;
  readonly now: number;
};

const NO_VICTIMS = 'No preemption victims found for incoming pod';
const NEVER = 'not eligible due to preemptionPolicy=Never.';
const STILL_LEAVING = 'not eligible due to a terminating pod on the nominated node.';

/** Whom to remove so that the pod fits: pods of lower priority, and of those as few as can be [MR16]. */
export function preempt(input: PreemptionInput): Preemption {
  const { pod, refusing, nodes } = input;
  if (pod.spec.preemptionPolicy === 'Never') return { kind: 'None', message: NEVER };
  if (isWaiting(input)) return { kind: 'Waiting', message: STILL_LEAVING };
  const helpful = refusing.filter(({ misfit: { isResolvable } }) => isResolvable);
  const { candidates, failures } = findCandidates(input, helpful);
  const best = pickCandidate(candidates, input.now);
  if (best === undefined) return { kind: 'None', message: preemptionError(nodes, failures) };
  return { kind: 'Victims', nodeName: best.nodeName, victims: best.victims };
}

/** A node that has become impossible for the pod is waited for no longer. */
function isWaiting({ pod, refusing, nominated }: PreemptionInput): boolean {
  if (nominated === undefined) return false;
  const refused = refusing.find(({ room }) => room === nominated);
  if (refused?.misfit.isResolvable === false) return false;
  return [...nominated.pods.values()].some(
    (taken) => priorityOf(taken.pod) < priorityOf(pod) && isLeavingByPreemption(taken.pod),
  );
}

type Candidate = {
  readonly nodeName: string;
  /** The most important first. */
  readonly victims: readonly Pod[];
  readonly violations: number;
};

/** A tenth of the nodes is enough to choose from, and a hundred at least, once one breaks no budget. */
function findCandidates(
  input: PreemptionInput,
  helpful: readonly Refusing[],
): { readonly candidates: readonly Candidate[]; readonly failures: readonly (readonly string[])[] } {
  const enough = Math.max(100, Math.floor(helpful.length / 10));
  const start = Math.floor(input.offset * helpful.length);
  const candidates: Candidate[] = [];
  const failures: (readonly string[])[] = [];
  let harmless = 0;
  for (let at = 0; at < helpful.length && (harmless === 0 || candidates.length < enough); at += 1) {
    const room = helpful[(start + at) % helpful.length]?.room;
    if (room === undefined) continue;
    const selected = selectVictims(input, room);
    if (selected.kind === 'Refused') failures.push(selected.reasons);
    else candidates.push(selected);
    if (selected.kind === 'Found' && selected.violations === 0) harmless += 1;
  }
  return { candidates, failures };
}

type Selected =
  | { readonly kind: 'Refused'; readonly reasons: readonly string[] }
  | ({ readonly kind: 'Found' } & Candidate);

function selectVictims({ pod, budgets, guestsOf, now }: PreemptionInput, present: NodeRoom): Selected {
  const room = present.copy();
  const lower = [...room.pods.values()].map((taken) => taken.pod).filter((each) => priorityOf(each) < priorityOf(pod));
  if (lower.length === 0) return { kind: 'Refused', reasons: [NO_VICTIMS] };
  for (const { metadata } of lower) room.take(metadata.uid);
  for (const guest of guestsOf(present)) room.put(guest);
  const still = misfit(pod, room);
  if (still !== undefined) return { kind: 'Refused', reasons: still.reasons };
  const { violating, others } = partByBudget(lower.sort(byImportance(now)), budgets);
  const victims: Pod[] = [];
  /** False when the pod has to go after all. */
  const putBack = (each: Pod): boolean => {
    room.put(each);
    if (misfit(pod, room) === undefined) return true;
    room.take(each.metadata.uid);
    victims.push(each);
    return false;
  };
  const violations = violating.filter((each) => !putBack(each)).length;
  for (const each of others) putBack(each);
  const nodeName = room.node?.metadata.name ?? '';
  return { kind: 'Found', nodeName, victims: victims.sort(byImportance(now)), violations };
}

const LIFTED = 2 ** 31;

/**
 * Fewest broken budgets, then the least important victim, then the least sum of priorities, then the fewest victims, then
 * the shortest time of running; then whichever came first.
 */
function pickCandidate(candidates: readonly Candidate[], now: number): Candidate | undefined {
  const rank = ({ victims, violations }: Candidate): readonly number[] => [
    violations,
    priorityOf(victims[0]),
    // Lifted above zero, so that many pods of a negative priority are not better than few.
    victims.reduce((sum, each) => sum + priorityOf(each) + LIFTED, 0),
    victims.length,
    -Math.min(
      ...victims.filter((each) => priorityOf(each) === priorityOf(victims[0])).map((each) => startOf(each, now)),
    ),
  ];
  let best: { readonly candidate: Candidate; readonly rank: readonly number[] } | undefined;
  for (const candidate of candidates) {
    const next = { candidate, rank: rank(candidate) };
    if (best === undefined || isLess(next.rank, best.rank)) best = next;
  }
  return best?.candidate;
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}
