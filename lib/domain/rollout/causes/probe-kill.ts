import type { EventRecord } from '../../objects.ts';
import { type BoundPod, containerSpecOf, eventEvidence } from './bound-pod.ts';
import type { CauseFacts, CellCause, Confidence } from './cause.ts';
import { isNearEnd } from './container-end.ts';
import { type Crash, crashCause } from './crash.ts';
import { latestEvent, noteOf } from './kubelet-events.ts';

const KILLING = /^Container \S+ failed (liveness|startup) probe/;
const UNHEALTHY = /^(Liveness|Startup) probe (?:failed|errored)/;
/** SIGKILL and SIGTERM: how a container ends that the kubelet kills [PD3]. */
const KILLED: ReadonlySet<number> = new Set([137, 143]);

/** The kubelet killed the last run because of a probe [K24]: its own word, a probe that failed, or only how it ended. */
export function explainProbeKill(bound: BoundPod, crash: Crash): readonly CellCause[] {
  const { events, pod } = bound;
  const { ended, status } = crash;
  if (ended.reason === 'OOMKilled') return [];
  const near = events.filter((event) => isNearEnd(event, ended, pod));
  const killing = latestEvent(near, { reason: 'Killing', note: KILLING, container: status.name });
  const unhealthy = latestEvent(near, { reason: 'Unhealthy', note: UNHEALTHY, container: status.name });
  const killed = KILLED.has(ended.exitCode);
  // A process that ends by itself may have failed its probes before; only one that was killed surely ended by them.
  const confidence: Confidence = killing !== undefined || killed ? 'H' : 'M';
  const told = unhealthy ?? killing;
  if (told === undefined) return killed ? explainSignal(bound, crash) : [];
  const evidence = [killing, unhealthy].filter((event) => event !== undefined).map(eventEvidence);
  return [crashCause(bound, crash, 'K24', confidence, probeFacts(told), evidence)];
}

function probeFacts(event: EventRecord): CauseFacts {
  const message = noteOf(event);
  const probe = (KILLING.exec(message)?.[1] ?? UNHEALTHY.exec(message)?.[1])?.toLowerCase();
  return { detail: probe === 'startup' ? 'Startup' : 'Liveness', message };
}

/** Without an event [EV2]: it was killed, and has a probe for which kubelets kill. */
function explainSignal(bound: BoundPod, crash: Crash): readonly CellCause[] {
  const probes = containerSpecOf(bound.pod, crash.status.name)?.probes ?? [];
  const [detail] = probes.includes('liveness') ? ['Liveness'] : probes.includes('startup') ? ['Startup'] : [];
  return detail === undefined ? [] : [crashCause(bound, crash, 'K24', 'M', { detail })];
}
