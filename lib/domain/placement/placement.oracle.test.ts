import { beforeAll, expect, test } from 'vitest';
import { projectDaemonSet } from '#lib/kubernetes/project/daemonset.ts';
import { projectNode } from '#lib/kubernetes/project/node.ts';
import { projectPod } from '#lib/kubernetes/project/pod.ts';
import { askOracle, buildOracle, type EligibilityCase, type OracleToleration, oracleSeed } from '#testbed/oracle.ts';
import type { DaemonSetRecord, NodeRecord, Taint, Toleration } from '../objects.ts';
import { computeEligibility, type Eligibility, type EligibilityKind } from './eligibility.ts';
import { matchesLabelSelector } from './label-selector.ts';
import { targetNodeOf } from './node-pods.ts';
import { daemonPodTolerations, decidesPlacement } from './tolerations.ts';

const seed = oracleSeed();
let oracle = '';
beforeAll(async () => {
  process.stderr.write(`placement against the oracle: ROLLCALL_ORACLE_SEED=${seed}\n`);
  oracle = await buildOracle();
}, 900_000);

function kindOf({ ShouldRun, ShouldContinueRunning }: EligibilityCase['Verdict']): EligibilityKind {
  if (ShouldRun) return 'ShouldRun';
  return ShouldContinueRunning ? 'ShouldContinueRunning' : 'ShouldNotRun';
}

type TaintVerdict = 'Irrelevant' | 'Tolerated' | 'Gated' | 'Untolerated';

function kubernetesSays(answer: EligibilityCase, node: NodeRecord, daemonSet: DaemonSetRecord) {
  const { nodeName } = daemonSet.template.spec;
  return {
    kind: kindOf(answer.Verdict),
    kindWithoutConditions: kindOf(answer.WithoutConditions),
    nodeName: nodeName === undefined || nodeName === node.name,
    nodeSelector: answer.NodeSelectorMatches,
    affinity: answer.AffinityMatches,
    taints: node.taints.map((taint, index): TaintVerdict => {
      const said = answer.Taints?.[index];
      if (!decidesPlacement(taint)) return 'Irrelevant';
      if (said?.Tolerated === true) return 'Tolerated';
      return said?.ToleratedWithComparison === true ? 'Gated' : 'Untolerated';
    }),
    tolerations: answer.Tolerations.map(plain),
  };
}

function weSay(node: NodeRecord, daemonSet: DaemonSetRecord) {
  const eligibility = computeEligibility(daemonSet, node);
  const reasons = eligibility.kind === 'ShouldRun' ? [] : eligibility.reasons;
  const has = (kind: string): boolean => reasons.some((reason) => reason.kind === kind);
  return {
    kind: eligibility.kind,
    kindWithoutConditions: computeEligibility(daemonSet, node, { ignoreConditionTaints: true }).kind,
    nodeName: !has('NodeName'),
    nodeSelector: !has('NodeSelector'),
    affinity: !has('Affinity'),
    taints: node.taints.map((taint) => taintVerdict(eligibility, taint)),
    tolerations: daemonPodTolerations(daemonSet.template.spec).map(plain),
  };
}

function taintVerdict(eligibility: Eligibility, taint: Taint): TaintVerdict {
  if (!decidesPlacement(taint)) return 'Irrelevant';
  if (eligibility.kind === 'ShouldRun')
    return eligibility.toleratedTaints.includes(taint) ? 'Tolerated' : 'Untolerated';
  const reason = eligibility.reasons.find((each) => each.kind === 'Taint' && each.taint === taint);
  if (reason?.kind !== 'Taint') return 'Tolerated';
  return reason.hint === undefined ? 'Untolerated' : 'Gated';
}

function plain({ key = '', operator = '', value = '', effect = '', tolerationSeconds }: Toleration | OracleToleration) {
  return { key, operator, value, effect, tolerationSeconds };
}

/** On one line each, so that a report stays readable. */
function written(difference: unknown): string {
  return JSON.stringify(difference);
}

/** A case that cannot be read is a difference too. */
function read<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the projection refused an object of the oracle');
  return value;
}

test('[EL1] [EL7] [EL8] [EL9] [EL10] [EL11] [EL12] [EL13] [TL1] [TL3] [TL4] [TL7] [TL8] agree with NodeShouldRunDaemonPod in 20,000 cases, part by part', async () => {
  const counts: Record<EligibilityKind, number> = { ShouldRun: 0, ShouldContinueRunning: 0, ShouldNotRun: 0 };
  const differences: unknown[] = [];
  let cases = 0;
  for await (const answer of askOracle(oracle, 'eligibility', { seed, count: 20_000 })) {
    const node = read(projectNode(answer.Node));
    const daemonSet = read(projectDaemonSet(answer.DaemonSet));
    const expected = kubernetesSays(answer, node, daemonSet);
    const got = weSay(node, daemonSet);
    cases += 1;
    counts[expected.kind] += 1;
    if (JSON.stringify(got) !== JSON.stringify(expected)) differences.push({ expected, got, node, daemonSet });
  }
  expect(differences.slice(0, 3).map(written)).toEqual([]);
  expect(cases).toBe(20_000);
  // The cases are worth something only while each answer is frequent.
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(1_000);
});

test('[OR1] [EL10] agree with LabelSelectorAsSelector in 20,000 cases', async () => {
  const differences: unknown[] = [];
  let matching = 0;
  for await (const answer of askOracle(oracle, 'selectors', { seed, count: 20_000 })) {
    const daemonSet = read(
      projectDaemonSet({
        metadata: { namespace: 'default', name: 'agent', uid: 'uid' },
        spec: { selector: answer.Selector, template: { metadata: { labels: answer.Labels } } },
      }),
    );
    const matches = matchesLabelSelector(daemonSet.selector, daemonSet.template.labels);
    matching += Number(matches);
    if (matches !== answer.Matches) differences.push(answer);
  }
  expect(differences.slice(0, 3).map(written)).toEqual([]);
  expect(matching).toBeGreaterThan(1_000);
});

test('[NP4] agrees with GetTargetNodeName in 5,000 cases', async () => {
  const differences: unknown[] = [];
  let found = 0;
  for await (const answer of askOracle(oracle, 'targets', { seed, count: 5_000 })) {
    const target = targetNodeOf(read(projectPod(answer.Pod))) ?? '';
    found += Number(target !== '');
    if (target !== answer.Target) differences.push({ target, answer });
  }
  expect(differences.slice(0, 3).map(written)).toEqual([]);
  expect(found).toBeGreaterThan(500);
});
