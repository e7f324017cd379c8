import { entryOf } from '../../objects.ts';
import { taintText } from '../../placement/taint-text.ts';
import { daemonPodTolerations, decidesPlacement, toleratesTaint } from '../../placement/tolerations.ts';
import type { AbsentTarget, SchedulingCause, SchedulingPart } from '../scheduling.ts';
import type { CauseFacts, CellCause, Confidence } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import { entryPath, evidenceOfNode, evidenceOfPod } from './object-evidence.ts';
import { aboutPod, type UnboundQuestion, wordsAsEvidence } from './unbound-question.ts';

/** What no leaving pod changes: taints, selectors, a target that is gone, pod affinity, volumes, features: S05 to S09, S15. */
export function findRuleCauses(question: UnboundQuestion): readonly CellCause[] {
  return [
    ...findTaint(question),
    ...findAddedSelector(question),
    ...findGoneTarget(question),
    ...fromWords(question, 'S08', 'H', ['PodAffinity', 'PodAntiAffinity', 'TopologySpread']),
    ...fromWords(question, 'S09', 'H', ['Volume']),
    ...fromWords(question, 'S15', 'M', ['DeclaredFeature', 'ResourceClaim']),
  ];
}

/** The scheduler names no taint any more, so it is looked up on the node [FA8]. */
function findTaint(question: UnboundQuestion): readonly CellCause[] {
  const { pod, node, words } = question;
  const said = (words?.target ?? []).find(isAboutTaint);
  const tolerations = daemonPodTolerations(pod.spec);
  const untolerated = (node?.taints ?? []).filter(
    (taint) => decidesPlacement(taint) && !tolerations.some((toleration) => toleratesTaint(toleration, taint)),
  );
  const [first] = untolerated;
  if (said === undefined && first === undefined) return [];
  return [
    {
      code: 'S05',
      confidence: said !== undefined && first !== undefined ? 'H' : 'M',
      ...aboutPod(question),
      facts: {
        ...(said === undefined ? {} : { detail: said.cause, message: said.text }),
        ...(first === undefined ? {} : { taint: taintText(first) }),
      },
      evidence: [
        ...wordsAsEvidence(question),
        ...(node === undefined
          ? []
          : untolerated.map((taint) => evidenceOfNode(node, 'spec.taints', taintText(taint)))),
      ],
    },
  ];
}

function isAboutTaint({ cause }: SchedulingPart): boolean {
  return cause === 'UntoleratedTaint' || cause === 'NodeUnschedulable';
}

function absentTargetOf({ words }: UnboundQuestion): AbsentTarget | undefined {
  return words?.text.kind === 'Parsed' ? words.text.absentTarget : undefined;
}

/** A selector that the template has not, and that the node does not meet [S06]. */
function findAddedSelector(question: UnboundQuestion): readonly CellCause[] {
  const { input, judged, pod, node } = question;
  if (node === undefined) return [];
  const absent = absentTargetOf(question);
  const said = absent === 'SelectorMismatch' || absent === 'NodeMissingOrSelectorMismatch';
  const wanted = input.daemonSet.template.spec.nodeSelector;
  const unmet = Object.entries(pod.spec.nodeSelector).filter(
    ([key, value]) => entryOf(wanted, key) !== value && entryOf(node.labels, key) !== value,
  );
  const [first] = unmet;
  // Without one it may be an affinity that was added, or labels that have changed since.
  if (first === undefined && !(said && input.facts.wanted)) return [];
  const facts: CauseFacts = first === undefined ? { detail: 'Affinity' } : { subject: `${first[0]}=${first[1]}` };
  return [
    {
      code: 'S06',
      // The pod of an older template may have its selector from there.
      confidence: said && first !== undefined && judged.updated ? 'H' : 'M',
      ...aboutPod(question),
      facts,
      evidence: [
        ...wordsAsEvidence(question),
        ...unmet.map(([key, value]) => evidenceOfPod(pod, entryPath('spec.nodeSelector', key), value)),
      ],
    },
  ];
}

const PIN =
  'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values[0]';

/** The node that the pod is pinned to is not among the nodes; with nodes unreadable only the scheduler can say so. */
function findGoneTarget(question: UnboundQuestion): readonly CellCause[] {
  const { input, pod, node } = question;
  const gone = input.facts.gone === true;
  const said = node === undefined && absentTargetOf(question) === 'NodeMissing';
  if (!gone && !said) return [];
  return [
    {
      code: 'S07',
      confidence: gone ? 'H' : 'M',
      ...aboutPod(question),
      facts: {},
      evidence: [evidenceOfPod(pod, PIN, input.nodeName), ...wordsAsEvidence(question)],
    },
  ];
}

/** What only the scheduler can know. */
function fromWords(
  question: UnboundQuestion,
  code: CauseCode,
  confidence: Confidence,
  causes: readonly SchedulingCause[],
): readonly CellCause[] {
  const part = (question.words?.target ?? []).find(({ cause }) => causes.includes(cause));
  if (part === undefined) return [];
  const facts: CauseFacts = { detail: part.cause, message: part.text, ...claimOf(part) };
  return [{ code, confidence, ...aboutPod(question), facts, evidence: wordsAsEvidence(question) }];
}

function claimOf({ text }: SchedulingPart): CauseFacts {
  const [, claim] = /persistentvolumeclaim "([^"]+)"/.exec(text) ?? [];
  return claim === undefined ? {} : { subject: claim };
}
