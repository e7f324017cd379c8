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

/** What is told of each DaemonSet that is stalled: its verdict, the first cause and who holds the budget. */
function stallsOf(derivation: Derivation): ReadonlyMap<string, string> {
  return new Map(
    derivation.daemonSetUids().flatMap((uid) => {
      const [daemonSet, told] = [derivation.daemonSet(uid), derivation.told(uid)];
      if (daemonSet === undefined || told?.outcome.verdict.kind !== 'Stalled') return [];
      const { verdict, budget } = told.outcome;
      const [first] = told.causes.causes;
      const cause = [first?.code, first?.confidence, first?.since, first?.nodes];
      const holders = budget?.holders.map(({ node, kind, reason, since }) => [node, kind, reason, since]);
      const { reason, evidence, since, sinceIsLowerBound } = verdict;
      return [[objectKey(daemonSet), JSON.stringify([reason, evidence, since, sinceIsLowerBound, cause, holders])]];
    }),
  );
}

/** Lives a story and looks at every second of it. */
function live(
  { seed, settings = {}, standingSeconds = 0, lengthSeconds, begin, script }: Scenario,
  look: (derivation: Derivation, second: number) => void,
): void {
  const clock = createStoryClock(STORY_START);
  const cluster = createSimulatedCluster({ clock, seed, settings });
  begin(cluster);
  clock.advance(standingSeconds * 1_000);
  const records = recordsOf(cluster.store);
  cluster.store.subscribe(records.take);
  const watcher = beginToLook(records.store);
  cluster.start();
  for (const { atSeconds, act } of script) clock.setTimer(() => act(cluster), atSeconds * 1_000);
  for (let second = 1; second <= lengthSeconds; second += 1) {
    clock.advance(1_000);
    watcher.look(clock.now());
    look(watcher, second);
  }
  cluster.stop();
}

function storiesOf(names: readonly string[]) {
  return SCENARIOS.filter(({ name }) => names.includes(name)).map((story) => ({ name: story.name, story }));
}

test.for(storiesOf(['healthy', 'rolling', 'new-nodes', 'slow-termination']))(
  '[TX1] [RS1] in $name no second alarms anybody',
  { timeout: 120_000 },
  ({ story }) => {
    const alarms: string[] = [];
    live(story, (derivation, second) => {
      alarms.push(...alarmsOf(derivation).map((alarm) => `${second} s: ${alarm}`));
    });
    expect(alarms).toStrictEqual([]);
  },
);

const STALLS = [
  'budget-deadlock',
  'one-dead-node',
  'crash-loop-on-arm',
  'starved-equal-priority',
  'quota',
  'pod-security',
  'surge-hostport',
];

test.for(storiesOf(STALLS))(
  '[RS5] [RS5d] [TX2] in $name a stall is told with the same words and the same beginning until the end',
  { timeout: 120_000 },
  ({ story }) => {
    const tellings = new Map<string, Map<string, number>>();
    const lastStep = Math.max(...story.script.map(({ atSeconds }) => atSeconds));
    live(story, (derivation, second) => {
      const stalls = second > lastStep ? stallsOf(derivation) : new Map<string, string>();
      for (const [key, telling] of stalls) {
        const tolds = tellings.get(key) ?? new Map<string, number>();
        tellings.set(key, tolds.set(telling, tolds.get(telling) ?? second));
      }
      // Once stalled it stays so: nobody does anything about it.
      for (const key of tellings.keys()) expect(stalls.has(key), `${second} s: ${key} is stalled`).toBe(true);
    });
    expect(tellings.size).toBeGreaterThan(0);
    for (const [key, tolds] of tellings) expect([...tolds], key).toHaveLength(1);
  },
);
