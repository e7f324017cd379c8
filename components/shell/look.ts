import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { GlyphName } from '../ui/glyph-shapes.ts';

/** The six colours, in the order of the legend [S5]. */
export const TONES = ['ok', 'rolling', 'starved', 'failed', 'missing', 'excluded'] as const;
export type Tone = (typeof TONES)[number];

/** How a field is painted: full, an outline in its colour, or hatched [2]. */
export type Paint = 'full' | 'hollow' | 'hatched';

export type Look = {
  readonly glyph: GlyphName;
  readonly tone: Tone;
  readonly paint: Paint;
  /** From 2 on the glyph is drawn even in small squares [S2]. */
  readonly severity: 0 | 1 | 2 | 3;
};

export const CELL_LOOKS: Readonly<Record<CellState, Look>> = {
  ok: { glyph: 'check', tone: 'ok', paint: 'full', severity: 0 },
  old: { glyph: 'quarter', tone: 'ok', paint: 'hollow', severity: 0 },
  progressing: { glyph: 'play', tone: 'rolling', paint: 'full', severity: 1 },
  starved: { glyph: 'triangle', tone: 'starved', paint: 'full', severity: 3 },
  failed: { glyph: 'cross', tone: 'failed', paint: 'full', severity: 3 },
  missing: { glyph: 'ring', tone: 'missing', paint: 'full', severity: 3 },
  misscheduled: { glyph: 'diamond', tone: 'starved', paint: 'hollow', severity: 2 },
  nodeDown: { glyph: 'hatched', tone: 'excluded', paint: 'hatched', severity: 2 },
  excluded: { glyph: 'dot', tone: 'excluded', paint: 'full', severity: 0 },
  unknown: { glyph: 'question', tone: 'excluded', paint: 'hatched', severity: 1 },
};

/** In the order of the table of section 2, which is that of the legend. */
export const CELL_STATES = Object.keys(CELL_LOOKS) as readonly CellState[];

export const DAEMON_SET_LOOKS: Readonly<Record<DaemonSetState, Pick<Look, 'glyph' | 'tone'>>> = {
  Stalled: { glyph: 'cross', tone: 'failed' },
  Blocked: { glyph: 'triangle', tone: 'starved' },
  Degraded: { glyph: 'triangle', tone: 'starved' },
  Unknown: { glyph: 'question', tone: 'excluded' },
  NotObserved: { glyph: 'play', tone: 'rolling' },
  Progressing: { glyph: 'play', tone: 'rolling' },
  CompleteWithLeftovers: { glyph: 'diamond', tone: 'starved' },
  OnDelete: { glyph: 'quarter', tone: 'ok' },
  Deleting: { glyph: 'play', tone: 'rolling' },
  Complete: { glyph: 'check', tone: 'ok' },
  Idle: { glyph: 'dot', tone: 'excluded' },
};

/** The classes of a tone, written out: Tailwind reads them from the source. */
export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  ok: 'text-ok-fg',
  rolling: 'text-rolling-fg',
  starved: 'text-starved-fg',
  failed: 'text-failed-fg',
  missing: 'text-missing-fg',
  excluded: 'text-excluded-fg',
};
const FULL: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok text-on-ok',
  rolling: 'bg-rolling text-on-rolling',
  starved: 'bg-starved text-on-starved',
  failed: 'bg-failed text-on-failed',
  missing: 'bg-missing text-on-missing',
  excluded: 'bg-excluded text-on-excluded',
};
const HOLLOW: Readonly<Record<Tone, string>> = {
  ok: 'inset-ring-2 inset-ring-ok text-ok-fg',
  rolling: 'inset-ring-2 inset-ring-rolling text-rolling-fg',
  starved: 'inset-ring-2 inset-ring-starved text-starved-fg',
  failed: 'inset-ring-2 inset-ring-failed text-failed-fg',
  missing: 'inset-ring-2 inset-ring-missing text-missing-fg',
  excluded: 'inset-ring-2 inset-ring-excluded text-excluded-fg',
};

export function fieldClasses({ tone, paint }: Look): string {
  if (paint === 'hatched') return 'hatch text-fg inset-ring inset-ring-line-strong';
  return paint === 'full' ? FULL[tone] : HOLLOW[tone];
}

/** Ten pixels and more carry a glyph that matters, twenty-four every one [S2]; the hatched one is its own field. */
export function showsGlyph(pitch: number, { severity, glyph }: Look): boolean {
  if (glyph === 'hatched') return false;
  return pitch >= 24 || (pitch >= 10 && severity >= 2);
}
