import type { StatusError } from './status.ts';

/** What goes wrong with an answer. */
export type Fault =
  /** Refused; `html`: by something in between that knows nothing of Kubernetes. */
  | {
      readonly kind: 'Refuse';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      /** Seconds, a date, or nonsense. */
      readonly retryAfter?: string;
      readonly html?: string;
    }
  /** Nothing is said, neither now nor later; the connection stays. */
  | { readonly kind: 'Freeze'; readonly afterEvents?: number }
  | { readonly kind: 'Delay'; readonly millis: number }
  /** The connection is reset, at once or after so much was said. */
  | { readonly kind: 'Reset'; readonly afterEvents?: number; readonly afterBytes?: number }
  /** The body ends in its middle. */
  | { readonly kind: 'Cut'; readonly afterBytes: number }
  /** The watch ends well, at once or after so many events. */
  | { readonly kind: 'Close'; readonly afterEvents?: number }
  /** An object is shown as what it must not be. */
  | { readonly kind: 'Poison'; readonly name: string; readonly as: Poison }
  | { readonly kind: 'Twice' }
  | { readonly kind: 'Late'; readonly millis: number }
  /** Each event changes places with the one after it. */
  | { readonly kind: 'Reorder' }
  | { readonly kind: 'NoBookmarks' }
  /** The bookmark that ends the initial events of a WatchList does not come. */
  | { readonly kind: 'NoInitialEventsEnd' }
  /** Whatever happens, bookmarks alone are sent. */
  | { readonly kind: 'BookmarksOnly' };

export const POISONS = [
  'null metadata',
  'empty object',
  'wrong types',
  'no resourceVersion',
  'broken JSON',
  'endless line',
  'unknown type',
  'null object',
] as const;
export type Poison = (typeof POISONS)[number];

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

/** The open watches, to do something to them. */
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
  const isOfVerb = verb === 'any' || verb === asked.verb;
  return (
    isOfVerb &&
    (resource === undefined || resource === asked.resource) &&
    (namespace === undefined || namespace === asked.namespace) &&
    (user === undefined || user === asked.user)
  );
}

export function refusalOf({ code, reason, message, retryAfter }: Extract<Fault, { kind: 'Refuse' }>): StatusError {
  return {
    code,
    reason: reason ?? REASONS[code] ?? 'InternalError',
    message: message ?? `a fault was asked for: ${code}`,
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

const ENDLESS_BYTES = 9 * 1_024 * 1_024;

/** The text of an object, poisoned; `type` is the one of the watch event, undefined in a list. */
export function poison(as: Poison, text: string, type: string | undefined): string {
  const whole = (object: string, of = type) => (of === undefined ? object : `{"type":"${of}","object":${object}}`);
  switch (as) {
    case 'null metadata':
      return whole(
        text.replace(/"metadata":\{.*?\}(?=,"(?:spec|status|data|involvedObject|value)")/s, '"metadata":null'),
      );
    case 'empty object':
      return whole('{}');
    case 'null object':
      return whole('null');
    case 'wrong types':
      return whole(text.replace(/"name":"/, '"name":["').replace(/(\["[^"]*")/, '$1]'));
    case 'no resourceVersion':
      return whole(text.replace(/"resourceVersion":"\d+",?/, ''));
    case 'broken JSON':
      return whole(text).slice(0, -20);
    case 'endless line':
      return whole(text.replace(/"metadata":\{/, `"metadata":{"endless":"${'x'.repeat(ENDLESS_BYTES)}",`));
    case 'unknown type':
      return whole(text, type === undefined ? undefined : 'SURPRISED');
  }
}
