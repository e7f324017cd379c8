import type { Clock } from '#lib/base/clock.ts';
import { type NodeName, nodeName, uid } from '#lib/domain/keys.ts';
import type { NodeRecord } from '#lib/domain/objects.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { judgedPod } from '#lib/domain/placement/node-pods.ts';
import { taintText } from '#lib/domain/placement/taint-text.ts';
import { type CompleteAfter, completeAfter, type WantedPod } from '#lib/domain/room/complete-after.ts';
import { pressureOf } from '#lib/domain/room/node-room.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { NodeListing, NodeListReport } from '#lib/wire/room.ts';
import { attempt } from './attempt.ts';
import { shareAnswer } from './shared-answer.ts';
import { inSlices } from './slices.ts';

export type NodeListOptions = {
  readonly store: Pick<StoreReader, 'daemonSet' | 'podsOfCell'>;
  readonly clock: Clock;
  readonly picture: () => Picture;
  /** Undefined for a node that is gone or may not be read. */
  readonly node: (name: NodeName) => NodeRecord | undefined;
  readonly isStopped: () => boolean;
};

export type NodeList = {
  /** Rejected when the fleet has stopped. */
  readonly report: () => Promise<NodeListReport>;
  readonly completeAfter: (name: NodeName) => CompleteAfter;
};

const KEEP_MILLIS = 2_000;
const NO_TRACE: CompleteAfter = { kind: 'NoTrace' };
/** A DaemonSet does not want such a node. */
const UNWANTED: ReadonlySet<number> = new Set([CELL_STATES.indexOf('excluded'), CELL_STATES.indexOf('misscheduled')]);
const UNKNOWN = CELL_STATES.indexOf('unknown');

/** What the picture leaves out of its nodes, and tells only to who asks for all of them. */
export function createNodeList({ store, clock, picture, node: nodeOf, isStopped }: NodeListOptions): NodeList {
  /** Undefined when a cell is unknown: then nobody can tell whether all are complete. */
  function wantedOn(seat: number, name: NodeName): readonly WantedPod[] | undefined {
    const wanted: WantedPod[] = [];
    for (const [key, column] of picture().cells) {
      const state = column[seat] ?? UNKNOWN;
      if (state === UNKNOWN) return undefined;
      const daemonSet = UNWANTED.has(state) ? undefined : store.daemonSet(uid(key));
      if (daemonSet !== undefined) wanted.push({ daemonSet, pod: judgedPod(store.podsOfCell(daemonSet.uid, name)) });
    }
    return wanted;
  }

  function completeOn(seat: number, name: NodeName): CompleteAfter {
    return attempt(
      () => {
        const node = nodeOf(name);
        const wanted = node === undefined ? undefined : wantedOn(seat, name);
        return node === undefined || wanted === undefined ? NO_TRACE : completeAfter(node, wanted, clock.now());
      },
      () => NO_TRACE,
    );
  }

  function seatOf(name: string): number {
    return picture().nodes.findIndex((node) => node.name === name);
  }

  function list(name: NodeName, seat: number): NodeListing {
    const node = nodeOf(name);
    return {
      name,
      taints: node?.taints.map(taintText) ?? [],
      pressure: node === undefined ? [] : pressureOf(node),
      completeAfter: completeOn(seat, name),
    };
  }

  async function make(): Promise<NodeListReport> {
    const nodes: NodeListing[] = [];
    const { nodes: before } = picture();
    const isWhole = await inSlices(
      before.entries(),
      ([seat, { name }]) => {
        // Nodes that came or went in between have moved the seats.
        const present = picture().nodes === before ? seat : seatOf(name);
        if (present >= 0) nodes.push(list(nodeName(name), present));
      },
      { clock, isStopped },
    );
    if (!isWhole) throw new Error('the fleet has stopped');
    return { at: clock.now(), nodes };
  }

  return {
    report: shareAnswer(make, { clock, keepMillis: KEEP_MILLIS }).ask,
    completeAfter: (name) => completeOn(seatOf(name), name),
  };
}
