import { usesSurge } from '../budget-limit.ts';
import type { CauseCode } from './cause-names.ts';
import type { CausesInput } from './causes-input.ts';

/** What a person would suspect when a rollout does not move, in the order of the table [TX2]. */
const SUSPECTS: readonly CauseCode[] = [
  'R03',
  'R04',
  'R06',
  'R07',
  'R08',
  'C01',
  'C04',
  'S01',
  'S04',
  'K12',
  'K18',
  'K23',
  'T01',
];

/**
 * What was looked for and is not so [TX7], for a DaemonSet that does not get on by itself. Left out is what could not have
 * held (R06 without surge), and what silence does not disprove: events are kept for an hour, so no creation is excluded
 * while a pod is missing, and nothing about nodes while they cannot be read.
 */
export function findExcluded(input: CausesInput, found: ReadonlySet<CauseCode>): readonly CauseCode[] {
  const { outcome, knowledge, daemonSet, cells } = input;
  const { kind, evidence } = outcome.verdict;
  const isStuck = kind === 'Blocked' || kind === 'Stalled' || kind === 'Degraded' || evidence.slowed === true;
  if (!isStuck || knowledge.pods !== 'Known') return [];
  const isMissing = cells.some(({ facts }) => facts.wanted && !facts.present);
  const mayHold = (code: CauseCode): boolean => {
    if (found.has(code)) return true;
    if (code === 'R06') return !usesSurge(daemonSet.updateStrategy);
    if (code === 'R03' || code === 'T01' || code === 'S01') return knowledge.nodes !== 'Known';
    return code.startsWith('C') && isMissing;
  };
  return SUSPECTS.filter((code) => !mayHold(code));
}
