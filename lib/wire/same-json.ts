function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Compares two values made of what JSON can hold; the same object is equal to itself without a look inside. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) return false;
  const leftEntries = Object.entries(left);
  const rightValues = new Map<string, unknown>(Object.entries(right));
  if (leftEntries.length !== rightValues.size) return false;
  return leftEntries.every(([key, value]) => rightValues.has(key) && sameJson(value, rightValues.get(key)));
}
