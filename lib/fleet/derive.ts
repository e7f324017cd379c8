import type { Millis } from '#lib/base/clock.ts';
import { type NodeName, objectKey, type Uid } from '#lib/domain/keys.ts';
import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import type { CellKnowledge } from '#lib/domain/placement/cell.ts';
import type { CellState } from '#lib/domain/placement/cell-state.ts';
import { soonest } from '#lib/domain/placement/soonest.ts';
import type { NodeTrouble, NodeTroubles } from '#lib/domain/rollout/node-trouble.ts';
import type { StoreChanges, StoreReader } from '#lib/kubernetes/store.ts';
import type { PictureNode } from '#lib/wire/picture.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import { assemblePicture, type PictureParts } from './assemble.ts';
import { attempt } from './attempt.ts';
import type { CauseContext } from './cause-source.ts';
import { readableNode, readablePods } from './cell-source.ts';
import { gatherDirty, type NodesMoved } from './dirty.ts';
import type { History } from './history.ts';
import { cellKnowledge, type KnowledgeByResource } from './knowledge.ts';
import type { Memory } from './memory.ts';
import { createNodeTable } from './node-table.ts';
import { describeNodeTroubles, findNodeTroubles } from './node-troubles.ts';
import { describeAbsentNode, describeNode } from './picture-node.ts';
import { createRechecks } from './rechecks.ts';
import { createRefresher, type DerivationFailures } from './refresh.ts';
import { Row } from './row.ts';
import { createSurroundings } from './surroundings.ts';
import type { Told } from './told.ts';

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
  readonly told: (daemonSet: Uid) => Told | undefined;
  /** One row per node that is not Ready or gone [NT1]. */
  readonly nodeTroubles: () => readonly NodeTrouble[];
  readonly surroundings: () => Pick<CauseContext, 'nodes' | 'oddTaints'>;
  /** What of a DaemonSet's past is in the history, and the states that it leads to. */
  readonly watch: (daemonSet: Uid) => Watch | undefined;
  readonly nodeNames: () => readonly NodeName[];
  readonly hasNode: (name: NodeName) => boolean;
  readonly failures: () => DerivationFailures;
};

export type Watch = {
  /** Undefined while no cell could be told yet. */
  readonly since: Millis | undefined;
  /** The last state that was told, whatever is known now. */
  readonly lastState: (node: NodeName) => CellState | undefined;
};

export type DerivationOptions = {
  readonly store: StoreReader;
  readonly memory: Memory;
  readonly history: History;
  readonly stallAfterMillis: number;
};

type RowsMoved = { readonly come: readonly Row[]; readonly gone: boolean };

export function createDerivation({ store, memory, history, stallAfterMillis }: DerivationOptions): Derivation {
  const rows = new Map<Uid, Row>();
  const rechecks = createRechecks();
  const nodes = createNodeTable(describe);
  const refresher = createRefresher({ nodes, history, rechecks, stallAfterMillis });
  let knowledge: CellKnowledge | undefined;
  let showsDaemonSets = false;
  let picture: PictureParts | undefined;
  let troubles: NodeTroubles = { troubles: [] };
  const surroundings = createSurroundings();

  /** True when everything has to be looked at again, because more or less may be said about it than before. */
  function learn(resources: KnowledgeByResource): boolean {
    const before = { knowledge, showsDaemonSets };
    knowledge = cellKnowledge(resources);
    showsDaemonSets = resources.daemonsets !== 'Forbidden';
    return !sameJson(before, { knowledge, showsDaemonSets });
  }

  const readable = () => ({ store, knowledge: knowledge ?? { pods: 'NotSynced', nodes: 'NotSynced' } }) as const;

  function describe(name: NodeName): PictureNode | undefined {
    const node = readableNode(name, readable());
    if (node !== undefined) return describeNode(node);
    const hasPods = rows.keys().some((uid) =>
      attempt(
        () => readablePods(uid, name, readable()).length > 0,
        () => true,
      ),
    );
    return hasPods ? describeAbsentNode(name) : undefined;
  }

  /** What was read with rights that are gone is not shown for ever. */
  function daemonSetOf(uid: Uid): DaemonSetRecord | undefined {
    return showsDaemonSets ? store.daemonSet(uid) : undefined;
  }

  function touchRows(uids: Iterable<Uid>): RowsMoved {
    const come: Row[] = [];
    let gone = false;
    for (const uid of uids) {
      const isThere = daemonSetOf(uid) !== undefined;
      if (isThere && !rows.has(uid)) {
        const row = new Row(uid, nodes.names().length);
        rows.set(uid, row);
        come.push(row);
      }
      if (!isThere && rows.delete(uid)) {
        rechecks.forget([uid], nodes.names());
        rechecks.set({ daemonSet: uid }, undefined, 0);
        memory.forgetDaemonSet(uid);
        gone = true;
      }
    }
    return { come, gone };
  }

  function noteGone(row: Row, gone: ReadonlyMap<NodeName, number>, at: Millis): void {
    const daemonSet = daemonSetOf(row.uid);
    if (daemonSet === undefined) return;
    const subject = { at, uid: row.uid, key: objectKey(daemonSet), hidden: knowledge?.nodes === 'Forbidden' };
    for (const [node, seat] of gone) {
      const from = row.lastState(seat);
      if (from === undefined || from === 'excluded') continue;
      history.add({ ...subject, of: 'NodeGone', node, from });
    }
  }

  function touchNodes(names: Iterable<NodeName>, now: Millis): NodesMoved {
    const before = nodes.names();
    const reseating = nodes.touch(names);
    if (reseating === undefined) return { come: [], gone: false };
    const seats = new Map(before.map((name, seat) => [name, seat]));
    for (const name of nodes.names()) seats.delete(name);
    const gone = new Set(seats.keys());
    for (const row of rows.values()) {
      noteGone(row, seats, now);
      row.reseat(gone, reseating);
    }
    rechecks.forget(rows.keys(), gone);
    for (const name of gone) memory.forgetNode(name);
    return { come: nodes.names().filter((_, seat) => reseating[seat] === undefined), gone: gone.size > 0 };
  }

  function* allNodes(): Generator<NodeName> {
    yield* nodes.names();
    yield* store.nodeNames();
    for (const uid of rows.keys()) yield* store.nodesOfDaemonSet(uid);
  }

  function* nodesTouchedBy(changes: StoreChanges, { come, gone }: RowsMoved): Generator<NodeName> {
    const isAbsent = (name: NodeName) => readableNode(name, readable()) === undefined;
    yield* changes.nodes;
    for (const [uid, names] of changes.cells) if (rows.has(uid)) yield* [...names].filter(isAbsent);
    for (const row of come) yield* store.nodesOfDaemonSet(row.uid);
    // A node that only the pods of a vanished DaemonSet spoke of goes with it.
    if (gone) yield* nodes.names().filter(isAbsent);
  }

  /** True when every DaemonSet as a whole may say something else, because the rest of the cluster is another. */
  function lookAround(changes: StoreChanges, moved: NodesMoved, { come, gone }: RowsMoved, whole: boolean): boolean {
    const touched = whole || changes.nodes.size > 0 || moved.come.length > 0 || moved.gone;
    const records = touched ? nodes.names().flatMap((name) => readableNode(name, readable()) ?? []) : [];
    const nodesDiffer = touched && surroundings.nodesChanged(records);
    const uids = whole || gone || come.length > 0 ? [...rows.keys(), ...changes.daemonSets] : changes.daemonSets;
    return surroundings.daemonSetsChanged(uids, daemonSetOf) || nodesDiffer;
  }

  return {
    update: (changes, resources, now) => {
      const whole = learn(resources);
      history.see(canSee(knowledge), now);
      const rowsMoved = touchRows(whole ? [...rows.keys(), ...store.daemonSetUids()] : changes.daemonSets);
      const nodesMoved = touchNodes(whole ? allNodes() : nodesTouchedBy(changes, rowsMoved), now);
      const moved = lookAround(changes, nodesMoved, rowsMoved, whole);
      const context = { ...readable(), memory, nodes: nodes.names(), oddTaints: surroundings.oddTaints(), now };
      const due = rechecks.takeDue(now);
      for (const [row, dirty] of gatherDirty(rows, { changes, nodesMoved, due, surroundings: moved, whole })) {
        const daemonSet = daemonSetOf(row.uid);
        if (daemonSet !== undefined) refresher.refresh(row, daemonSet, dirty, context);
      }
      const all = [...rows.values()];
      troubles = findNodeTroubles({ down: nodes.down(), rows: all, seatOf: (name) => nodes.seatOf(name), context });
      const told = describeNodeTroubles(troubles.troubles);
      picture = assemblePicture(picture, all, nodes.rows(), resources, told);
      return picture;
    },
    nextRecheck: () => soonest(rechecks.next(), troubles.recheckAt),
    nodeTroubles: () => troubles.troubles,
    surroundings: () => ({ nodes: nodes.names(), oddTaints: surroundings.oddTaints() }),
    daemonSet: (uid) => (rows.has(uid) ? daemonSetOf(uid) : undefined),
    daemonSetUids: () => [...rows.keys()],
    told: (uid) => rows.get(uid)?.told,
    watch: (uid) => {
      const row = rows.get(uid);
      if (row === undefined) return undefined;
      return { since: row.watchedSince, lastState: (node) => row.lastState(nodes.seatOf(node) ?? -1) };
    },
    nodeNames: () => nodes.names(),
    hasNode: (name) => nodes.seatOf(name) !== undefined,
    failures: () => refresher.failures(),
  };
}

/** Cells can be told: pods are known, and nodes are, or may not be read at all. */
function canSee(knowledge: CellKnowledge | undefined): boolean {
  return knowledge?.pods === 'Known' && knowledge.nodes !== 'NotSynced' && knowledge.nodes !== 'Stale';
}
