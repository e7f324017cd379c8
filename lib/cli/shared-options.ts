import { SERVE_OPTIONS } from '#lib/server/config.ts';
import type { OptionSpec } from '#lib/server/options.ts';

export const FORMATS = ['text', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export const OUTPUT_OPTION: OptionSpec = {
  name: 'output',
  short: 'o',
  kind: 'value',
  placeholder: FORMATS.join('|'),
  help: 'how to say it (text)',
};

/** How long a cluster may take until everything was read once. */
export const READ_TIMEOUT_MILLIS = 30_000;

/** What `serve` takes too means the same in every command. */
export function sharedOption(name: string, more: Partial<OptionSpec> = {}): readonly OptionSpec[] {
  return SERVE_OPTIONS.filter((each) => each.name === name).map((each) => ({ ...each, ...more }));
}
