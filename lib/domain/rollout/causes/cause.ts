import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../../keys.ts';
import type { CauseCode, CauseName } from './cause-names.ts';

/** How sure we are [TX1]: as a fact, most likely, possible. */
export const CONFIDENCES = ['H', 'M', 'L'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What was read, and where: enough for anybody to look it up with kubectl. */
export type CauseEvidence = {
  readonly object: {
    readonly kind: 'DaemonSet' | 'ControllerRevision' | 'Pod' | 'Node' | 'Event' | 'Namespace' | 'PriorityClass';
    readonly namespace?: string;
    readonly name: string;
  };
  /** The path of the field as kubectl's jsonpath writes it, such as `status.containerStatuses[agent].state.waiting.reason`. */
  readonly field: string;
  /** A moment is text in RFC 3339. */
  readonly value: string | number | boolean;
};

/** What the sentence and the commands of a cause may name. Which of these a cause sets is told where it is found. */
export type CauseFacts = {
  /** A finer word within one cause, such as `NotFound` of an image pull. */
  readonly detail?: string;
  /** The text of Kubernetes itself, masked and cut. */
  readonly message?: string;
  readonly container?: string;
  readonly image?: string;
  readonly exitCode?: number;
  readonly restartCount?: number;
  readonly waitingReason?: string;
  /** A resource name, such as `cpu`, with quantities as Kubernetes writes them. */
  readonly resource?: string;
  readonly requested?: string;
  readonly free?: string;
  readonly allocatable?: string;
  readonly used?: string;
  readonly limited?: string;
  readonly quota?: string;
  readonly level?: string;
  readonly violations?: string;
  readonly webhook?: string;
  readonly policy?: string;
  readonly priorityClass?: string;
  readonly serviceAccount?: string;
  readonly runtimeClass?: string;
  readonly port?: number;
  readonly protocol?: string;
  /** `namespace/name` of the pod that holds what is wanted. */
  readonly holder?: string;
  /** `key=value:effect`, as kubectl writes a taint. */
  readonly taint?: string;
  readonly schedulerName?: string;
  readonly finalizers?: string;
  /** The other object of the cause: a DaemonSet `namespace/name`, a volume, a ConfigMap, a label `key=value`, a gate. */
  readonly subject?: string;
  readonly generation?: number;
  readonly observedGeneration?: number;
  readonly seconds?: number;
  /** End of a grace period or of minReadySeconds. */
  readonly until?: Millis;
  readonly nodeStatus?: string;
};

/** One cause on one node, found from what is there [TX3]. */
export type CellCause = {
  readonly code: CauseCode;
  readonly confidence: Confidence;
  readonly pod?: string;
  readonly since?: Millis;
  readonly facts: CauseFacts;
  readonly evidence: readonly CauseEvidence[];
};

/** A line for a terminal, with every name filled in; Rollcall itself runs none. */
export type CauseCommand = { readonly command: string; readonly changes: boolean };

/** One cause of a DaemonSet: one entry per code, with all the nodes that it concerns [TX3]. */
export type Cause = {
  readonly code: CauseCode;
  readonly name: CauseName;
  readonly confidence: Confidence;
  /** Sorted by name; empty when the cause concerns the DaemonSet as a whole. */
  readonly nodes: readonly NodeName[];
  /** Some of these nodes use the budget of the rolling update, or the cause keeps the update from running at all. */
  readonly holdsBudget: boolean;
  /** The earliest beginning that is known. */
  readonly since?: Millis;
  /** Of the first node, and said of all. */
  readonly facts: CauseFacts;
  /** Of at most three nodes. */
  readonly evidence: readonly CauseEvidence[];
  readonly commands: readonly CauseCommand[];
};

/** So many nodes of a cause show their evidence; the others are alike. */
export const NODES_WITH_EVIDENCE = 3;
