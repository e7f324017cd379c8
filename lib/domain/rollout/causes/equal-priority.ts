import type { PodRecord } from '../../objects.ts';
import { isTerminal, isTerminating } from '../../placement/node-pods.ts';
import type { CellCause, Confidence } from './cause.ts';
import { evidenceOfPod } from './object-evidence.ts';
import { aboutPod, type UnboundQuestion, wordsAsEvidence } from './unbound-question.ts';

/** Who else takes room on the node. */
type Neighbours = { readonly lowest?: PodRecord | undefined; readonly leaving: boolean };

/**
 * Nobody on a node without room has a lower priority, so the scheduler will make none [S14]. Told by our own look at the
 * pods there and by the scheduler's words; where one of them says otherwise, or says nothing, with less confidence.
 */
export function findEqualPriority(question: UnboundQuestion, insufficient: CellCause): readonly CellCause[] {
  const { pod, judged } = question;
  if (judged.preempting === true) return [];
  const neighbours = lookAround(question);
  const confidence = weigh(question, insufficient, neighbours);
  if (confidence === undefined) return [];
  const { priorityClassName } = pod.spec;
  const { detail: _, ...facts } = insufficient.facts;
  const { lowest } = neighbours;
  return [
    {
      code: 'S14',
      confidence,
      ...aboutPod(question),
      facts: { ...facts, ...(priorityClassName === undefined ? {} : { priorityClass: priorityClassName }) },
      evidence: [
        ...wordsAsEvidence(question),
        evidenceOfPod(pod, 'spec.priority', priorityOf(pod)),
        ...(lowest === undefined ? [] : [evidenceOfPod(lowest, 'spec.priority', priorityOf(lowest))]),
      ],
    },
  ];
}

function lookAround({ node, input }: UnboundQuestion): Neighbours {
  if (node === undefined) return { leaving: false };
  let [lowest, leaving]: [PodRecord | undefined, boolean] = [undefined, false];
  for (const other of input.podsOnNode()) {
    if (isTerminal(other)) continue;
    leaving ||= isTerminating(other);
    if (lowest === undefined || priorityOf(other) < priorityOf(lowest)) lowest = other;
  }
  return { lowest, leaving };
}

function weigh(
  { pod, words }: UnboundQuestion,
  { confidence }: CellCause,
  { lowest, leaving }: Neighbours,
): Confidence | undefined {
  const said = words?.text.kind === 'Parsed' ? words.text.preemption.map(({ outcome }) => outcome) : [];
  // Somebody of lower priority may have come since the scheduler looked.
  if (lowest === undefined || priorityOf(lowest) < priorityOf(pod)) return said.includes('NoVictims') ? 'M' : undefined;
  // It speaks of what would be short even without those of lower priority; or somebody leaves by himself.
  return said.includes('StillInsufficient') || leaving ? 'M' : confidence;
}

/** Admission writes a priority into every pod; without that it counts as 0. */
function priorityOf({ spec }: PodRecord): number {
  return spec.priority ?? 0;
}
