import { expect, test } from 'vitest';
import { makeDaemonSet } from '#lib/testing/objects.ts';
import type { DaemonSetStatus, UpdateStrategy } from '../objects.ts';
import { computeKubectlVerdict } from './kubectl.ts';
import type { KubectlVerdict } from './verdict.ts';

type Row = {
  readonly name: string;
  readonly updateStrategy?: UpdateStrategy;
  readonly generation?: number;
  readonly status: Partial<DaemonSetStatus>;
  readonly verdict: KubectlVerdict;
};
const rows: readonly Row[] = [
  {
    name: '[ST10] refuses OnDelete before anything else',
    updateStrategy: { kind: 'OnDelete' },
    generation: 2,
    status: {},
    verdict: { message: 'rollout status is only available for RollingUpdate strategy type' },
  },
  {
    name: '[ST10] waits for the generation',
    generation: 2,
    status: { desiredNumberScheduled: 3 },
    verdict: { done: false, message: 'Waiting for daemon set spec update to be observed...' },
  },
  {
    name: '[ST10] waits for updated pods',
    status: { desiredNumberScheduled: 3, updatedNumberScheduled: 1, numberAvailable: 2 },
    verdict: {
      done: false,
      message: 'Waiting for daemon set "agent" rollout to finish: 1 out of 3 new pods have been updated...',
    },
  },
  {
    name: '[ST10] waits for available pods',
    status: { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 },
    verdict: {
      done: false,
      message: 'Waiting for daemon set "agent" rollout to finish: 2 of 3 updated pods are available...',
    },
  },
  {
    name: '[ST11] is done whatever is misscheduled',
    status: { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3, numberMisscheduled: 2 },
    verdict: { done: true, message: 'daemon set "agent" successfully rolled out' },
  },
  {
    name: '[ST10] is done where nothing is desired',
    status: {},
    verdict: { done: true, message: 'daemon set "agent" successfully rolled out' },
  },
];
test.for(rows)('$name', ({ updateStrategy, generation = 1, status, verdict }) => {
  const strategy = updateStrategy === undefined ? {} : { updateStrategy };
  expect(computeKubectlVerdict(makeDaemonSet({ generation, status, ...strategy }))).toStrictEqual(verdict);
});
