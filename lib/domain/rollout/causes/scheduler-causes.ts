import type { Millis } from '#lib/base/clock.ts';
import { entryOf, type NodeRecord, type PodRecord } from '../../objects.ts';
import { isTerminating } from '../../placement/node-pods.ts';
import type { CauseEvidence, CauseFacts, CellCause } from './cause.ts';
import { entryPath, evidenceOfNode, evidenceOfPod, momentText } from './object-evidence.ts';
import { aboutPod, type UnboundQuestion, wordsAsEvidence } from './unbound-question.ts';

/** What the scheduler itself does or leaves, and nodes that are none of its kind: S10 to S13. */
export function findSchedulerCauses(question: UnboundQuestion): readonly CellCause[] {
  return [
    ...findPreemption(question),
    ...findGate(question),
    ...findNobody(question),
    ...findBrokenScheduler(question),
    ...findVirtualNode(question),
  ];
}

/** Victims leave, and the pod waits for them [SC18] [SC19]. */
function findPreemption(question: UnboundQuestion): readonly CellCause[] {
  const { judged, pod, input } = question;
  if (judged.preempting !== true) return [];
  const victim = lastVictim(question);
  const { nominatedNodeName } = pod;
  return [
    {
      code: 'S10',
      confidence: 'H',
      ...aboutPod(question),
      facts: victim === undefined ? {} : { holder: `${victim.namespace}/${victim.name}`, ...endOf(victim, input.now) },
      evidence: [
        ...(nominatedNodeName === undefined
          ? wordsAsEvidence(question)
          : [evidenceOfPod(pod, 'status.nominatedNodeName', nominatedNodeName)]),
        ...(victim?.deletionTimestamp === undefined
          ? []
          : [evidenceOfPod(victim, 'metadata.deletionTimestamp', momentText(victim.deletionTimestamp))]),
      ],
    },
  ];
}

/** The one whose grace period ends last: that long it takes at most. */
function lastVictim({ input }: UnboundQuestion): PodRecord | undefined {
  let last: PodRecord | undefined;
  for (const other of input.podsOnNode()) {
    if (!isTerminating(other)) continue;
    if (last === undefined || (other.deletionTimestamp ?? 0) > (last.deletionTimestamp ?? 0)) last = other;
  }
  return last;
}

/** A grace period that is over says nothing about the end. */
function endOf({ deletionTimestamp }: PodRecord, now: Millis): CauseFacts {
  return deletionTimestamp === undefined || deletionTimestamp < now ? {} : { until: deletionTimestamp };
}

function findGate(question: UnboundQuestion): readonly CellCause[] {
  const { judged, pod } = question;
  if (!judged.reasons.some(({ kind }) => kind === 'SchedulingGated')) return [];
  return [
    {
      code: 'S11',
      confidence: 'H',
      ...aboutPod(question),
      facts: {},
      evidence: [evidenceOfPod(pod, 'status.conditions[PodScheduled].reason', 'SchedulingGated')],
    },
  ];
}

/** No condition after a minute, and no event either: nobody has looked at it [SC20]. */
function findNobody(question: UnboundQuestion): readonly CellCause[] {
  const { judged, pod, words } = question;
  if (words !== undefined || !judged.reasons.some(({ kind }) => kind === 'NobodySchedules')) return [];
  const { schedulerName } = pod.spec;
  return [
    {
      code: 'S12',
      confidence: 'M',
      ...aboutPod(question),
      facts: schedulerName === undefined ? {} : { schedulerName },
      evidence: [
        ...(schedulerName === undefined ? [] : [evidenceOfPod(pod, 'spec.schedulerName', schedulerName)]),
        ...(pod.creationTimestamp === undefined
          ? []
          : [evidenceOfPod(pod, 'metadata.creationTimestamp', momentText(pod.creationTimestamp))]),
      ],
    },
  ];
}

/** A scheduler did look, and failed for a reason of its own [SC20]. */
function findBrokenScheduler(question: UnboundQuestion): readonly CellCause[] {
  const { pod, words } = question;
  if (words?.reason !== 'SchedulerError') return [];
  const { schedulerName } = pod.spec;
  return [
    {
      code: 'S12',
      confidence: 'L',
      ...aboutPod(question),
      facts: {
        detail: 'SchedulerError',
        message: words.message,
        ...(schedulerName === undefined ? {} : { schedulerName }),
      },
      evidence: [words.evidence],
    },
  ];
}

/** Only where the scheduler has refused: what a node of that kind does with a pod that is bound is its own affair. */
function findVirtualNode(question: UnboundQuestion): readonly CellCause[] {
  const { node, words, judged } = question;
  if (node === undefined || (words === undefined && judged.state === 'progressing')) return [];
  const mark = markOfVirtualNode(node);
  if (mark === undefined) return [];
  const evidence = [mark, ...wordsAsEvidence(question)];
  return [{ code: 'S13', confidence: 'H', ...aboutPod(question), facts: { subject: `${mark.value}` }, evidence }];
}

const LABELS: readonly (readonly [key: string, value: string])[] = [
  ['type', 'virtual-kubelet'],
  ['eks.amazonaws.com/compute-type', 'fargate'],
];

/** The label or the taint by which a node says that no ordinary kubelet stands behind it. */
function markOfVirtualNode(node: NodeRecord): CauseEvidence | undefined {
  for (const [key, value] of LABELS) {
    if (entryOf(node.labels, key) === value) return evidenceOfNode(node, entryPath('metadata.labels', key), value);
  }
  const taint = node.taints.find(({ key, value }) => {
    return key.startsWith('virtual-kubelet.io/') || LABELS.some((label) => label[0] === key && label[1] === value);
  });
  return taint === undefined ? undefined : evidenceOfNode(node, 'spec.taints', `${taint.key}=${taint.value}`);
}
