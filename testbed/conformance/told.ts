import { byKey, gather } from './gather.ts';
import { lanesOf, type Place } from './lanes.ts';
import { normaliseNames, normaliseText } from './normal-text.ts';
import { type Peaks, peaksOf } from './peaks.ts';
import { recordedEvents } from './recorded-events.ts';
import type { Chronicle } from './recorder.ts';
import type { Rest } from './rest.ts';
import { revisionOrdinals } from './revision-ordinals.ts';

/*
 * A story as it was told by one cluster, normalised: equal behaviour gives equal values. What is not compared:
 *
 * - which of several like nodes an update takes first: the controller goes through a Go map, whose order is random. The
 *   sequences of the nodes of one role are sorted.
 * - how a DaemonSet's status gets from one state to the next: status writes coalesce. It is compared where the story
 *   comes to rest. What lies between is compared in the pods themselves: the whole sequence of each node, and how many
 *   nodes were without a ready pod, or had one too many, at the same time.
 * - what is not told of a pod (transitions.ts), times and durations: a story that is about one says so in its findings.
 * - events of kubelets, and counts of events (recorded-events.ts).
 * - what two writers race for: the story that sees such a race names it, and why it is one.
 */

export type Told = {
  /** By family of pods, then by the role of the node: the sequence of each node. */
  readonly transitions: Readonly<Record<string, Readonly<Record<string, readonly (readonly string[])[]>>>>;
  readonly rests: Readonly<Record<string, Rest & { readonly peaks: Readonly<Record<string, Peaks>> }>>;
  readonly events: readonly string[];
  /** What else the story looked at. */
  readonly findings: Readonly<Record<string, unknown>>;
};

export type RestPlace = Place & { readonly rest: Rest };

/**
 * Of a pod that the scheduler has in hand just while it is deleted; and where the scheduler hears later than the
 * DaemonSet's controller that a taint went or a label came, and places the pod as soon as it does.
 */
const ALWAYS_RACES: readonly RegExp[] = [
  /skip schedule deleting pod/,
  /0\/N nodes are available: 1 node\(s\) had untolerated taint\(s\)/,
  /0\/N nodes are available: N node\(s\) didn't satisfy plugin\(s\) \[NodeAffinity\]/,
  /0\/N nodes are available: 1 node\(s\) didn't match Pod's node affinity\/selector/,
];

/** The role of a node to which nothing happens by itself. */
export const ANY_NODE = '<node>';

export type Cast = {
  /** By the name of the node. */
  readonly roles: ReadonlyMap<string, string>;
  /** What is not compared; a word of a pod stands behind its family there, as `agent #1 gone`. */
  readonly races: readonly RegExp[];
};

export function makeTold(
  chronicle: Chronicle,
  { roles, races }: Cast,
  places: readonly RestPlace[],
  findings: Told['findings'],
): Told {
  const { pods, revisions, events } = chronicle;
  const names = new Map([...roles, ...revisionOrdinals(revisions)]);
  for (const { pod } of pods)
    if (pod.metadata.generateName !== undefined) names.set(pod.metadata.name, `${pod.metadata.generateName}*`);
  const normalise = (text: string) => normaliseText(normaliseNames(text, names));
  const isCompared = (text: string) => ![...ALWAYS_RACES, ...races].some((race) => race.test(text));

  const lanes = Map.groupBy(lanesOf(chronicle, places, normalise), ({ family }) => family);
  const transitions = [...lanes].sort(byKey).map(([family, all]) => {
    const byRole = all.map(({ node, words }) => {
      const kept = words.filter((word) => isCompared(`${family} ${word}`));
      return [roles.get(node) ?? node, kept] as const;
    });
    return [family, gather(byRole)] as const;
  });
  const counts = (node: string) => roles.get(node) === ANY_NODE;
  const rests = places.map(({ name, at, rest }, index) => {
    const since = places[index - 1]?.at ?? 0;
    return [name, { ...rest, peaks: peaksOf(pods, [since, at], counts) }] as const;
  });
  return {
    transitions: Object.fromEntries(transitions),
    rests: Object.fromEntries(rests),
    events: recordedEvents(events, normalise).filter(isCompared),
    findings,
  };
}
