import type { Millis } from '#lib/base/clock.ts';
import type { AlertClause, AlertFinding } from '#lib/domain/rollout/alerts.ts';
import type { CommonTrait } from '#lib/domain/rollout/causes/common-traits.ts';
import type { Speaker } from '../speaker.ts';
import { isMessageId, percentOf } from './phrase.ts';

export type AlertView = Pick<AlertFinding, 'name' | 'clauses' | 'firing'> & {
  readonly pendingUntil?: Millis | null | undefined;
  readonly knownFalseAlarm?: string | null | undefined;
};

export type AlertDescription = {
  /** What the alert is for. */
  readonly meaning: string;
  /** One line per clause: does it hold, and with which numbers. */
  readonly clauses: readonly string[];
  /** Whether it fires, and when. */
  readonly sentence: string;
  /** Why it is known to cry wolf here. */
  readonly falseAlarm?: string;
};

export function describeAlert(speaker: Speaker, alert: AlertView, now: Millis): AlertDescription {
  const { say } = speaker;
  const { name, clauses, knownFalseAlarm } = alert;
  const told = {
    meaning: say(`alert.meaning.${name}`),
    clauses: clauses.map((clause) => sayClause(speaker, clause)),
    sentence: sayWhen(speaker, alert, now),
  };
  if (knownFalseAlarm === undefined || knownFalseAlarm === null) return told;
  return { ...told, falseAlarm: sayFalseAlarm(speaker, knownFalseAlarm) };
}

function sayClause({ say }: Speaker, { clause, left, right, holds }: AlertClause): string {
  return say(holds ? 'alert.clause.holds' : 'alert.clause.not', { clause, left, right });
}

function sayWhen({ say, duration }: Speaker, { firing, pendingUntil }: AlertView, now: Millis): string {
  if (firing) return say('alert.firing.sentence');
  if (typeof pendingUntil === 'number')
    return say('alert.pending.sentence', { duration: duration(pendingUntil - now) });
  return say('alert.quiet.sentence');
}

/** A word that we do not know is shown as it is. */
function sayFalseAlarm({ say }: Speaker, word: string): string {
  const id = `alert.falseAlarm.${word}.sentence`;
  return isMessageId(id) ? say(id) : say('alert.falseAlarm.other.sentence', { word });
}

/** What the affected have in common: always with both numbers, since a percentage alone hides how few there are. */
export function describeTrait(speaker: Speaker, { key, value, affected, rest }: CommonTrait): string {
  const { say } = speaker;
  const percent = (share: CommonTrait['rest']) => say('percent', { percent: percentOf(share.having, share.all) });
  const values = {
    key,
    value,
    affected: percent(affected),
    affectedHaving: affected.having,
    affectedAll: affected.all,
  };
  if (rest.all === 0) return say('trait.alone', values);
  return say('trait', { ...values, rest: percent(rest), restHaving: rest.having, restAll: rest.all });
}
