import { describe, expect, test } from 'vitest';
import { SCENARIOS } from '#lib/simulator/scenarios.ts';
import { type Ending, endingOf, type Said } from '#lib/testing/scenario-ending.ts';

/*
 * Every story of the embedded cluster, told to its end and read as any cluster is: `status --simulate=NAME`. What the
 * product has to say at the end was written down from what the story means.
 */

const LARGE = 'slow-5000';

function complete(wanted: number, excluded = 0): Said {
  return {
    verdict: 'Complete UpdatedAndAvailable',
    counted: [wanted, wanted, wanted, wanted, wanted, 0],
    cells: { ok: wanted, ...(excluded > 0 && { excluded }) },
  };
}

/** The five agents of most clusters; only fluent-bit does not go where there are taints. */
function usual(all: number, workers: number): Readonly<Record<string, Said>> {
  return {
    cilium: complete(all),
    'ebs-csi-node': complete(all),
    'fluent-bit': complete(workers, all - workers),
    'kube-proxy': complete(all),
    'node-exporter': complete(all),
  };
}

/** On a node that is dead the old pod ends for ever: it was deleted at once, because it was not available [RU5f] [TM2]. */
const LOST_POD = 'nodeDown: NodeNotReady, TerminatingOverdue, Outdated';

function onSilentNodes(said: string): Readonly<Record<string, string>> {
  return Object.fromEntries(['prow-build-031', 'prow-build-077', 'prow-build-120'].map((name) => [name, said]));
}

/** Pods that a dead node keeps terminating for ever hold the budget: repaired nodes come first, their pods after them. */
const HELD_BY_DEAD_NODES = 'R03 R08 T01';

/** Not one pod has moved, although all but a few are available [FA3]. */
const DEADLOCKED: Said = {
  verdict: 'Stalled BudgetUsed',
  counted: [288, 288, 0, 268, 268, 0],
  cells: { old: 268, nodeDown: 20 },
  causes: HELD_BY_DEAD_NODES,
  budget: '20/15, 20 NodeNotReady',
};
const DEADLOCKED_BY_THREE: Said = {
  verdict: 'Stalled BudgetUsed',
  counted: [164, 164, 0, 161, 161, 0],
  cells: { old: 161, nodeDown: 3 },
  causes: HELD_BY_DEAD_NODES,
  budget: '3/1, 3 NodeNotReady',
  trouble: onSilentNodes(LOST_POD),
};
const WITHOUT_THREE: Said = {
  verdict: 'Degraded NodesNotAvailable',
  counted: [164, 164, 164, 161, 161, 0],
  cells: { ok: 161, nodeDown: 3 },
  trouble: onSilentNodes('nodeDown: NodeNotReady'),
  causes: 'R03',
  budget: '3/17, 3 NodeNotReady',
};
const WITHOUT_TWENTY: Said = {
  verdict: 'Degraded NodesNotAvailable',
  counted: [288, 288, 288, 268, 268, 0],
  cells: { ok: 268, nodeDown: 20 },
  causes: 'R03',
};

/** Which nodes come first is chance. */
const SOME: number = expect.any(Number);

const ENDINGS: Readonly<Record<string, Ending>> = {
  tour: {
    exitCode: 0,
    daemonSets: {
      ...usual(48, 33),
      'datadog-agent': complete(33, 15),
      'eks-pod-identity-agent': complete(48),
      'node-local-dns': complete(48),
      'node-problem-detector': complete(48),
      'nvidia-dcgm-exporter': complete(6, 42),
      'nvidia-device-plugin-daemonset': complete(6, 42),
    },
  },
  healthy: {
    exitCode: 0,
    daemonSets: { ...usual(27, 24), 'eks-pod-identity-agent': complete(27), 'node-problem-detector': complete(27) },
  },
  rolling: { exitCode: 0, daemonSets: usual(123, 120) },
  'on-delete': {
    exitCode: 2,
    daemonSets: {
      ...usual(33, 30),
      // Zone c has eleven of the nodes.
      'ebs-csi-node': {
        verdict: 'OnDelete OldPodsWaitForDeletion',
        counted: [33, 33, 22, 33, 33, 0],
        cells: { ok: 22, old: 11 },
        causes: 'R02',
      },
    },
  },
  'new-nodes': { exitCode: 0, daemonSets: usual(18, 15) },
  'budget-deadlock': {
    exitCode: 1,
    daemonSets: {
      'gpu-health-monitor-dcgm-4.x': DEADLOCKED,
      'metadata-collector': DEADLOCKED,
      'platform-connectors': DEADLOCKED,
      'syslog-health-monitor-regular': DEADLOCKED,
      cilium: { ...WITHOUT_TWENTY, budget: '20/2, 20 NodeNotReady' },
      'node-exporter': { ...WITHOUT_TWENTY, budget: '20/29, 20 NodeNotReady' },
    },
  },
  'one-dead-node': {
    exitCode: 1,
    daemonSets: {
      'create-loop-devs': DEADLOCKED_BY_THREE,
      'tune-sysctls': DEADLOCKED_BY_THREE,
      'kube-proxy': WITHOUT_THREE,
      'node-exporter': WITHOUT_THREE,
      // It does not tolerate a node that is not Ready: such a node is not wanted, and what is left there does not count.
      'fluent-bit': {
        verdict: 'Complete UpdatedAndAvailable',
        counted: [161, 161, 161, 161, 161, 3],
        cells: { ok: 161, nodeDown: 3 },
        trouble: onSilentNodes('nodeDown: NodeNotReady, Taint'),
        causes: 'R03(M)',
        budget: '3/2, 3 NodeNotReady',
      },
    },
  },
  'bad-image': { exitCode: 0, daemonSets: { ...usual(39, 36), 'datadog-agent': complete(36, 3) } },
  'crash-loop-on-arm': {
    exitCode: 1,
    daemonSets: {
      ...usual(43, 40),
      falco: {
        verdict: 'Stalled BudgetUsed',
        counted: [40, 40, SOME, 37, 37, 0],
        cells: { old: SOME, ok: SOME, failed: 3, excluded: 3 },
        causes: 'K18 K29(M)',
        budget: '3/3, 3 CrashLoopBackOff',
        trouble: expect.toSatisfy((trouble: object) => onArmAlone(trouble)),
      },
    },
  },
  'starved-equal-priority': {
    exitCode: 1,
    daemonSets: {
      ...usual(8, 5),
      'fluent-bit': {
        verdict: 'Stalled BudgetUsed',
        // Both starved pods are of the new revision: what was Pending was replaced at once [RU5f].
        counted: [5, 5, 2, 3, 3, 0],
        cells: { old: 3, starved: 2, excluded: 3 },
        causes: 'S01 S14',
        budget: '2/1, 2 InsufficientResource',
        trouble: { 'worker-b-01': 'starved: InsufficientResource', 'worker-c-01': 'starved: InsufficientResource' },
      },
    },
  },
  'starved-pools': {
    exitCode: 1,
    daemonSets: {
      ...usual(23, 20),
      falco: {
        // On one of the nodes the scheduler is at it.
        verdict: 'Progressing StartingPods',
        counted: [20, 20, 20, 6, 6, 0],
        cells: { ok: 6, starved: 14, excluded: 3 },
        causes: 'S01 S10 S14',
        budget: '14/1, 13 InsufficientResource',
      },
      'otel-collector-agent': {
        verdict: 'Degraded NodesNotAvailable',
        counted: [20, 20, 20, 16, 16, 0],
        cells: { ok: 16, starved: 4, excluded: 3 },
        causes: 'S01 S02 S04',
        budget: '4/2, 1 HostPortConflict, 3 InsufficientResource',
        trouble: {
          'compute-a-02': 'starved: HostPortConflict',
          'dense-a-01': 'starved: InsufficientResource',
          'edge-a-01': 'starved: InsufficientResource, InsufficientResource',
          'edge-b-01': 'starved: InsufficientResource, InsufficientResource',
        },
      },
    },
  },
  quota: {
    exitCode: 1,
    daemonSets: {
      ...usual(27, 24),
      // Four might be away, three are: there is room, but a sync that cannot create updates nothing [RU11].
      'otel-collector-agent': {
        verdict: 'Stalled SyncFails',
        counted: [24, 21, 0, 21, 21, 0],
        cells: { old: 21, missing: 3, excluded: 3 },
        causes: 'R07 C01',
        budget: '3/4, 3 FailedCreate',
        trouble: {
          'general-a-08': 'missing: FailedCreate, NoPod',
          'general-b-08': 'missing: FailedCreate, NoPod',
          'general-c-08': 'missing: FailedCreate, NoPod',
        },
      },
    },
  },
  'pod-security': {
    exitCode: 1,
    daemonSets: {
      ...usual(21, 18),
      falco: {
        verdict: 'Stalled SyncFails',
        counted: [18, 17, 0, 17, 17, 0],
        cells: { old: 17, missing: 1, excluded: 3 },
        causes: 'R07 C04',
        budget: '1/1, 1 FailedCreate',
        trouble: expect.toSatisfy((trouble: object) =>
          Object.values(trouble).every((said) => said === 'missing: FailedCreate, NoPod'),
        ),
      },
    },
  },
  'surge-hostport': {
    exitCode: 1,
    daemonSets: {
      ...usual(18, 15),
      'node-exporter': {
        verdict: 'Stalled BudgetUsed',
        // Kubernetes judges the old pods, and those are well [ST3].
        counted: [18, 18, 0, 18, 18, 0],
        cells: { old: 17, starved: 1 },
        causes: 'R06 S04',
        budget: '1/1, 1 HostPortConflict',
        trouble: expect.toSatisfy((trouble: object) =>
          Object.values(trouble).every((said) => said === 'starved: HostPortConflict, Outdated'),
        ),
      },
    },
  },
  'slow-termination': {
    exitCode: 0,
    daemonSets: {
      cilium: complete(27),
      'ebs-csi-node': complete(27),
      fluentd: complete(24, 3),
      'kube-proxy': complete(27),
      'node-exporter': complete(27),
    },
  },
  'taint-leftover': {
    exitCode: 2,
    daemonSets: {
      ...usual(18, 15),
      'fluent-bit': {
        verdict: 'CompleteWithLeftovers LeftoverPods',
        counted: [13, 13, 13, 13, 13, 2],
        cells: { ok: 13, misscheduled: 2, excluded: 3 },
        trouble: { 'general-a-03': 'misscheduled: Taint', 'general-b-04': 'misscheduled: Taint' },
      },
      // Three nodes of the control plane, and the two from which it is gone for good [FA5].
      'datadog-agent': { ...complete(13, 5), causes: 'R14(M)' },
    },
  },
  orphans: {
    exitCode: 2,
    daemonSets: {
      ...usual(12, 9),
      'node-problem-detector': complete(12),
      promtail: {
        verdict: 'Deleting BeingDeleted',
        counted: [9, 9, 9, 9, 9, 0],
        cells: { ok: 9, excluded: 3 },
        causes: 'R11',
      },
    },
  },
  intruder: {
    exitCode: 0,
    daemonSets: { ...usual(24, 18), 'kube-controller': complete(24), 'node-problem-detector': complete(24) },
  },
};

function onArmAlone(trouble: object): boolean {
  return Object.entries(trouble).every(
    ([node, said]) => node.startsWith('graviton-') && said === 'failed: ContainerWaiting, NotReady',
  );
}

/** What still holds where all is well is told as likely, and never as a fact [design 8.1]. */
function hasFacts({ verdict, causes = '' }: Said): boolean {
  return /^(Complete|Idle) /.test(verdict) && causes.split(' ').some((cause) => /^\w+$/.test(cause));
}

describe('status --simulate, at the end of', () => {
  test.each(SCENARIOS.map(({ name }) => name).filter((name) => name !== LARGE))(
    '%s',
    async (name) => {
      const ending = await endingOf(name);
      expect(ending).toEqual(ENDINGS[name]);
      expect(Object.values(ending.daemonSets).filter(hasFacts)).toStrictEqual([]);
    },
    30_000,
  );
});
