import type { Millis } from '#lib/base/clock.ts';
import { type NodeName, objectKey } from '#lib/domain/keys.ts';
import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import { type Cell, type CellKnowledge, computeCell } from '#lib/domain/placement/cell.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import type { ProgressSign } from '#lib/domain/rollout/pace.ts';
import { isNewer } from '#lib/domain/rollout/progress.ts';
import type { CurrentRevision } from '#lib/domain/rollout/verdict.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import { attempt } from './attempt.ts';
import type { CauseContext } from './cause-source.ts';
import {
  bareBasis,
  type CellBasis,
  type CellContext,
  cellInput,
  digestOfBasis,
  isCell,
  readBasis,
  rememberRevision,
} from './cell-source.ts';
import type { Dirty } from './dirty.ts';
import type { History } from './history.ts';
import type { NodeTable } from './node-table.ts';
import { describeDaemonSet, priorityOf } from './picture-daemonset.ts';
import type { Rechecks } from './rechecks.ts';
import { ABSENT, NEVER_SEEN, type Row, SATISFIED } from './row.ts';
import { rememberState, type TellingInput, type Told, tellMore, tellOutcome, toldAlone } from './told.ts';
import { unknownCell, unknownOutcome, withBrokenCells } from './unknown.ts';

export type DerivationFailures = { readonly cells: number; readonly daemonSets: number };

/** Derives anew what is dirty of one DaemonSet; what throws is unknown and counted, and everything else goes on. */
export type Refresher = {
  readonly refresh: (row: Row, daemonSet: DaemonSetRecord, dirty: Dirty, context: CauseContext) => void;
  readonly failures: () => DerivationFailures;
};

export type RefresherOptions = {
  readonly nodes: NodeTable;
  readonly history: History;
  readonly rechecks: Rechecks;
  readonly stallAfterMillis: number;
};

type Place = { readonly row: Row; readonly basis: CellBasis; readonly name: NodeName; readonly seat: number };

export function createRefresher({ nodes, history, rechecks, stallAfterMillis }: RefresherOptions): Refresher {
  const failures = { cells: 0, daemonSets: 0 };

  function tryBasis(daemonSet: DaemonSetRecord, context: CellContext): CellBasis {
    return attempt(
      () => readBasis(daemonSet, context),
      () => {
        failures.daemonSets += 1;
        return bareBasis(daemonSet);
      },
    );
  }

  function tryCell(place: Place, context: CellContext): Cell | undefined {
    const { row, name } = place;
    row.broken.delete(name);
    return attempt(
      () => deriveCell(place, context),
      () => {
        failures.cells += 1;
        row.broken.add(name);
        return unknownCell(name);
      },
    );
  }

  function tryOutcome(row: Row, input: TellingInput): DaemonSetOutcome {
    return attempt(
      () => withBrokenCells(tellOutcome(input), [...row.broken].sort()),
      () => {
        failures.daemonSets += 1;
        return unknownOutcome(input.basis.daemonSet);
      },
    );
  }

  /** A state that we see begin is told with the moment at which it did. */
  function tryTold(row: Row, basis: CellBasis, context: CauseContext): Told {
    const input = { basis, cells: [...row.telling()], settled: row.settled, context, stallAfterMillis };
    const first = tryOutcome(row, input);
    const outcome = rememberState(row.uid, first, context.memory, context.now) ? tryOutcome(row, input) : first;
    return attempt(
      () => tellMore(outcome, input),
      () => {
        failures.daemonSets += 1;
        return toldAlone(outcome);
      },
    );
  }

  /** True when the DaemonSet as a whole may say something else now. */
  function refreshCell(place: Place, context: CellContext): boolean {
    const { row, basis, name, seat } = place;
    const cell = tryCell(place, context);
    const state = cell?.kind ?? stateWithoutCell(context.knowledge);
    const changed = row.setCell(seat, name, cell, state);
    rechecks.set({ daemonSet: row.uid, node: name }, cell?.recheckAt, context.now);
    if (cell === undefined) row.setPresence(seat, NEVER_SEEN);
    noteState(place, state, context);
    if (cell !== undefined) notePace(row, basis, cell, context);
    return noteProgress(row, cell === undefined ? undefined : signOf(cell), context) || changed;
  }

  function noteState({ row, basis, name, seat }: Place, state: CellState, { memory, now: at }: CellContext): void {
    if (state === 'unknown') return;
    row.watchedSince ??= at;
    const from = row.noteState(seat, state);
    if (from === state) return;
    const subject = { at, uid: row.uid, key: objectKey(basis.daemonSet), node: name };
    const isNew = from === undefined && row.watchedSince < at && state !== 'excluded';
    if (isNew) history.add({ ...subject, of: 'NodeCame', to: state });
    if (from === undefined) return;
    memory.setLostPod(row.uid, name, state === 'excluded' && from !== 'missing' ? at : undefined);
    history.add({ ...subject, of: 'Cell', from, to: state });
  }

  /** While the controller has not seen a template there is no current revision; what was before that is remembered. */
  function noteRevision(row: Row, daemonSet: DaemonSetRecord, { current }: CurrentRevision, at: Millis): void {
    const from = row.lastRevision;
    if (current === undefined) return;
    row.lastRevision = current;
    if (from === undefined || from.hash === current.hash) return;
    const [fromKnown, toKnown] = [knownRevision(from), knownRevision(current)];
    history.add({ at, of: 'Revision', uid: row.uid, key: objectKey(daemonSet), from: fromKnown, to: toKnown });
  }

  function refreshOutcome(row: Row, basis: CellBasis, context: CauseContext): void {
    const { daemonSet } = basis;
    const { memory, now } = context;
    const told = tryTold(row, basis, context);
    const summary = describeDaemonSet(daemonSet, told, priorityOf(daemonSet, context.store));
    const from = row.summary?.state;
    const to = summary.state;
    if (from !== undefined && from !== to) {
      history.add({ at: now, of: 'DaemonSet', uid: row.uid, key: objectKey(daemonSet), from, to });
    }
    noteRevision(row, daemonSet, told.outcome.revision, now);
    row.told = told;
    if (!sameJson(row.summary, summary)) row.summary = summary;
    noteProgress(row, told.outcome.lastSign, context);
    // Before the pods are read nothing can be said of what held and what did not.
    const isTold = told.outcome.verdict.kind !== 'Unknown';
    if (isTold && told.alertMemory !== undefined) memory.setAlerts(row.uid, told.alertMemory);
    rechecks.set({ daemonSet: row.uid }, told.recheckAt, now);
  }

  return {
    refresh: (row, daemonSet, dirty, context) => {
      const first = tryBasis(daemonSet, context);
      const basis = rememberRevision(first, context.memory, context.now) ? tryBasis(daemonSet, context) : first;
      const isWhole = row.takeBasis(digestOfBasis(basis)) || dirty.whole;
      let changed = dirty.outcome || isWhole;
      const look = (name: NodeName, seat: number | undefined): void => {
        if (seat !== undefined && refreshCell({ row, basis, name, seat }, context)) changed = true;
      };
      if (isWhole) nodes.names().forEach(look);
      else for (const name of dirty.cells) look(name, nodes.seatOf(name));
      if (changed) refreshOutcome(row, basis, context);
    },
    failures: () => ({ ...failures }),
  };
}

/** Derives a cell and remembers since when it is absent; undefined where there is none. */
function deriveCell({ row, basis, name, seat }: Place, context: CellContext): Cell | undefined {
  const { memory, knowledge, now } = context;
  const input = cellInput(basis, name, context);
  if (!isCell(input)) return undefined;
  const cell = computeCell(input);
  if (knowledge.pods !== 'Known' || knowledge.nodes === 'NotSynced' || knowledge.nodes === 'Stale') return cell;
  const isAbsent = cell.facts.wanted && !cell.facts.present;
  const wasSatisfied = row.presence(seat) === SATISFIED;
  row.setPresence(seat, isAbsent ? ABSENT : SATISFIED);
  if (!isAbsent) memory.setAbsentSince(row.uid, name, undefined);
  if (!isAbsent || !wasSatisfied) return cell;
  memory.setAbsentSince(row.uid, name, now);
  return computeCell(cellInput(basis, name, context));
}

/** How long a node took, and since when its old pod is on its way out: neither is to be seen once the pod is gone. */
function notePace(row: Row, { revision }: CellBasis, cell: Cell, { memory }: CellContext): void {
  const { node, progressKind, progressAt, replacement } = cell;
  if (progressKind === 'PodDeletionAsked') memory.setLeavingSince(row.uid, node, progressAt);
  if (replacement === undefined || revision.current === undefined) return;
  memory.noteReplacement(row.uid, revision.current, replacement);
  memory.setLeavingSince(row.uid, node, undefined);
}

function signOf({ node, progressAt: at, progressKind: what }: Cell): ProgressSign | undefined {
  if (at === undefined) return undefined;
  return what === undefined ? { at, node } : { at, node, what };
}

function noteProgress(row: Row, sign: ProgressSign | undefined, { memory }: CellContext): boolean {
  const before = memory.progress(row.uid);
  if (sign === undefined || (before !== undefined && !isNewer(sign, before))) return false;
  memory.setProgress(row.uid, sign);
  return before === undefined || sign.at > before.at;
}

function knownRevision({ hash, number }: NonNullable<CurrentRevision['current']>) {
  return { hash, number };
}

/** Of a DaemonSet on a node that is gone and where it has no pod: not wanted, as far as anybody can say that. */
function stateWithoutCell({ pods, nodes }: CellKnowledge): CellState {
  return pods === 'Known' && nodes === 'Known' ? 'excluded' : 'unknown';
}
