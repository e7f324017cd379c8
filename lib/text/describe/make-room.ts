import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import type { Knowledge } from '#lib/domain/objects.ts';
import type { Elsewhere, EvictionSet, MakeRoomPlan, OtherWay, PlanStep } from '#lib/domain/room/make-room.ts';
import { type Amounts, amountOf } from '#lib/domain/room/room-pod.ts';
import type { Speaker } from '../speaker.ts';
import { ABSENT } from './phrase.ts';
import type { RoomWords } from './room.ts';
import { nameSum, orderResources, sayAmount, sayAmounts, sayList } from './room-amount.ts';

type Freed = Pick<EvictionSet, 'frees'>;
type Needed = Pick<MakeRoomPlan, 'deficits' | 'portHolders'>;

/** What is needed of what comes free, and how much of it is more than that; what nobody lacks is not told. */
function sayFrees(speaker: Speaker, { frees }: Freed, { deficits, portHolders }: Needed): string {
  const { say } = speaker;
  const needed = orderResources(Object.keys(deficits)).filter((resource) => amountOf(deficits, resource) > 0);
  if (needed.length === 0) return say('room.set.frees.ports');
  const over: Amounts = Object.fromEntries(
    needed.map((resource) => [resource, amountOf(frees, resource) - amountOf(deficits, resource)]),
  );
  const names = needed.map((resource) => nameSum(speaker, resource, amountOf(frees, resource)));
  const all = sayList(speaker, portHolders.length === 0 ? names : [...names, say('room.amount.ports')]);
  const [only] = needed;
  const more =
    needed.length === 1 && only !== undefined && only !== 'pods' && amountOf(over, only) > 0
      ? sayAmount(speaker, only, amountOf(over, only))
      : sayAmounts(speaker, over);
  return more === '' ? say('room.set.frees.exact', { frees: all }) : say('room.set.frees.more', { frees: all, more });
}

export type EvictionDescription = RoomWords & {
  /** What it costs, worst first; never empty. */
  readonly costs: readonly string[];
};

/** One set of pods that may go: how many, what that frees, what it costs [MR17]. */
export function describeEvictionSet(
  speaker: Speaker,
  set: EvictionSet,
  needed: Needed,
  budgets: Knowledge = 'Known',
): EvictionDescription {
  const { say } = speaker;
  const count = set.pods.length;
  return {
    phrase: say('room.set.phrase', { count }),
    sentence: say('room.set.sentence', { count, frees: sayFrees(speaker, set, needed) }),
    costs: describeCosts(speaker, set, budgets),
  };
}

function describeCosts({ say }: Speaker, set: EvictionSet, budgets: Knowledge): readonly string[] {
  const { violations, bare, notLower } = set;
  const costs = [
    ...(budgets === 'Known' ? [] : [say('room.set.cost.budgetsUnknown.sentence')]),
    ...violations.map(({ budget, asked, allowed }) =>
      say('room.set.cost.violation.sentence', { budget, asked, allowed }),
    ),
    ...(bare === 0 ? [] : [say('room.set.cost.bare.sentence', { count: bare })]),
  ];
  if (costs.length === 0) costs.push(say('room.set.cost.none.sentence'));
  return notLower === 0 ? costs : [...costs, say('room.set.cost.notLower.sentence', { count: notLower })];
}

/** Where the next pod of an evicted one could go [MR11]: nobody looks further than a few nodes, so none are counted. */
export function describeElsewhere({ say }: Speaker, elsewhere: Elsewhere, isBare: boolean): string {
  switch (elsewhere.kind) {
    case 'Nodes':
      return say('room.elsewhere.Nodes.phrase', { first: elsewhere.first, more: elsewhere.nodes - 1 });
    case 'Nowhere':
      return say('room.elsewhere.Nowhere.phrase');
    case 'NotAsked':
      return say(isBare ? 'room.elsewhere.Bare.phrase' : 'room.elsewhere.NotAsked.phrase');
    default:
      return assertUnreachable(elsewhere);
  }
}

/** A way that evicts nobody [MR17]. */
export function describeOtherWay(speaker: Speaker, way: OtherWay, now: Millis): string {
  const { say } = speaker;
  const { kind } = way;
  switch (kind) {
    case 'Wait':
      return say('room.otherWay.Wait.sentence', {
        left: way.until === null ? ABSENT : speaker.duration(way.until - now),
      });
    case 'RaisePriority': {
      const { priorityClass, above } = way;
      return priorityClass === null
        ? say('room.otherWay.RaisePriority.sentence.none', { above })
        : say('room.otherWay.RaisePriority.sentence', { priorityClass, above });
    }
    case 'LowerRequests':
      return say('room.otherWay.LowerRequests.sentence', { amounts: sayAmounts(speaker, way.by) });
    case 'BiggerNode':
      return say('room.otherWay.BiggerNode.sentence', { amounts: sayAmounts(speaker, way.allocatable) });
    case 'WithoutSurge':
    case 'ExcludeNode':
      return say(`room.otherWay.${kind}.sentence`);
    default:
      return assertUnreachable(kind);
  }
}

/** Why this step, and why now [MR14] [MR15]. */
export function describeStep({ say }: Speaker, kind: PlanStep['kind']): string {
  return say(`room.step.${kind}.sentence`);
}

/** What the plan comes to, in one word and one sentence. */
export function describePlanKind({ say }: Speaker, { kind, sets }: Pick<MakeRoomPlan, 'kind' | 'sets'>): RoomWords {
  return {
    phrase: say(`room.plan.${kind}.phrase`),
    sentence:
      kind === 'Evict'
        ? say('room.plan.Evict.sentence', { count: sets[0]?.pods.length ?? 0 })
        : say(`room.plan.${kind}.sentence`),
  };
}

/** All that is said of a plan before its sets: what is lacking, for whom, whom it leaves, how it was found. */
export function describePlan(speaker: Speaker, plan: MakeRoomPlan, nameOf: (uid: string) => string): readonly string[] {
  const { say } = speaker;
  const lacks = sayAmounts(speaker, plan.deficits);
  return [
    describePlanKind(speaker, plan).sentence,
    ...(lacks === '' ? [] : [say('room.plan.lacks.sentence', { amounts: lacks })]),
    ...(plan.serves.length < 2
      ? []
      : [
          say('room.plan.serves.sentence', {
            count: plan.serves.length,
            names: sayList(speaker, plan.serves.map(nameOf)),
          }),
        ]),
    ...plan.leaves.map(({ uid, why }) => say(`room.plan.leaves.${why}.sentence`, { name: nameOf(uid) })),
    ...(plan.kind === 'Evict' && plan.leaves.some(({ why }) => why === 'NotEnough')
      ? [say('room.plan.leaves.race.sentence')]
      : []),
    ...(plan.kind === 'Evict' && !plan.exhaustive ? [say('room.plan.greedy.sentence')] : []),
  ];
}

type CompleteAfterView =
  | { readonly kind: 'Known'; readonly millis: number }
  | { readonly kind: 'Waiting'; readonly since: number }
  | { readonly kind: 'NoTrace' };

/** How long a node took from its first Ready until all its DaemonSets were available [5.5]. */
export function describeCompleteAfter(speaker: Speaker, complete: CompleteAfterView, now: Millis): RoomWords {
  const { say } = speaker;
  const { kind } = complete;
  const millis = kind === 'Known' ? complete.millis : kind === 'Waiting' ? now - complete.since : 0;
  const values = { duration: speaker.duration(millis) };
  return {
    phrase: say(`room.complete.${kind}.phrase`, values),
    sentence: say(`room.complete.${kind}.sentence`, values),
  };
}
