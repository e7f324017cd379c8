import { seededRandom } from '#lib/base/random.ts';
import { success } from '#lib/base/result.ts';
import { type Context, type EventDraft, type Settings, USUAL_SETTINGS } from '#lib/simulator/context.ts';
import { createLiveness } from '#lib/simulator/kubelet/liveness.ts';
import { createObjectStore } from '#lib/simulator/object-store.ts';
import { createStoryClock, type StoryClock } from '#lib/simulator/story-clock.ts';

/** 2026-11-24T08:00:00Z: when the stories of tests begin. */
export const STORY_START = Date.parse('2026-11-24T08:00:00Z');

export type SimulatedContext = Context & {
  readonly clock: StoryClock;
  /** What was said, in order. */
  readonly events: readonly EventDraft[];
};

/** A store with stepped time for a part of the simulator that is looked at alone; every pod is admitted. */
export function simulatedContext(settings: Partial<Settings> = {}, seed = 1): SimulatedContext {
  const clock = createStoryClock(STORY_START);
  const random = seededRandom(seed);
  const store = createObjectStore({ now: clock.now, random });
  const events: EventDraft[] = [];
  return {
    clock,
    random,
    store,
    settings: { ...USUAL_SETTINGS, nodeStatusMillis: 0, ...settings },
    recordEvent: (event) => {
      events.push(event);
    },
    createPod: (draft) => success(store.create<'Pod'>(draft)),
    liveness: createLiveness(clock.now),
    events,
  };
}
