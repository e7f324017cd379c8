import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Diagnosis, diagnoses, printed, printedText } from '#lib/testing/diagnosis.ts';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { untilRolledOut } from '#testbed/scenario.ts';

/** Rollouts that nodes hold up, from what a real control plane writes to the document of `rollcall status`. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const TWO = { updateStrategy: { maxUnavailable: 2 } } as const;
const TEN = Array.from({ length: 10 }, (_, index) => `agent-${String(index + 1).padStart(2, '0')}`);
const KUBECTL = 'Waiting for daemon set "agent" rollout to finish:';

let plane: ControlPlane;
/** Kubelets take long to be missed, and of a zone one in ten seconds is: theirs die before the tests, in zones of their own. */
let locked: Situation;
let slowed: Situation;
let shared: Situation;
beforeAll(async () => {
  plane = await startControlPlane();
  const { client, nodes } = plane;
  [locked, slowed, shared] = await Promise.all([
    stage(plane, 'locked', 6, { node: { zone: 'locked' } }),
    stage(plane, 'slowed', 6, { node: { zone: 'slowed' } }),
    stage(plane, 'shared', 3, { node: { zone: 'shared', pool: 'shared' } }),
  ]);
  await client.apply(locked.agent(TWO), slowed.agent(TWO), ...TEN.map((name) => shared.agent({ name })));
  await Promise.all([
    untilRolledOut(client, 'agent', 'locked', { desired: 6 }),
    untilRolledOut(client, 'agent', 'slowed', { desired: 6 }),
    ...TEN.map((name) => untilRolledOut(client, name, 'shared', { desired: 3 })),
  ]);
  for (const name of ['locked-1', 'locked-2', 'slowed-1', 'shared-1']) await nodes.killKubelet(name);
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

test('[RU5] [R14] [FA5] leftovers on a tainted node, which the next revision takes for good', async () => {
  await using live = await openLiveFleet(plane);
  const tainted = await stage(plane, 'tainted', 4);
  await plane.client.apply(tainted.agent(TWO));
  await untilRolledOut(plane.client, 'agent', 'tainted', { desired: 4 });
  await plane.nodes.taint('tainted-1', { key: 'example.com/maintenance', value: 'disk', effect: 'NoSchedule' });
  await diagnoses(plane, live, tainted.key(), {
    state: 'CompleteWithLeftovers LeftoverPods',
    sentence: 'Rolled out, but 1 node still has an old or misscheduled pod · tainted-1.',
    ledger: 'maxUnavailable: 0 of 2 used, 0 needed',
    holders: [],
    causes: [],
    evidence: {},
    kubectl: 'daemon set "agent" successfully rolled out',
  });
  expect((await printed(plane, tainted.key())).exitCode).toBe(2);

  await plane.client.apply(tainted.agent({ ...TWO, ...V2 }));
  await untilRolledOut(plane.client, 'agent', 'tainted', { desired: 3 });
  await diagnoses(plane, live, tainted.key(), {
    state: 'Complete UpdatedAndAvailable',
    sentence: 'All 3 target nodes run the current revision, available.',
    ledger: 'maxUnavailable: 0 of 2 used, 0 needed',
    holders: [],
    causes: ['R14 M PodLostToTaint tainted-1'],
    evidence: { R14: ['Node tainted-1 spec.taints: example.com/maintenance=disk:NoSchedule'] },
    kubectl: 'daemon set "agent" successfully rolled out',
  });
});

/** What is said of pods that were told to go and that no kubelet will end. */
function heldBy(dead: readonly string[], name = 'agent'): Pick<Diagnosis, 'causes' | 'evidence'> {
  const nodes = dead.join(' ');
  const unknown = dead.map((node) => `Node ${node} status.conditions[Ready].status: Unknown`);
  const [situation = ''] = dead[0]?.split('-') ?? [];
  const pod = `Pod ${situation}/${name}-? metadata.deletionTimestamp: TIME`;
  return {
    causes: [
      `R03 H* BudgetHeldByNotReadyNodes ${nodes}`,
      `R08 H* BudgetHeldByTerminatingPods ${nodes}`,
      `T01 H* TerminatingOnDeadNode ${nodes}`,
    ],
    evidence: { R03: unknown, R08: dead.map(() => pod), T01: unknown.flatMap((node) => [node, pod]) },
  };
}

test('[R03] [R08] [T01] [RS4] dead nodes hold the whole budget, and nothing else can move', async () => {
  await using live = await openLiveFleet(plane);
  const dead = ['locked-1', 'locked-2'];
  await plane.nodes.untilNotReady(dead, { timeoutMillis: 60_000 });
  await plane.client.apply(locked.agent({ ...TWO, ...V2 }));
  const held =
    '(dead nodes hold the budget): no further pod can be replaced, 2 nodes hold the budget · locked-1, locked-2.';
  const deadlock = {
    ledger: 'maxUnavailable: 2 of 2 used, 1 needed',
    holders: dead.map((node) => `${node} RU5b stuck NodeNotReady`),
    ...heldBy(dead),
    kubectl: `${KUBECTL} 0 out of 4 new pods have been updated...`,
  };
  const { document } = await diagnoses(plane, live, locked.key(), {
    state: 'Blocked BudgetUsed',
    sentence: `Rollout blocked ${held}`,
    ...deadlock,
  });
  expect(document.progress).toMatchObject({ eta: null, parallelism: 0 });
  expect(document.causes[0]?.commands.at(-1)).toStrictEqual({
    command: `kubectl -n locked patch ds agent -p '{"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":3}}}}'`,
    changes: true,
  });
  expect((await printed(plane, locked.key())).exitCode).toBe(1);
  // Grace and half a minute later nobody will end these pods any more.
  live.clock.advance(61_000);
  await diagnoses(plane, live, locked.key(), {
    state: 'Stalled BudgetUsed',
    sentence: `Rollout stalled ${held}`,
    ...deadlock,
  });
});

test('[RS2f] [R03] one dead node slows the update, which goes on with the rest of the budget', async () => {
  await using live = await openLiveFleet(plane);
  await plane.nodes.untilNotReady(['slowed-1'], { timeoutMillis: 60_000 });
  await plane.client.apply(slowed.agent({ ...TWO, ...V2, readyDelay: '3s' }));
  const { document } = await diagnoses(plane, live, slowed.key(), ({ budget, counted, kubectl }) => ({
    state: 'Progressing UpdatingPods',
    sentence: `Rolling out slowly, stuck nodes use a part of the budget: ${counted.updatedNumberScheduled} of 5 nodes updated, ${counted.numberAvailable} available.`,
    ledger: 'maxUnavailable: 2 of 2 used, 1 needed',
    holders: [
      'slowed-1 RU5b stuck NodeNotReady',
      `${budget?.holders.find(({ kind }) => kind === 'inFlight')?.node} RU5e inFlight Starting`,
    ],
    ...heldBy(['slowed-1']),
    kubectl: kubectl.message,
  }));
  expect(document.kubectl.message).toMatch(/: [1-5] out of 5 new pods have been updated/);
  expect(document.progress).toMatchObject({ parallelism: 1 });
  await diagnoses(plane, live, slowed.key(), {
    state: 'CompleteWithLeftovers LeftoverPods',
    sentence: 'Rolled out, but 1 node still has an old or misscheduled pod · slowed-1.',
    ledger: 'maxUnavailable: 1 of 2 used, 0 needed',
    holders: ['slowed-1 RU5b stuck NodeNotReady'],
    ...heldBy(['slowed-1']),
    kubectl: 'daemon set "agent" successfully rolled out',
  });
});

test('[NT1] [NT3] [TX3] one dead node under ten DaemonSets is one row, and each of them names it', async () => {
  await using live = await openLiveFleet(plane);
  await plane.nodes.untilNotReady(['shared-1'], { timeoutMillis: 60_000 });
  await plane.client.apply(...TEN.map((name) => shared.agent({ name, ...V2 })));
  for (const name of TEN) {
    await diagnoses(plane, live, shared.key(name), {
      state: 'Blocked BudgetUsed',
      sentence:
        'Rollout blocked (dead nodes hold the budget): no further pod can be replaced, 1 node holds the budget · shared-1.',
      ledger: 'maxUnavailable: 1 of 1 used, 1 needed',
      holders: ['shared-1 RU5b stuck NodeNotReady'],
      ...heldBy(['shared-1'], name),
      kubectl: `Waiting for daemon set "${name}" rollout to finish: 0 out of 2 new pods have been updated...`,
    });
    expect(live.view(shared.key(name)).explainedByNodes).toBe(true);
  }
  const daemonSets = TEN.map((name) => shared.key(name));
  const rows = live.fleet.picture().nodeTroubles.filter(({ pool }) => pool === 'shared');
  expect(rows).toStrictEqual([
    {
      pool: 'shared',
      kind: 'Unreachable',
      phase: 'Steady',
      nodes: 1,
      names: ['shared-1'],
      since: expect.any(Number),
      daemonSets: [...daemonSets].sort(),
    },
  ]);
  const { document } = await printed(plane, 'shared');
  expect(document.nodes.find(({ name }) => name === 'shared-1')).toStrictEqual({
    name: 'shared-1',
    state: 'nodeDown',
    incomplete: daemonSets,
    causes: ['R03', 'R08', 'T01'].map((code) => ({ code, daemonSets })),
  });
  const text = await printedText(plane, 'shared');
  expect(text.split('\n').filter((line) => line.includes('R03'))).toHaveLength(1);
  expect(text).toMatch(/^10 rollouts blocked \(agent-01 .*, agent-02 .*, 8 more\) · shared-1 silent for \d+ s$/m);
  expect(text).toMatch(
    /^▨ 1 node of pool shared silent for \d+ s: 10 DaemonSets have no pod to count on there · shared-1/m,
  );
});
