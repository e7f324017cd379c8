import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyQuota } from '#lib/testing/admission.ts';
import { diagnoses, printed, runAdvised } from '#lib/testing/diagnosis.ts';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { stageRolledOut, wakeController } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { podQuota } from '#testbed/scenario.ts';

/** Rollouts whose new pods are refused, and one that waits for a person, from a real control plane to the document. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const KUBECTL = 'Waiting for daemon set "agent" rollout to finish:';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

function frozenBy(cause: string, node: string | undefined): string {
  return `Rollout stalled (${cause}): every sync of the controller fails before it updates a pod · ${node}.`;
}

/** By what the quota said to the controller, which is all that is known of either. */
function exceeded(namespace: string, pods: number) {
  const said = `Event ${namespace}/agent message: pods "agent-?" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=${pods}, limited: pods=${pods}`;
  return { R07: [said], C01: [said] };
}

test('[R07] [C01] a quota that was lowered refuses the first new pod, and the update stands', async () => {
  await using live = await openLiveFleet(plane);
  const rationed = await stageRolledOut(plane, 'rationed', 3);
  await applyQuota(plane, podQuota('rationed', 2));
  await plane.client.apply(rationed.agent(V2));
  await diagnoses(plane, live, rationed.key(), ({ budget }) => {
    const node = budget?.holders[0]?.node;
    return {
      state: 'Stalled SyncFails',
      sentence: frozenBy('quota is used up', node),
      ledger: 'maxUnavailable: 1 of 1 used, 1 needed',
      holders: [`${node} RU5b stuck FailedCreate`],
      causes: [`R07 H* BudgetHeldByMissingPods ${node}`, `C01 H* QuotaExceeded ${node}`],
      evidence: exceeded('rationed', 2),
      kubectl: `${KUBECTL} 0 out of 3 new pods have been updated...`,
    };
  });
  expect((await printed(plane, rationed.key())).exitCode).toBe(1);
});

test('[R07] [C04] Pod Security that was tightened after the first rollout refuses the second', async () => {
  await using live = await openLiveFleet(plane);
  const plan = { podSpec: { hostNetwork: true } };
  const secured = await stageRolledOut(plane, 'secured', 3, plan);
  const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' };
  await plane.client.patch({ kind: 'Namespace', name: 'secured' }, { metadata: { labels } });
  await plane.client.apply(secured.agent({ ...plan, ...V2 }));
  const said =
    'Event secured/agent message: pods "agent-?" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)';
  await diagnoses(plane, live, secured.key(), ({ budget }) => {
    const node = budget?.holders[0]?.node;
    return {
      state: 'Stalled SyncFails',
      sentence: frozenBy('refused by Pod Security', node),
      ledger: 'maxUnavailable: 1 of 1 used, 1 needed',
      holders: [`${node} RU5b stuck FailedCreate`],
      causes: [`R07 H* BudgetHeldByMissingPods ${node}`, `C04 H* PodSecurityViolation ${node}`],
      evidence: {
        R07: [said],
        C04: [said, 'Namespace secured metadata.labels.pod-security\\.kubernetes\\.io/enforce: baseline'],
      },
      kubectl: `${KUBECTL} 0 out of 3 new pods have been updated...`,
    };
  });
});

test('[R07] [RU11] one creation that is refused keeps the whole update from running, with budget left', async () => {
  await using live = await openLiveFleet(plane);
  const two = { updateStrategy: { maxUnavailable: 2 } } as const;
  const frozen = await stageRolledOut(plane, 'frozen', 3, two);
  await applyQuota(plane, podQuota('frozen', 3));
  await plane.nodes.add([{ name: 'frozen-4', labels: { situation: 'frozen' } }]);
  await plane.client.apply(frozen.agent({ ...two, ...V2 }));
  await diagnoses(plane, live, frozen.key(), {
    state: 'Stalled SyncFails',
    sentence: frozenBy('quota is used up', 'frozen-4'),
    ledger: 'maxUnavailable: 1 of 2 used, 0 needed',
    holders: ['frozen-4 RU5b stuck FailedCreate'],
    causes: ['R07 H* BudgetHeldByMissingPods frozen-4', 'C01 H* QuotaExceeded frozen-4'],
    evidence: exceeded('frozen', 3),
    kubectl: `${KUBECTL} 0 out of 4 new pods have been updated...`,
  });
  await plane.client.apply(podQuota('frozen', 10));
  await wakeController(plane, frozen.key());
  await diagnoses(plane, live, frozen.key(), {
    state: 'Complete UpdatedAndAvailable',
    sentence: 'All 4 target nodes run the current revision, available.',
    ledger: 'maxUnavailable: 0 of 2 used, 0 needed',
    holders: [],
    causes: [],
    evidence: {},
    kubectl: 'daemon set "agent" successfully rolled out',
  });
});

test('[R02] [RS3a] under OnDelete old pods wait for a person, who does what is advised', async () => {
  await using live = await openLiveFleet(plane);
  const manual = await stageRolledOut(plane, 'manual', 2, { updateStrategy: 'OnDelete' });
  await plane.client.apply(manual.agent({ updateStrategy: 'OnDelete', ...V2 }));
  const { document } = await diagnoses(plane, live, manual.key(), {
    state: 'OnDelete OldPodsWaitForDeletion',
    sentence: '2 old pods wait to be deleted by hand (OnDelete) · manual-1, manual-2.',
    ledger: null,
    holders: [],
    causes: ['R02 H OnDeleteWaiting manual-1 manual-2'],
    evidence: { R02: ['DaemonSet manual/agent spec.updateStrategy.type: OnDelete'] },
    kubectl: 'rollout status is only available for RollingUpdate strategy type',
  });
  expect(document.kubectl.done).toBeNull();
  expect((await printed(plane, manual.key())).exitCode).toBe(2);
  await runAdvised(plane, document.causes[0]);
  const { document: after } = await diagnoses(plane, live, manual.key(), ({ causes }) => ({
    state: 'OnDelete OldPodsWaitForDeletion',
    sentence: `1 old pod waits to be deleted by hand (OnDelete) · ${causes[0]?.nodes[0]}.`,
    ledger: null,
    holders: [],
    causes: [`R02 H OnDeleteWaiting ${causes[0]?.nodes[0]}`],
    evidence: { R02: ['DaemonSet manual/agent spec.updateStrategy.type: OnDelete'] },
    kubectl: 'rollout status is only available for RollingUpdate strategy type',
  }));
  expect(after.causes[0]?.message).toContain('The old pod of 1 node waits for somebody to delete it, ');
});
