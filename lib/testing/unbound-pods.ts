import type { PodCondition, PodRecord } from '#lib/domain/objects.ts';
import type { CellInput } from '#lib/domain/placement/cell.ts';
import type { CauseEvidence, CellCause } from '#lib/domain/rollout/causes/cause.ts';
import { makeContainer } from './objects.ts';
import { deriveCell, MINUTE, makeNewPod, NOW } from './rollouts.ts';

/** Pods for tests that are bound nowhere, as the scheduler leaves them. */

export const REFUSED_AT = NOW - MINUTE;

type PodOverrides = NonNullable<Parameters<typeof makeNewPod>[1]>;

/** The new pod of node-a, which nobody has placed: the scheduler has said nothing unless the test says it. */
export function makeUnboundPod(overrides: PodOverrides = {}): PodRecord {
  return makeNewPod('node-a', { nodeName: undefined, pinnedTo: 'node-a', conditions: [], ...overrides });
}

/** What makes a pod ask for this. */
export function asking(requests: Readonly<Record<string, string>>): {
  readonly containers: [ReturnType<typeof makeContainer>];
} {
  return { containers: [makeContainer({ requests })] };
}

export function unscheduled(message: string, reason = 'Unschedulable'): PodCondition {
  return { type: 'PodScheduled', status: 'False', reason, message, lastTransitionTime: REFUSED_AT };
}

/** What 1.36 prints of one target node among three: the reasons there, and what preemption comes to. */
export function schedulerText(reasons: string, preemption = 'Preemption is not helpful for scheduling'): string {
  const filter = `0/3 nodes are available: ${reasons}, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].`;
  const others = preemption.startsWith('not eligible')
    ? preemption
    : `0/3 nodes are available: 1 ${preemption}, 2 Preemption is not helpful for scheduling.`;
  return `${filter} no new claims to deallocate, preemption: ${others}`;
}

/** Evidence that the scheduler's words are: the pod's condition. */
export function wordsEvidence(message: string): CauseEvidence {
  return podEvidence('status.conditions[PodScheduled].message', message);
}

export function podEvidence(field: string, value: string | number, name = 'new-node-a'): CauseEvidence {
  return { object: { kind: 'Pod', namespace: 'default', name }, field, value };
}

export function nodeEvidence(field: string, value: string): CauseEvidence {
  return { object: { kind: 'Node', name: 'node-a' }, field, value };
}

/** The causes S01 to S15 of node-a. */
export function unboundCausesOf(given: Partial<CellInput>): readonly CellCause[] {
  return deriveCell(given).causes.filter(({ code }) => code.startsWith('S'));
}

/** Each as code and confidence. */
export function unboundCodesOf(given: Partial<CellInput>): readonly string[] {
  return unboundCausesOf(given).map(({ code, confidence }) => `${code} ${confidence}`);
}
