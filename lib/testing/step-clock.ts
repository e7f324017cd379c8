import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** A fake clock for code that awaits: whatever a timer sets going is done before time goes on. */
export type StepClock = FakeClock & { readonly pass: (millis: number) => Promise<void> };

export function createStepClock(): StepClock {
  const clock = createFakeClock();
  return {
    ...clock,
    pass: async (millis) => {
      await settle();
      const end = clock.monotonic() + millis;
      for (let left = millis; left > 0; left = end - clock.monotonic()) {
        clock.advance(Math.min(left, clock.pending()[0] ?? left));
        await settle();
      }
    },
  };
}

/** Lets every promise that can be settled now be settled. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
