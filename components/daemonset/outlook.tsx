'use client';

import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { NodeLinks } from '../shell/node-links.tsx';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';

/** How many pods another push would take away at once, without asking the budget [FA4]. */
export function PushSection({ pushSafety }: Pick<DaemonSetDetails, 'pushSafety'>) {
  const text = useText();
  return (
    <Section title={text.say('diagnosis.push')}>
      <p className="max-w-prose text-sm" data-push="">
        {pushSafety === null ? text.say('diagnosis.push.unknown.sentence') : text.describePushSafety(pushSafety)}
      </p>
    </Section>
  );
}

/** Where the new pod will not fit when its turn comes [RS8]. */
export function PreflightSection({ preflight }: Pick<DaemonSetDetails, 'preflight'>) {
  const text = useText();
  if (preflight === null) return null;
  return (
    <Section title={text.say('diagnosis.preflight')}>
      <p className="max-w-prose text-sm" data-preflight="">
        {text.describePreflight(preflight)}
      </p>
      {preflight.blocked.length === 0 ? null : (
        <div className="mt-2 flex flex-col gap-1">
          <h3 className="text-muted-fg text-xs">{text.say('diagnosis.preflight.nodes')}</h3>
          <NodeLinks nodes={preflight.blocked.map(({ node }) => node)} />
        </div>
      )}
    </Section>
  );
}
