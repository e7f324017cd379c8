import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { PodRecord } from '#lib/domain/objects.ts';
import { comparePods, isTerminal, isTerminating } from '#lib/domain/placement/node-pods.ts';
import type { Interner } from '../intern.ts';
import type { ChangeCollector } from './changes.ts';
import { type PackedPod, packPod, unpackPod } from './packed-pod.ts';
import { isInScope, type Stage, type Table } from './table.ts';

type Few = PackedPod | readonly PackedPod[];

/** Pods by uid, by cell (owner and target node) and by the node they are bound to. */
export class PodTable implements Table<PodRecord> {
  #byUid = new Map<Uid, PackedPod>();
  /** A cell has one pod nearly always: then no array is spent on it. */
  readonly #byCell = new Map<Uid, Map<NodeName, Few>>();
  readonly #byNode = new Map<NodeName, PackedPod[]>();
  /** By controller, DaemonSets left out: their pods are most, and nobody asks. */
  readonly #livePods = new Map<Uid, number>();
  readonly #interner: Interner;
  readonly #changes: ChangeCollector;

  constructor(interner: Interner, changes: ChangeCollector) {
    this.#interner = interner;
    this.#changes = changes;
  }

  get size(): number {
    return this.#byUid.size;
  }

  put(record: PodRecord): void {
    this.#replace(packPod(record, this.#interner));
  }

  delete(uid: Uid): void {
    const pod = this.#byUid.get(uid);
    if (pod === undefined) return;
    this.#byUid.delete(uid);
    this.#unlink(pod);
    this.#touch(pod);
  }

  stage(namespace?: string): Stage<PodRecord> {
    const staged = new Map<Uid, PackedPod>();
    return {
      add: (record: PodRecord) => {
        const pod = packPod(record, this.#interner);
        const known = this.#byUid.get(pod.uid);
        staged.set(pod.uid, known?.resourceVersion === pod.resourceVersion && known.saysTheSameAs(pod) ? known : pod);
      },
      remove: (uid: Uid) => {
        staged.delete(uid);
      },
      get size() {
        return staged.size;
      },
      commit: () => {
        for (const [uid, pod] of this.#byUid) {
          if (isInScope(pod.shape, namespace) && !staged.has(uid)) this.delete(uid);
        }
        for (const pod of staged.values()) this.#replace(pod);
      },
    };
  }

  pod(uid: Uid): PodRecord | undefined {
    const pod = this.#byUid.get(uid);
    return pod && unpackPod(pod);
  }

  /** Where the pod counts: its DaemonSet and target node. */
  cellOf(uid: Uid): { readonly daemonSet: Uid; readonly node: NodeName } | undefined {
    const pod = this.#byUid.get(uid);
    return pod?.daemonSet === undefined || pod.target === undefined
      ? undefined
      : { daemonSet: pod.daemonSet, node: pod.target };
  }

  podsOfCell(daemonSet: Uid, node: NodeName): readonly PodRecord[] {
    const found = this.#byCell.get(daemonSet)?.get(node);
    if (found === undefined) return [];
    return isOne(found) ? [unpackPod(found)] : found.map(unpackPod).sort(comparePods);
  }

  nodesOfDaemonSet(daemonSet: Uid): Iterable<NodeName> {
    return this.#byCell.get(daemonSet)?.keys() ?? [];
  }

  podsOnNode(node: NodeName): Iterable<PodRecord> {
    return Iterator.from(this.#byNode.get(node) ?? []).map(unpackPod);
  }

  outlinesOnNode(node: NodeName): readonly PodRecord[] {
    return (this.#byNode.get(node) ?? []).map(({ shape }) => shape);
  }

  outlinesOfDaemonSet(daemonSet: Uid, isShown: (node: NodeName) => boolean): readonly PodRecord[] {
    const shapes: PodRecord[] = [];
    for (const [node, few] of this.#byCell.get(daemonSet) ?? []) {
      if (!isShown(node)) continue;
      if (isOne(few)) shapes.push(few.shape);
      else for (const { shape } of few) shapes.push(shape);
    }
    return shapes;
  }

  livePodsOf(owner: Uid): number {
    return this.#livePods.get(owner) ?? 0;
  }

  uids(): Iterable<Uid> {
    return this.#byUid.keys();
  }

  #replace(pod: PackedPod): void {
    const known = this.#byUid.get(pod.uid);
    if (known === pod) return;
    if (known?.saysTheSameAs(pod)) {
      known.resourceVersion = pod.resourceVersion;
      return;
    }
    if (known !== undefined) {
      this.#unlink(known);
      this.#touch(known);
    }
    this.#byUid.set(pod.uid, pod);
    this.#link(pod);
    this.#touch(pod);
  }

  #touch(pod: PackedPod): void {
    if (pod.daemonSet !== undefined && pod.target !== undefined) this.#changes.touchCell(pod.daemonSet, pod.target);
    if (pod.node !== undefined) this.#changes.touchRoom(pod.node);
  }

  #link(pod: PackedPod): void {
    const { daemonSet, target, node } = pod;
    this.#count(pod, 1);
    if (daemonSet !== undefined && target !== undefined) {
      const cells = this.#byCell.get(daemonSet) ?? new Map<NodeName, Few>();
      this.#byCell.set(daemonSet, cells);
      const others = cells.get(target);
      cells.set(target, others === undefined ? pod : [...listOfFew(others), pod]);
    }
    if (node === undefined) return;
    const onNode = this.#byNode.get(node);
    if (onNode === undefined) this.#byNode.set(node, [pod]);
    else onNode.push(pod);
  }

  #count({ shape, daemonSet }: PackedPod, difference: 1 | -1): void {
    const { owner } = shape;
    if (owner === undefined || daemonSet !== undefined || isTerminal(shape) || isTerminating(shape)) return;
    const count = this.livePodsOf(owner.uid) + difference;
    if (count === 0) this.#livePods.delete(owner.uid);
    else this.#livePods.set(owner.uid, count);
  }

  #unlink(pod: PackedPod): void {
    const { daemonSet, target, node } = pod;
    this.#count(pod, -1);
    if (daemonSet !== undefined && target !== undefined) {
      const cells = this.#byCell.get(daemonSet);
      const left = listOfFew(cells?.get(target) ?? []).filter((other) => other !== pod);
      const [single] = left;
      if (single === undefined) cells?.delete(target);
      else cells?.set(target, left.length === 1 ? single : left);
      if (cells?.size === 0) this.#byCell.delete(daemonSet);
    }
    if (node === undefined) return;
    const onNode = this.#byNode.get(node) ?? [];
    const index = onNode.indexOf(pod);
    if (index >= 0) onNode.splice(index, 1);
    if (onNode.length === 0) this.#byNode.delete(node);
  }
}

function isOne(few: Few): few is PackedPod {
  return !Array.isArray(few);
}

function listOfFew(few: Few): readonly PackedPod[] {
  return isOne(few) ? [few] : few;
}
