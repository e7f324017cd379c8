import { describe, expect, test } from 'vitest';
import type { CauseFacts } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import {
  causesOf,
  crashed,
  makeKubeletEvent,
  makeUnreadyPod,
  POD,
  tell,
  tellEvidence,
  waiting,
} from '#lib/testing/kubelet.ts';
import { NOW, SECOND } from '#lib/testing/rollouts.ts';

type Row = readonly [code: CauseCode, reason: string, message: string, facts: CauseFacts];

const CONFIG = 'CreateContainerConfigError';
const RUNC =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';

/* The kubelet's own texts of kubelet_pods.go and kuberuntime/security_context_others.go; the runtime's of containerd and runc. */
const ROWS: readonly Row[] = [
  ['K15', CONFIG, 'configmap "agent" not found', { detail: 'ConfigMapMissing', subject: 'ConfigMap agent' }],
  ['K15', CONFIG, 'secret "agent-token" not found', { detail: 'SecretMissing', subject: 'Secret agent-token' }],
  [
    'K15',
    CONFIG,
    "couldn't find key level in ConfigMap default/agent",
    { detail: 'KeyMissing', subject: 'key level of ConfigMap agent' },
  ],
  [
    'K15',
    CONFIG,
    "couldn't find key token in Secret default/agent",
    { detail: 'KeyMissing', subject: 'key token of Secret agent' },
  ],
  [
    'K15',
    CONFIG,
    'container has runAsNonRoot and image will run as root (pod: "agent_default(u)", container: agent)',
    { detail: 'RunAsNonRoot' },
  ],
  [
    'K15',
    CONFIG,
    'container has runAsNonRoot and image has non-numeric user (agent), cannot verify user is non-root',
    { detail: 'RunAsNonRoot' },
  ],
  ['K15', CONFIG, 'failed to prepare subPath for volumeMount "x" of container "agent"', {}],
  [
    'K16',
    'CreateContainerError',
    'failed to reserve container name "agent_agent-x_default_u_1": name "agent_agent-x_default_u_1" is reserved for "7c5"',
    { detail: 'NameInUse' },
  ],
  ['K16', 'CreateContainerError', 'ImageVolumeMountFailed: failed to mount image volume', { detail: 'ImageVolume' }],
  [
    'K16',
    'CreateContainerError',
    'failed to generate container spec: failed to mkdir "/run/agent": mount path is a file',
    { detail: 'Mount' },
  ],
  ['K16', 'PreCreateHookError', 'cpu manager has no assignment', {}],
  ['K16', 'PreStartHookError', 'device plugin PreStartContainer rpc failed', {}],
  [
    'K17',
    'RunContainerError',
    `${RUNC}exec: "agnet": executable file not found in $PATH`,
    { detail: 'ExecutableMissing' },
  ],
  ['K17', 'RunContainerError', `${RUNC}exec: "/agent": permission denied`, { detail: 'PermissionDenied' }],
  ['K17', 'RunContainerError', `${RUNC}exec /agent: exec format error`, { detail: 'WrongArchitecture' }],
  ['K17', 'RunContainerError', 'odd', {}],
  ['K26', 'PostStartHookError', 'command /bin/false exited with 1', {}],
];

describe('[K15] [K16] [K17] [K26] a container that cannot be made or begun', () => {
  test.for(ROWS)('%s %s: %s', ([code, reason, message, facts]) => {
    const causes = causesOf(makeUnreadyPod([waiting(reason, message)]));
    expect(tell(causes)).toStrictEqual([
      [
        code,
        'H',
        {
          container: 'agent',
          image: 'example.com/agent:1',
          ...facts,
          message,
          waitingReason: reason,
          restartCount: 0,
        },
      ],
    ]);
    expect(tellEvidence(causes)).toStrictEqual([
      `Pod ${POD} status.containerStatuses[agent].state.waiting.reason = ${reason}`,
      `Pod ${POD} status.containerStatuses[agent].state.waiting.message = ${message}`,
    ]);
  });

  test('a word of the kubelet that says only that it is still coming is no cause', () => {
    expect(causesOf(makeUnreadyPod([waiting('ContainerCreating'), waiting('RestartingAllContainers')]))).toStrictEqual(
      [],
    );
  });
});

describe('[K17] a container whose process never began', () => {
  const status = crashed(4, { exitCode: 128, reason: 'StartError' });
  const start = { container: 'agent', image: 'example.com/agent:1', exitCode: 128, restartCount: 4 };

  test('with the event that says why', () => {
    const message = `${RUNC}exec: "agnet": executable file not found in $PATH`;
    const events = [
      makeKubeletEvent('Failed', `Error: ${message}`, { name: 'why', container: 'agent', at: NOW - 20 * SECOND }),
      makeKubeletEvent('Failed', 'Error: ImagePullBackOff', { name: 'later' }),
    ];
    const causes = causesOf(makeUnreadyPod([status]), { events });
    expect(tell(causes).slice(0, 1)).toStrictEqual([['K17', 'H', { ...start, detail: 'ExecutableMissing', message }]]);
    expect(tellEvidence(causes.slice(0, 1))).toStrictEqual([
      `Pod ${POD} status.containerStatuses[agent].lastState.terminated.reason = StartError`,
      `Event why message = Error: ${message}`,
    ]);
  });
  test('that of another container says nothing', () => {
    const events = [makeKubeletEvent('Failed', 'Error: permission denied', { container: 'proxy' })];
    expect(tell(causesOf(makeUnreadyPod([status]), { events }))[0]).toStrictEqual(['K17', 'H', start]);
  });
  test('and without it, when events are gone', () => {
    expect(tell(causesOf(makeUnreadyPod([status])))).toStrictEqual([
      ['K17', 'H', start],
      ['K18', 'H', { ...start, waitingReason: 'CrashLoopBackOff' }],
    ]);
  });
});
