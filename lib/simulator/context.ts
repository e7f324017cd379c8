import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { Result } from '#lib/base/result.ts';
import type { Liveness } from './kubelet/liveness.ts';
import type { ObjectStore } from './object-store.ts';
import type { NewObject, ObjectReference, Pod } from './objects.ts';

/** Why the API server refused a write: the fields of a Status. */
export type Refusal = {
  readonly code: number;
  readonly reason: string;
  /** Such as `pods "agent-x2b4z" is forbidden: exceeded quota: ...`. */
  readonly message: string;
};

/** What somebody has to say about an object; how often it was said is the recorder's business. */
export type EventDraft = {
  readonly regarding: ObjectReference;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Such as `daemonset-controller`, `default-scheduler`, `kubelet`. */
  readonly component: string;
  /** The node of a kubelet that reports. */
  readonly host?: string;
  /** Only who writes events.k8s.io/v1 says what he did, such as `Scheduling`: it is the scheduler alone. */
  readonly action?: string;
};

/** How the cluster behaves; each is what a usual cluster does unless a test or a scenario says otherwise. */
export type Settings = {
  /** The kubelets of a silent node are given so long before it is NotReady (kube-controller-manager: 50 s). */
  readonly nodeMonitorGraceMillis: number;
  /** Pod GC: a pod whose node is gone is deleted after this time (40 s), looked at every 20 s. */
  readonly podGarbageCollectionMillis: number;
  /** From a node's registration to its being Ready: shortest and longest. */
  readonly nodeBirthMillis: readonly [number, number];
  /** From being bound to being Ready, where `sim/ready-delay` says nothing: shortest and longest. */
  readonly podStartMillis: readonly [number, number];
  /** From being asked to leave to being gone, where `sim/termination` says nothing: shortest and longest. */
  readonly podStopMillis: readonly [number, number];
  /** What a controller, the scheduler or a kubelet takes to notice a change: shortest and longest. */
  readonly latencyMillis: readonly [number, number];
  /** A kubelet says every so often how its node is; 0: only when something changes. */
  readonly nodeStatusMillis: number;
  /** Events are forgotten after this time. */
  readonly eventTtlMillis: number;
  /** Of a container that fails again and again: the first wait, doubled each time, and the longest. */
  readonly crashLoopBackOffMillis: readonly [number, number];
};

export const USUAL_SETTINGS: Settings = {
  nodeMonitorGraceMillis: 50_000,
  podGarbageCollectionMillis: 40_000,
  nodeBirthMillis: [10_000, 30_000],
  podStartMillis: [1_500, 5_000],
  podStopMillis: [200, 1_500],
  latencyMillis: [5, 40],
  nodeStatusMillis: 300_000,
  eventTtlMillis: 3_600_000,
  crashLoopBackOffMillis: [10_000, 300_000],
};

/** What every part of the cluster works with. All time is the story's own, all chance is seeded. */
export type Context = {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly recordEvent: (event: EventDraft) => void;
  /** Admission, then the store: quota, Pod Security, priority. What is refused leaves nothing behind. */
  readonly createPod: (draft: NewObject<'Pod'>) => Result<Pod, Refusal>;
  /** Which kubelets are alive. A dead one does nothing to its pods and its node. */
  readonly liveness: Liveness;
};

/** A part that has begun to work, until it is stopped. */
export type Running = { readonly stop: () => void };
export type Start = (context: Context) => Running;
