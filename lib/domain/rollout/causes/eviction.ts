import type { CauseFacts } from './cause.ts';

/** Why a kubelet put a pod out, or would not take it in, from the text of an eviction [KR3] [KR5]. */
export type Eviction =
  /** Refused at the door: the node is under pressure, and the pod never ran. */
  | { readonly kind: 'Refused'; readonly conditions: readonly string[] }
  | { readonly kind: 'WhileRunning'; readonly facts: CauseFacts };

const REFUSED = /^The node had condition: \[([^\]]*)\]/;
const NODE_LOW = /low on resource: (\S+?)\.(?:\s|$)/;
const AVAILABLE = /Threshold quantity: \S+, available: (\S+?)\.(?:\s|$)/;
const USAGE = /Container (\S+) was using (\S+), request is (\S+), has larger consumption/;
const CONTAINER_LIMIT = /Container (\S+) exceeded its local ephemeral storage limit "([^"]*)"/;
const POD_LIMIT = /Pod ephemeral local storage usage exceeds the total limit of containers (\S+?)\.(?:\s|$)/;
const EMPTY_DIR = /Usage of EmptyDir volume "([^"]*)" exceeds the limit "([^"]*)"/;

export function parseEviction(words: string): Eviction {
  const refused = REFUSED.exec(words);
  if (refused !== null) return { kind: 'Refused', conditions: (refused[1] ?? '').split(' ').filter(Boolean) };
  return { kind: 'WhileRunning', facts: nodeLow(words) ?? limitPassed(words) ?? { detail: 'Unrecognised' } };
}

function nodeLow(words: string): CauseFacts | undefined {
  const [, resource] = NODE_LOW.exec(words) ?? [];
  if (resource === undefined) return undefined;
  const [, free] = AVAILABLE.exec(words) ?? [];
  const [, container, used, requested] = USAGE.exec(words) ?? [];
  return {
    detail: 'NodeLow',
    resource,
    ...(free === undefined ? {} : { free }),
    ...(container === undefined || used === undefined || requested === undefined ? {} : { container, used, requested }),
  };
}

function limitPassed(words: string): CauseFacts | undefined {
  const storage = { detail: 'StorageLimit', resource: 'ephemeral-storage' };
  const [, container, ofContainer] = CONTAINER_LIMIT.exec(words) ?? [];
  if (container !== undefined && ofContainer !== undefined) return { ...storage, container, limited: ofContainer };
  const [, ofPod] = POD_LIMIT.exec(words) ?? [];
  if (ofPod !== undefined) return { ...storage, limited: ofPod };
  const [, subject, ofVolume] = EMPTY_DIR.exec(words) ?? [];
  if (subject === undefined || ofVolume === undefined) return undefined;
  return { detail: 'EmptyDirLimit', resource: 'ephemeral-storage', subject, limited: ofVolume };
}
