import { expect, test } from 'vitest';
import { podSecuritySubjectOf } from './pod-security.ts';

const CANARY = 'hunter2-canary';

/** A template in which all that Pod Security does not read is a canary. */
const template = {
  metadata: {
    labels: { app: CANARY },
    annotations: {
      note: CANARY,
      'container.apparmor.security.beta.kubernetes.io/agent': CANARY,
      'seccomp.security.alpha.kubernetes.io/pod': CANARY,
    },
  },
  spec: {
    serviceAccountName: CANARY,
    nodeSelector: { pool: CANARY },
    securityContext: {
      runAsUser: 0,
      seLinuxOptions: { type: 'spc_t', user: CANARY, role: CANARY, level: CANARY },
      seccompProfile: { type: 'Localhost', localhostProfile: CANARY },
      sysctls: [{ name: 'kernel.msgmax', value: CANARY }],
    },
    containers: [
      {
        name: 'agent',
        image: CANARY,
        command: [CANARY],
        args: [CANARY],
        env: [{ name: CANARY, value: CANARY }],
        ports: [
          { name: CANARY, containerPort: 80 },
          { containerPort: 81, hostPort: 81 },
        ],
        livenessProbe: {
          httpGet: { port: 80, host: 'other.example', path: CANARY, httpHeaders: [{ name: CANARY, value: CANARY }] },
        },
        readinessProbe: { exec: { command: [CANARY] } },
        securityContext: { privileged: true, capabilities: { add: ['SYS_TIME'], drop: ['ALL'] }, procMount: 'Default' },
      },
    ],
    volumes: [
      { name: 'logs', hostPath: { path: CANARY } },
      { name: 'token', secret: { secretName: CANARY } },
      { name: 'strange', newKind: { secret: CANARY } },
    ],
  },
};

test('[PS1] [PS2] a subject holds what the checks read and nothing else', () => {
  expect(podSecuritySubjectOf(template)).toStrictEqual({
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    userNamespace: false,
    windows: false,
    pod: {
      runAsUser: 0,
      seccompProfile: 'Localhost',
      seLinuxOptions: { type: 'spc_t', setsUser: true, setsRole: true },
      hostProcess: false,
    },
    sysctls: ['kernel.msgmax'],
    containers: [
      {
        name: 'agent',
        hostProcess: false,
        privileged: true,
        procMount: 'Default',
        addedCapabilities: ['SYS_TIME'],
        droppedCapabilities: ['ALL'],
        hostPorts: [81],
        handlerHosts: ['other.example'],
      },
    ],
    volumes: [
      { name: 'logs', kind: 'hostPath' },
      { name: 'token', kind: 'secret' },
      { name: 'strange', kind: 'unknown' },
    ],
    annotations: [
      { profile: 'AppArmor', key: 'container.apparmor.security.beta.kubernetes.io/agent' },
      { profile: 'Seccomp', key: 'seccomp.security.alpha.kubernetes.io/pod' },
    ],
  });
});

test('what is no template is a pod that says nothing', () => {
  for (const nothing of [undefined, null, 'x', [], { spec: [] }, { spec: { containers: 'x', volumes: {} } }]) {
    const { containers, volumes, sysctls, annotations } = podSecuritySubjectOf(nothing);
    expect([containers, volumes, sysctls, annotations]).toStrictEqual([[], [], [], []]);
  }
});
