import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DaemonSetDocument } from '#lib/cli/status-document.ts';
import { type Diagnosis, diagnoses, printed, runAdvised } from '#lib/testing/diagnosis.ts';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { type Situation, stageRolledOut } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';

/** Rollouts that their own pods hold up, and how they end, from what a real control plane writes to the document. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const V3 = { image: 'registry.example.com/agent:3.0.0' } as const;
const KUBECTL = 'Waiting for daemon set "agent" rollout to finish:';
const FULL = 'maxUnavailable: 1 of 1 used, 1 needed';
const DONE = {
  state: 'Complete UpdatedAndAvailable',
  sentence: 'All 3 target nodes run the current revision, available.',
  ledger: 'maxUnavailable: 0 of 1 used, 0 needed',
  holders: [],
  causes: [],
  evidence: {},
  kubectl: 'daemon set "agent" successfully rolled out',
} as const;

let plane: ControlPlane;
/** Crashing takes its time, so it begins before the tests. */
let crashing: Situation;
beforeAll(async () => {
  plane = await startControlPlane();
  crashing = await stageRolledOut(plane, 'crashing', 3, CAREFUL);
  await plane.client.apply(crashing.agent({ ...CAREFUL, ...V2, fault: 'crash-loop' }));
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

/** A crash that is quicker than this never counts as available. */
const CAREFUL = { minReadySeconds: 5 } as const;

function failing(node: string | undefined): string {
  return `Rollout stalled (the new version is failing): no further pod can be replaced, 1 node holds the budget · ${node}.`;
}

/** On the node that the controller took first. */
function unpullable({ namespace, budget }: DaemonSetDocument): Diagnosis {
  const node = budget?.holders[0]?.node;
  const pod = `Pod ${namespace}/agent-? status.containerStatuses[agent].state.waiting`;
  const evidence = [
    `${pod}.reason: ImagePullBackOff`,
    `${pod}.message: Back-off pulling image "${V2.image}"`,
    `Event ${namespace}/agent-? message: Failed to pull image: rpc error: code = NotFound desc = failed to pull and unpack image: failed to resolve reference: not found`,
  ];
  return {
    state: 'Stalled BudgetUsed',
    sentence: failing(node),
    ledger: FULL,
    holders: [`${node} RU5e stuck ImagePullBackOff`],
    causes: [`R04 H* NewRevisionFailing ${node}`, `K12 H* ImagePullFailed ${node}`],
    evidence: { R04: evidence, K12: evidence },
    kubectl: `${KUBECTL} 1 out of 3 new pods have been updated...`,
  };
}

test('[R04] [K12] [RV12] a bad image stalls the update, and the rollback that is advised ends it', async () => {
  await using live = await openLiveFleet(plane);
  const pulling = await stageRolledOut(plane, 'pulling', 3);
  const { revision: before } = live.view(pulling.key());
  await plane.client.apply(pulling.agent({ ...V2, fault: 'image-pull' }));
  const { document } = await diagnoses(plane, live, pulling.key(), unpullable);
  expect((await printed(plane, pulling.key())).exitCode).toBe(1);
  await runAdvised(plane, document.causes[0]);
  const done = await diagnoses(plane, live, pulling.key(), DONE);
  expect(done.document.revision).toStrictEqual({ current: { hash: before.current?.hash, number: 3 }, by: 'template' });
});

test('[FA4] [FA4a] a bad template that is corrected while the update is stalled needs no budget, and completes', async () => {
  await using live = await openLiveFleet(plane);
  const mended = await stageRolledOut(plane, 'mended', 3);
  await plane.client.apply(mended.agent({ ...V2, fault: 'image-pull' }));
  await diagnoses(plane, live, mended.key(), unpullable);
  expect(live.view(mended.key()).pushSafety).toStrictEqual({
    replacedAtOnce: 1,
    readyAmongThem: 0,
    byBudget: 0,
    waiting: 2,
    unavailableAtWorst: 1,
    desired: 3,
  });
  await plane.client.apply(mended.agent(V3));
  await diagnoses(plane, live, mended.key(), DONE);
});

test('[RV5] [R09] a template that is changed twice within minutes: three revisions at once, and nobody fights', async () => {
  await using live = await openLiveFleet(plane);
  const hurried = await stageRolledOut(plane, 'hurried', 4);
  await plane.client.apply(hurried.agent({ ...V2, readyDelay: '2s' }));
  await plane.client.until('a second pod of the second revision', () =>
    Promise.resolve(live.view(hurried.key()).counted.updatedNumberScheduled === 2),
  );
  await plane.client.apply(hurried.agent({ ...V3, readyDelay: '4s' }));
  const podsByRevision = () => live.view(hurried.key()).revisions.map(({ pods }) => pods);
  await expect.poll(podsByRevision, { timeout: 10_000, interval: 20 }).toStrictEqual([1, 1, 2]);
  const { document } = await diagnoses(plane, live, hurried.key(), ({ budget, counted, kubectl }) => ({
    state: 'Progressing UpdatingPods',
    sentence: `Rolling out: ${counted.updatedNumberScheduled} of 4 nodes updated, ${counted.numberAvailable} available.`,
    ledger: FULL,
    holders: [`${budget?.holders[0]?.node} RU5e inFlight Starting`],
    causes: [],
    evidence: {},
    kubectl: kubectl.message,
  }));
  expect(document.revision.current?.number).toBe(3);
  await diagnoses(plane, live, hurried.key(), {
    ...DONE,
    sentence: 'All 4 target nodes run the current revision, available.',
  });
});

test('[R08] [T04] a pod that does not go holds the budget, on its way, then overdue, then for too long', async () => {
  await using live = await openLiveFleet(plane);
  const clinging = await stageRolledOut(plane, 'clinging', 3, { fault: 'stuck-terminating' });
  await plane.client.apply(clinging.agent(V2));
  const told = 'Pod clinging/agent-? metadata.deletionTimestamp: TIME';
  const kubectl = `${KUBECTL} 0 out of 3 new pods have been updated...`;
  await diagnoses(plane, live, clinging.key(), ({ budget }) => ({
    state: 'Progressing UpdatingPods',
    sentence: 'Rolling out: 0 of 3 nodes updated, 3 available.',
    ledger: FULL,
    holders: [`${budget?.holders[0]?.node} RU5b inFlight Terminating`],
    causes: [],
    evidence: {},
    kubectl,
  }));
  const overdue =
    (kind: 'Blocked' | 'Stalled') =>
    ({ budget }: DaemonSetDocument): Diagnosis => {
      const node = budget?.holders[0]?.node;
      return {
        state: `${kind} BudgetUsed`,
        sentence: `Rollout ${kind.toLowerCase()} (terminating for too long): no further pod can be replaced, 1 node holds the budget · ${node}.`,
        ledger: FULL,
        holders: [`${node} RU5b stuck TerminatingOverdue`],
        causes: [`R08 H* BudgetHeldByTerminatingPods ${node}`, `T04 M* TerminatingOverdue ${node}`],
        evidence: { R08: [told], T04: [told, `Node ${node} status.conditions[Ready].status: True`] },
        kubectl,
      };
    };
  live.clock.advance(61_000);
  await diagnoses(plane, live, clinging.key(), overdue('Blocked'));
  live.clock.advance(10 * 60_000);
  await diagnoses(plane, live, clinging.key(), overdue('Stalled'));
});

test('[R04] [K18] [RS6] a crash loop stalls the update from its third restart on, and a fix ends it', async () => {
  await using live = await openLiveFleet(plane);
  const pod = 'Pod crashing/agent-? status.containerStatuses[agent]';
  const evidence = [
    `${pod}.state.waiting.reason: CrashLoopBackOff`,
    `${pod}.lastState.terminated.exitCode: 1`,
    `${pod}.restartCount: N`,
  ];
  await diagnoses(plane, live, crashing.key(), ({ budget }) => {
    const node = budget?.holders[0]?.node;
    return {
      state: 'Stalled BudgetUsed',
      sentence: failing(node),
      ledger: FULL,
      holders: [`${node} RU5e stuck CrashLoopBackOff`],
      causes: [`R04 H* NewRevisionFailing ${node}`, `K18 H* CrashLoop ${node}`],
      evidence: { R04: evidence, K18: evidence },
      kubectl: `${KUBECTL} 1 out of 3 new pods have been updated...`,
    };
  });
  await plane.client.apply(crashing.agent(V3));
  await diagnoses(plane, live, crashing.key(), DONE);
});
