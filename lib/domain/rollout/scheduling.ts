/*
 * The scheduler's text about a pod it could not place (event FailedScheduling, condition PodScheduled=False [SC1]), taken
 * apart once, here. For a daemon pod the counts in it are meaningless: what is said about its one target node matters.
 */

export type SchedulingCause =
  | 'InsufficientResource'
  | 'TooManyPods'
  | 'HostPorts'
  | 'UntoleratedTaint'
  | 'NodeUnschedulable'
  | 'NodeName'
  | 'PodAffinity'
  | 'PodAntiAffinity'
  | 'TopologySpread'
  | 'Volume'
  | 'DeclaredFeature'
  | 'ResourceClaim'
  | 'NodeAffinity'
  | 'Unrecognised';

/** One reason of the filter part. `count` is the number of nodes; a reason of a PreFilter has none. */
export type SchedulingPart = {
  readonly cause: SchedulingCause;
  readonly text: string;
  readonly count?: number;
  /** Only with InsufficientResource. */
  readonly resource?: string;
  /** Whether other pods leaving the node could help; with a resource only as long as the node has that much at all. */
  readonly resolvable: boolean;
};

export type PreemptionOutcome =
  | 'NoVictims'
  | 'NotHelpful'
  | 'StillInsufficient'
  | 'PolicyNever'
  | 'UnderWay'
  | 'Unrecognised';
export type PreemptionPart = { readonly outcome: PreemptionOutcome; readonly text: string; readonly count?: number };

/** Nothing in the text is about the target node: it is gone, or its labels no longer fit the pod's nodeSelector [SC4]. */
export type AbsentTarget = 'NodeMissing' | 'SelectorMismatch' | 'NodeMissingOrSelectorMismatch';

export type SchedulingText =
  | {
      readonly kind: 'Parsed';
      readonly nodes: number;
      /** What is said about the target node: the whole filter part without the NodeAffinity family. */
      readonly target: readonly SchedulingPart[];
      readonly absentTarget?: AbsentTarget;
      readonly preemption: readonly PreemptionPart[];
      readonly rawFilter: string;
      readonly rawPreemption: string;
    }
  | { readonly kind: 'NoNodes' }
  | { readonly kind: 'BeingDeleted' }
  | { readonly kind: 'Unrecognised' };

type Item = { readonly count?: number; readonly text: string };

const HEAD = /^0\/(\d+) nodes are available:\s*(.*)$/s;
const PREEMPTION =
  /(?:(?:no new claims to deallocate|still not schedulable|de\w+ of ResourceClaim completed), )?preemption:\s*/;

/** Takes the scheduler's text apart [SC3]. */
export function parseSchedulingText(text: string): SchedulingText {
  const head = HEAD.exec(text.trim());
  if (head === null) {
    if (text.includes('no nodes available to schedule pods')) return { kind: 'NoNodes' };
    return { kind: text.startsWith('skip schedule deleting pod') ? 'BeingDeleted' : 'Unrecognised' };
  }
  const [, nodes, rest = ''] = head;
  const [rawFilter = '', rawPreemption = ''] = rest.split(PREEMPTION).map(stripPart);
  const parts = itemsOf(rawFilter).map(toSchedulingPart);
  const target = parts.filter(({ cause }) => cause !== 'NodeAffinity');
  return {
    kind: 'Parsed',
    nodes: Number(nodes),
    target,
    ...(target.length > 0 || parts.some(hidesTarget) ? {} : { absentTarget: explainAbsence(parts) }),
    preemption: itemsOf(rawPreemption).map(toPreemptionPart),
    rawFilter,
    rawPreemption,
  };
}

/** Where a PreFilter refuses, 1.36 adds the words of a preemption that found no node to look at: `. not found`. */
function stripPart(part: string): string {
  return part
    .trim()
    .replace(/^0\/\d+ nodes are available:\s*/, '')
    .replace(/\. not found$/, '')
    .replace(/\.+$/, '');
}

/** A text without any count is one reason about all nodes: a PreFilter's message, or `not eligible due to ...`. */
function itemsOf(part: string): readonly Item[] {
  const items = part.split(/,\s+(?=\d+ )/).flatMap((item): Item[] => {
    const match = /^(\d+) (.+)$/s.exec(item);
    return match?.[2] === undefined ? [] : [{ count: Number(match[1]), text: match[2] }];
  });
  return items.length > 0 || part === '' ? items : [{ text: part }];
}

type Pattern = { readonly cause: SchedulingCause; readonly pattern: RegExp; readonly resolvable: boolean };

/** First match wins. */
const PATTERNS: readonly Pattern[] = [
  // The second row of SC2, in the words of each version: nodes that the pin excludes. While victims leave the nominated
  // node, the plugin that refused there is named beside it.
  {
    cause: 'NodeAffinity',
    pattern:
      /didn't match Pod's node affinity|didn't match node selector|didn't satisfy plugin\(?s?\)? ?\[NodeAffinity(?: [^\]]+)?\]/,
    resolvable: false,
  },
  { cause: 'TooManyPods', pattern: /^Too many pods/, resolvable: true },
  { cause: 'HostPorts', pattern: /didn't have free ports/, resolvable: true },
  {
    cause: 'UntoleratedTaint',
    pattern: /untolerated taint|taints? .*that the pod didn't tolerate/s,
    resolvable: false,
  },
  { cause: 'NodeUnschedulable', pattern: /were unschedulable/, resolvable: false },
  { cause: 'NodeName', pattern: /didn't match the requested node name/, resolvable: false },
  { cause: 'PodAntiAffinity', pattern: /anti-affinity rules/, resolvable: true },
  { cause: 'PodAffinity', pattern: /didn't match pod affinity/, resolvable: false },
  { cause: 'TopologySpread', pattern: /topology spread constraints \(missing required label\)/, resolvable: false },
  { cause: 'TopologySpread', pattern: /topology spread constraints/, resolvable: true },
  {
    cause: 'Volume',
    pattern: /exceed max volume count|ReadWriteOncePod access mode already in-use|had no available disk/,
    resolvable: true,
  },
  {
    cause: 'Volume',
    pattern:
      /PersistentVolume|persistentvolume|persistent volumes? to bind|volume node affinity conflict|available volume zone|pvc\(s\)|enough free storage/,
    resolvable: false,
  },
  { cause: 'DeclaredFeature', pattern: /didn't match Pod's required features/, resolvable: false },
  { cause: 'ResourceClaim', pattern: /cannot allocate all claims|resourceclaim/i, resolvable: false },
];

function toSchedulingPart({ count, text }: Item): SchedulingPart {
  const counted = count === undefined ? {} : { count };
  const resource = resourceOf(text);
  if (resource !== undefined) return { cause: 'InsufficientResource', text, ...counted, resource, resolvable: true };
  const known = PATTERNS.find(({ pattern }) => pattern.test(text));
  return { cause: known?.cause ?? 'Unrecognised', text, ...counted, resolvable: known?.resolvable ?? false };
}

function resourceOf(text: string): string | undefined {
  return /^Insufficient ([^\s,]*[^\s,.])/.exec(text)?.[1];
}

/** The target node is there and one of many whose reasons are told in one: a plugin beside the pin refused it [SC18]. */
function hidesTarget({ text }: SchedulingPart): boolean {
  return /\[NodeAffinity [^\]]+\]/.test(text);
}

/** From 1.35 on the two cases read differently; before, a vanished node and unfitting labels give the same text. */
function explainAbsence(parts: readonly SchedulingPart[]): AbsentTarget {
  const modern = parts.some(({ text }) => text.includes("didn't satisfy plugin"));
  if (!modern) return 'NodeMissingOrSelectorMismatch';
  return parts.some(({ text }) => text.includes("didn't match")) ? 'SelectorMismatch' : 'NodeMissing';
}

const PREEMPTION_PATTERNS: readonly (readonly [outcome: PreemptionOutcome, pattern: RegExp])[] = [
  ['NoVictims', /^No preemption victims found/],
  ['NotHelpful', /^Preemption is not helpful/],
  ['StillInsufficient', /^Insufficient /],
  ['PolicyNever', /not eligible due to preemptionPolicy=Never/],
  ['UnderWay', /not eligible due to a terminating pod on the nominated node/],
];

function toPreemptionPart({ count, text }: Item): PreemptionPart {
  const outcome = PREEMPTION_PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'Unrecognised';
  return count === undefined ? { outcome, text } : { outcome, text, count };
}

/** A shortage of room on the node, as against a rule that no leaving pod would change [SC5] [SC6] [SC7]. */
export function isAboutRoom({ cause }: SchedulingPart): boolean {
  return cause === 'InsufficientResource' || cause === 'TooManyPods' || cause === 'HostPorts';
}
