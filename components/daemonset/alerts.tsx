'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import { type AlertFinding, type AlertManner, mannerOfAlert } from '#lib/domain/rollout/alerts.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import type { Tone } from '../shell/look.ts';
import { TONE_TEXT } from '../shell/look.ts';
import { useText } from '../shell/text-context.ts';
import { Glyph } from '../ui/glyph.tsx';
import type { GlyphName } from '../ui/glyph-shapes.ts';
import { Section } from '../ui/section.tsx';

const LOOKS: Readonly<Record<AlertManner, { readonly glyph: GlyphName; readonly tone: Tone }>> = {
  firing: { glyph: 'cross', tone: 'failed' },
  pending: { glyph: 'triangle', tone: 'starved' },
  quiet: { glyph: 'dot', tone: 'excluded' },
};

function Alert({ alert }: { readonly alert: AlertFinding }) {
  const text = useText();
  const sentence = useServerText((now) => text.describeAlert(alert, now).sentence);
  const { meaning, clauses, falseAlarm } = text.describeAlert(alert, alert.pendingUntil ?? 0);
  const manner = mannerOfAlert(alert);
  const { glyph, tone } = LOOKS[manner];
  return (
    <li
      data-alert={alert.name}
      data-manner={manner}
      className="border-line border-t py-1.5 first:border-t-0 first:pt-0"
    >
      <p className="flex flex-wrap items-center gap-x-3">
        <span className="wrap-anywhere font-medium font-mono text-xs">{alert.name}</span>
        <span className={`inline-flex items-center gap-1.5 font-medium text-xs ${TONE_TEXT[tone]}`}>
          <Glyph name={glyph} size={12} />
          {text.say(`alert.manner.${manner}`)}
        </span>
      </p>
      <p>{sentence}</p>
      {falseAlarm === undefined ? null : <p className="font-medium">{falseAlarm}</p>}
      <details className="text-xs">
        <summary className="cursor-pointer text-muted-fg">{text.say('diagnosis.alerts.clauses')}</summary>
        <p className="mt-1">{meaning}</p>
        <ul className="mt-1 flex flex-col gap-0.5">
          {clauses.map((clause) => (
            <li key={clause} className="wrap-anywhere border-line border-l-2 pl-2">
              {clause}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

/** The three alerts of kubernetes-mixin: what of each is true now, when it would fire, and whether it cries wolf [5.4]. */
export function AlertsSection({ alerts }: Pick<DaemonSetDetails, 'alerts'>) {
  const text = useText();
  if (alerts.length === 0) return null;
  return (
    <Section title={text.say('diagnosis.alerts')}>
      <ul className="flex flex-col text-sm">
        {alerts.map((alert) => (
          <Alert key={alert.name} alert={alert} />
        ))}
      </ul>
    </Section>
  );
}
