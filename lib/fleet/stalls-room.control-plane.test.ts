import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnoses, printed } from '#lib/testing/diagnosis.ts';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { stageRolledOut, untilLaterSecond } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { placeholderPod } from '#testbed/scenario.ts';

/** Rollouts whose new pods find no place, by a real scheduler, from what it writes to the document. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const FULL = 'maxUnavailable: 1 of 1 used, 1 needed';
const KUBECTL = 'Waiting for daemon set "agent" rollout to finish:';

const FOREIGN = "N node(s) didn't satisfy plugin(s) [NodeAffinity]";
const UNHELPFUL = 'N Preemption is not helpful for scheduling.';

/** Of a pod that the scheduler cannot place, in its own words; `preemption` where it looked for victims. */
function refusal(namespace: string, reason: string, preemption?: string): string {
  const looked =
    preemption === undefined ? '' : ` no new claims to deallocate, preemption: 0/N nodes are available: ${preemption}`;
  return `Pod ${namespace}/agent-? status.conditions[PodScheduled].message: 0/N nodes are available: 1 ${reason}, ${FOREIGN}.${looked}`;
}

function stalled(why: string, node: string | undefined): string {
  return `Rollout stalled (${why}): no further pod can be replaced, 1 node holds the budget · ${node}.`;
}

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
  const metadata = { name: 'important' };
  await plane.client.apply({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata, value: 1_000 });
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

/** An ordinary pod of the same priority that leaves 200m of the four cores, less what the agent has. */
async function fill(namespace: string, node: string, annotations: Readonly<Record<string, string>> = {}) {
  const pod = placeholderPod(`neighbour-of-${node}`, node, { cpu: '3800m' }, namespace);
  await plane.client.apply({ ...pod, metadata: { ...pod.metadata, annotations } });
  await plane.client.until(`the neighbour on ${node} to run`, async () => {
    const { status } = await plane.client.get({ kind: 'Pod', name: pod.metadata.name, namespace });
    return (status as { phase?: string }).phase === 'Running';
  });
}

test('[S01] [S14] [RS6] among equals the larger pod of an update finds no room, and no room is made', async () => {
  await using live = await openLiveFleet(plane);
  const starved = await stageRolledOut(plane, 'starved', 3);
  for (const node of starved.nodes) await fill('starved', node);
  await plane.client.apply(starved.agent({ ...V2, requests: { cpu: '500m' } }));
  // Said beforehand of the nodes that still wait.
  const shortages = [
    { kind: 'InsufficientResource', resource: 'cpu', requested: '500m', free: '200m', allocatable: '4' },
  ];
  const refused = refusal(
    'starved',
    'Insufficient cpu',
    `1 No preemption victims found for incoming pod, ${UNHELPFUL}`,
  );
  await diagnoses(plane, live, starved.key(), ({ budget }) => {
    const node = budget?.holders[0]?.node;
    return {
      state: 'Stalled BudgetUsed',
      sentence: stalled('not enough room', node),
      ledger: FULL,
      holders: [`${node} RU5e stuck InsufficientResource`],
      causes: [`S01 H* InsufficientResources ${node}`, `S14 H* SaturatedByEqualPriority ${node}`],
      evidence: {
        S01: [refused, `Node ${node} status.allocatable.cpu: 4`],
        S14: [refused, 'Pod starved/agent-? spec.priority: 0', `Pod starved/neighbour-of-${node} spec.priority: 0`],
      },
      kubectl: `${KUBECTL} 1 out of 3 new pods have been updated...`,
    };
  });
  expect((await printed(plane, starved.key())).exitCode).toBe(1);
  expect(live.view(starved.key()).preflight?.blocked.map(({ shortages }) => shortages)).toStrictEqual([
    shortages,
    shortages,
  ]);
});

test('[R04] [S02] [RS8] a request larger than any node: the version is at fault', async () => {
  await using live = await openLiveFleet(plane);
  const large = await stageRolledOut(plane, 'large', 3);
  await plane.client.apply(large.agent({ ...V2, requests: { cpu: '8' } }));
  await diagnoses(plane, live, large.key(), ({ budget }) => {
    const node = budget?.holders[0]?.node;
    const evidence = [refusal('large', 'Insufficient cpu', UNHELPFUL), `Node ${node} status.allocatable.cpu: 4`];
    return {
      state: 'Stalled BudgetUsed',
      sentence: stalled('the new version is failing', node),
      ledger: FULL,
      holders: [`${node} RU5e stuck InsufficientResource`],
      causes: [`R04 H* NewRevisionFailing ${node}`, `S02 H* NeverFits ${node}`],
      evidence: { R04: evidence, S02: evidence },
      kubectl: `${KUBECTL} 1 out of 3 new pods have been updated...`,
    };
  });
});

test('[R06] [S04] [RU10] with surge the new pod waits for the host port of the old one, for ever', async () => {
  await using live = await openLiveFleet(plane);
  const plan = {
    updateStrategy: { maxUnavailable: 0, maxSurge: 1 },
    container: { ports: [{ containerPort: 9100, hostPort: 9100 }] },
  } as const;
  const ported = await stageRolledOut(plane, 'ported', 3, plan);
  await untilLaterSecond(plane, 'ported');
  await plane.client.apply(ported.agent({ ...plan, ...V2 }));
  const evidence = [
    refusal(
      'ported',
      "node(s) didn't have free ports for the requested pod ports",
      `1 No preemption victims found for incoming pod, ${UNHELPFUL}`,
    ),
    'Pod ported/agent-? spec.containers[*].ports[*].hostPort: 9100',
  ];
  const { document } = await diagnoses(plane, live, ported.key(), ({ budget }) => {
    const node = budget?.holders[0]?.node;
    return {
      state: 'Stalled BudgetUsed',
      sentence: stalled('surge pod cannot start beside the old one', node),
      ledger: 'maxSurge: 1 of 1 used, 1 needed',
      holders: [`${node} RU8f stuck HostPortConflict`],
      causes: [`R06 H* SurgePodCannotStart ${node}`, `S04 H* HostPortTaken ${node}`],
      evidence: { R06: evidence, S04: evidence },
      kubectl: `${KUBECTL} 0 out of 3 new pods have been updated...`,
    };
  });
  expect(document.counted).toMatchObject({ desiredNumberScheduled: 3, numberAvailable: 3 });
});

test('[S10] [SC18] a pod that preempts others waits for them to go, and needs nobody', async () => {
  await using live = await openLiveFleet(plane);
  const urgent = await stageRolledOut(plane, 'urgent', 2);
  await fill('urgent', 'urgent-2', { 'sim/termination': '12s' });
  const plan = { requests: { cpu: '500m' }, podSpec: { priorityClassName: 'important' }, ...V2 };
  await plane.client.apply(urgent.agent(plan));
  await diagnoses(plane, live, urgent.key(), ({ kubectl, counted, state, reason }) => ({
    state: `${state} ${reason}`,
    sentence:
      reason === 'UpdatingPods'
        ? `Rolling out: ${counted.updatedNumberScheduled} of 2 nodes updated, 1 available.`
        : 'Starting: 1 of 2 nodes available.',
    ledger: FULL,
    holders: ['urgent-2 RU5e inFlight Preempting'],
    causes: ['S10 H* PreemptionRunning urgent-2', 'S01 M* InsufficientResources urgent-2'],
    evidence: {
      S10: [
        'Pod urgent/agent-? status.nominatedNodeName: urgent-2',
        'Pod urgent/neighbour-of-urgent-2 metadata.deletionTimestamp: TIME',
      ],
      S01: [refusal('urgent', 'Insufficient cpu'), 'Node urgent-2 status.allocatable.cpu: 4'],
    },
    kubectl: kubectl.message,
  }));
  await diagnoses(plane, live, urgent.key(), {
    state: 'Complete UpdatedAndAvailable',
    sentence: 'All 2 target nodes run the current revision, available.',
    ledger: 'maxUnavailable: 0 of 1 used, 0 needed',
    holders: [],
    causes: [],
    evidence: {},
    kubectl: 'daemon set "agent" successfully rolled out',
  });
});
