import type { RequestFailure } from '../connection-failure.ts';
import { type NextStep, stepAfterFailure, type Trouble } from './next-step.ts';
import type { ListFailure } from './read-list.ts';

const NO_LIST: Trouble = { error: 'no list', cause: 'server', note: 'the API server sent what is no list' };

/** What follows a list that was not read to its end; `expired`: its rest was compacted away for the second time. */
export function stepAfterList(failed: ListFailure, expired = false): NextStep {
  if (failed.kind === 'NoList') return { next: 'List', pause: { kind: 'Backoff' }, trouble: NO_LIST };
  const step = stepAfterFailure(failed.failure, false, 'List', { kind: 'Backoff' });
  return expired ? { ...step, pause: { kind: 'Backoff' } } : step;
}

/** The question for one item failed: nothing is known to be lost, so the place is kept. */
export function stepAfterLineage(failed: ListFailure): NextStep {
  const step = stepAfterList(failed);
  return step.next === 'OtherRoute' ? step : { ...step, next: 'Watch' };
}

/** The server's past is shorter than ours: it is another one. */
export const STEP_AFTER_GOING_BACK: NextStep = {
  next: 'List',
  pause: { kind: 'Now' },
  trouble: { error: 'went back', cause: 'gone', note: 'the API server is behind what was read before' },
};

const BACKEND_AWAY: readonly number[] = [502, 503, 504];

/** Nobody was there: whoever answers next may not be who answered last. */
export function isOutage(failure: RequestFailure): boolean {
  return (
    failure.kind === 'Unreachable' ||
    failure.kind === 'Tls' ||
    (failure.kind === 'Status' && BACKEND_AWAY.includes(failure.status))
  );
}
