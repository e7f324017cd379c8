import type { Millis } from '#lib/base/clock.ts';
import { ENOUGH_SAMPLES } from '#lib/domain/rollout/duration.ts';
import type { PerPod, Progress } from '#lib/domain/rollout/pace.ts';
import type { Preflight } from '#lib/domain/rollout/preflight.ts';
import type { PushSafety } from '#lib/domain/rollout/push-safety.ts';
import type { WhatIf } from '#lib/domain/rollout/what-if.ts';
import type { Shortage } from '#lib/domain/room/fit.ts';
import { formatQuantity, parseQuantity, toAmount } from '#lib/domain/room/quantity.ts';
import { formatPace } from '../pace.ts';
import type { Speaker } from '../speaker.ts';
import { nameAmount, orAbsent } from './phrase.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type Span = { readonly earliest: Millis; readonly latest: Millis };

/** Progress of the domain, or what came of it over the wire. */
export type ProgressView = Pick<Progress, 'parallelism' | 'remaining'> & {
  readonly last?:
    | {
        readonly at: Millis;
        readonly what?: NonNullable<Progress['last']>['what'] | null | undefined;
        readonly node?: string | null | undefined;
      }
    | null
    | undefined;
  readonly perPod?: PerPod | null | undefined;
  readonly eta?: Span | null | undefined;
  readonly finishes?: boolean | null | undefined;
};

/** Phrases, each absent when there is nothing to say. */
export type ProgressDescription = {
  readonly last?: string;
  readonly perPod?: string;
  readonly remaining?: string;
  readonly eta?: string;
};

export function describeProgress(speaker: Speaker, progress: ProgressView, now: Millis): ProgressDescription {
  const { say } = speaker;
  const { remaining, parallelism } = progress;
  const last = sayLast(speaker, progress.last, now);
  const perPod = sayPerPod(speaker, progress.perPod);
  const eta = describeEta(speaker, progress, now);
  return {
    ...(last === undefined ? {} : { last }),
    ...(perPod === undefined ? {} : { perPod }),
    ...(remaining === 0 ? {} : { remaining: say('progress.remaining', { remaining, parallelism }) }),
    ...(eta === undefined ? {} : { eta }),
  };
}

function sayLast({ say, duration }: Speaker, last: ProgressView['last'], now: Millis): string | undefined {
  if (last === undefined || last === null) return undefined;
  const ago = duration(now - last.at);
  if (last.what === undefined || last.what === null) return say('progress.last', { duration: ago });
  return say('progress.last.what', {
    duration: ago,
    what: say(`progress.what.${last.what}`, { node: orAbsent(last.node) }),
  });
}

function sayPerPod({ say, locale }: Speaker, perPod: ProgressView['perPod']): string | undefined {
  if (perPod === undefined || perPod === null) return undefined;
  const { median, p90, samples } = perPod;
  return say('progress.perPod', { median: formatPace(median, locale), p90: formatPace(p90, locale), samples });
}

export type EtaView = Pick<ProgressView, 'eta' | 'finishes' | 'perPod'>;

/** When it will be done: a range, or why there is none; undefined when nothing is under way. */
export function describeEta(speaker: Speaker, { eta, finishes, perPod }: EtaView, now: Millis): string | undefined {
  const { say } = speaker;
  if (finishes === false) return say('progress.eta.never');
  if (eta !== undefined && eta !== null) return saySpan(speaker, eta, now);
  if (finishes !== true || perPod === undefined) return undefined;
  return say('progress.eta.few', { samples: perPod?.samples ?? 0, needed: ENOUGH_SAMPLES });
}

function saySpan({ say, duration, locale }: Speaker, { earliest, latest }: Span, now: Millis): string {
  const from = Math.max(0, earliest - now);
  const to = Math.max(from, latest - now);
  if (to === 0) return say('progress.eta.now');
  if (from < MINUTE) return say('progress.eta.within', { latest: formatPace(to, locale) });
  const minutes = { earliest: Math.floor(from / MINUTE), latest: Math.ceil(to / MINUTE) };
  if (minutes.earliest === minutes.latest) return say('progress.eta.about', { earliest: duration(from) });
  if (to <= HOUR) return say('progress.eta.minutes', minutes);
  return say('progress.eta.range', { earliest: duration(from), latest: formatPace(to, locale) });
}

export type WhatIfView = Pick<WhatIf, 'kind' | 'limit' | 'parallelism' | 'moves' | 'takes' | 'leftBehind'>;

/** What another maxUnavailable or maxSurge would do from now on [PC6]. */
export function describeWhatIf(speaker: Speaker, whatIf: WhatIfView): string {
  const { say } = speaker;
  const { kind, limit, parallelism, moves, takes, leftBehind } = whatIf;
  const sentences: string[] = [];
  if (!moves) sentences.push(say('progress.whatIf.still.sentence', { kind, limit }));
  else if (parallelism <= 0) sentences.push(say('progress.whatIf.drain.sentence', { kind, limit }));
  else if (takes === undefined) sentences.push(say('progress.whatIf.moves.sentence', { kind, limit, parallelism }));
  else {
    const eta = saySpan(speaker, { earliest: takes.shortest, latest: takes.longest }, 0);
    sentences.push(say('progress.whatIf.eta.sentence', { kind, limit, parallelism, eta }));
  }
  if (leftBehind > 0) sentences.push(say('progress.whatIf.leftBehind.sentence', { leftBehind }));
  return speaker.paragraph(sentences);
}

const BLOCKS_NAMED = 3;

/** Whether the new pod will fit where it is still to come [RS8]. */
export function describePreflight(speaker: Speaker, { checked, blocked, requestsFrom }: Preflight): string {
  const { say } = speaker;
  if (checked === 0) return say('preflight.none.sentence');
  const stuck = blocked.filter(({ preempts }) => preempts !== true);
  const preempting = blocked.length - stuck.length;
  const sentences = [
    ...(blocked.length === 0 ? [say('preflight.fits.sentence', { checked })] : []),
    ...(stuck.length === 0
      ? []
      : [say('preflight.blocked.sentence', { blocked: stuck.length, checked, list: listBlocked(speaker, stuck) })]),
    ...(preempting === 0 ? [] : [say('preflight.preempts.sentence', { count: preempting })]),
    ...(requestsFrom === 'Template' ? [say('preflight.template.sentence')] : []),
  ];
  return speaker.paragraph(sentences);
}

function listBlocked(speaker: Speaker, blocked: Preflight['blocked']): string {
  const { say } = speaker;
  const shown = blocked.slice(0, BLOCKS_NAMED).map(({ node, shortages }) => {
    const parts = shortages.map((shortage) => describeShortage(speaker, shortage));
    return say('preflight.node', { node, shortages: parts.join(say('preflight.shortage.separator')) });
  });
  const list = shown.join(say('preflight.separator'));
  const more = blocked.length - shown.length;
  return more > 0 ? say('preflight.more', { list, more }) : list;
}

/** How much is missing, not how much is asked for: that is what somebody would have to free. */
function describeShortage(speaker: Speaker, shortage: Shortage): string {
  const { say } = speaker;
  if (shortage.kind === 'HostPortConflict') {
    const { port, protocol, holder } = shortage;
    const name = holder === undefined ? undefined : `${holder.namespace}/${holder.name}`;
    return say('preflight.shortage.hostPort', { hostPort: `${port}/${protocol}`, holder: orAbsent(name) });
  }
  const { resource } = shortage;
  if (resource === 'pods') return say('preflight.shortage.pods');
  const missing = speaker.quantity(resource, missingOf(shortage));
  return say('preflight.shortage.resource', { resource: nameAmount(speaker, resource), missing });
}

function missingOf({ resource, requested, free }: Extract<Shortage, { kind: 'InsufficientResource' }>): string {
  const wanted = parseQuantity(requested);
  const there = parseQuantity(free);
  if (!wanted.ok || !there.ok) return requested;
  return formatQuantity(resource, toAmount(resource, wanted.value - there.value));
}

/** What another push would do at once [FA4]. */
export function describePushSafety(speaker: Speaker, safety: PushSafety): string {
  const { say } = speaker;
  const { replacedAtOnce, readyAmongThem, byBudget, waiting, unavailableAtWorst, desired, withheldBy } = safety;
  if (withheldBy === 'OnDelete') return say('push.onDelete.sentence');
  if (withheldBy === 'SyncFails') return say('push.syncFails.sentence', { atOnce: replacedAtOnce + byBudget });
  if (replacedAtOnce === 0) return say('push.budgeted.sentence', { byBudget, waiting });
  return speaker.paragraph([
    say('push.unbudgeted.sentence', { replacedAtOnce, byBudget }),
    ...(readyAmongThem === 0 ? [] : [say('push.ready.sentence', { readyAmongThem })]),
    say('push.worst.sentence', { unavailableAtWorst, desired }),
  ]);
}
