import type { ContainerState, ContainerStatus, ContainerTermination } from '#lib/domain/objects.ts';
import type { ProjectionContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { resourceListOf } from './maps.ts';
import { countOf, integerOf, isRaw, listOf, type Raw, rawOf, textOf, timeOf } from './raw.ts';
import { messageOf } from './text.ts';

export function containerStatusesOf(
  value: unknown,
  init: boolean,
  context: ProjectionContext,
): readonly ContainerStatus[] {
  return listOf(value)
    .filter(isRaw)
    .map((status) => {
      const last = rawOf(status['lastState'])['terminated'];
      const resources = status['resources'];
      const allocated = status['allocatedResources'];
      return withoutUndefined<ContainerStatus>({
        name: context.text(textOf(status['name']) ?? ''),
        init,
        ready: status['ready'] === true,
        started: typeof status['started'] === 'boolean' ? status['started'] : undefined,
        restartCount: countOf(status['restartCount']),
        state: stateOf(rawOf(status['state'])),
        lastTermination: isRaw(last) ? terminationOf(last) : undefined,
        resourceRequests: isRaw(resources) ? resourceListOf(resources['requests'], context) : undefined,
        allocatedResources: isRaw(allocated) ? resourceListOf(allocated, context) : undefined,
      });
    });
}

/** The termination message is the container's own words: never read. */
function stateOf(state: Raw): ContainerState {
  const { waiting, running, terminated } = state;
  if (isRaw(waiting)) {
    return withoutUndefined<ContainerState & { kind: 'Waiting' }>({
      kind: 'Waiting',
      reason: textOf(waiting['reason']),
      message: messageOf(waiting['message']),
    });
  }
  if (isRaw(running)) {
    return withoutUndefined<ContainerState & { kind: 'Running' }>({
      kind: 'Running',
      startedAt: timeOf(running['startedAt']),
    });
  }
  if (isRaw(terminated)) return { kind: 'Terminated', ...terminationOf(terminated) };
  return { kind: 'Unknown' };
}

function terminationOf(terminated: Raw): ContainerTermination {
  return withoutUndefined<ContainerTermination>({
    reason: textOf(terminated['reason']),
    exitCode: integerOf(terminated['exitCode']) ?? 0,
    signal: integerOf(terminated['signal']) || undefined,
    finishedAt: timeOf(terminated['finishedAt']),
  });
}
