'use client';

import { useSimulated } from '#lib/browser/fleet-context.ts';
import { CopyLine } from '../ui/copy-line.tsx';
import { Popover } from '../ui/popover.tsx';
import { useText } from './text-context.ts';

/** Stands beside the name of a cluster that is made up, on every page, and says how to look at one that is not [7.3]. */
export function SimulatedChip() {
  const text = useText();
  const scenario = useSimulated();
  if (scenario === undefined) return null;
  const labels = { copyLabel: text.say('screen.copy'), copiedLabel: text.say('screen.copied') };
  return (
    <Popover
      label={text.say('screen.simulated.details')}
      trigger={
        <button
          type="button"
          data-simulated={scenario}
          className="h-6 flex-none rounded-sm border border-fg border-dashed px-2 font-semibold text-xs tracking-wide"
        >
          {text.say('screen.simulated')}
        </button>
      }
    >
      <div className="flex max-w-md flex-col gap-2 text-sm">
        <p>{text.say('screen.simulated.what', { scenario })}</p>
        <p className="text-muted-fg">{text.say('screen.simulated.how')}</p>
        <CopyLine line="npm start -- --kubeconfig=$HOME/.kube/config" {...labels} />
      </div>
    </Popover>
  );
}
