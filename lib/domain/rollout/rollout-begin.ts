import type { Millis } from '#lib/base/clock.ts';
import type { ControllerRevisionRecord } from '../objects.ts';
import type { CurrentRevision } from './verdict.ts';

/** When the caller saw a revision become the current one; `seenBegin` false: it was so when we first looked. */
export type RememberedRevision = {
  readonly number: number;
  readonly since: Millis;
  readonly seenBegin: boolean;
};

/** When the current revision became the current one. */
export type RolloutBegin = {
  /** Undefined when there is no trace: a revision that is used again bears the date of its first use [RS5b]. */
  readonly at?: Millis;
  /** It was then or before. */
  readonly isLowerBound: boolean;
  /** It was not before this: another revision was made then. */
  readonly notBefore?: Millis;
};

/** Finds when the rollout of the current revision began; a rollback gives an old revision a new number [RV12] and no date. */
export function findRolloutBegin(
  { current }: CurrentRevision,
  own: readonly ControllerRevisionRecord[],
  remembered?: RememberedRevision,
): RolloutBegin {
  if (current?.createdAt === undefined) return { isLowerBound: false };
  const { createdAt, number } = current;
  let notBefore = createdAt;
  for (const { creationTimestamp } of own) {
    if (creationTimestamp !== undefined) notBefore = Math.max(notBefore, creationTimestamp);
  }
  if (notBefore === createdAt && !mayBeOlder(createdAt, own)) return { at: createdAt, isLowerBound: false, notBefore };
  if (remembered?.number !== number) return { isLowerBound: false, notBefore };
  const { since, seenBegin } = remembered;
  return { at: seenBegin ? toSecond(since) : since, isLowerBound: !seenBegin, notBefore };
}

/** Two of one second, and a number that is left out below: then the newer number may be the older revision [RS5b]. */
function mayBeOlder(createdAt: Millis, own: readonly ControllerRevisionRecord[]): boolean {
  const twins = own.filter(({ creationTimestamp }) => creationTimestamp === createdAt);
  return twins.length > 1 && Math.max(...own.map(({ revision }) => revision)) > own.length;
}

/** As the API dates what follows from it: else a pod that is Ready in the same second would be so before. */
function toSecond(moment: Millis): Millis {
  return Math.floor(moment / 1_000) * 1_000;
}
