import { expect, test } from 'vitest';
import { type Random, seededRandom } from '#lib/base/random.ts';
import { createSimulatedCluster, type SimulatedCluster } from '#lib/simulator/cluster.ts';
import type { Change } from '#lib/simulator/object-store.ts';
import type { Pod } from '#lib/simulator/objects.ts';
import { daemonSet, type Fault } from '#lib/simulator/scenarios/makers/daemonset.ts';
import { createStoryClock } from '#lib/simulator/story-clock.ts';
import { STORY_START } from '#lib/testing/simulated-context.ts';
import { type Look, type WatchedRollout, watchRollout } from '#lib/testing/watched-rollout.ts';

/*
 * The ledger against the controller, over random histories of an embedded cluster: where the ledger says that a pod may be
 * replaced the controller replaces one, and where it says Blocked none moves until a holder changes.
 */

const HISTORIES = Number(process.env['ROLLCALL_LEDGER_RUNS'] ?? 300);
const NAME = 'agent';
/** The controller acts upon what it saw a moment ago, and one look of it takes a while. */
const RECENTLY_MILLIS = 400;
/** It hears of a change, looks, and writes well within that. */
const AT_ONCE_MILLIS = 5_000;
const POLL_MILLIS = 500;

type Seen = { blocked: number; replaced: number; surged: number; woken: number };
type Told = { readonly look: Look; readonly allowed: boolean; readonly awaited: boolean; readonly blocked: boolean };

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** A pod may be replaced: the budget has room for one that waits, or one is unavailable and needs none [RU5f] [RU8b]. */
function allows({ outcome, cells }: Look): boolean {
  const { budget, syncFailure } = outcome;
  if (budget === undefined || syncFailure !== undefined) return false;
  const all = [...cells.values()];
  const freed = all.some(
    ({ facts }) => (facts.row === 'RU5f' || facts.row === 'RU8b') && facts.wait?.kind === 'inFlight',
  );
  return freed || (budget.limit > budget.used && all.some(({ facts }) => facts.candidate));
}

function tell(look: Look): Told {
  const { kind } = look.outcome.verdict;
  const allowed = allows(look);
  // In the sync that observes a new template the controller replaces first and says so afterwards.
  return {
    look,
    allowed,
    awaited: allowed && kind !== 'NotObserved',
    blocked: kind === 'Blocked' || kind === 'Stalled',
  };
}

function targetOf({ spec }: Pod): string | undefined {
  const term = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0];
  return spec.nodeName ?? term?.matchFields?.[0]?.values?.[0];
}

/** The node on which the rolling update replaces an available old pod by this very change: it goes, or a second one comes. */
function replacedOn(
  { type, object, previous }: Change,
  { look }: Told,
  nodes: ReadonlySet<string>,
): string | undefined {
  if (object.kind !== 'Pod') return undefined;
  const node = targetOf(object as Pod);
  // Of a node that is gone the garbage collector takes the pod, whatever the budget.
  if (node === undefined || !nodes.has(node)) return undefined;
  const candidate = [...look.cells.values()].find((cell) => cell.node === node && cell.facts.candidate);
  if (candidate === undefined) return undefined;
  const surge = look.outcome.budget?.kind === 'maxSurge';
  const asked = object.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined;
  return (surge ? type === 'ADDED' : type === 'MODIFIED' && asked) ? node : undefined;
}

const STRATEGIES = [
  { maxUnavailable: 1 },
  { maxUnavailable: 2 },
  { maxUnavailable: 3 },
  { maxUnavailable: '10%' },
  { maxUnavailable: '34%' },
  { maxUnavailable: '100%' },
  { maxUnavailable: 0, maxSurge: 1 },
  { maxUnavailable: 0, maxSurge: 2 },
  { maxUnavailable: 0, maxSurge: '30%' },
] as const;
const FAULTS: readonly (Fault | 'none')[] = ['none', 'none', 'none', 'image-pull', 'crash-loop', 'not-ready'];

type Plan = {
  readonly update: (typeof STRATEGIES)[number];
  readonly minReadySeconds: number;
  version: number;
  fault: Fault | 'none';
  partly: boolean;
};

function applyPlan(cluster: SimulatedCluster, { update, minReadySeconds, version, fault, partly }: Plan): void {
  cluster.apply(
    daemonSet({
      name: NAME,
      namespace: 'default',
      image: `registry.example.com/agent:${version}`,
      update,
      minReadySeconds,
      tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoSchedule' }],
      ...(fault !== 'none' && { fault }),
      ...(fault !== 'none' && partly && { faultOn: 'kubernetes.io/arch=arm64' }),
    }),
  );
}

/** Any change of the DaemonSet makes its controller look again; a label changes neither spec nor revision. */
function wakeController({ store }: SimulatedCluster, look: string): void {
  store.update('DaemonSet', NAME, 'default', (each) => ({
    ...each,
    metadata: { ...each.metadata, labels: { ...each.metadata.labels, look } },
  }));
}

function nodeNames({ store }: SimulatedCluster): readonly string[] {
  return store.list('Node').map(({ metadata }) => metadata.name);
}

const TAINT = { key: 'example.com/kept-free', effect: 'NoSchedule' } as const;

/** What people and machines do to a cluster; each act is small, and most rollouts meet several. */
const ACTS: readonly ((cluster: SimulatedCluster, plan: Plan, random: Random) => void)[] = [
  (cluster, plan, random) => {
    plan.version += 1;
    plan.fault = pick(random, FAULTS);
    plan.partly = random() < 0.5;
    applyPlan(cluster, plan);
  },
  (cluster, plan) => {
    plan.version += 1;
    plan.fault = 'none';
    applyPlan(cluster, plan);
  },
  (cluster, _plan, random) => cluster.nodes.kill(pick(random, nodeNames(cluster))),
  (cluster, _plan, random) => cluster.nodes.revive(pick(random, nodeNames(cluster))),
  (cluster, _plan, random) => cluster.nodes.taint(pick(random, nodeNames(cluster)), TAINT),
  (cluster, _plan, random) => cluster.nodes.untaint(pick(random, nodeNames(cluster)), TAINT.key),
  (cluster, _plan, random) => cluster.nodes.cordon(pick(random, nodeNames(cluster))),
  (cluster, plan, random) => cluster.nodes.add({ name: `late-${plan.version}-${Math.floor(random() * 1e6)}` }),
  (cluster, _plan, random) => {
    if (nodeNames(cluster).length > 3) cluster.nodes.remove(pick(random, nodeNames(cluster)));
  },
];

function open(seed: number, random: Random): { readonly cluster: SimulatedCluster; readonly plan: Plan } {
  const cluster = createSimulatedCluster({
    clock: createStoryClock(STORY_START),
    seed,
    settings: { nodeStatusMillis: 0, nodeMonitorGraceMillis: 16_000, nodeBirthMillis: [2_000, 4_000] },
  });
  const count = 3 + Math.floor(random() * 6);
  for (let at = 1; at <= count; at += 1)
    cluster.nodes.add({ name: `node-${at}`, arch: random() < 0.4 ? 'arm64' : 'amd64' });
  const update = pick(random, STRATEGIES);
  const plan: Plan = { update, minReadySeconds: pick(random, [0, 0, 3, 12]), version: 1, fault: 'none', partly: false };
  applyPlan(cluster, plan);
  cluster.settle({ name: NAME, namespace: 'default' });
  cluster.clock.advance(60_000);
  return { cluster, plan };
}

function short({ outcome, cells, now }: Look): string {
  const { verdict, budget } = outcome;
  const holders = budget?.holders.map(({ node, row, kind, reason }) => `${node} ${row} ${kind} ${reason}`).join(', ');
  const rest = [...cells.values()]
    .map(({ node, kind, facts }) => `${node} ${kind}${facts.candidate ? ' waits' : ''}`)
    .join(', ');
  return `${now - STORY_START} ms: ${verdict.kind} ${verdict.reason} ${budget?.used} of ${budget?.limit} [${holders}] {${rest}}`;
}

/** Lives one history and gives back the first sentence that is against the law. */
function live(seed: number, seen: Seen): string | undefined {
  const random = seededRandom(seed);
  const { cluster, plan } = open(seed, random);
  const watched = watchRollout(cluster, NAME);
  const recent: Told[] = [];
  let broken: string | undefined;
  let maySince: number | undefined;
  // A pod that becomes available by time alone is no event: the controller looks again when its own timer says, and with
  // several such pods only the first one has a timer. What the ledger says is what its next look will do.
  const patience = 2 * plan.minReadySeconds * 1_000;
  let [isAsleep, woken] = [false, false];

  const look = (rollout: WatchedRollout): Told | undefined => {
    const now = rollout.look();
    if (now === undefined) return undefined;
    const told = tell(now);
    recent.push(told);
    while ((recent[0]?.look.now ?? Infinity) < now.now - RECENTLY_MILLIS) recent.shift();
    maySince = told.awaited ? (maySince ?? now.now) : undefined;
    const waited = maySince === undefined ? 0 : now.now - maySince;
    if (waited > patience + 2 * AT_ONCE_MILLIS) broken ??= `nothing moves though it may: ${short(now)}`;
    if (waited <= patience + AT_ONCE_MILLIS) woken = false;
    isAsleep = waited > patience + AT_ONCE_MILLIS && !woken;
    return told;
  };

  const judge = (change: Change): void => {
    const before = look(watched);
    const node = before === undefined ? undefined : replacedOn(change, before, new Set(nodeNames(cluster)));
    if (before !== undefined && node !== undefined) {
      seen.replaced += 1;
      if (before.look.outcome.budget?.kind === 'maxSurge') seen.surged += 1;
      maySince = undefined;
      if (recent.every(({ blocked }) => blocked)) broken ??= `${node} moves though blocked: ${short(before.look)}`;
      if (!recent.some(({ allowed }) => allowed)) broken ??= `${node} moves without budget: ${short(before.look)}`;
    }
    watched.take(change);
  };
  cluster.store.subscribe(judge);
  cluster.start();
  const steps = 6 + Math.floor(random() * 6);
  for (let step = 0; step < steps && broken === undefined; step += 1) {
    pick(random, ACTS)(cluster, plan, random);
    const polls = pick(random, [4, 20, 60, 120, 300]);
    for (let poll = 0; poll < polls && broken === undefined; poll += 1) {
      cluster.clock.advance(POLL_MILLIS);
      const told = look(watched);
      if (told?.blocked === true) seen.blocked += 1;
      if (!isAsleep) continue;
      [isAsleep, woken] = [false, true];
      seen.woken += 1;
      wakeController(cluster, `${step}-${poll}`);
    }
  }
  cluster.stop();
  return broken === undefined ? undefined : `seed ${seed}: ${JSON.stringify(plan)} ${broken}`;
}

test('[RS3] [RU6] [RU9] where the ledger says that a pod may be replaced one is, and where it says Blocked none moves', {
  timeout: 600_000,
}, () => {
  const seen: Seen = { blocked: 0, replaced: 0, surged: 0, woken: 0 };
  const broken: string[] = [];
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const sentence = live(seed, seen);
    if (sentence !== undefined) broken.push(sentence);
  }
  expect(broken).toStrictEqual([]);
  // A law that nothing was held against proves nothing.
  expect(seen.blocked).toBeGreaterThan(HISTORIES);
  expect(seen.replaced).toBeGreaterThan(HISTORIES);
  expect(seen.surged).toBeGreaterThan(HISTORIES / 10);
});
