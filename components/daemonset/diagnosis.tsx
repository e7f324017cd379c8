'use client';

import type { DaemonSetDetails } from '#lib/wire/details.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';
import { AlertsSection } from './alerts.tsx';
import { CausesSection } from './causes.tsx';
import { CommonTraitsSection } from './common-traits.tsx';
import { LedgerSection } from './ledger.tsx';
import { PreflightSection, PushSection } from './outlook.tsx';
import { ProgressLines } from './progress-lines.tsx';
import { WhatIfSection } from './what-if.tsx';

type Props = { readonly details: DaemonSetDetails; readonly summary: PictureDaemonSet };

/** What blocks it, how it is known, what to do, and what would happen if [5.4]. */
export function Diagnosis({ details, summary }: Props) {
  const text = useText();
  const { budget, causes, excludedCauses, commonTraits, progress, alerts, preflight, pushSafety, whatIf } = details;
  const hasAffected = causes.some(({ nodes }) => nodes.length > 0);
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <CausesSection summary={summary} causes={causes} excludedCauses={excludedCauses} />
          {hasAffected ? <CommonTraitsSection commonTraits={commonTraits} /> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Section title={text.say('diagnosis.progress')}>
            <ProgressLines progress={progress} />
          </Section>
          <WhatIfSection basis={whatIf} budget={budget} />
          <PushSection pushSafety={pushSafety} />
          <PreflightSection preflight={preflight} />
          <AlertsSection alerts={alerts} />
        </div>
      </div>
      {budget === null ? null : <LedgerSection budget={budget} />}
    </div>
  );
}
