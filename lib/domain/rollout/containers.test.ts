import { expect, test } from 'vitest';
import { CREATED_AT, makeContainer, makeContainerStatus, makePod } from '#lib/testing/objects.ts';
import type { ContainerStatus } from '../objects.ts';
import {
  type ContainerFailure,
  type ContainerFindings,
  findContainers,
  hardCauseOf,
  isStillTrying,
} from './containers.ts';

const NOW = CREATED_AT + 60_000;
const waiting = (reason: string, overrides: Partial<ContainerStatus> = {}): ContainerStatus =>
  makeContainerStatus({ ready: false, started: false, state: { kind: 'Waiting', reason }, ...overrides });
const init = (overrides: Partial<ContainerStatus>): ContainerStatus =>
  makeContainerStatus({ name: 'setup', init: true, ready: false, ...overrides });
const initializing = waiting('PodInitializing');
const crashed = { reason: 'Error', exitCode: 1, finishedAt: NOW - 30_000 };

type Row = {
  readonly name: string;
  readonly statuses: readonly ContainerStatus[];
  readonly sidecars?: readonly string[];
  readonly found: ContainerFindings;
};
const failingWait = (waitingReason: string): ContainerFailure => ({
  kind: 'ContainerWaiting',
  container: 'agent',
  init: false,
  waitingReason,
  restartCount: 0,
});
const failingWords = [
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'RunContainerError',
  'PostStartHookError',
  'CrashLoopBackOff',
];
const rows: readonly Row[] = [
  { name: '[PD1] a pod without statuses tells nothing', statuses: [], found: { failing: [] } },
  ...failingWords.map(
    (word): Row => ({
      name: `[PD2] ${word} is a failure`,
      statuses: [waiting(word)],
      found: { failing: [failingWait(word)], starting: { container: 'agent', waitingReason: word } },
    }),
  ),
  ...['ContainerCreating', 'PodInitializing', 'RestartingAllContainers', 'SomethingNew'].map(
    (word): Row => ({
      name: `[PD2] ${word} is a start`,
      statuses: [waiting(word)],
      found: { failing: [], starting: { container: 'agent', waitingReason: word } },
    }),
  ),
  {
    name: "[PD2] the kubelet's message and the last end are kept",
    statuses: [
      waiting('CrashLoopBackOff', {
        restartCount: 4,
        state: { kind: 'Waiting', reason: 'CrashLoopBackOff', message: 'back-off 40s' },
        lastTermination: { ...crashed, signal: 9 },
      }),
    ],
    found: {
      failing: [
        {
          kind: 'ContainerWaiting',
          container: 'agent',
          init: false,
          waitingReason: 'CrashLoopBackOff',
          message: 'back-off 40s',
          restartCount: 4,
          lastTermination: { reason: 'Error', exitCode: 1, signal: 9 },
        },
      ],
      starting: { container: 'agent', waitingReason: 'CrashLoopBackOff' },
    },
  },
  {
    name: '[PD3] a container that ended badly is a failure',
    statuses: [
      makeContainerStatus({
        ready: false,
        restartCount: 1,
        state: { kind: 'Terminated', reason: 'OOMKilled', exitCode: 137 },
      }),
    ],
    found: {
      failing: [
        {
          kind: 'ContainerTerminated',
          container: 'agent',
          init: false,
          termination: { reason: 'OOMKilled', exitCode: 137 },
          restartCount: 1,
        },
      ],
      starting: { container: 'agent' },
    },
  },
  {
    name: '[PD2] one that runs again after three crashes is still in its crash loop, for ten minutes',
    statuses: [makeContainerStatus({ ready: false, restartCount: 3, lastTermination: crashed })],
    found: {
      failing: [
        {
          kind: 'ContainerTerminated',
          container: 'agent',
          init: false,
          termination: { reason: 'Error', exitCode: 1 },
          restartCount: 3,
        },
      ],
      starting: { container: 'agent' },
      recheckAt: NOW - 30_000 + 600_000,
    },
  },
  {
    name: '[PD2] after two it only starts',
    statuses: [makeContainerStatus({ ready: false, restartCount: 2, lastTermination: crashed })],
    found: { failing: [], starting: { container: 'agent' } },
  },
  {
    name: '[PD2] and after ten minutes the crashes are forgotten',
    statuses: [
      makeContainerStatus({
        ready: false,
        restartCount: 9,
        lastTermination: { ...crashed, finishedAt: NOW - 600_000 },
      }),
    ],
    found: { failing: [], starting: { container: 'agent' } },
  },
  {
    name: '[PD1] [PD5] an init container that runs holds the pod, not the main one',
    statuses: [initializing, init({ state: { kind: 'Running' } })],
    found: { failing: [], starting: { container: 'setup' } },
  },
  {
    name: '[PD3] an init container that ended well is done',
    statuses: [initializing, init({ state: { kind: 'Terminated', exitCode: 0 } })],
    found: { failing: [], starting: { container: 'agent', waitingReason: 'PodInitializing' } },
  },
  {
    name: '[PD1] a failing init container is named as one',
    statuses: [initializing, init({ restartCount: 5, state: { kind: 'Waiting', reason: 'CrashLoopBackOff' } })],
    found: {
      failing: [
        {
          kind: 'ContainerWaiting',
          container: 'setup',
          init: true,
          waitingReason: 'CrashLoopBackOff',
          restartCount: 5,
        },
      ],
      starting: { container: 'setup', waitingReason: 'CrashLoopBackOff' },
    },
  },
  {
    name: '[PD5] a sidecar that has not started holds the pod',
    statuses: [initializing, init({ started: false, state: { kind: 'Running' } })],
    sidecars: ['setup'],
    found: { failing: [], starting: { container: 'setup' } },
  },
  {
    name: '[PD5] one that has started does not',
    statuses: [initializing, init({ started: true, state: { kind: 'Running' } })],
    sidecars: ['setup'],
    found: { failing: [], starting: { container: 'agent', waitingReason: 'PodInitializing' } },
  },
];
test.for(rows)('$name', ({ statuses, sidecars = [], found }) => {
  const initContainers = sidecars.map((name) => makeContainer({ name, init: true, restartPolicy: 'Always' }));
  const pod = makePod({ containerStatuses: statuses, spec: { initContainers } });
  expect(findContainers(pod, NOW)).toStrictEqual(found);
});

const hardRows: readonly (readonly [reason: string, restarts: number, cause: string | undefined, trying: boolean])[] = [
  ['ImagePullBackOff', 0, 'ImagePullBackOff', false],
  ['ErrImagePull', 0, 'ImagePullBackOff', false],
  ['InvalidImageName', 0, 'InvalidImageName', false],
  ['CreateContainerConfigError', 0, 'CreateContainerConfigError', false],
  ['CrashLoopBackOff', 3, 'CrashLoopBackOff', false],
  ['CrashLoopBackOff', 2, undefined, true],
  ['RunContainerError', 9, undefined, false],
];
test.for(hardRows)('[RS6] %s with %i restarts is the hard cause %s', ([waitingReason, restartCount, cause, trying]) => {
  const failure: ContainerFailure = {
    kind: 'ContainerWaiting',
    container: 'agent',
    init: false,
    waitingReason,
    restartCount,
  };
  expect(hardCauseOf(failure)).toBe(cause);
  expect(isStillTrying(failure)).toBe(trying);
});
