/** Values of one key together, in an order that depends on them alone. */
export function gather<Value>(
  entries: readonly (readonly [string, Value])[],
): Readonly<Record<string, readonly Value[]>> {
  const keys = [...new Set(entries.map(([key]) => key))].sort();
  return Object.fromEntries(
    keys.map((key) => {
      const values = entries.filter(([each]) => each === key).map(([, value]) => value);
      const inOrder = values.map((value) => [JSON.stringify(value), value] as const).sort(byKey);
      return [key, inOrder.map(([, value]) => value)] as const;
    }),
  );
}

export function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
