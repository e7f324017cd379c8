import { objectKey } from '../keys.ts';
import { compareDaemonSetStates, type DaemonSetState } from './daemonset-state.ts';
import type { NODE_PHASES } from './node-trouble.ts';

/** What is asked of a DaemonSet: a row of the picture has it, and so has a view. */
export type AttentionDaemonSet = {
  readonly namespace: string;
  readonly name: string;
  readonly state: DaemonSetState;
  readonly priority: number;
  /** How many nodes the verdict names. */
  readonly concerned: number;
  readonly slowed: boolean;
  /** False: the rollout will not finish by itself. */
  readonly finishes: boolean | null;
  /** All that is wrong with it is wrong with nodes in trouble. */
  readonly explainedByNodes: boolean;
};

/** What is asked of a group of nodes in the same trouble. */
export type AttentionTrouble = {
  readonly phase: (typeof NODE_PHASES)[number];
  readonly nodes: number;
  /** The DaemonSets that want them or have a pod there, as `namespace/name`. */
  readonly daemonSets: readonly string[];
};

/** One thing that somebody should look at: a DaemonSet, or nodes with all the DaemonSets that only they trouble. */
export type AttentionRow<DaemonSet, Trouble> =
  | { readonly kind: 'DaemonSet'; readonly daemonSet: DaemonSet }
  | {
      readonly kind: 'Nodes';
      readonly trouble: Trouble;
      /** The rollouts that these nodes hold up, worst first; what is only incomplete there has no name here. */
      readonly held: readonly DaemonSet[];
    };

const ALWAYS: ReadonlySet<DaemonSetState> = new Set<DaemonSetState>([
  'Stalled',
  'Blocked',
  'Degraded',
  'Unknown',
  'CompleteWithLeftovers',
]);
const WHEN_HELD_UP: ReadonlySet<DaemonSetState> = new Set<DaemonSetState>(['NotObserved', 'Progressing', 'Deleting']);
const ROLLOUTS: ReadonlySet<DaemonSetState> = new Set<DaemonSetState>(['Stalled', 'Blocked', 'Progressing']);

/** Whether somebody should look at it [AT1]: idle, complete, under way as it should be or waiting by OnDelete is no trouble. */
export function wantsAttention({ state, slowed, finishes }: AttentionDaemonSet): boolean {
  return ALWAYS.has(state) || (WHEN_HELD_UP.has(state) && (slowed || finishes === false));
}

/**
 * What wants a look, worst first [AT1] to [AT5]. Nodes that are not Ready are one row each group, however many DaemonSets
 * should run there: those of which nothing else is wrong have no row of their own.
 */
export function findAttention<DaemonSet extends AttentionDaemonSet, Trouble extends AttentionTrouble>(
  daemonSets: readonly DaemonSet[],
  troubles: readonly Trouble[],
): readonly AttentionRow<DaemonSet, Trouble>[] {
  const wanting = daemonSets.filter(wantsAttention).sort(compareRows);
  const groups = troubles.filter(({ phase }) => phase === 'Steady').sort(compareTroubles);
  const held = new Map<Trouble, DaemonSet[]>(groups.map((trouble) => [trouble, []]));
  const own = wanting.filter((daemonSet) => {
    if (!daemonSet.explainedByNodes || groups.length === 0) return true;
    if (!ROLLOUTS.has(daemonSet.state)) return false;
    const holding = groups.filter((trouble) => trouble.daemonSets.includes(objectKey(daemonSet)));
    for (const trouble of holding) held.get(trouble)?.push(daemonSet);
    return holding.length === 0;
  });
  const folded = wanting.filter(({ explainedByNodes, state }) => explainedByNodes && !ROLLOUTS.has(state));
  const priority = Math.max(0, ...folded.map((daemonSet) => daemonSet.priority));
  const ranked = [
    ...own.map((daemonSet) => ({ row: { kind: 'DaemonSet', daemonSet } as const, rank: daemonSet })),
    ...groups.map((trouble) => {
      const rollouts = held.get(trouble) ?? [];
      return { row: { kind: 'Nodes', trouble, held: rollouts } as const, rank: rankNodes(trouble, rollouts, priority) };
    }),
  ];
  return ranked.sort((left, right) => compareRows(left.rank, right.rank)).map(({ row }) => row);
}

type Rank = Pick<AttentionDaemonSet, 'state' | 'priority' | 'concerned' | 'namespace' | 'name'>;

/** As bad as the worst rollout that they hold, and never less than Degraded: somebody has no available pod there [AT5]. */
function rankNodes({ nodes }: AttentionTrouble, held: readonly AttentionDaemonSet[], priorityOfFolded: number): Rank {
  const [worst] = held;
  const isWorse = worst !== undefined && compareDaemonSetStates(worst.state, 'Degraded') < 0;
  const priorities = [priorityOfFolded, ...held.map(({ priority }) => priority)];
  return {
    state: isWorse ? worst.state : 'Degraded',
    priority: isWorse ? worst.priority : Math.max(...priorities),
    concerned: nodes,
    namespace: '',
    name: '',
  };
}

function compareRows(left: Rank, right: Rank): number {
  return (
    compareDaemonSetStates(left.state, right.state) ||
    right.priority - left.priority ||
    right.concerned - left.concerned ||
    compareText(left.namespace, right.namespace) ||
    compareText(left.name, right.name)
  );
}

function compareTroubles(left: AttentionTrouble, right: AttentionTrouble): number {
  return right.daemonSets.length - left.daemonSets.length || right.nodes - left.nodes;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
