'use client';

import { useSimulated } from '#lib/browser/fleet-context.ts';
import { CopyLine } from '../ui/copy-line.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { useText } from './text-context.ts';

type Props = {
  /** What starts Rollcall. */
  readonly command: string;
};

/** Stands beside the name of a cluster that is made up, on every page, and says how to look at one that is not [7.3]. */
export function SimulatedChip({ command }: Props) {
  const text = useText();
  const simulated = useSimulated();
  if (simulated === undefined) return null;
  const { scenario } = simulated;
  const told = text.describeScenario(simulated);
  const labels = { copyLabel: text.say('screen.copy'), copiedLabel: text.say('screen.copied') };
  return (
    <Disclosure
      trigger={<span data-simulated={scenario}>{text.say('screen.simulated')}</span>}
      label={text.say('screen.simulated.details')}
      className="h-6 flex-none rounded-sm border border-fg border-dashed px-2 font-semibold text-xs"
    >
      <div className="flex w-md max-w-full flex-col gap-2">
        <p>{text.say('screen.simulated.what')}</p>
        <p>
          <span className="font-semibold">{text.say('screen.simulated.scenario', { scenario })}</span>{' '}
          <span lang={told.locale}>{told.sentence}</span>
        </p>
        <p className="mt-1">{text.say('screen.simulated.how')}</p>
        <CopyLine line={`${command} --kubeconfig=FILE`} {...labels} />
        <CopyLine line={`${command} --context=NAME`} {...labels} />
      </div>
    </Disclosure>
  );
}
