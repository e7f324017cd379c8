import type { Pod } from '../objects.ts';

/** Waiting pods for which a node was cleared, by that node [SC19]. */
export class Nominations {
  readonly #byNode = new Map<string, Map<string, Pod>>();
  readonly #nodeOf = new Map<string, string>();

  /** What the pod's status says counts. */
  put(pod: Pod): void {
    const { uid } = pod.metadata;
    const { nominatedNodeName } = pod.status;
    if (this.#nodeOf.get(uid) !== nominatedNodeName) this.take(uid);
    if (nominatedNodeName === undefined) return;
    this.#nodeOf.set(uid, nominatedNodeName);
    const there = this.#byNode.get(nominatedNodeName);
    if (there === undefined) this.#byNode.set(nominatedNodeName, new Map([[uid, pod]]));
    else there.set(uid, pod);
  }

  take(uid: string): void {
    const name = this.#nodeOf.get(uid);
    if (name === undefined) return;
    this.#nodeOf.delete(uid);
    const there = this.#byNode.get(name);
    there?.delete(uid);
    if (there?.size === 0) this.#byNode.delete(name);
  }

  on(nodeName: string): readonly Pod[] {
    return [...(this.#byNode.get(nodeName)?.values() ?? [])];
  }
}
