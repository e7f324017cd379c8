import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ControlPlane } from './control-plane.ts';
import type { KubernetesObject } from './kinds.ts';

/*
 * What `kubectl get` prints, made fit for the repository: without managedFields and the marks by which faults are made,
 * with kwok speaking as the kubelet it stands for, one object a line.
 */

const run = promisify(execFile);
const RESOURCES = 'nodes,pods,daemonsets,controllerrevisions,events';
const WRITERS = ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const;

/** Reads all at a moment when nobody writes: five lists, one after the other, would else tell of five moments. */
export async function capture({ binaries, kubeconfig, component }: ControlPlane): Promise<KubernetesObject[]> {
  for (const name of WRITERS) component(name).freeze();
  try {
    const args = ['--kubeconfig', kubeconfig('admin'), 'get', RESOURCES, '-A', '-o', 'json'];
    const { stdout } = await run(binaries.kubectl, args, { maxBuffer: 64 * 1_048_576 });
    const { items } = JSON.parse(stdout) as { items: KubernetesObject[] };
    return items;
  } finally {
    for (const name of WRITERS) component(name).thaw();
  }
}

export function formatList(items: readonly KubernetesObject[]): string {
  const lines = items.map((item) => JSON.stringify(item)).join(',\n');
  return `{"apiVersion":"v1","kind":"List","metadata":{"resourceVersion":""},"items":[\n${lines}\n]}\n`;
}

/** Takes away what only the test bed knows of. */
export function tidy(items: readonly KubernetesObject[]): KubernetesObject[] {
  const pods = new Map(items.filter(({ kind }) => kind === 'Pod').map((pod) => [pod.metadata['uid'], pod]));
  return items.map((item) => {
    const replace = item.kind === 'Pod' ? withoutPadding : withoutMarks;
    const whole = JSON.parse(JSON.stringify(item, replace)) as KubernetesObject;
    if (item.kind === 'Node') return withHostname(whole);
    return item.kind === 'Event' ? inTheNameOfTheKubelet(whole, pods) : whole;
  });
}

/** What the API server adds to every pod and no reader of a DaemonSet asks for; a third of all bytes. */
const POD_PADDING: ReadonlySet<string> = new Set([
  'blockOwnerDeletion',
  'dnsPolicy',
  'enableServiceLinks',
  'generateName',
  'imageID',
  'imagePullPolicy',
  'lastProbeTime',
  'podIPs',
  'restartPolicy',
  'serviceAccount',
  'terminationMessagePath',
  'terminationMessagePolicy',
]);
function withoutPadding(key: string, value: unknown): unknown {
  if (POD_PADDING.has(key)) return undefined;
  if (key === 'conditions' && Array.isArray(value)) return value.filter((each: PodCondition) => !isOldNews(each));
  if ((key === 'lastState' || key === 'securityContext') && JSON.stringify(value) === '{}') return undefined;
  return withoutMarks(key, value);
}

type PodCondition = { readonly type: string; readonly status: string };
function isOldNews({ type, status }: PodCondition): boolean {
  return status === 'True' && (type === 'Initialized' || type === 'PodReadyToStartContainers');
}

function withoutMarks(key: string, value: unknown): unknown {
  if (key === 'managedFields' || key === 'daemonEndpoints') return undefined;
  if ((key !== 'annotations' && key !== 'labels') || typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !name.startsWith('sim/'));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** So that logs can be read through kwok, every node of the test bed is called localhost. */
function withHostname(item: KubernetesObject): KubernetesObject {
  const status = item['status'] as { addresses?: { type: string; address: string }[] };
  const addresses = (status.addresses ?? []).map((each) =>
    each.type === 'Hostname' ? { ...each, address: item.metadata.name } : each,
  );
  return { ...item, status: { ...status, addresses } };
}

/** kwok cannot put names into its events, and signs them itself. */
function inTheNameOfTheKubelet(
  event: KubernetesObject,
  pods: ReadonlyMap<unknown, KubernetesObject>,
): KubernetesObject {
  const { source, involvedObject } = event as { source?: { component?: string }; involvedObject?: { uid?: string } };
  if (source?.component !== 'kwok_controller') return event;
  const spec = pods.get(involvedObject?.uid)?.['spec'] as PodSpec | undefined;
  const image = spec?.containers[0]?.image ?? '';
  const host = spec?.nodeName ?? '';
  return {
    ...event,
    source: { component: 'kubelet', host },
    reportingComponent: 'kubelet',
    reportingInstance: host,
    message: String(event['message']).replace('Failed to pull image:', `Failed to pull image "${image}":`),
  };
}
type PodSpec = { readonly nodeName?: string; readonly containers: readonly { readonly image: string }[] };

/** From this moment of the recording on, the story is told as if it had begun so long ago. */
export type Chapter = { readonly startedAt: number; readonly agoMillis: number };

const TIMESTAMP = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z"/g;
const EVENT_TTL_MILLIS = 3_600_000;

/**
 * Spreads a recording of two minutes over weeks: within a chapter times keep their distances, between chapters time
 * passes. Then nodes have just sent their heartbeats, and events older than an hour are gone, as in any cluster.
 */
export function retell(
  items: readonly KubernetesObject[],
  chapters: readonly Chapter[],
  end: number,
): KubernetesObject[] {
  const tell = (real: number): number => {
    const chapter = chapters.findLast(({ startedAt }) => startedAt <= real) ?? chapters[0];
    return chapter === undefined ? real : end - chapter.agoMillis + (real - chapter.startedAt);
  };
  const told = items.map((item) => {
    const text = JSON.stringify(item).replace(TIMESTAMP, (_, seconds: string, fraction: string | undefined) => {
      return `"${formatTime(tell(Date.parse(`${seconds}Z`))).slice(0, -1)}${fraction ?? ''}Z"`;
    });
    return withDeletion(item, JSON.parse(text) as KubernetesObject, tell);
  });
  return told
    .filter((item) => !isOldEvent(item, end))
    .map((item) => (item.kind === 'Node' ? withHeartbeat(item, end) : item));
}

/** It lies in the future by the grace, perhaps in another chapter than the deletion itself. */
function withDeletion(
  real: KubernetesObject,
  told: KubernetesObject,
  tell: (real: number) => number,
): KubernetesObject {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = real.metadata as Deletion;
  if (deletionTimestamp === undefined) return told;
  const graceMillis = deletionGracePeriodSeconds * 1_000;
  const at = tell(Date.parse(deletionTimestamp) - graceMillis) + graceMillis;
  return { ...told, metadata: { ...told.metadata, deletionTimestamp: formatTime(at) } };
}
type Deletion = { readonly deletionTimestamp?: string; readonly deletionGracePeriodSeconds?: number };

function formatTime(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}

function isOldEvent(item: KubernetesObject, end: number): boolean {
  if (item.kind !== 'Event') return false;
  const { lastTimestamp, eventTime } = item as { lastTimestamp?: string | null; eventTime?: string | null };
  const at = lastTimestamp ?? eventTime ?? String(item.metadata['creationTimestamp']);
  return Date.parse(at) < end - EVENT_TTL_MILLIS;
}

/** A kubelet reports every five minutes when nothing changes; a dead one last did so before it was missed. */
function withHeartbeat(item: KubernetesObject, end: number): KubernetesObject {
  const status = item['status'] as { conditions: { status: string; lastTransitionTime: string }[] };
  const conditions = status.conditions.map((each) => {
    const missedAt = each.status === 'Unknown' ? Date.parse(each.lastTransitionTime) : end;
    return { ...each, lastHeartbeatTime: formatTime(missedAt - 60_000) };
  });
  return { ...item, status: { ...status, conditions } };
}
