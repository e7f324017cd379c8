import { CATALOGUES, type MessageId } from '../catalogue.ts';
import type { Speaker } from '../speaker.ts';

/** Stands for a fact that is absent; no name in a cluster is this. Messages select on it. */
export const ABSENT = '_';

/** Words may come from the cluster or from a later server: not each has a message. */
export function isMessageId(text: string): text is MessageId {
  return Object.hasOwn(CATALOGUES.en, text);
}

/** A fact for a message: what is not there, or is empty, is `_`. */
export function orAbsent(fact: string | number | null | undefined): string {
  return fact === undefined || fact === null || fact === '' ? ABSENT : `${fact}`;
}

/** So many nodes have their names in a sentence. */
export const NODES_NAMED = 3;

/** The first nodes by name, and how many more; undefined when there is none. */
export function sayWhere({ say, locale }: Speaker, names: readonly string[], count = names.length): string | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, NODES_NAMED);
  const nodes = shown.join(locale === 'ja' ? '、' : ', ');
  const more = count - shown.length;
  return more > 0 ? say('daemonSet.where.more', { nodes, more }) : say('daemonSet.where.all', { nodes });
}

/** One sentence: what · where · since when. */
export function saySentence(
  { say }: Speaker,
  what: string,
  where: string | undefined,
  since: string | undefined,
): string {
  if (where !== undefined && since !== undefined) return say('daemonSet.sentence.where.since', { what, where, since });
  if (where !== undefined) return say('daemonSet.sentence.where', { what, where });
  if (since !== undefined) return say('daemonSet.sentence.since', { what, since });
  return say('daemonSet.sentence', { what });
}

const RESOURCE_WORDS: ReadonlyMap<string, MessageId> = new Map<string, MessageId>([
  ['cpu', 'resource.cpu'],
  ['memory', 'resource.memory'],
  ['pods', 'resource.pods'],
  ['ephemeral-storage', 'resource.ephemeral-storage'],
]);

/** What people call a resource; an extended one is called by its name. */
export function nameAmount({ say }: Speaker, resource: string): string {
  const word = RESOURCE_WORDS.get(resource);
  return word === undefined ? resource : say(word);
}

/** `having` of `all` in percent; only all are 100 and only none are 0. */
export function percentOf(having: number, all: number): number {
  if (all <= 0 || having <= 0) return 0;
  return having >= all ? 100 : Math.min(99, Math.max(1, Math.round((having / all) * 100)));
}

/** The first letter as at the beginning of a sentence. */
export function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
