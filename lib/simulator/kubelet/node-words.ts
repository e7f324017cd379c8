import type { Condition } from '../objects.ts';

/** What a kubelet says of its node with a condition, and as an event when that changes. Source: pkg/kubelet/nodestatus. */
type Words = { readonly reason: string; readonly message: string; readonly event: string };

const WORDS: Readonly<Record<string, Partial<Record<Condition['status'], Words>>>> = {
  Ready: {
    True: { reason: 'KubeletReady', message: 'kubelet is posting ready status', event: 'NodeReady' },
    False: { reason: 'KubeletNotReady', message: 'container runtime is down', event: 'NodeNotReady' },
  },
  MemoryPressure: {
    True: {
      reason: 'KubeletHasInsufficientMemory',
      message: 'kubelet has insufficient memory available',
      event: 'NodeHasInsufficientMemory',
    },
    False: {
      reason: 'KubeletHasSufficientMemory',
      message: 'kubelet has sufficient memory available',
      event: 'NodeHasSufficientMemory',
    },
  },
  DiskPressure: {
    True: { reason: 'KubeletHasDiskPressure', message: 'kubelet has disk pressure', event: 'NodeHasDiskPressure' },
    False: {
      reason: 'KubeletHasNoDiskPressure',
      message: 'kubelet has no disk pressure',
      event: 'NodeHasNoDiskPressure',
    },
  },
  PIDPressure: {
    True: {
      reason: 'KubeletHasInsufficientPID',
      message: 'kubelet has insufficient PID available',
      event: 'NodeHasInsufficientPID',
    },
    False: {
      reason: 'KubeletHasSufficientPID',
      message: 'kubelet has sufficient PID available',
      event: 'NodeHasSufficientPID',
    },
  },
};

/** The types of condition that are a kubelet's own. */
export const KUBELET_CONDITIONS = Object.keys(WORDS);

/** Undefined where a kubelet has nothing to say. */
export function wordsOf(type: string, status: Condition['status']): Words | undefined {
  return WORDS[type]?.[status];
}
