/** Defaults of the API server that nothing goes by, neither in the simulator nor in Rollcall. */
const UNREAD: Readonly<Record<string, (value: unknown) => boolean>> = {
  imagePullPolicy: () => true,
  terminationMessagePath: () => true,
  terminationMessagePolicy: () => true,
  enableServiceLinks: (value) => value === true,
  protocol: (value) => value === 'TCP',
  securityContext: isEmpty,
  resources: isEmpty,
};

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** The object without them, and which of them it had. */
export function apartFromUnread(object: unknown): { readonly object: unknown; readonly unread: readonly string[] } {
  const unread = new Set<string>();
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([key, each]) => {
      if (!Object.hasOwn(UNREAD, key) || UNREAD[key]?.(each) !== true) return true;
      unread.add(key);
      return false;
    });
    return Object.fromEntries(kept.map(([key, each]) => [key, strip(each)]));
  };
  return { object: strip(object), unread: [...unread].sort() };
}
