'use client';

import { useSimulated } from '#lib/browser/fleet-context.ts';
import { useText } from '../shell/text-context.ts';

/** The first thing that whoever has seen the demonstration wants to know: how to see a cluster of one's own [7.3]. */
export function SimulatedHint({ command }: { readonly command: string }) {
  const text = useText();
  if (useSimulated() === undefined) return null;
  return (
    <p data-simulated-hint="" className="text-muted-fg text-sm">
      {text.say('screen.simulated.hint')}{' '}
      <code className="select-all whitespace-nowrap font-mono text-fg text-xs">{`${command} --kubeconfig=FILE`}</code>
    </p>
  );
}
