import { expect, test } from 'vitest';
import { objectKey } from '#lib/domain/keys.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import { createSimulatedCluster } from '#lib/simulator/cluster.ts';
import type { Scenario } from '#lib/simulator/scenario.ts';
import { SCENARIOS } from '#lib/simulator/scenarios.ts';
import { createStoryClock } from '#lib/simulator/story-clock.ts';
import { STORY_START } from '#lib/testing/simulated-context.ts';
import { beginToLook, recordsOf } from '#lib/testing/watched-cluster.ts';
import type { Derivation } from './derive.ts';

/*
 * Where nothing is wrong nothing is said, at no second: pods start and end, nodes are born and leave, a rollout takes its
 * time. Whoever is alarmed by that will not look when it matters.
 */

const CALM: ReadonlySet<DaemonSetState> = new Set<DaemonSetState>(['NotObserved', 'Progressing', 'Complete', 'Idle']);
/** What only takes its time: minReadySeconds, victims of a preemption, a long grace period. */
const TAKES_TIME: ReadonlySet<CauseCode> = new Set<CauseCode>(['R05', 'S10', 'T03']);

function alarmsOf(derivation: Derivation): readonly string[] {
  return derivation.daemonSetUids().flatMap((uid) => {
    const [daemonSet, told] = [derivation.daemonSet(uid), derivation.told(uid)];
    if (daemonSet === undefined || told === undefined) return [];
    const { verdict, budget } = told.outcome;
    const stuck = budget?.holders.filter(({ kind }) => kind === 'stuck') ?? [];
    const alarms = [
      ...(CALM.has(verdict.kind) ? [] : [`${verdict.kind} ${verdict.reason} ${verdict.evidence.nodes.join(',')}`]),
      ...stuck.map(({ node, reason }) => `${node} is stuck: ${reason}`),
      ...told.causes.causes
        .filter(({ code, confidence }) => confidence === 'H' && !TAKES_TIME.has(code))
        .map(({ code, nodes }) => `${code} ${nodes.join(',')}`),
    ];
    return alarms.map((alarm) => `${objectKey(daemonSet)}: ${alarm}`);
  });
}

function live({ seed, settings = {}, standingSeconds = 0, lengthSeconds, begin, script }: Scenario): readonly string[] {
  const clock = createStoryClock(STORY_START);
  const cluster = createSimulatedCluster({ clock, seed, settings });
  begin(cluster);
  clock.advance(standingSeconds * 1_000);
  const records = recordsOf(cluster.store);
  cluster.store.subscribe(records.take);
  const watcher = beginToLook(records.store);
  cluster.start();
  for (const { atSeconds, act } of script) clock.setTimer(() => act(cluster), atSeconds * 1_000);
  const alarms: string[] = [];
  for (let second = 1; second <= lengthSeconds; second += 1) {
    clock.advance(1_000);
    watcher.look(clock.now());
    alarms.push(...alarmsOf(watcher).map((alarm) => `${second} s: ${alarm}`));
  }
  cluster.stop();
  return alarms;
}

const NAMES: ReadonlySet<string> = new Set(['healthy', 'rolling', 'new-nodes', 'slow-termination']);

test.for(SCENARIOS.filter(({ name }) => NAMES.has(name)).map((story) => ({ name: story.name, story })))(
  '[TX1] [RS1] in $name no second alarms anybody',
  { timeout: 120_000 },
  ({ story }) => {
    expect(live(story)).toStrictEqual([]);
  },
);
