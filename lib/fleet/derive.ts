import type { Millis } from '#lib/base/clock.ts';
import { type NodeName, objectKey, type Uid } from '#lib/domain/keys.ts';
import type { DaemonSetRecord, Knowledge } from '#lib/domain/objects.ts';
import { type Cell, type CellKnowledge, computeCell } from '#lib/domain/placement/cell.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { computeDaemonSet, type DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import type { StoreChanges, StoreReader } from '#lib/kubernetes/store.ts';
import type { Picture, PictureDaemonSet } from '#lib/wire/picture.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import { attempt } from './attempt.ts';
import {
  bareBasis,
  type CellBasis,
  type CellContext,
  cellInput,
  digestOfBasis,
  isCell,
  readableNode,
  readablePods,
  readBasis,
} from './cell-source.ts';
import type { History } from './history.ts';
import { cellKnowledge, type KnowledgeByResource } from './knowledge.ts';
import type { Memory } from './memory.ts';
import { createNodeTable } from './node-table.ts';
import { compareDaemonSets, describeDaemonSet, priorityOf } from './picture-daemonset.ts';
import { describeAbsentNode, describeNode } from './picture-node.ts';
import { createRecheckQueue } from './recheck-queue.ts';
import { ABSENT, type KeptCell, NEVER_SEEN, Row, SATISFIED } from './row.ts';
import { unknownCell, unknownOutcome, withBrokenCells } from './unknown.ts';

/** The moving part of a picture; the rest is said once by whoever makes it. */
export type PictureParts = Pick<Picture, 'nodes' | 'daemonSets' | 'cells' | 'knowledge'>;

export type DerivationFailures = { readonly cells: number; readonly daemonSets: number };

/**
 * The picture, kept up to date by looking again only at what a change touches. The law: after any changes it equals the
 * picture that is derived from the same records, memory and time from scratch.
 */
export type Derivation = {
  readonly update: (changes: StoreChanges, knowledge: KnowledgeByResource, now: Millis) => PictureParts;
  /** When time alone may next change something. */
  readonly nextRecheck: () => Millis | undefined;
  /** Undefined for a DaemonSet that is not, or may not be, in the picture. */
  readonly daemonSet: (uid: Uid) => DaemonSetRecord | undefined;
  readonly daemonSetUids: () => readonly Uid[];
  readonly outcome: (daemonSet: Uid) => DaemonSetOutcome | undefined;
  readonly nodeNames: () => readonly NodeName[];
  readonly hasNode: (name: NodeName) => boolean;
  readonly failures: () => DerivationFailures;
};

export type DerivationOptions = {
  readonly store: StoreReader;
  readonly memory: Memory;
  readonly history: History;
  readonly stallAfterMillis: number;
};

const KEY_SEPARATOR = ' ';

export function createDerivation({ store, memory, history, stallAfterMillis }: DerivationOptions): Derivation {
  const rows = new Map<Uid, Row>();
  const rechecks = createRecheckQueue<string>();
  const nodes = createNodeTable(describe);
  const failures = { cells: 0, daemonSets: 0 };
  let known: KnowledgeByResource | undefined;
  let knowledge: CellKnowledge = { pods: 'NotSynced', nodes: 'NotSynced' };
  let picture: PictureParts | undefined;

  /** True when everything has to be looked at again, because more or less may be said about it than before. */
  function learn(resources: KnowledgeByResource): boolean {
    const before = { knowledge, daemonSets: known?.daemonsets };
    const isFirst = known === undefined;
    known = resources;
    knowledge = cellKnowledge(resources);
    const isShown = (state: Knowledge | undefined) => state !== 'Forbidden';
    return (
      isFirst || !sameJson(before.knowledge, knowledge) || isShown(before.daemonSets) !== isShown(resources.daemonsets)
    );
  }

  function describe(name: NodeName) {
    const readable = { store, knowledge };
    const node = readableNode(name, readable);
    if (node !== undefined) return describeNode(node);
    const hasPods = rows.keys().some((uid) =>
      attempt(
        () => readablePods(uid, name, readable).length > 0,
        () => true,
      ),
    );
    return hasPods ? describeAbsentNode(name) : undefined;
  }

  /** What was read with rights that are gone is not shown for ever. */
  function daemonSetOf(uid: Uid): DaemonSetRecord | undefined {
    return known?.daemonsets === 'Forbidden' ? undefined : store.daemonSet(uid);
  }

  /** Takes rows in and out; true when any came or went. */
  function touchRows(uids: Iterable<Uid>): { readonly come: Row[]; readonly gone: boolean } {
    const come: Row[] = [];
    let gone = false;
    for (const uid of uids) {
      const row = rows.get(uid);
      const isThere = daemonSetOf(uid) !== undefined;
      if (row === undefined && isThere) {
        const fresh = new Row(uid, nodes.names().length);
        rows.set(uid, fresh);
        come.push(fresh);
      }
      if (row !== undefined && !isThere) {
        for (const name of nodes.names()) rechecks.set(keyOf(row, name), undefined);
        rechecks.set(uid, undefined);
        memory.forgetDaemonSet(uid);
        rows.delete(uid);
        gone = true;
      }
    }
    return { come, gone };
  }

  function touchNodes(names: Iterable<NodeName>): NodesMoved {
    const before = nodes.names();
    const reseating = nodes.touch(names);
    if (reseating === undefined) return { come: [], gone: false };
    const gone = new Set(before.filter((name) => nodes.seatOf(name) === undefined));
    for (const row of rows.values()) row.reseat(gone, reseating);
    for (const name of gone) {
      memory.forgetNode(name);
      for (const row of rows.values()) rechecks.set(keyOf(row, name), undefined);
    }
    return { come: nodes.names().filter((_, seat) => reseating[seat] === undefined), gone: gone.size > 0 };
  }

  function* allNodes(): Generator<NodeName> {
    yield* nodes.names();
    yield* store.nodeNames();
    for (const uid of rows.keys()) yield* store.nodesOfDaemonSet(uid);
  }

  function* nodesTouchedBy(changes: StoreChanges, { come, gone }: ReturnType<typeof touchRows>): Generator<NodeName> {
    yield* changes.nodes;
    for (const [uid, names] of changes.cells) {
      if (rows.has(uid))
        for (const name of names) if (readableNode(name, { store, knowledge }) === undefined) yield name;
    }
    for (const row of come) yield* store.nodesOfDaemonSet(row.uid);
    // A node that only the pods of a vanished DaemonSet spoke of goes with it.
    if (gone) for (const row of nodes.rows()) if (row.ready === 'Absent') yield row.name as NodeName;
  }

  function setRecheck(key: string, at: Millis | undefined, now: Millis): void {
    // Never now: a rule that asks for its own moment must not keep the process busy.
    rechecks.set(key, at === undefined ? undefined : Math.max(at, now + 1));
  }

  /** Derives a cell, remembers since when it is absent, and gives undefined where there is none. */
  function deriveKept(row: Row, basis: CellBasis, name: NodeName, seat: number, context: CellContext) {
    const input = cellInput(basis, name, context);
    if (!isCell(input)) return undefined;
    const cell = computeCell(input);
    if (knowledge.pods !== 'Known' || knowledge.nodes === 'NotSynced' || knowledge.nodes === 'Stale') return cell;
    const isAbsent = cell.facts.wanted && !cell.facts.present;
    const wasSatisfied = row.presence(seat) === SATISFIED;
    row.setPresence(seat, isAbsent ? ABSENT : SATISFIED);
    if (!isAbsent) memory.setAbsentSince(row.uid, name, undefined);
    if (!isAbsent || !wasSatisfied) return cell;
    memory.setAbsentSince(row.uid, name, context.now);
    return computeCell(cellInput(basis, name, context));
  }

  function tryDerive(row: Row, basis: CellBasis, name: NodeName, seat: number, context: CellContext): Cell | undefined {
    row.broken.delete(name);
    return attempt(
      () => deriveKept(row, basis, name, seat, context),
      () => {
        failures.cells += 1;
        row.broken.add(name);
        return unknownCell(name);
      },
    );
  }

  function stateWithoutCell() {
    return knowledge.pods === 'Known' && knowledge.nodes === 'Known' ? 'excluded' : 'unknown';
  }

  /** True when the DaemonSet as a whole may say something else now. */
  function refreshCell(row: Row, basis: CellBasis, name: NodeName, context: CellContext): boolean {
    const seat = nodes.seatOf(name);
    if (seat === undefined) return false;
    const cell = tryDerive(row, basis, name, seat, context);
    const state = cell?.kind ?? stateWithoutCell();
    const changed = row.setCell(seat, name, cell === undefined ? undefined : keep(cell), state);
    setRecheck(keyOf(row, name), cell?.recheckAt, context.now);
    if (cell === undefined) row.setPresence(seat, NEVER_SEEN);
    noteState({ row, basis, name, seat, state }, context.now);
    return noteProgress(row, cell?.progressAt) || changed;
  }

  function noteState({ row, basis, name, seat, state }: StateSeen, at: Millis): void {
    if (state === 'unknown') return;
    const from = row.noteState(seat, state);
    if (from === undefined || from === state) return;
    history.add({ at, of: 'Cell', uid: row.uid, key: objectKey(basis.daemonSet), node: name, from, to: state });
  }

  function noteProgress(row: Row, at: Millis | undefined): boolean {
    const before = memory.progress(row.uid);
    if (at === undefined || (before !== undefined && at <= before)) return false;
    memory.setProgress(row.uid, at);
    return true;
  }

  function deriveOutcome(
    row: Row,
    { daemonSet, failedCreate, failedDelete }: CellBasis,
    now: Millis,
  ): DaemonSetOutcome {
    const outcome = computeDaemonSet({
      daemonSet,
      revisions: store.revisionsOf(row.uid),
      cells: row.telling(),
      settledCells: row.settled,
      knowledge,
      failedCreate,
      failedDelete,
      stallAfterMillis,
      rememberedProgress: memory.progress(row.uid),
      now,
    });
    return withBrokenCells(outcome, [...row.broken].sort());
  }

  function refreshOutcome(row: Row, basis: CellBasis, context: CellContext): void {
    const outcome = attempt(
      () => deriveOutcome(row, basis, context.now),
      () => {
        failures.daemonSets += 1;
        return unknownOutcome(basis.daemonSet);
      },
    );
    const summary = describeDaemonSet(basis.daemonSet, outcome, priorityOf(basis.daemonSet, store));
    const from = row.summary?.state;
    if (from !== undefined && from !== summary.state) {
      const key = objectKey(basis.daemonSet);
      history.add({ at: context.now, of: 'DaemonSet', uid: row.uid, key, from, to: summary.state });
    }
    row.outcome = outcome;
    noteProgress(row, outcome.lastProgress);
    if (!sameJson(row.summary, summary)) row.summary = summary;
    setRecheck(row.uid, outcome.verdict.recheckAt, context.now);
  }

  function refreshRow(row: Row, dirty: Dirty, context: CellContext): void {
    const daemonSet = daemonSetOf(row.uid);
    if (daemonSet === undefined) return;
    const basis = tryBasis(daemonSet);
    const digest = digestOfBasis(basis);
    const isWhole = dirty.whole || digest !== row.basisDigest;
    row.basisDigest = digest;
    let changed = dirty.outcome || isWhole;
    for (const name of isWhole ? nodes.names() : dirty.cells) {
      if (refreshCell(row, basis, name, context)) changed = true;
    }
    if (changed) refreshOutcome(row, basis, context);
  }

  const tryBasis = (daemonSet: DaemonSetRecord): CellBasis =>
    attempt(
      () => readBasis(daemonSet, store),
      () => {
        failures.daemonSets += 1;
        return bareBasis(daemonSet);
      },
    );

  function gatherDirty({ changes, nodesMoved, due }: Touched, whole: boolean): Map<Row, Dirty> {
    const all = new Map<Row, Dirty>();
    const dirtyOf = (row: Row): Dirty => {
      const dirty = all.get(row) ?? { cells: new Set(), outcome: false, whole: false };
      all.set(row, dirty);
      return dirty;
    };
    for (const row of rows.values()) if (whole || row.basisDigest === '') dirtyOf(row).whole = true;
    for (const uid of changes.daemonSets) {
      const row = rows.get(uid);
      if (row !== undefined) dirtyOf(row).outcome = true;
    }
    for (const [uid, names] of changes.cells) {
      const row = rows.get(uid);
      if (row !== undefined) for (const name of names) dirtyOf(row).cells.add(name);
    }
    for (const row of rows.values()) {
      if (nodesMoved.gone) dirtyOf(row).outcome = true;
      for (const name of nodesMoved.come) dirtyOf(row).cells.add(name);
      for (const name of changes.nodes) dirtyOf(row).cells.add(name);
      for (const name of changes.rooms) {
        if (row.readsRoom(name)) dirtyOf(row).cells.add(name);
      }
    }
    for (const key of due) {
      const [uid, name] = key.split(KEY_SEPARATOR) as [Uid, NodeName | undefined];
      const row = rows.get(uid);
      if (row === undefined) continue;
      if (name === undefined) dirtyOf(row).outcome = true;
      else dirtyOf(row).cells.add(name);
    }
    return all;
  }

  function assemble(resources: KnowledgeByResource): PictureParts {
    const before = picture;
    const summaries = rows.values().flatMap((row): readonly PictureDaemonSet[] => (row.summary ? [row.summary] : []));
    const sorted = [...summaries].sort(compareDaemonSets);
    const columns = new Map<string, Uint8Array>(rows.values().map((row) => [row.uid, row.published()]));
    const sameList =
      before?.daemonSets.length === sorted.length && sorted.every((each, at) => each === before.daemonSets[at]);
    const sameCells =
      before?.cells.size === columns.size &&
      columns.entries().every(([uid, column]) => before.cells.get(uid) === column);
    const after: PictureParts = {
      nodes: nodes.rows(),
      daemonSets: sameList ? before.daemonSets : sorted,
      cells: sameCells ? before.cells : columns,
      knowledge: before !== undefined && sameJson(before.knowledge, resources) ? before.knowledge : resources,
    };
    const same =
      before !== undefined &&
      sameList &&
      sameCells &&
      before.nodes === after.nodes &&
      before.knowledge === after.knowledge;
    return same ? before : after;
  }

  return {
    update: (changes, resources, now) => {
      const whole = learn(resources);
      const context = { store, memory, knowledge, now };
      const moved = touchRows(whole ? [...rows.keys(), ...store.daemonSetUids()] : changes.daemonSets);
      const nodesMoved = touchNodes(whole ? allNodes() : nodesTouchedBy(changes, moved));
      const dirty = gatherDirty({ changes, nodesMoved, due: rechecks.takeDue(now) }, whole);
      for (const [row, each] of dirty) refreshRow(row, each, context);
      picture = assemble(resources);
      return picture;
    },
    nextRecheck: () => rechecks.next(),
    daemonSet: (uid) => (rows.has(uid) ? daemonSetOf(uid) : undefined),
    daemonSetUids: () => [...rows.keys()],
    outcome: (uid) => rows.get(uid)?.outcome,
    nodeNames: () => nodes.names(),
    hasNode: (name) => nodes.seatOf(name) !== undefined,
    failures: () => ({ ...failures }),
  };
}

type StateSeen = {
  readonly row: Row;
  readonly basis: CellBasis;
  readonly name: NodeName;
  readonly seat: number;
  readonly state: CellState;
};
type NodesMoved = { readonly come: readonly NodeName[]; readonly gone: boolean };
type Touched = { readonly changes: StoreChanges; readonly nodesMoved: NodesMoved; readonly due: readonly string[] };
type Dirty = { readonly cells: Set<NodeName>; outcome: boolean; whole: boolean };

function keyOf(row: Row, node: NodeName): string {
  return `${row.uid}${KEY_SEPARATOR}${node}`;
}

/** The evidence is left behind: it is as large as the rest of the picture, and made anew when somebody looks. */
function keep({ node, facts, progressAt, readsRoom }: Cell): KeptCell {
  return { node, facts, progressAt, readsRoom };
}
