import { systemClock } from '#lib/base/clock.ts';
import { systemRandom } from '#lib/base/random.ts';
import { openConnection } from '#lib/browser/connection.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { wallNow } from './moment.ts';

/** A second reader of the stream, without a screen: what it takes until a frame is there and applied. */
export type Listener = {
  /** When the cell was first known to be in another state than that, from a moment on. */
  readonly changedAt: (node: string, from: string, since: number) => number | undefined;
  readonly close: () => void;
};

type Change = { readonly node: string; readonly from: string | undefined; readonly at: number };

function statesOf(picture: Picture, namespace: string, name: string): ReadonlyMap<string, string | undefined> {
  const uid = picture.daemonSets.find((each) => each.namespace === namespace && each.name === name)?.uid;
  const column = uid === undefined ? undefined : picture.cells.get(uid);
  return new Map(picture.nodes.map((node, at) => [node.name, CELL_STATES[column?.[at] ?? -1]]));
}

export function startListener(url: string, namespace: string, name: string): Listener {
  const changes: Change[] = [];
  let states: ReadonlyMap<string, string | undefined> = new Map();
  const connection = openConnection(
    { fetch: (path, init) => fetch(new URL(path, url), init), clock: systemClock, random: systemRandom },
    {
      onPicture: ({ picture }) => {
        const at = wallNow();
        const after = statesOf(picture, namespace, name);
        for (const [node, state] of after) {
          const from = states.get(node);
          if (from !== state) changes.push({ node, from, at });
        }
        states = after;
      },
      onHeartbeat: () => undefined,
      onLink: () => undefined,
    },
  );
  return {
    changedAt: (node, from, since) =>
      changes.find((change) => change.node === node && change.from === from && change.at >= since)?.at,
    close: connection.close,
  };
}
