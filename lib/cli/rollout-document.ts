import type { Millis } from '#lib/base/clock.ts';
import type { AlertClause, AlertFinding, AlertName } from '#lib/domain/rollout/alerts.ts';
import type { Cause, CauseCommand, CauseEvidence, Confidence } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode, CauseName } from '#lib/domain/rollout/causes/cause-names.ts';
import type { PerPod, Progress, ProgressKind } from '#lib/domain/rollout/pace.ts';
import type { Budget, Holder } from '#lib/domain/rollout/verdict.ts';
import type { Text } from '#lib/text/text.ts';
import { toRfc3339 } from './rfc3339.ts';

export type HolderDocument = {
  readonly node: string;
  readonly pod: string | null;
  readonly row: Holder['row'];
  readonly kind: Holder['kind'];
  readonly reason: string;
  readonly since: string | null;
};
export type BudgetDocument = {
  readonly kind: Budget['kind'];
  /** Pods, as the three numbers after it: percentages are rounded up, as the controller does [RU1]. */
  readonly limit: number;
  readonly used: number;
  readonly need: number;
  readonly holders: readonly HolderDocument[];
};

export type ProgressDocument = {
  /** Both null where nothing is known to have moved; `what` where only the moment is remembered. */
  readonly last: { readonly at: string | null; readonly what: ProgressKind | null };
  /** Seconds, with a fraction where there is one; null without any sample. */
  readonly perPod: { readonly median: number | null; readonly p90: number | null; readonly samples: number };
  readonly eta: { readonly earliest: string | null; readonly latest: string | null } | null;
  /** How many pods move at a time: the budget less its stuck holders. */
  readonly parallelism: number;
};

export type CauseDocument = {
  readonly code: CauseCode;
  readonly name: CauseName;
  readonly confidence: Confidence;
  readonly nodes: readonly string[];
  readonly holdsBudget: boolean;
  readonly since: string | null;
  readonly evidence: readonly {
    /** `KIND NAMESPACE/NAME`, or `KIND NAME` of what is in no namespace. */
    readonly object: string;
    readonly field: string;
    readonly value: CauseEvidence['value'];
  }[];
  readonly message: string;
  readonly commands: readonly CauseCommand[];
};

export type AlertDocument = {
  readonly name: AlertName;
  readonly firing: boolean;
  readonly pendingUntil: string | null;
  readonly clauses: readonly AlertClause[];
  readonly knownFalseAlarm: string | null;
};

export function describeBudget(budget: Budget | undefined): BudgetDocument | null {
  if (budget === undefined) return null;
  const { kind, limit, used, need, holders } = budget;
  return { kind, limit, used, need, holders: holders.map(describeHolder) };
}

function describeHolder({ node, pod, row, kind, reason, since }: Holder): HolderDocument {
  return { node, pod: pod ?? null, row, kind, reason, since: toRfc3339(since) };
}

export function describeProgress({ last, perPod, eta, parallelism }: Progress): ProgressDocument {
  return {
    last: { at: toRfc3339(last?.at), what: last?.what ?? null },
    perPod: describePerPod(perPod),
    eta: eta === undefined ? null : { earliest: toRfc3339(eta.earliest), latest: toRfc3339(eta.latest) },
    parallelism,
  };
}

function describePerPod(perPod: PerPod | undefined): ProgressDocument['perPod'] {
  if (perPod === undefined) return { median: null, p90: null, samples: 0 };
  const { median, p90, samples } = perPod;
  return { median: median / 1_000, p90: p90 / 1_000, samples };
}

/** The sentence is made in the language of `text`. */
export function describeCause(cause: Cause, text: Pick<Text, 'describeCause'>, now: Millis): CauseDocument {
  const { code, name, confidence, nodes, holdsBudget, since, evidence, commands } = cause;
  return {
    code,
    name,
    confidence,
    nodes: nodes.toSorted(),
    holdsBudget,
    since: toRfc3339(since),
    evidence: evidence.map(({ object, field, value }) => ({ object: nameObject(object), field, value })),
    message: text.describeCause(cause, now).sentence,
    commands: commands.map(({ command, changes }) => ({ command, changes })),
  };
}

function nameObject({ kind, namespace, name }: CauseEvidence['object']): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

export function describeAlert(alert: AlertFinding): AlertDocument {
  const { name, firing, pendingUntil, clauses, knownFalseAlarm } = alert;
  return {
    name,
    firing,
    pendingUntil: toRfc3339(pendingUntil),
    clauses: clauses.map(({ clause, left, right, holds }) => ({ clause, left, right, holds })),
    knownFalseAlarm: knownFalseAlarm ?? null,
  };
}
