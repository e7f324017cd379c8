import { createSimulatedCluster, type SimulatedCluster } from './cluster.ts';
import type { Scenario } from './scenario.ts';
import { createStoryClock } from './story-clock.ts';

export type Story = {
  readonly cluster: SimulatedCluster;
  /** When its first step was counted from, in milliseconds since the Unix epoch. */
  readonly startedAt: number;
};

export type StoryOptions = {
  /** How far it is lived before this returns: until people come in, or to its end. */
  readonly until: 'history' | 'end';
  /** The moment that it has come to then, give or take a second: a reader lives in the present. */
  readonly now: number;
  readonly onProgress?: (sentence: string) => void;
};

/** Longer stretches are lived in parts, so that somebody who waits hears of it. */
const PARTS = 4;

/**
 * Lives a story as fast as the machine can. Time stands still afterwards, until the clock's `goLive` or `advance`; the
 * steps of the script that are still to come are planned on it.
 */
export function beginStory(scenario: Scenario, options: StoryOptions): Story {
  const { until, now, onProgress = () => {} } = options;
  const { standingSeconds = 0 } = scenario;
  const livedSeconds = until === 'history' ? scenario.historySeconds : scenario.lengthSeconds;
  // Times in the API are whole seconds: a story that begins with one is the same whenever it is told.
  const bornAt = Math.floor((now - (standingSeconds + livedSeconds) * 1_000) / 1_000) * 1_000;
  const clock = createStoryClock(bornAt);
  const { seed, settings = {} } = scenario;
  const cluster = createSimulatedCluster({ clock, seed, settings });
  scenario.begin(cluster);
  const { store } = cluster;
  onProgress(
    `There are ${store.count('Node')} nodes, ${store.count('DaemonSet')} DaemonSets and ${store.count('Pod')} pods.`,
  );
  // Nobody works yet, so this takes no time, whatever its length.
  clock.advance(standingSeconds * 1_000);
  const startedAt = clock.now();
  cluster.start();
  for (const { atSeconds, act } of scenario.script) clock.setTimer(() => act(cluster), atSeconds * 1_000);
  for (let part = 1; part <= PARTS; part += 1) {
    clock.advance((livedSeconds * 1_000) / PARTS);
    onProgress(`${Math.round((livedSeconds * part) / PARTS)} of ${livedSeconds} seconds have been lived.`);
  }
  return { cluster, startedAt };
}
