import { runStatus } from '#lib/cli/status.ts';
import { createFakeIo } from './command-io.ts';

/*
 * What the product says at the end of a story of the embedded cluster, told as briefly as a person can check it.
 */

export type Said = {
  /** State and reason. */
  readonly verdict: string;
  /** Our own count: desired, current, updated, ready, available, misscheduled. */
  readonly counted: readonly number[];
  readonly cells: Readonly<Record<string, number>>;
  /** Codes of the causes, the first first; what is no fact with its confidence. */
  readonly causes?: string;
  /** Of a rollout that somebody holds up: `used/limit`, and the reasons of those who are stuck with their number. */
  readonly budget?: string;
  /** Nodes with trouble of their own, few enough to be named: state and kinds of reasons. */
  readonly trouble?: Readonly<Record<string, string>>;
};
export type Ending = { readonly exitCode: number; readonly daemonSets: Readonly<Record<string, Said>> };

type Cell = { readonly state: string; readonly reasons: readonly { readonly kind: string }[] };
type Counters = Readonly<
  Record<
    | 'desiredNumberScheduled'
    | 'currentNumberScheduled'
    | 'updatedNumberScheduled'
    | 'numberReady'
    | 'numberAvailable'
    | 'numberMisscheduled',
    number
  >
>;
type Document = {
  readonly daemonSets: readonly {
    readonly name: string;
    readonly state: string;
    readonly reason: string;
    readonly counted: Counters;
    readonly cells: Readonly<Record<string, Cell>>;
    readonly causes: readonly { readonly code: string; readonly confidence: string }[];
    readonly budget: {
      readonly limit: number;
      readonly used: number;
      readonly holders: readonly { readonly kind: string; readonly reason: string }[];
    } | null;
  }[];
};

const WITHOUT_TROUBLE = new Set(['ok', 'old', 'excluded', 'progressing']);
/** Of more than that the states are counted, and that is enough. */
const NAMED_NODES = 5;

export async function endingOf(name: string): Promise<Ending> {
  const io = createFakeIo();
  const exitCode = await runStatus([`--simulate=${name}`, '-o', 'json', '--cells', '--timeout=120s'], io);
  const { daemonSets }: Document = JSON.parse(io.out());
  return { exitCode, daemonSets: Object.fromEntries(daemonSets.map((each) => [each.name, saidOf(each)])) };
}

function saidOf({ state, reason, counted, cells, causes, budget }: Document['daemonSets'][number]): Said {
  const byState: Record<string, number> = {};
  for (const cell of Object.values(cells)) byState[cell.state] = (byState[cell.state] ?? 0) + 1;
  const trouble = Object.entries(cells)
    .filter(([, cell]) => !WITHOUT_TROUBLE.has(cell.state))
    .map(([node, cell]) => [node, `${cell.state}: ${cell.reasons.map(({ kind }) => kind).join(', ')}`] as const);
  return {
    verdict: `${state} ${reason}`,
    counted: [
      counted.desiredNumberScheduled,
      counted.currentNumberScheduled,
      counted.updatedNumberScheduled,
      counted.numberReady,
      counted.numberAvailable,
      counted.numberMisscheduled,
    ],
    cells: byState,
    ...(causes.length > 0 && { causes: causes.map(nameCause).join(' ') }),
    ...(budget !== null && budget.used > 0 && { budget: tellBudget(budget) }),
    ...(trouble.length > 0 && trouble.length <= NAMED_NODES && { trouble: Object.fromEntries(trouble) }),
  };
}

function nameCause({ code, confidence }: { readonly code: string; readonly confidence: string }): string {
  return confidence === 'H' ? code : `${code}(${confidence})`;
}

function tellBudget({ used, limit, holders }: NonNullable<Document['daemonSets'][number]['budget']>): string {
  const stuck = Map.groupBy(
    holders.filter(({ kind }) => kind === 'stuck'),
    ({ reason }) => reason,
  );
  const told = [...stuck.keys()].sort().map((reason) => `${stuck.get(reason)?.length} ${reason}`);
  return [`${used}/${limit}`, ...told].join(', ');
}
