import { wantsAttention } from '#lib/domain/rollout/attention.ts';
import type { Text } from '#lib/text/text.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';

/** Whether there is something to find a cause of. */
export function isTroubled(summary: PictureDaemonSet): boolean {
  return wantsAttention(summary) || summary.state === 'NotObserved';
}

/** What comes next [P8]: when it should be done, or that it will not be; undefined when nothing is under way. */
export function sayNext(text: Text, { eta, finishes }: PictureDaemonSet, now: number): string | undefined {
  if (finishes === false) return text.say('next.never.sentence');
  if (eta === null) return undefined;
  const words = text.describeEta({ eta, finishes }, now);
  return words === undefined ? undefined : text.say('next.eta.sentence', { eta: words });
}
