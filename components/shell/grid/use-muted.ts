'use client';

import { useCallback, useState } from 'react';
import type { CellState } from '#lib/domain/placement/cell-state.ts';

/** The states that the legend has set aside. */
export function useMuted(): readonly [ReadonlySet<CellState>, (state: CellState) => void] {
  const [muted, setMuted] = useState<ReadonlySet<CellState>>(() => new Set());
  const toggle = useCallback(
    (state: CellState) =>
      setMuted((before) => {
        const after = new Set(before);
        if (!after.delete(state)) after.add(state);
        return after;
      }),
    [],
  );
  return [muted, toggle];
}
