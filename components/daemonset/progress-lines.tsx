'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { useText } from '../shell/text-context.ts';

const SEPARATOR = '\u001f';

type Props = Pick<DaemonSetDetails, 'progress'> & {
  /** Where the first sentence of the page has just said it. */
  readonly withoutEta?: boolean;
};

/** Last progress, time per pod, what is left, and when it should be done. */
export function ProgressLines({ progress, withoutEta = false }: Props) {
  const text = useText();
  const joined = useServerText((now) => {
    const { last, perPod, remaining, eta } = text.describeProgress(progress, now);
    // How long pods took is told while there are some to come: of a rollout long over it says little.
    return [withoutEta ? undefined : eta, remaining, last, progress.remaining > 0 ? perPod : undefined]
      .filter((phrase) => phrase !== undefined)
      .join(SEPARATOR);
  });
  if (joined === '') return <p className="text-sm">{text.say('diagnosis.progress.none.sentence')}</p>;
  return (
    <ul className="flex flex-col gap-0.5 text-sm" data-progress="">
      {joined.split(SEPARATOR).map((phrase) => (
        <li key={phrase} className="first-letter:uppercase">
          {phrase}
        </li>
      ))}
    </ul>
  );
}
