import type { Picture, PictureNode } from '#lib/wire/picture.ts';

/** Whose details may have changed between two pictures: the stream says what, the details are asked for again. */
export type ChangedSubjects = {
  /** DaemonSets by uid. */
  readonly daemonSets: ReadonlySet<string>;
  /** Nodes by name. */
  readonly nodes: ReadonlySet<string>;
};

/** Compares by identity: what did not change is the same object in both pictures. */
export function changedSubjects(before: Picture, after: Picture): ChangedSubjects {
  const daemonSets = new Set<string>();
  const nodes = new Set<string>();
  if (before.nodes !== after.nodes) addChangedNodes(before.nodes, after.nodes, nodes);
  const known = new Map(before.daemonSets.map((daemonSet) => [daemonSet.uid, daemonSet]));
  for (const daemonSet of after.daemonSets) {
    const [was, is] = [before.cells.get(daemonSet.uid), after.cells.get(daemonSet.uid)];
    if (known.get(daemonSet.uid) !== daemonSet || was !== is) daemonSets.add(daemonSet.uid);
    if (was !== is && is !== undefined) addChangedCells(was, is, after.nodes, nodes);
  }
  for (const { uid } of before.daemonSets) if (!after.cells.has(uid)) daemonSets.add(uid);
  return { daemonSets, nodes };
}

function addChangedNodes(before: readonly PictureNode[], after: readonly PictureNode[], changed: Set<string>): void {
  const known = new Map(before.map((node) => [node.name, node]));
  for (const node of after) {
    if (known.get(node.name) !== node) changed.add(node.name);
    known.delete(node.name);
  }
  for (const name of known.keys()) changed.add(name);
}

/** Columns of different length have other seats; which nodes came or went is said by the nodes themselves. */
function addChangedCells(
  was: Uint8Array | undefined,
  is: Uint8Array,
  nodes: readonly PictureNode[],
  changed: Set<string>,
): void {
  const comparable = was?.length === is.length;
  for (const [index, node] of nodes.entries()) {
    if (!comparable || was[index] !== is[index]) changed.add(node.name);
  }
}
