import type { WhatIfBar } from '#lib/domain/room/room-what-if.ts';
import { ABSENT, nameAmount } from '#lib/text/describe/phrase.ts';
import { sayAmount } from '#lib/text/describe/room-amount.ts';
import type { Text } from '#lib/text/text.ts';

export type BarWords = {
  readonly resource: string;
  readonly allocatable: string;
  readonly requested: string;
  readonly free: string;
  /** Undefined when it is not so. */
  readonly over: string | undefined;
  readonly needed: string | undefined;
  readonly short: string | undefined;
  /** All of it in one sentence. */
  readonly label: string;
};

export function wordsOf(text: Text, bar: WhatIfBar): BarWords {
  const { resource, allocatable, free, needed, overhang } = bar;
  const say = (amount: number): string => sayAmount(text, resource, amount);
  const requested = say(allocatable - free);
  const words = {
    resource: nameAmount(text, resource),
    allocatable: say(allocatable),
    requested,
    free: say(Math.max(0, free)),
    over: free < 0 ? say(-free) : undefined,
    needed: needed > 0 ? say(needed) : undefined,
    short: overhang > 0 ? say(overhang) : undefined,
  };
  return {
    ...words,
    label: text.say('room.bar.label.sentence', {
      ...words,
      over: words.over ?? ABSENT,
      needed: words.needed ?? ABSENT,
      short: words.short ?? ABSENT,
    }),
  };
}
