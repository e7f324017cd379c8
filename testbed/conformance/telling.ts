import { openRecorder } from './recorder.ts';
import { type Story, tellStory } from './story.ts';
import type { Told } from './told.ts';
import type { World } from './world.ts';

export type Telling = {
  /** What was told of a story, once it is. */
  readonly told: (story: Story) => Promise<Told>;
  readonly close: () => Promise<void>;
};

/** Two cores tell so many at once without any of them being late for a grace period. */
const AT_ONCE = 8;

/** Tells all stories to one cluster, several at a time, those first that take long. */
export async function tellAll(world: World, stories: readonly Story[], atOnce = AT_ONCE): Promise<Telling> {
  const recorder = await openRecorder(world.endpoint);
  const outcomes = new Map(stories.map((story) => [story, Promise.withResolvers<Told>()]));
  const waiting = [
    ...stories.filter(({ isLong }) => isLong === true),
    ...stories.filter(({ isLong }) => isLong !== true),
  ];
  const tellNext = async (): Promise<void> => {
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) {
      const outcome = outcomes.get(story);
      try {
        outcome?.resolve(await tellStory(world, recorder, story));
      } catch (error) {
        outcome?.reject(error);
      }
    }
  };
  // Who asks for a story hears that it failed; until then nobody needs to.
  for (const { promise } of outcomes.values()) promise.catch(() => undefined);
  const tellers = Promise.all(Array.from({ length: atOnce }, tellNext));
  return {
    told: (story) => {
      const outcome = outcomes.get(story);
      if (outcome === undefined) throw new Error(`nobody tells ${story.name}`);
      return outcome.promise;
    },
    close: async () => {
      waiting.length = 0;
      await tellers;
      await recorder.close();
      await world.close();
    },
  };
}
