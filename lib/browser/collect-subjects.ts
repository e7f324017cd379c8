import type { Clock } from '#lib/base/clock.ts';
import type { ChangedSubjects } from './subjects.ts';

/**
 * Puts changes together: the first goes through at once, those of the next `spanMillis` go as one. A rollout changes a
 * DaemonSet ten times a second, and its details need not be fetched as often.
 */
export function collectSubjects(
  clock: Clock,
  spanMillis: number,
  pass: (subjects: ChangedSubjects) => void,
): (subjects: ChangedSubjects) => void {
  let collected: { daemonSets: Set<string>; nodes: Set<string> } | undefined;
  let isWaiting = false;

  function passOn(): void {
    if (collected === undefined) {
      isWaiting = false;
      return;
    }
    const subjects = collected;
    collected = undefined;
    isWaiting = true;
    clock.setTimer(passOn, spanMillis);
    pass(subjects);
  }
  return ({ daemonSets, nodes }) => {
    if (daemonSets.size === 0 && nodes.size === 0) return;
    collected ??= { daemonSets: new Set(), nodes: new Set() };
    for (const uid of daemonSets) collected.daemonSets.add(uid);
    for (const name of nodes) collected.nodes.add(name);
    if (!isWaiting) passOn();
  };
}
