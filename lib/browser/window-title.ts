import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';

/** The verdict in the tab: "✕2 ▲17 · prod-tokyo"; "?" when it is unknown [5.1]. */
export function windowTitle(
  daemonSets: readonly { readonly state: DaemonSetState }[],
  cluster: string,
  isUntrusted: boolean,
  isSimulated = false,
): string {
  const count = (...states: readonly DaemonSetState[]): number =>
    daemonSets.filter(({ state }) => states.includes(state)).length;
  const parts = isUntrusted
    ? ['?']
    : [
        ['✕', count('Stalled')] as const,
        ['▲', count('Blocked', 'Degraded')] as const,
        ['?', count('Unknown')] as const,
      ].flatMap(([glyph, number]) => (number > 0 ? [`${glyph}${number}`] : []));
  const verdict = parts.length === 0 ? '' : `${parts.join(' ')} · `;
  return `${verdict}${isSimulated ? `${cluster} SIMULATED` : cluster} · Rollcall`;
}
