'use client';

import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import { Glyph } from '../ui/glyph.tsx';
import { CELL_LOOKS, DAEMON_SET_LOOKS, TONE_TEXT } from './look.ts';
import { useText } from './text-context.ts';

type BadgeProps = {
  readonly look: { readonly glyph: (typeof CELL_LOOKS)[CellState]['glyph']; readonly tone: keyof typeof TONE_TEXT };
  readonly word: string;
  readonly meaning: string;
};

function Badge({ look, word, meaning }: BadgeProps) {
  return (
    <span
      title={meaning}
      className={`inline-flex items-center gap-1.5 whitespace-nowrap align-middle ${TONE_TEXT[look.tone]}`}
    >
      <Glyph name={look.glyph} size={14} className="flex-none" />
      <span className="font-medium">{word}</span>
    </span>
  );
}

export function CellStateBadge({ state }: { readonly state: CellState }) {
  const { word, meaning } = useText().describeCellState(state);
  return <Badge look={CELL_LOOKS[state]} word={word} meaning={meaning} />;
}

/**
 * Glyph and word; from data of unknown age the state is unknown, and what it was stands behind it as kept [P3], unless
 * it was unknown before.
 */
export function DaemonSetStateBadge({ state, isKept }: { readonly state: DaemonSetState; readonly isKept: boolean }) {
  const text = useText();
  const { word, meaning } = text.describeDaemonSetState(state);
  if (!isKept || state === 'Unknown') return <Badge look={DAEMON_SET_LOOKS[state]} word={word} meaning={meaning} />;
  const unknown = text.describeDaemonSetState('Unknown');
  return (
    <span className="inline-flex items-center gap-2 align-middle">
      <Badge look={DAEMON_SET_LOOKS.Unknown} word={unknown.word} meaning={unknown.meaning} />
      <span className="text-muted-fg text-xs">{text.say('screen.kept', { word })}</span>
    </span>
  );
}
