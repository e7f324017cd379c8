import type { BudgetOwner } from '#lib/domain/rollout/budget-owner.ts';
import type { Look } from '../look.ts';

export type SegmentLook = Pick<Look, 'glyph' | 'tone' | 'paint'>;

/** A share of the budget looks like the cells that it is made of. */
export const OWNER_LOOKS: Readonly<Record<BudgetOwner, SegmentLook>> = {
  nodeNotReady: { glyph: 'hatched', tone: 'excluded', paint: 'hatched' },
  starved: { glyph: 'triangle', tone: 'starved', paint: 'full' },
  failing: { glyph: 'cross', tone: 'failed', paint: 'full' },
  missing: { glyph: 'ring', tone: 'missing', paint: 'full' },
  replacing: { glyph: 'play', tone: 'rolling', paint: 'full' },
};

export const STUCK_LOOK: SegmentLook = OWNER_LOOKS.failing;
export const IN_FLIGHT_LOOK: SegmentLook = OWNER_LOOKS.replacing;
