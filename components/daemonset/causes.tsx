'use client';

import type { Cause } from '#lib/domain/rollout/causes/cause.ts';
import { causeToMend } from '#lib/domain/rollout/causes/cause-to-mend.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';
import { CauseBody } from './cause-body.tsx';
import { isTroubled } from './rollout-words.ts';

/** How sure, how many nodes, whether it holds the budget, and the code that documentation and metrics know it by. */
export function CauseMarks({ cause }: { readonly cause: Cause }) {
  const text = useText();
  const { code, confidence, nodes, holdsBudget } = cause;
  const marks = [
    text.describeConfidence(confidence),
    ...(nodes.length === 0 ? [] : [text.say('diagnosis.nodes', { count: nodes.length })]),
    ...(holdsBudget ? [text.say('diagnosis.holdsBudget')] : []),
  ];
  return (
    <span className="font-normal text-muted-fg text-xs">
      {marks.join(text.say('screen.separator'))}
      {text.say('screen.separator')}
      <span className="font-mono">{code}</span>
    </span>
  );
}

function FirstCause({ cause, summary }: { readonly cause: Cause } & Pick<Props, 'summary'>) {
  const text = useText();
  return (
    <div data-cause={cause.code}>
      <h3 className="mb-2 flex flex-wrap items-baseline gap-x-3 font-semibold text-base">
        {text.describeCause(cause, cause.since ?? 0).title}
        <CauseMarks cause={cause} />
      </h3>
      <CauseBody cause={cause} daemonSet={summary} />
    </div>
  );
}

type OtherProps = Pick<Props, 'causes' | 'summary'> & { readonly open: Cause | undefined };

/** Ranked, the first open, and what it points at; the others are one press away [5.4] [TX10]. */
function OtherCauses({ causes, summary, open }: OtherProps) {
  const text = useText();
  return (
    <div className="mt-4">
      <h3 className="mb-1 text-muted-fg text-xs">{text.say('diagnosis.alsoSeen', { count: causes.length })}</h3>
      <ul className="flex flex-col">
        {causes.map((cause) => (
          <li key={cause.code} data-cause={cause.code} className="border-line border-t first:border-t-0">
            <details open={cause === open}>
              <summary className="cursor-pointer py-1.5 text-sm">
                <span className="mr-3 font-medium">{text.describeCause(cause, cause.since ?? 0).title}</span>
                <CauseMarks cause={cause} />
              </summary>
              <div className="pt-1 pb-3 pl-4">
                <CauseBody cause={cause} daemonSet={summary} />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Excluded({ excludedCauses }: Pick<DaemonSetDetails, 'excludedCauses'>) {
  const text = useText();
  if (excludedCauses.length === 0) return null;
  return (
    <details className="mt-3 text-sm" data-excluded="">
      <summary className="cursor-pointer text-muted-fg">
        {text.say('diagnosis.excluded', { count: excludedCauses.length })}
      </summary>
      <ul className="mt-1.5 gap-x-8 pl-4 leading-6 sm:columns-2">
        {excludedCauses.map((code) => (
          <li key={code}>
            {text.nameCause(code)} <span className="font-mono text-muted-fg text-xs">{code}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

type Props = Pick<DaemonSetDetails, 'summary' | 'causes' | 'excludedCauses'>;

/** What holds it, best first; what was looked for and is not so is kept too [TX2]. */
export function CausesSection({ summary, causes, excludedCauses }: Props) {
  const text = useText();
  const [first, ...others] = causes;
  const nothing = isTroubled(summary) ? 'diagnosis.causes.none.sentence' : 'diagnosis.causes.well.sentence';
  return (
    <Section title={text.say('diagnosis.causes')}>
      {first === undefined ? (
        <p className="text-sm">{text.say(nothing)}</p>
      ) : (
        <FirstCause cause={first} summary={summary} />
      )}
      {others.length === 0 ? null : <OtherCauses causes={others} summary={summary} open={causeToMend(causes)} />}
      <Excluded excludedCauses={excludedCauses} />
    </Section>
  );
}
