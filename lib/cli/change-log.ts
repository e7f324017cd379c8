import type { Millis } from '#lib/base/clock.ts';
import { type ObjectKey, objectKey } from '#lib/domain/keys.ts';
import { MANDATORY_RESOURCES, type Resource } from '#lib/domain/objects.ts';
import type { Text } from '#lib/text/text.ts';
import { makeVisible } from '#lib/text/visible.ts';
import type { Picture, PictureDaemonSet } from '#lib/wire/picture.ts';
import { listCauses } from './cause-lines.ts';
import { DAEMON_SET_MARKS } from './glyphs.ts';
import { toRfc3339 } from './rfc3339.ts';
import { paint, type Terminal } from './terminal.ts';

/** What is said line by line to whoever cannot be shown a screen: a pipe, the log of a pipeline. */
export type ChangeLog = {
  /** The lines about what changed since the last time; the first time, about what is not done. */
  readonly take: (picture: Picture, at: Millis) => readonly string[];
};

export type ChangeLogOptions = {
  readonly text: Text;
  readonly terminal: Terminal;
  /** Undefined: the whole fleet. */
  readonly daemonSet: ObjectKey | undefined;
  /** What the reader says of a resource that it cannot read now. */
  readonly noteOf: (resource: Resource) => string | undefined;
};

/** What was last said of one DaemonSet. */
type Told = { readonly at: Millis; readonly verdict: string; readonly counts: string };

/** Another state is told at once; that some more pods were replaced, so often at most. */
const COUNTS_EVERY_MILLIS = 10_000;

export function createChangeLog({ text, terminal, daemonSet: asked, noteOf }: ChangeLogOptions): ChangeLog {
  const told = new Map<ObjectKey, Told>();
  let isFirst = true;
  let unreadable: Resource | undefined;

  const stamp = (line: string, at: Millis) => `${toRfc3339(at - (at % 1_000)) ?? '?'}  ${line}`;

  function takeKnowledge({ knowledge }: Picture): readonly string[] {
    const before = unreadable;
    unreadable = MANDATORY_RESOURCES.find((resource) => knowledge[resource] !== 'Known');
    if (unreadable === before) return [];
    if (unreadable === undefined) return [text.say('command.change.readAgain')];
    const { sentence } = text.describeKnowledge(unreadable, knowledge[unreadable] ?? 'NotSynced');
    const note = noteOf(unreadable);
    return [`? ${note === undefined ? sentence : text.say('command.noteOfReader', { sentence, note })}`];
  }

  function takeDaemonSet(daemonSet: PictureDaemonSet, at: Millis): readonly string[] {
    const key = objectKey(daemonSet);
    const before = told.get(key);
    const after = { at, verdict: verdictOf(daemonSet), counts: countsOf(daemonSet) };
    const isNews = before?.verdict !== after.verdict;
    if (!isNews && (before.counts === after.counts || at - before.at < COUNTS_EVERY_MILLIS)) return [];
    told.set(key, after);
    return before === undefined && isFirst && asked === undefined && isAtRest(daemonSet) ? [] : [say(daemonSet, at)];
  }

  function say(daemonSet: PictureDaemonSet, at: Millis): string {
    const { state, cause } = daemonSet;
    const { glyph, style } = DAEMON_SET_MARKS[state];
    const word = paint(`${glyph} ${text.describeDaemonSetState(state).word}`, style, terminal);
    const sentence = text.describeDaemonSet(daemonSet, at);
    const said = [
      sentence,
      ...(cause === null || isAtRest(daemonSet)
        ? []
        : [text.say('command.change.cause', { cause: listCauses(text, [cause.code]) })]),
    ];
    return `${word}  ${makeVisible(objectKey(daemonSet))}  ${text.paragraph(said)}`;
  }

  function takeGone(picture: Picture): readonly string[] {
    const keys = new Set(picture.daemonSets.map(objectKey));
    const gone = [...told.keys()].filter((key) => !keys.has(key));
    for (const key of gone) told.delete(key);
    return gone.map((key) => text.say('command.change.gone', { name: key }));
  }

  return {
    take: (picture, at) => {
      const lines = [...takeKnowledge(picture)];
      // What is said without knowing is Unknown, of all of them: one line is enough, and what was true is told when it is.
      if (unreadable === undefined) {
        if (isFirst && asked === undefined) lines.push(text.describeFleet(picture, { now: at }));
        const shown = picture.daemonSets.filter((each) => asked === undefined || objectKey(each) === asked);
        lines.push(...shown.flatMap((each) => takeDaemonSet(each, at)), ...takeGone(picture));
        isFirst = false;
      }
      return lines.map((line) => stamp(line, at));
    },
  };
}

export function isAtRest({ state }: Pick<PictureDaemonSet, 'state'>): boolean {
  return state === 'Complete' || state === 'Idle';
}

function verdictOf({ state, reason, hardCause, cause }: PictureDaemonSet): string {
  return [state, reason, hardCause, cause?.code].join(' ');
}

function countsOf({ counted, concerned, slowed }: PictureDaemonSet): string {
  const { desiredNumberScheduled, updatedNumberScheduled, numberAvailable } = counted;
  return [desiredNumberScheduled, updatedNumberScheduled, numberAvailable, concerned, slowed].join(' ');
}
