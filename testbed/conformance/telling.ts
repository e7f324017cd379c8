import { openRecorder } from './recorder.ts';
import { type Story, tellStory } from './story.ts';
import type { Told } from './told.ts';
import type { World } from './world.ts';

/** What was told of a story; throws why it could not be told to its end. */
export type Telling = (story: Story) => Told;

/** Two cores tell so many at once without any of them being late for a grace period. */
const AT_ONCE = 8;

/**
 * Tells all stories to one cluster, several at a time, those first that take long. It is done when all are told: whoever
 * compares them has the machine for himself, and lets no other story wait.
 */
export async function tellAll(world: World, stories: readonly Story[]): Promise<Telling> {
  const recorder = await openRecorder(world.endpoint);
  const outcomes = new Map<Story, PromiseSettledResult<Told>>();
  const isLong = ({ isLong: long }: Story): boolean => long === true;
  const waiting = [...stories.filter(isLong), ...stories.filter((story) => !isLong(story))];
  const tellNext = async (): Promise<void> => {
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) {
      const [outcome] = await Promise.allSettled([tellStory(world, recorder, story)]);
      outcomes.set(story, outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tellNext));
  await recorder.close();
  return (story) => {
    const outcome = outcomes.get(story);
    if (outcome === undefined) throw new Error(`nobody tells ${story.name}`);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
}
