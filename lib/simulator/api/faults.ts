import type { Fault } from './fault.ts';
import { type StatusError, statusOf } from './status.ts';

export type FaultRule = {
  readonly fault: Fault;
  /** Plural, such as `pods`; all of them unless given. */
  readonly resource?: string;
  readonly verb?: 'list' | 'watch' | 'watchList' | 'get' | 'any';
  readonly namespace?: string;
  readonly user?: string;
  /** So many requests meet it; all of them unless given. */
  readonly count?: number;
};

/** What a rule looks at of a request. */
export type Asked = {
  readonly resource: string | undefined;
  readonly verb: string;
  readonly namespace: string | undefined;
  readonly user: string;
};

/** An open watch, to do something to it. */
export type OpenWatch = Asked & {
  readonly drop: () => void;
  readonly freeze: () => void;
};

export type Faults = {
  /** From now on; the result takes it away again. */
  readonly add: (rule: FaultRule) => () => void;
  readonly clear: () => void;
  /** Resets the open watches of a resource, or all of them; gives how many. */
  readonly dropWatches: (resource?: string) => number;
  /** They stay open and say nothing more. */
  readonly freezeWatches: (resource?: string) => number;
};

export type FaultBox = Faults & {
  /** The faults that a request meets; each meeting counts. */
  readonly meet: (asked: Asked) => readonly Fault[];
  readonly watches: Set<OpenWatch>;
};

export function createFaults(): FaultBox {
  const rules = new Map<FaultRule, number>();
  const watches = new Set<OpenWatch>();
  const ofResource = (resource: string | undefined) =>
    [...watches].filter((watch) => resource === undefined || watch.resource === resource);
  return {
    add: (rule) => {
      // The same rule may be added twice.
      const own = { ...rule };
      rules.set(own, rule.count ?? Number.POSITIVE_INFINITY);
      return () => {
        rules.delete(own);
      };
    },
    clear: () => rules.clear(),
    dropWatches: (resource) => {
      const found = ofResource(resource);
      for (const { drop } of found) drop();
      return found.length;
    },
    freezeWatches: (resource) => {
      const found = ofResource(resource);
      for (const { freeze } of found) freeze();
      return found.length;
    },
    meet: (asked) => {
      const met: Fault[] = [];
      for (const [rule, left] of rules) {
        if (!concerns(rule, asked)) continue;
        met.push(rule.fault);
        if (left <= 1) rules.delete(rule);
        else rules.set(rule, left - 1);
      }
      return met;
    },
    watches,
  };
}

function concerns({ resource, verb = 'any', namespace, user }: FaultRule, asked: Asked): boolean {
  return (
    (verb === 'any' || verb === asked.verb) &&
    (resource === undefined || resource === asked.resource) &&
    (namespace === undefined || namespace === asked.namespace) &&
    (user === undefined || user === asked.user)
  );
}

export function refusalOf({ code, reason, message, retryAfter }: Extract<Fault, { kind: 'Refuse' }>): StatusError {
  return {
    ...statusOf(code),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}
