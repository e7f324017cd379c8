import type { Pod } from '#lib/simulator/objects.ts';
import { familyOf, targetOf } from './pod-place.ts';
import type { Chronicle } from './recorder.ts';
import { HASH_LABEL, revisionOrdinals } from './revision-ordinals.ts';
import { factsOf, NOTHING, type PodFacts, wordsBetween } from './transitions.ts';

/** What happened on one node to the pods of one family, in its order. */
export type Lane = { readonly family: string; readonly node: string; readonly words: readonly string[] };
/** A place in the chronicle's list of changes of pods. */
export type Place = { readonly name: string; readonly at: number };

type OpenLane = { readonly family: string; readonly node: string; readonly words: string[]; pods: number };
type Life = { readonly lane: OpenLane; readonly prefix: string; facts: PodFacts; lastWord: string };

/** Every change of a pod becomes words in its node's lane; the places are marked in all lanes. */
export function lanesOf(
  { pods, revisions }: Chronicle,
  places: readonly Place[],
  normalise: (text: string) => string,
): readonly Lane[] {
  const ordinals = revisionOrdinals(revisions);
  const lanes = new Map<string, OpenLane>();
  const lives = new Map<string, Life>();
  const marks = places.values();
  let mark = marks.next().value;
  const passMarksUpTo = (index: number): void => {
    for (; mark !== undefined && mark.at <= index; mark = marks.next().value)
      for (const lane of lanes.values()) lane.words.push(`— ${mark.name} —`);
  };
  const begin = (pod: Pod): Life => {
    const [family, node] = [familyOf(pod), targetOf(pod)];
    const key = `${family} ${node}`;
    const lane = lanes.get(key) ?? { family, node, words: [], pods: 0 };
    lanes.set(key, lane);
    lane.pods += 1;
    const prefix = `#${lane.pods}`;
    lane.words.push(`${prefix} created${originOf(pod, ordinals)}`);
    return { lane, prefix, facts: NOTHING, lastWord: '' };
  };
  for (const [index, { type, pod }] of pods.entries()) {
    passMarksUpTo(index);
    const life = lives.get(pod.metadata.uid) ?? begin(pod);
    lives.set(pod.metadata.uid, life);
    const facts = factsOf(pod);
    // A deletion tells of the last state; a change that was not told before is no news then.
    const news = type === 'DELETED' ? ['gone'] : wordsBetween(life.facts, facts);
    life.facts = facts;
    for (const each of news) {
      const word = normalise(`${life.prefix} ${each}`);
      // The scheduler says the same of another number of nodes.
      if (word === life.lastWord) continue;
      life.lane.words.push(word);
      life.lastWord = word;
    }
  }
  passMarksUpTo(Number.POSITIVE_INFINITY);
  return [...lanes.values()].map(({ family, node, words }) => ({ family, node, words }));
}

/** Whose template it was made from, and which count of templates that was. */
function originOf({ metadata }: Pod, ordinals: ReadonlyMap<string, string>): string {
  const hash = metadata.labels?.[HASH_LABEL];
  if (hash === undefined) return '';
  return ` of ${ordinals.get(hash)}, generation ${metadata.labels?.['pod-template-generation']}`;
}
