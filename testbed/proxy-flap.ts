import { type Clock, systemClock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { FaultProxy } from './proxy.ts';
import { draw, type Span } from './proxy-fault.ts';

/** Up for a time, down for a time, and so on; while it is down connections are reset, and new ones refused. */
export type Flap = { readonly upMillis: Span; readonly downMillis: Span };

export type FlapOptions = { readonly flap: Flap; readonly random: Random; readonly clock?: Clock };

/** Begins up. The function that comes back ends it, up, on the same port. */
export function startFlapping(
  proxy: Pick<FaultProxy, 'refuse' | 'accept' | 'reset'>,
  { flap, random, clock = systemClock }: FlapOptions,
): () => Promise<void> {
  let turn = Promise.resolve();
  let cancel = clock.setTimer(goDown, draw(flap.upMillis, random));
  let isOver = false;

  function goDown(): void {
    turn = turn.then(async () => {
      await proxy.refuse();
      proxy.reset();
    });
    if (!isOver) cancel = clock.setTimer(goUp, draw(flap.downMillis, random));
  }
  function goUp(): void {
    turn = turn.then(() => proxy.accept());
    if (!isOver) cancel = clock.setTimer(goDown, draw(flap.upMillis, random));
  }
  return async () => {
    isOver = true;
    cancel();
    await turn;
    await proxy.accept();
  };
}
