import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { Style } from './terminal.ts';

export type Mark = { readonly glyph: string; readonly style: Style };

/** Glyph and colour of each state of a cell [experience 2]: never colour alone. */
export const CELL_MARKS: Readonly<Record<CellState, Mark>> = {
  failed: { glyph: '✕', style: 'failed' },
  missing: { glyph: '○', style: 'strong' },
  starved: { glyph: '▲', style: 'starved' },
  nodeDown: { glyph: '▨', style: 'strong' },
  misscheduled: { glyph: '◇', style: 'starved' },
  unknown: { glyph: '?', style: 'strong' },
  progressing: { glyph: '▶', style: 'rolling' },
  old: { glyph: '◔', style: 'ok' },
  ok: { glyph: '✓', style: 'ok' },
  excluded: { glyph: '·', style: 'muted' },
};

/** Glyph and colour of each state of a DaemonSet [design 4]. */
export const DAEMON_SET_MARKS: Readonly<Record<DaemonSetState, Mark>> = {
  Stalled: { glyph: '✕', style: 'failed' },
  Blocked: { glyph: '▲', style: 'starved' },
  Degraded: { glyph: '▲', style: 'starved' },
  Unknown: { glyph: '?', style: 'strong' },
  NotObserved: { glyph: '▶', style: 'rolling' },
  Progressing: { glyph: '▶', style: 'rolling' },
  CompleteWithLeftovers: { glyph: '◇', style: 'starved' },
  OnDelete: { glyph: '◔', style: 'ok' },
  Deleting: { glyph: '▶', style: 'rolling' },
  Complete: { glyph: '✓', style: 'ok' },
  Idle: { glyph: '·', style: 'muted' },
};
