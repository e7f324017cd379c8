import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { Proof } from './freshness.ts';
import type { Link } from './link.ts';

/* What the browser knows, outside React: one picture, one age, one link [design 1]. */

export type FleetState = {
  /** Undefined until the first snapshot has come. */
  readonly picture: Picture | undefined;
  readonly heartbeat: Heartbeat | undefined;
  readonly proof: Proof | undefined;
  readonly link: Link;
};

export type FleetStore = {
  readonly getState: () => FleetState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Takes effect with everything else that comes before the next frame is drawn. */
  readonly update: (patch: Partial<FleetState>) => void;
  /** Makes what has been collected visible now. */
  readonly flush: () => void;
};

/** Calls back once before the next paint; the browser gives requestAnimationFrame, a test what it likes. */
export type ScheduleFrame = (callback: () => void) => void;

export function createFleetStore(initial: FleetState, scheduleFrame: ScheduleFrame): FleetStore {
  const listeners = new Set<() => void>();
  let shown = initial;
  let collected = initial;
  let isScheduled = false;

  function flush(): void {
    isScheduled = false;
    if (collected === shown) return;
    shown = collected;
    for (const listener of listeners) listener();
  }

  return {
    getState: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update: (patch) => {
      const keys = Object.keys(patch) as (keyof FleetState)[];
      if (keys.every((key) => patch[key] === collected[key])) return;
      collected = { ...collected, ...patch };
      if (isScheduled) return;
      isScheduled = true;
      scheduleFrame(flush);
    },
    flush,
  };
}
