import { afterAll, beforeAll, expect, test } from 'vitest';
import { compare } from './compare.ts';
import { KNOWN_STORY_DIFFERENCES } from './known-differences.ts';
import { STORIES } from './stories.ts';
import { type Telling, tellAll } from './telling.ts';
import { startControlPlaneWorld } from './world-control-plane.ts';
import { startSimulatorWorld } from './world-simulator.ts';

/** Whole stories of DaemonSets go the same way in the simulator as on a real control plane [6]. */

const LONGEST_MILLIS = 240_000;

let real: Telling;
let simulated: Telling;
let complaints: readonly string[];
const compared = { stories: 0, values: 0 };
beforeAll(async () => {
  const [controlPlane, simulator] = await Promise.all([startControlPlaneWorld(), startSimulatorWorld()]);
  try {
    [real, simulated] = await Promise.all([tellAll(controlPlane, STORIES), tellAll(simulator, STORIES)]);
    complaints = controlPlane.complaints();
  } finally {
    await Promise.all([controlPlane.close(), simulator.close()]);
  }
}, LONGEST_MILLIS);
afterAll(() => {
  const { stories, values } = compared;
  const known = KNOWN_STORY_DIFFERENCES.length;
  process.stdout.write(
    `conformance of stories: ${stories} stories, ${values} values compared, ${known} known differences\n`,
  );
});

test.for([...STORIES])('$name: $title', (story) => {
  const [byReal, bySimulator] = [real(story), simulated(story)];
  expect(byReal, 'what the real control plane did').toMatchObject(story.expects);
  expect(bySimulator, 'what the simulator did').toMatchObject(story.expects);
  const known = KNOWN_STORY_DIFFERENCES.filter((difference) => difference.case === story.name);
  const comparison = compare(byReal, bySimulator, known);
  expect(comparison.simulator, 'the simulator, by the real control plane').toStrictEqual(comparison.controlPlane);
  expect(comparison.settled, 'known differences that no longer differ').toStrictEqual([]);
  compared.stories += 1;
  compared.values += valuesIn(comparison.controlPlane);
});

test('kwok complains of no stage', () => {
  expect(complaints).toStrictEqual([]);
});

test('the names of the stories differ, and every known difference is one of a story, with a reason', () => {
  const names = STORIES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const difference of KNOWN_STORY_DIFFERENCES) {
    expect(names).toContain(difference.case);
    expect(difference.reason.split(' ').length).toBeGreaterThan(4);
  }
});

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + valuesIn(each), 0);
}
