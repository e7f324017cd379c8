import { isWanted, type NodePlacement, type PlacementReport } from '#lib/domain/placement/placement-report.ts';
import type { TemplateChange } from '#lib/domain/rollout/template-change.ts';
import type { InsufficientResource } from '#lib/domain/room/fit.ts';
import { formatQuantity } from '#lib/domain/room/quantity.ts';
import { describeObstacle } from '#lib/text/describe/placement.ts';
import { createText } from '#lib/text/text.ts';
import { type Json, toJson } from './json.ts';
import type { PlacementInput, PlacementItem, PlacementNote } from './placement-input.ts';

export type ProblemDocument = {
  readonly path: string;
  readonly message: string;
  /** `error`: the API server would refuse the DaemonSet, or every pod of it. */
  readonly severity: 'error' | 'warning';
  /** Of the file; absent where the cluster is what is wrong. */
  readonly line?: number;
};

export type NodePlacementDocument = {
  readonly node: string;
  readonly shouldRun: boolean;
  readonly shouldContinueRunning: boolean;
  /** Why it should not run there. */
  readonly reasons: readonly Json[];
  readonly fits: boolean;
  readonly insufficient: readonly Omit<InsufficientResource, 'kind'>[];
  readonly hostPortConflicts: readonly {
    readonly port: number;
    readonly protocol: string;
    readonly hostIP: string;
    readonly holder: { readonly namespace: string; readonly name: string } | null;
  }[];
  /** It does not fit, and the scheduler makes the room by itself: pods of lower priority go. */
  readonly preempts: boolean;
  /** It does not fit beside the old pod, which maxSurge keeps, and would fit in its place. */
  readonly fitsInPlace: boolean;
};

export type PlacementItemDocument = {
  readonly daemonSet: { readonly namespace: string; readonly name: string };
  readonly file: string;
  readonly problems: readonly ProblemDocument[];
  readonly nodes: readonly NodePlacementDocument[];
  readonly summary: { readonly wanted: number; readonly fit: number; readonly blocked: readonly string[] };
  /** What a pod asks for: by the template, which admission may raise, or by a pod of the same template. */
  readonly requests: { readonly from: 'template' | 'pod'; readonly amounts: Readonly<Record<string, string>> };
  /** Null when no DaemonSet of that name is there. */
  readonly change: {
    readonly gains: readonly string[];
    readonly loses: readonly string[];
    readonly template: readonly TemplateChange[];
  } | null;
};

/** What `placement -o json` prints [design 8.2]. */
export type PlacementDocument = {
  readonly apiVersion: 'rollcall/v1';
  /** Only of a cluster that is made up. */
  readonly simulated?: { readonly scenario: string; readonly description: string };
  readonly items: readonly PlacementItemDocument[];
  /** What is not known, or not asked, of all of them alike. */
  readonly notes: readonly { readonly name: PlacementNote; readonly message: string }[];
};

/** The document is for programs: its prose is English, whatever the language of who asks. */
const english = createText('en');

export function placementDocument({ items, notes, simulated }: PlacementInput): PlacementDocument {
  return {
    apiVersion: 'rollcall/v1',
    ...(simulated && { simulated: { scenario: simulated.scenario, description: simulated.description } }),
    items: items.map(describeItem),
    notes: notes.map((name) => ({ name, message: english.say(`placement.note.${name}.sentence`) })),
  };
}

function describeItem(item: PlacementItem): PlacementItemDocument {
  const { file, daemonSet, report } = item;
  const { wanted, fit, blocked, requests } = report;
  return {
    daemonSet: { namespace: daemonSet.namespace, name: daemonSet.name },
    file,
    problems: describeProblems(item),
    nodes: report.nodes.map(describeNode),
    summary: { wanted, fit, blocked },
    requests: {
      from: requests.from === 'Pod' ? 'pod' : 'template',
      amounts: Object.fromEntries(
        [...requests.amounts].map(([resource, amount]) => [resource, formatQuantity(resource, amount)]),
      ),
    },
    change: describeChange(report),
  };
}

function describeProblems({ problems, obstacles }: PlacementItem): readonly ProblemDocument[] {
  return [
    ...problems.map(({ path, message, severity, line }) => ({
      path,
      message,
      severity,
      ...(line === undefined ? {} : { line }),
    })),
    ...obstacles.map((obstacle) => ({
      path: obstacle.path,
      message: describeObstacle(english, obstacle),
      severity: obstacle.severity,
    })),
  ];
}

function describeNode(placement: NodePlacement): NodePlacementDocument {
  const { node, eligibility, shortages, preempts = false, fitsInPlace = false } = placement;
  return {
    node,
    shouldRun: isWanted(placement),
    shouldContinueRunning: eligibility.kind !== 'ShouldNotRun',
    reasons: eligibility.kind === 'ShouldRun' ? [] : eligibility.reasons.map((reason) => toJson(reason)),
    fits: shortages.length === 0,
    insufficient: shortages.flatMap((shortage) => {
      if (shortage.kind !== 'InsufficientResource') return [];
      const { resource, requested, free, allocatable } = shortage;
      return [{ resource, requested, free, allocatable }];
    }),
    hostPortConflicts: shortages.flatMap((shortage) => {
      if (shortage.kind !== 'HostPortConflict') return [];
      const { port, protocol, hostIP, holder } = shortage;
      return [{ port, protocol, hostIP, holder: holder ?? null }];
    }),
    preempts,
    fitsInPlace,
  };
}

function describeChange({ change }: PlacementReport): PlacementItemDocument['change'] {
  return change === undefined ? null : { gains: change.gains, loses: change.loses, template: change.template };
}
