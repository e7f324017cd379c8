import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DaemonSetDocument, StatusDocument } from '#lib/cli/status-document.ts';
import { applyQuota } from '#lib/testing/admission.ts';
import { watchedDocument } from '#lib/testing/diagnosis.ts';
import { type LiveFleet, openLiveFleet } from '#lib/testing/live-fleet.ts';
import { runRollcall } from '#lib/testing/rollcall-process.ts';
import { type Situation, stageRolledOut } from '#lib/testing/situation.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { podQuota } from '#testbed/scenario.ts';

/*
 * Three Rollcalls before one stall: one was there from the beginning, one was opened in the middle of it, one is a process
 * that is started afterwards. What they say is the same; where the API has no trace of a beginning the newcomers say so.
 */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;

let plane: ControlPlane;
let first: LiveFleet;
let dead: Situation;
beforeAll(async () => {
  plane = await startControlPlane();
  dead = await stageRolledOut(plane, 'dead', 4);
  await plane.nodes.killKubelet('dead-1');
  first = await openLiveFleet(plane);
});
afterAll(async () => {
  await first?.[Symbol.asyncDispose]();
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

type Row = {
  readonly name: string;
  readonly state: string;
  readonly causes: readonly string[];
  /** Without a trace is when a pod went for which no other was made [RS5c]. */
  readonly traced: boolean;
  readonly stall: () => Promise<Situation>;
};

const rows: readonly Row[] = [
  {
    name: 'a bad image',
    state: 'Stalled',
    causes: ['R04', 'K12'],
    traced: true,
    stall: async () => {
      const pulling = await stageRolledOut(plane, 'pulling', 3);
      await plane.client.apply(pulling.agent({ ...V2, fault: 'image-pull' }));
      return pulling;
    },
  },
  {
    name: 'a quota',
    state: 'Stalled',
    causes: ['R07', 'C01'],
    traced: false,
    stall: async () => {
      const rationed = await stageRolledOut(plane, 'rationed', 3);
      await applyQuota(plane, podQuota('rationed', 2));
      await plane.client.apply(rationed.agent(V2));
      return rationed;
    },
  },
  {
    name: 'a budget that a dead node holds',
    state: 'Blocked',
    causes: ['R03', 'R08', 'T01'],
    traced: true,
    stall: async () => {
      await plane.nodes.untilNotReady(['dead-1'], { timeoutMillis: 60_000 });
      await plane.client.apply(dead.agent(V2));
      return dead;
    },
  },
];

test.for(rows)('[RS5] [RS5a] whoever opens Rollcall in the middle of a stall sees the same: $name', async (row) => {
  const situation = await row.stall();
  const key = situation.key();
  const told = () => {
    const { state, causes } = watchedDocument(first, key);
    return { state, causes: causes.map(({ code }) => code) };
  };
  await expect.poll(told, { timeout: 30_000, interval: 50 }).toStrictEqual({ state: row.state, causes: row.causes });
  await first.settled(key);
  await using second = await openLiveFleet(plane);
  await second.settled(key);
  const { watched, process } = await untilNothingMoved(situation);
  for (const newcomer of [watchedDocument(second, key), process]) {
    expect(saidIn(newcomer)).toStrictEqual(saidIn(watched));
    expect(newcomer.sinceIsLowerBound).toBe(!row.traced);
    expect(causesSince(newcomer)).toStrictEqual(causesSince(watched));
    if (row.traced) expect(stateSince(newcomer)).toStrictEqual(stateSince(watched));
  }
});

const TRIES = 5;

/** A controller that is refused tries again, and each refusal is a new event: both have to have seen the same ones. */
async function untilNothingMoved(situation: Situation) {
  const look = () => watchedDocument(first, situation.key());
  for (let tries = 1; ; tries += 1) {
    const watched = look();
    const process = await startedAfterwards(situation);
    if (sameJson(saidIn(watched), saidIn(look())) || tries === TRIES) return { watched, process };
  }
}

async function startedAfterwards({ name }: Situation): Promise<DaemonSetDocument> {
  const argv = ['status', '--kubeconfig', plane.kubeconfig('rollcall'), '-n', name, 'agent', '-o', 'json'];
  const { code, stdout, stderr } = await runRollcall(argv).ended;
  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
  const { daemonSets }: StatusDocument = JSON.parse(stdout);
  const [daemonSet] = daemonSets;
  if (daemonSet === undefined) throw new Error(`nothing was said of ${name}`);
  return daemonSet;
}

/** All that is said of the stall itself, but since when. */
function saidIn({ state, reason, counted, kubectl, revision, budget, causes, alerts }: DaemonSetDocument) {
  const { kind, limit, used, need, holders = [] } = budget ?? {};
  return {
    verdict: { state, reason, counted, kubectl, revision },
    ledger: { kind, limit, used, need },
    holders: holders.map(({ node, pod, row, kind: manner, reason: why }) => ({ node, pod, row, manner, why })),
    causes: causes.map(({ code, confidence, nodes, holdsBudget, evidence, commands }) => {
      return { code, confidence, nodes, holdsBudget, evidence, commands };
    }),
    alerts: alerts.map(({ name, firing, clauses, knownFalseAlarm }) => ({ name, firing, clauses, knownFalseAlarm })),
  };
}

function causesSince({ causes }: DaemonSetDocument) {
  return causes.map(({ code, since }) => ({ code, since }));
}

function stateSince({ since, budget }: DaemonSetDocument) {
  return { since, holders: budget?.holders.map(({ node, since: held }) => ({ node, since: held })) };
}
