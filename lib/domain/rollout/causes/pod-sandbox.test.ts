import { describe, expect, test } from 'vitest';
import type { ContainerStatus, EventRecord, PodRecord } from '#lib/domain/objects.ts';
import type { CauseFacts } from '#lib/domain/rollout/causes/cause.ts';
import {
  causesOf,
  LATE,
  makeKubeletEvent,
  makeUnreadyPod,
  POD,
  running,
  tell,
  tellEvidence,
  waiting,
} from '#lib/testing/kubelet.ts';
import { makeNode } from '#lib/testing/objects.ts';
import { MINUTE, makeSilentNode, NOW, SECOND } from '#lib/testing/rollouts.ts';

const CREATING = waiting('ContainerCreating');
const pod = makeUnreadyPod([CREATING]);

function tellOf(events: readonly EventRecord[], of: PodRecord = pod) {
  return tell(causesOf(of, { events }));
}

/* kuberuntime_manager.go, kubelet.go; the tails are of containerd and of network plugins. */
const SANDBOX: readonly (readonly [detail: string, reason: string, note: string])[] = [
  [
    'AddressesExhausted',
    'FailedCreatePodSandBox',
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "[masked]": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
  ],
  [
    'AddressesExhausted',
    'FailedCreatePodSandBox',
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "[masked]": plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.64.0.1-10.64.0.254',
  ],
  [
    'NetworkPlugin',
    'FailedCreatePodSandBox',
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "[masked]": plugin type="calico" failed (add): stat /var/lib/calico/nodename: no such file or directory',
  ],
  [
    'RuntimeHandlerMissing',
    'FailedCreatePodSandBox',
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "kata" is configured',
  ],
  ['Unrecognised', 'FailedCreatePodSandBox', 'Failed to create pod sandbox: rpc error: code = DeadlineExceeded'],
  [
    'NetworkNotReady',
    'NetworkNotReady',
    'network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
  ],
];

describe('[K09] the sandbox of a pod cannot be made', () => {
  test.for(SANDBOX)('%s, by %s: %s', ([detail, reason, note]) => {
    const event = makeKubeletEvent(reason, note, { firstTimestamp: NOW - 40 * SECOND });
    const causes = causesOf(pod, { events: [event] });
    expect(tell(causes)).toStrictEqual([['K09', 'H', { detail, message: note }]]);
    expect(tellEvidence(causes)).toStrictEqual([`Event ${POD}.${reason} message = ${note}`]);
    expect(causes[0]?.since).toBe(NOW - 40 * SECOND);
  });

  test.for([
    ['FailedPodSandBoxStatus', 'Unable to get pod sandbox status: odd', 'Unrecognised'],
    ['FailedCreatePodContainer', 'unable to ensure pod container exists: failed to create container', 'PodCgroup'],
    ['FailedPrepareDynamicResources', 'Failed to prepare dynamic resources: odd', 'DynamicResources'],
  ] as const)('%s is near it, and only likely', ([reason, note, detail]) => {
    expect(tellOf([makeKubeletEvent(reason, note)])).toStrictEqual([['K09', 'M', { detail, message: note }]]);
  });

  test('[EV3] the prefix of combined events is taken off', () => {
    const note = '(combined from similar events): Failed to create pod sandbox: odd';
    expect(tellOf([makeKubeletEvent('FailedCreatePodSandBox', note)])[0]?.[2].message).toBe(
      'Failed to create pod sandbox: odd',
    );
  });

  const failed = makeKubeletEvent('FailedCreatePodSandBox', 'Failed to create pod sandbox: odd');
  test.for<readonly [title: string, of: PodRecord, events: readonly EventRecord[]]>([
    ['an image is pulled since', pod, [failed, makeKubeletEvent('Pulling', 'Pulling image "x"', { at: NOW })]],
    ['its container runs', makeUnreadyPod([running()]), [failed]],
    ['its container got as far as its image', makeUnreadyPod([waiting('RunContainerError')]), [failed]],
    [
      'its container has run since',
      makeUnreadyPod([waiting('ContainerCreating', undefined, { lastTermination: { exitCode: 0, finishedAt: NOW } })]),
      [failed],
    ],
  ])('an event does not speak when %s', ([, of, events]) => {
    expect(tellOf(events, of).map(([code]) => code)).not.toContain('K09');
  });
  test('a start in the same second as the failure does not silence it', () => {
    const at = NOW - 10 * SECOND;
    expect(tellOf([failed, makeKubeletEvent('Pulled', 'pulled', { at })])).toHaveLength(1);
  });
});

describe('[K09] [PD7] without an event the condition speaks', () => {
  const condition = { type: 'PodReadyToStartContainers', status: 'False', lastTransitionTime: NOW - 9 * MINUTE };
  const withCondition = (late: boolean) => {
    const base = makeUnreadyPod([CREATING], late ? LATE : {});
    return { ...base, conditions: [...base.conditions, condition] };
  };
  test('past the start allowance, as only likely: volumes come before it', () => {
    const causes = causesOf(withCondition(true));
    expect(tell(causes)).toStrictEqual([['K09', 'M', {}]]);
    expect(tellEvidence(causes)).toStrictEqual([
      `Pod ${POD} status.conditions[PodReadyToStartContainers].status = False`,
    ]);
    expect(causes[0]?.since).toBe(NOW - 9 * MINUTE);
  });
  test('not within it', () => {
    expect(causesOf(withCondition(false))).toStrictEqual([]);
  });
  test('[CE3] not on a node whose kubelet is silent: it follows from the silence', () => {
    expect(causesOf(withCondition(true), { node: makeSilentNode('node-a') })).toStrictEqual([]);
  });
  test('nor while the kubelet has not taken the pod', () => {
    const { startTime: _, ...untaken } = withCondition(true);
    expect(causesOf(untaken)).toStrictEqual([]);
  });
  test('nor when an event says that it is a volume', () => {
    const events = [makeKubeletEvent('FailedMount', 'MountVolume.SetUp failed for volume "c" : secret "s" not found')];
    expect(causesOf(withCondition(true), { events }).map(({ code }) => code)).toStrictEqual(['K10']);
  });
});

test('[K09] a network that is not ready on a node that is not ready is the word of its kubelet', () => {
  const node = makeNode('node-a', { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }] });
  const events = [makeKubeletEvent('NetworkNotReady', 'network is not ready: cni plugin not initialized')];
  expect(causesOf(pod, { events, node })).toMatchObject([{ code: 'K09', confidence: 'H' }]);
});

const SETUP = 'MountVolume.SetUp failed for volume';
const ATTACH_OR_MOUNT = 'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[]';

/* volume/configmap, volume/secret, volume/hostpath, operation_generator.go and the attach/detach controller. */
const VOLUMES: readonly (readonly [
  code: 'K10' | 'K11',
  confidence: 'H' | 'M',
  reason: string,
  note: string,
  facts: CauseFacts,
])[] = [
  [
    'K10',
    'H',
    'FailedMount',
    `${SETUP} "config" : configmap "agent" not found`,
    { detail: 'ConfigMapMissing', subject: 'ConfigMap agent' },
  ],
  [
    'K10',
    'H',
    'FailedMount',
    `${SETUP} "token" : secret "agent-token" not found`,
    { detail: 'SecretMissing', subject: 'Secret agent-token' },
  ],
  [
    'K10',
    'H',
    'FailedMount',
    `${SETUP} "config" : configmap references non-existent config key: agent.yaml`,
    { detail: 'KeyMissing', subject: 'key agent.yaml' },
  ],
  [
    'K10',
    'H',
    'FailedMount',
    `${SETUP} "token" : references non-existent secret key: token`,
    { detail: 'KeyMissing', subject: 'key token' },
  ],
  [
    'K10',
    'H',
    'FailedMount',
    `${SETUP} "run" : hostPath type check failed: /run/agent.sock is not a socket file`,
    { detail: 'HostPath', subject: '/run/agent.sock' },
  ],
  [
    'K10',
    'H',
    'FailedMount',
    `${ATTACH_OR_MOUNT}, failed to process volumes=[data]: error processing PVC default/data: failed to fetch PVC from API server: persistentvolumeclaims "data" not found`,
    { detail: 'ClaimMissing', subject: 'PersistentVolumeClaim data' },
  ],
  [
    'K11',
    'H',
    'FailedAttachVolume',
    'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be attached to another',
    { detail: 'MultiAttach', subject: 'pvc-1' },
  ],
  [
    'K11',
    'H',
    'FailedAttachVolume',
    'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = Internal',
    { detail: 'AttachFailed', subject: 'pvc-1' },
  ],
  [
    'K11',
    'M',
    'FailedMount',
    `${ATTACH_OR_MOUNT}, failed to process volumes=[]: timed out waiting for the condition`,
    { detail: 'MountFailed', subject: 'data' },
  ],
  [
    'K11',
    'M',
    'FailedMount',
    `${SETUP} "nfs" : mount failed: exit status 32`,
    { detail: 'MountFailed', subject: 'nfs' },
  ],
];

describe('[K10] [K11] [PD6] a volume keeps the containers from being begun', () => {
  test.for(VOLUMES)('%s %s, by %s: %s', ([code, confidence, reason, note, facts]) => {
    const causes = causesOf(pod, { events: [makeKubeletEvent(reason, note)] });
    expect(tell(causes)).toStrictEqual([[code, confidence, { ...facts, message: note }]]);
    expect(tellEvidence(causes)).toStrictEqual([`Event ${POD}.${reason} message = ${note}`]);
  });

  test('what is named goes before what only says that it waited', () => {
    const events = [
      makeKubeletEvent('FailedMount', `${SETUP} "config" : configmap "agent" not found`, {
        name: 'a',
        at: NOW - MINUTE,
      }),
      makeKubeletEvent('FailedMount', `${ATTACH_OR_MOUNT}: timed out waiting for the condition`, {
        name: 'b',
        at: NOW,
      }),
    ];
    expect(tellOf(events).map(([code, , { subject }]) => [code, subject])).toStrictEqual([['K10', 'ConfigMap agent']]);
  });
  test.for(['FailedMount', 'FailedAttachVolume'])('%s from before an image was pulled does not speak', (reason) => {
    const note = `${SETUP} "config" : configmap "agent" not found`;
    const pulled = makeKubeletEvent('Pulled', 'pulled', { at: NOW });
    expect(tellOf([makeKubeletEvent(reason, note), pulled])).toStrictEqual([]);
  });
  test('a pod whose containers run keeps its volumes: the kubelet only cannot refresh one', () => {
    const events = [makeKubeletEvent('FailedMount', `${SETUP} "config" : configmap "agent" not found`)];
    expect(tellOf(events, makeUnreadyPod([running()])).map(([code]) => code)).not.toContain('K10');
  });
  test.for<readonly [of: string, status: ContainerStatus]>([
    ['init containers', waiting('PodInitializing', undefined, { name: 'prepare', init: true })],
    ['a container without a word', waiting()],
  ])('%s that have not had their turn wait as well', ([, status]) => {
    const events = [makeKubeletEvent('FailedMount', `${SETUP} "config" : configmap "agent" not found`)];
    expect(tellOf(events, makeUnreadyPod([status, CREATING]))).toHaveLength(1);
  });
});
