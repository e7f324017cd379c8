import { expect, test } from 'vitest';
import { objectKey } from '#lib/domain/keys.ts';
import { createSimulatedCluster } from '#lib/simulator/cluster.ts';
import type { Scenario } from '#lib/simulator/scenario.ts';
import { SCENARIOS } from '#lib/simulator/scenarios.ts';
import { createStoryClock } from '#lib/simulator/story-clock.ts';
import { STORY_START } from '#lib/testing/simulated-context.ts';
import { beginToLook, recordsOf } from '#lib/testing/watched-cluster.ts';
import type { Derivation } from './derive.ts';

/*
 * Two that look at the same cluster: one has watched from the beginning, the other has just been started. Nothing but a
 * beginning that left no trace may be told differently, and then the second says so.
 */

/** Every scenario that fits into seconds; the large one differs from `one-dead-node` in its size alone. */
const STORIES = SCENARIOS.filter(({ name }) => name !== 'slow-5000');
const STEP_MILLIS = 1_000;
const RESTARTS = 6;

type Said = {
  /** The node whose pod was the last sign of progress is gone, and its witness with it [RS2b]. */
  readonly witnessGone: boolean;
  readonly verdict: string;
  readonly causes: readonly string[];
  readonly causeSince: Readonly<Record<string, number | undefined>>;
  readonly since: number | undefined;
  readonly sinceIsLowerBound: boolean;
};

function saidBy(derivation: Derivation): ReadonlyMap<string, Said> {
  return new Map(
    derivation.daemonSetUids().flatMap((uid) => {
      const daemonSet = derivation.daemonSet(uid);
      const told = derivation.told(uid);
      if (daemonSet === undefined || told === undefined) return [];
      const { verdict } = told.outcome;
      const { causes } = told.causes;
      const witness = told.outcome.lastSign?.node;
      const said: Said = {
        witnessGone: witness !== undefined && !derivation.hasNode(witness),
        verdict: `${verdict.kind} ${verdict.reason} ${verdict.evidence.nodes.join(',')}`,
        causes: causes.map(
          ({ code, confidence, nodes, holdsBudget }) => `${code} ${confidence} ${nodes.join(',')} ${holdsBudget}`,
        ),
        causeSince: Object.fromEntries(causes.map(({ code, since }) => [code, since])),
        since: verdict.since,
        sinceIsLowerBound: verdict.sinceIsLowerBound,
      };
      return [[objectKey(daemonSet), said] as const];
    }),
  );
}

/** Undefined when the second may say what it says. */
function differenceOf(first: Said, second: Said): string | undefined {
  if (first.verdict !== second.verdict) return `${first.verdict} became ${second.verdict}`;
  if (JSON.stringify(first.causes) !== JSON.stringify(second.causes))
    return `${first.causes.join(' | ')} became ${second.causes.join(' | ')}`;
  if (first.since !== second.since && !second.sinceIsLowerBound && !first.witnessGone)
    return `${first.verdict}: since ${first.since} became ${second.since}, and does not say that this is a bound`;
  const forged = Object.entries(second.causeSince).filter(
    ([code, since]) => since !== undefined && since !== first.causeSince[code],
  );
  return forged.length === 0
    ? undefined
    : `since of ${forged.map(([code, since]) => `${code} ${first.causeSince[code]} became ${since}`).join(', ')}`;
}

function live({
  name,
  seed,
  settings = {},
  standingSeconds = 0,
  lengthSeconds,
  begin,
  script,
}: Scenario): readonly string[] {
  const clock = createStoryClock(STORY_START);
  const cluster = createSimulatedCluster({ clock, seed, settings });
  begin(cluster);
  clock.advance(standingSeconds * 1_000);
  const records = recordsOf(cluster.store);
  cluster.store.subscribe(records.take);
  const watcher = beginToLook(records.store);
  watcher.look(clock.now());
  cluster.start();
  for (const { atSeconds, act } of script) clock.setTimer(() => act(cluster), atSeconds * 1_000);
  const found: string[] = [];
  for (let restart = 1; restart <= RESTARTS; restart += 1) {
    const until = clock.now() + (lengthSeconds * 1_000) / RESTARTS;
    while (clock.now() < until) {
      clock.advance(STEP_MILLIS);
      watcher.look(clock.now());
    }
    const restarted = beginToLook(recordsOf(cluster.store).store);
    restarted.look(clock.now());
    const second = saidBy(restarted);
    for (const [key, first] of saidBy(watcher)) {
      const again = second.get(key);
      const difference = again === undefined ? 'is gone' : differenceOf(first, again);
      if (difference !== undefined) found.push(`${name} ${restart}/${RESTARTS} ${key}: ${difference}`);
    }
  }
  cluster.stop();
  return found;
}

test.for(STORIES.map((story) => ({ name: story.name, story })))(
  '[RS5] after a restart in the middle of $name state and causes are the same, and a `since` without a trace says so',
  { timeout: 120_000 },
  ({ story }) => {
    expect(live(story)).toStrictEqual([]);
  },
);
