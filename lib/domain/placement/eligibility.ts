import { assertUnreachable } from '#lib/base/assert.ts';
import {
  type DaemonSetRecord,
  entryOf,
  type NodeRecord,
  type PodSpec,
  type Taint,
  type Toleration,
} from '../objects.ts';
import { compileNodeSelector, type NodeSelector } from './node-selector.ts';
import type { PlacementReason } from './reason.ts';
import {
  daemonPodTolerations,
  decidesPlacement,
  isConditionTaint,
  toleratesTaint,
  wouldTolerateByComparison,
} from './tolerations.ts';

export const ELIGIBILITY_KINDS = ['ShouldRun', 'ShouldContinueRunning', 'ShouldNotRun'] as const;
export type EligibilityKind = (typeof ELIGIBILITY_KINDS)[number];

type EvidenceByKind = {
  readonly ShouldRun: { readonly toleratedTaints: readonly Taint[] };
  readonly ShouldContinueRunning: { readonly reasons: readonly PlacementReason[] };
  readonly ShouldNotRun: { readonly reasons: readonly PlacementReason[] };
};
/** The controller's two booleans as the three cases that exist: should a pod be made here, may one stay [EL1] [EL2]. */
export type Eligibility = {
  [Kind in EligibilityKind]: { readonly kind: Kind } & EvidenceByKind[Kind];
}[EligibilityKind];

export type EligibilityOptions = {
  /** Leaves aside the taints that Kubernetes sets from the node's conditions [TL4]: would it be wanted on a healthy node? */
  readonly ignoreConditionTaints?: boolean;
};

/** Nearly every answer is this one; sharing it keeps a start over 150,000 pairs from making as many objects. */
const SHOULD_RUN: Eligibility = Object.freeze({ kind: 'ShouldRun', toleratedTaints: Object.freeze([]) });

/**
 * Says whether a DaemonSet's pod should run on a node [EL1], with every reason against it [EL13]. It cannot know what
 * comes after the pod is made: room, ports, pod affinity, volumes, selectors that admission adds [EL3].
 */
export function computeEligibility(
  daemonSet: DaemonSetRecord,
  node: NodeRecord,
  options: EligibilityOptions = {},
): Eligibility {
  const rules = placementRulesOf(daemonSet.template.spec);
  const mismatches = explainMismatches(rules, node);
  if (node.taints.length === 0)
    return mismatches === undefined ? SHOULD_RUN : { kind: 'ShouldNotRun', reasons: mismatches };
  return judgeTaints(rules, node, mismatches, options.ignoreConditionTaints === true);
}

function judgeTaints(
  rules: PlacementRules,
  node: NodeRecord,
  mismatches: readonly PlacementReason[] | undefined,
  ignoreConditionTaints: boolean,
): Eligibility {
  const tolerated: Taint[] = [];
  const untolerated: PlacementReason[] = [];
  let mayStay = mismatches === undefined;
  for (const taint of node.taints) {
    if (!decidesPlacement(taint) || (ignoreConditionTaints && isConditionTaint(taint))) continue;
    if (rules.tolerations.some((toleration) => toleratesTaint(toleration, taint))) {
      tolerated.push(taint);
      continue;
    }
    untolerated.push(explainTaint(rules.tolerations, taint));
    if (taint.effect === 'NoExecute') mayStay = false;
  }
  if (!mayStay) return { kind: 'ShouldNotRun', reasons: [...(mismatches ?? []), ...untolerated] };
  if (untolerated.length > 0) return { kind: 'ShouldContinueRunning', reasons: untolerated };
  return tolerated.length > 0 ? { kind: 'ShouldRun', toleratedTaints: tolerated } : SHOULD_RUN;
}

function explainTaint(tolerations: readonly Toleration[], taint: Taint): PlacementReason {
  return tolerations.some((toleration) => wouldTolerateByComparison(toleration, taint))
    ? { kind: 'Taint', taint, hint: 'gate:TaintTolerationComparisonOperators' }
    : { kind: 'Taint', taint };
}

/** What a template demands of a node, prepared once: its pods and its revisions share one spec. */
type PlacementRules = {
  readonly nodeName: PodSpec['nodeName'];
  readonly nodeSelector: readonly (readonly [key: string, want: string])[];
  readonly affinity: NodeSelector | undefined;
  readonly tolerations: readonly Toleration[];
};
const rulesBySpec = new WeakMap<PodSpec, PlacementRules>();

function placementRulesOf(spec: PodSpec): PlacementRules {
  const known = rulesBySpec.get(spec);
  if (known !== undefined) return known;
  const rules: PlacementRules = {
    nodeName: spec.nodeName,
    nodeSelector: Object.entries(spec.nodeSelector),
    affinity: spec.requiredNodeAffinity === undefined ? undefined : compileNodeSelector(spec.requiredNodeAffinity),
    tolerations: daemonPodTolerations(spec),
  };
  rulesBySpec.set(spec, rules);
  return rules;
}

/** Steps 1 to 3 of EL1; undefined when all three are passed. */
function explainMismatches(rules: PlacementRules, node: NodeRecord): readonly PlacementReason[] | undefined {
  let reasons: PlacementReason[] | undefined;
  if (rules.nodeName && rules.nodeName !== node.name) reasons = [{ kind: 'NodeName', want: rules.nodeName }];
  for (const [key, want] of rules.nodeSelector) {
    const have = entryOf(node.labels, key);
    if (have === want) continue;
    reasons ??= [];
    reasons.push({ kind: 'NodeSelector', key, want, ...(have === undefined ? {} : { have }) });
  }
  const failedTerms = rules.affinity?.explainMismatch(node);
  if (failedTerms === undefined) return reasons;
  reasons ??= [];
  reasons.push({ kind: 'Affinity', failedTerms });
  return reasons;
}

export type ControllerAction = 'Create' | 'Keep' | 'Delete' | 'Nothing';

/** Foretells what the controller does on such a node [EL2]. Failed pods have a rule of their own [EV6]. */
export function predictAction(kind: EligibilityKind, podExists: boolean): ControllerAction {
  switch (kind) {
    case 'ShouldRun':
      return podExists ? 'Keep' : 'Create';
    case 'ShouldContinueRunning':
      return podExists ? 'Keep' : 'Nothing';
    case 'ShouldNotRun':
      return podExists ? 'Delete' : 'Nothing';
    default:
      return assertUnreachable(kind);
  }
}
