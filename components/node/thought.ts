'use client';

import { useCallback, useMemo } from 'react';
import { type Asked, useAskedParameter } from '#lib/browser/room-url.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';

/** Which pods of a node are thought away: the address is where that is kept [5.2]. */
export type Thought = {
  /** uids. */
  readonly gone: ReadonlySet<string>;
  /** What the address names and is not here, and what is here and may not go: left out, and said [D3]. */
  readonly unknown: readonly string[];
  readonly stays: readonly string[];
  /** What the address asks for and nobody can read. */
  readonly unreadable: string | undefined;
  readonly toggle: (pod: string) => void;
  readonly choose: (uids: readonly string[]) => void;
  readonly clear: () => void;
};

export function podName({ namespace, name }: Pick<RoomPod, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

type Sorted = Pick<Thought, 'gone' | 'unknown' | 'stays'>;

/** Sorts what the address names by what may be thought away. */
function sortNames(names: readonly string[], pods: readonly RoomPod[]): Sorted {
  const known = new Map(pods.map((pod) => [podName(pod), pod]));
  const gone = new Set<string>();
  const unknown: string[] = [];
  const stays: string[] = [];
  for (const name of names) {
    const pod = known.get(name);
    if (pod === undefined) unknown.push(name);
    else if (pod.standing === 'Movable') gone.add(pod.uid);
    else stays.push(name);
  }
  return { gone, unknown, stays };
}

function namesOf(asked: Asked): readonly string[] {
  return 'names' in asked ? asked.names : [];
}

export function useThought(pods: readonly RoomPod[]): Thought {
  const [asked, setAsked] = useAskedParameter();
  const sorted = useMemo(() => sortNames(namesOf(asked), pods), [asked, pods]);
  const movable = useMemo(
    () => new Map(pods.flatMap((pod) => (pod.standing === 'Movable' ? [[podName(pod), pod.uid] as const] : []))),
    [pods],
  );
  const toggle = useCallback(
    (name: string): void => {
      void setAsked((asked) => {
        const before = namesOf(asked);
        const kept = before.filter((each) => movable.has(each) && each !== name);
        return { names: before.includes(name) ? kept : [...kept, name] };
      });
    },
    [setAsked, movable],
  );
  const choose = useCallback(
    (uids: readonly string[]): void => {
      const chosen = new Set(uids);
      void setAsked({ names: [...movable].flatMap(([name, uid]) => (chosen.has(uid) ? [name] : [])) });
    },
    [setAsked, movable],
  );
  const clear = useCallback((): void => void setAsked(null), [setAsked]);
  return { ...sorted, unreadable: 'names' in asked ? undefined : asked.unreadable, toggle, choose, clear };
}
