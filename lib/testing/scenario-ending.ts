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

function saidOf({ state, reason, counted, cells }: Document['daemonSets'][number]): Said {
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
    ...(trouble.length > 0 && trouble.length <= NAMED_NODES && { trouble: Object.fromEntries(trouble) }),
  };
}
