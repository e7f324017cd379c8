import { assertUnreachable } from '#lib/base/assert.ts';
import type { Clock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import { MANDATORY_RESOURCES, RESOURCES, type Resource } from '#lib/domain/objects.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import type { ClusterHealth, ResourceHealth } from '#lib/kubernetes/health.ts';
import { rbacRuleFor } from '#lib/text/describe/health.ts';
import { formatDuration } from '#lib/text/duration.ts';

type Judgement =
  | { readonly kind: 'Read' }
  | { readonly kind: 'Waiting' }
  /** Waiting would not help: one sentence. */
  | { readonly kind: 'Refused'; readonly sentence: string };

function refusal(source: ClusterSource, resource: Resource, health: ResourceHealth): string | undefined {
  const { synced, cause, note } = health;
  if (synced) return undefined;
  switch (cause) {
    case 'forbidden':
      return `cannot read ${resource} of cluster ${source.name}: ${note ?? 'forbidden'}; this RBAC rule would grant it: ${rbacRuleFor(resource)}`;
    case 'credentials':
      return `cannot read cluster ${source.name}: ${note ?? 'the credentials are rejected'}`;
    case 'unreachable':
      // Once the API server has answered anything, a connection that fails may as well succeed the next time.
      if (source.version() !== undefined) return undefined;
      return `cannot read cluster ${source.name}: ${note ?? 'the API server cannot be reached'}`;
    case 'throttled':
    case 'gone':
    case 'server':
    case undefined:
      // The API server is there and may be about to answer: throttled, starting, behind.
      return undefined;
    default:
      return assertUnreachable(cause);
  }
}

/** An optional resource that fails for whatever reason costs a sentence, not the command. */
function isSettled(health: ClusterHealth, resource: Resource): boolean {
  const { synced, cause } = health.resources[resource];
  return synced || (cause !== undefined && !MANDATORY_RESOURCES.includes(resource));
}

function judge(source: ClusterSource): Judgement {
  const health = source.health();
  for (const resource of MANDATORY_RESOURCES) {
    const sentence = refusal(source, resource, health.resources[resource]);
    if (sentence !== undefined) return { kind: 'Refused', sentence };
  }
  return { kind: RESOURCES.every((resource) => isSettled(health, resource)) ? 'Read' : 'Waiting' };
}

function sayLate(name: string, { resources }: ClusterHealth, timeoutMillis: number): Result<void, string> {
  const missing = MANDATORY_RESOURCES.find((resource) => !resources[resource].synced);
  if (missing === undefined) return success(undefined);
  const { objects, expected, note } = resources[missing];
  const progress = expected === undefined ? `${objects} so far` : `${objects} of about ${expected}`;
  return failure(
    `cluster ${name} was not read within ${formatDuration(timeoutMillis, 'en')} (--timeout): ${missing}, ${note ?? progress}`,
  );
}

/**
 * Waits until every resource was read once, or until it is known that waiting does not help. Optional resources that are
 * late when the time is over are done without.
 */
export function waitUntilRead(
  source: ClusterSource,
  clock: Pick<Clock, 'setTimer'>,
  timeoutMillis: number,
): Promise<Result<void, string>> {
  const { promise, resolve } = Promise.withResolvers<Result<void, string>>();
  const look = (): boolean => {
    const judgement = judge(source);
    if (judgement.kind === 'Waiting') return false;
    resolve(judgement.kind === 'Read' ? success(undefined) : failure(judgement.sentence));
    return true;
  };
  if (look()) return promise;
  const cancelTimer = clock.setTimer(
    () => resolve(sayLate(source.name, source.health(), timeoutMillis)),
    timeoutMillis,
  );
  const stopListening = source.onHealthChange(look);
  return promise.finally(() => {
    cancelTimer();
    stopListening();
  });
}
