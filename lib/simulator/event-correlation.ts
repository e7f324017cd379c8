import type { EventDraft } from './context.ts';
import type { ObjectReference } from './objects.ts';

/*
 * How what is said through the older API is gathered, counted and rationed before it is written [EV3]. What is not
 * written is counted all the same: the next one that is tells of all. Source: client-go, tools/record/events_cache.go.
 */

const GATHER_FROM = 10;
const GATHER_MILLIS = 600_000;
const BURST = 25;
const REFILL_MILLIS = 300_000;
const COMBINED = '(combined from similar events): ';

export type Observation = {
  readonly name: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
};

export type Correlated = Observation & {
  readonly message: string;
  /** One for many messages: it does not say who reports it. */
  readonly isCombined: boolean;
  /** There have been too many of late: it is not written. */
  readonly isRationed: boolean;
};

export type EventCorrelator = {
  /** `newName` is asked for what has not been said before. */
  readonly observe: (draft: EventDraft, now: number, newName: () => string) => Correlated;
  /** Forgets what was last said before that moment. */
  readonly forgetBefore: (moment: number) => void;
};

type Similar = { readonly messages: Set<string>; lastAt: number };
type Ration = { tokens: number; at: number };

export function createEventCorrelator(): EventCorrelator {
  /** In the order of when they were last said. */
  const observed = new Map<string, Observation>();
  const similar = new Map<string, Similar>();
  const rations = new Map<string, Ration>();

  /** From the tenth different message about one thing on they count as one. */
  function gather(draft: EventDraft, now: number): boolean {
    const { type, reason, message } = draft;
    const about = [...subjectOf(draft), type, reason].join('\n');
    const before = similar.get(about);
    const group =
      before !== undefined && now - before.lastAt <= GATHER_MILLIS
        ? before
        : { messages: new Set<string>(), lastAt: now };
    group.messages.add(message);
    group.lastAt = now;
    similar.delete(about);
    similar.set(about, group);
    if (group.messages.size < GATHER_FROM) return false;
    const [any] = group.messages;
    if (any !== undefined) group.messages.delete(any);
    return true;
  }

  /** One ration for each type that one speaker says about one object. */
  function isRationed(draft: EventDraft, now: number): boolean {
    const key = [...subjectOf(draft), draft.type].join('\n');
    const { tokens, at } = rations.get(key) ?? { tokens: BURST, at: now };
    const left = Math.min(BURST, tokens + (now - at) / REFILL_MILLIS);
    rations.delete(key);
    rations.set(key, { tokens: left >= 1 ? left - 1 : left, at: now });
    return left < 1;
  }

  return {
    observe: (draft, now, newName) => {
      const isCombined = gather(draft, now);
      const { fieldPath = '' } = draft.regarding;
      const about = [...subjectOf(draft), draft.type, draft.reason];
      const key = (isCombined ? about : [...about, fieldPath, draft.message]).join('\n');
      const before = observed.get(key);
      const observation: Observation = {
        name: before?.name ?? newName(),
        count: (before?.count ?? 0) + 1,
        firstAt: before?.firstAt ?? now,
        lastAt: now,
      };
      observed.delete(key);
      observed.set(key, observation);
      const message = isCombined ? `${COMBINED}${draft.message}` : draft.message;
      return { ...observation, message, isCombined, isRationed: isRationed(draft, now) };
    },
    forgetBefore: (moment) => {
      drop(observed, ({ lastAt }) => lastAt < moment);
      drop(similar, ({ lastAt }) => lastAt < moment);
      // A ration that is full again is that of somebody who has said nothing.
      drop(rations, ({ at }) => at < moment - BURST * REFILL_MILLIS);
    },
  };
}

/** An object is the same at every version of it. */
function subjectOf({ component, host = '', regarding }: EventDraft): readonly string[] {
  const { kind, namespace = '', name, uid = '', apiVersion = '' }: ObjectReference = regarding;
  return [component, host, kind, namespace, name, uid, apiVersion];
}

/** The oldest come first. */
function drop<Value>(map: Map<string, Value>, isOld: (value: Value) => boolean): void {
  for (const [key, value] of map) {
    if (!isOld(value)) return;
    map.delete(key);
  }
}
