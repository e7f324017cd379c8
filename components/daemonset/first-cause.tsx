'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import { causeToMend } from '#lib/domain/rollout/causes/cause-to-mend.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';
import { CauseMarks } from './causes.tsx';
import { ProgressLines } from './progress-lines.tsx';
import { RoomLink } from './room-link.tsx';
import { TabLink } from './tab-link.tsx';

type Props = Pick<DaemonSetDetails, 'causes' | 'progress' | 'summary'>;

/** Beside the meter: the cause to mend in short, how fast it goes, and the way to all the rest. */
export function FirstCauseSection({ causes, progress, summary }: Props) {
  const text = useText();
  const cause = causeToMend(causes);
  const sentence = useServerText((now) => (cause === undefined ? '' : text.describeCause(cause, now).sentence));
  if (cause === undefined) {
    return (
      <Section title={text.say('diagnosis.progress')}>
        <ProgressLines progress={progress} withoutEta />
      </Section>
    );
  }
  const { title, advice } = text.describeCause(cause, cause.since ?? 0);
  return (
    <Section title={text.say('diagnosis.why')}>
      <div className="flex flex-col gap-2 text-sm" data-first-cause={cause.code}>
        <p className="flex flex-wrap items-baseline gap-x-3 font-semibold text-base">
          {title}
          <CauseMarks cause={cause} />
        </p>
        <p className="wrap-anywhere">{sentence}</p>
        <p>{advice}</p>
        <RoomLink code={cause.code} daemonSet={summary} />
        <TabLink tab="diagnosis">{text.say('diagnosis.toDiagnosis')}</TabLink>
        <ProgressLines progress={progress} withoutEta />
      </div>
    </Section>
  );
}
