/** Which kubelets are alive, and since when the others are silent. A node's kubelet is alive until it is killed. */
export type Liveness = {
  readonly isAlive: (nodeName: string) => boolean;
  /** When the kubelet was last heard of, in milliseconds of the story; undefined while it is alive. */
  readonly silentSince: (nodeName: string) => number | undefined;
  readonly kill: (nodeName: string) => void;
  readonly revive: (nodeName: string) => void;
  /** The node is gone: one of the same name is a new one. */
  readonly forget: (nodeName: string) => void;
  /** Told after a kill or a revival. */
  readonly onChange: (listener: (nodeName: string) => void) => () => void;
};

export function createLiveness(now: () => number): Liveness {
  const silent = new Map<string, number>();
  const listeners = new Set<(nodeName: string) => void>();
  const tell = (nodeName: string): void => {
    for (const listener of listeners) listener(nodeName);
  };
  return {
    isAlive: (nodeName) => !silent.has(nodeName),
    silentSince: (nodeName) => silent.get(nodeName),
    kill: (nodeName) => {
      if (silent.has(nodeName)) return;
      silent.set(nodeName, now());
      tell(nodeName);
    },
    revive: (nodeName) => {
      if (silent.delete(nodeName)) tell(nodeName);
    },
    forget: (nodeName) => {
      silent.delete(nodeName);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
