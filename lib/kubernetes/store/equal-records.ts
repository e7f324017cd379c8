/** Deep equality of plain data, leaving resourceVersion aside: a record that only got a new one says nothing new. */
export function equalRecords(left: object, right: object): boolean {
  return equal(left, right, 'resourceVersion');
}

function equal(left: unknown, right: unknown, aside?: string): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftEntries = Object.entries(left);
  if (leftEntries.length !== Object.keys(right).length) return false;
  const others = new Map(Object.entries(right));
  return leftEntries.every(([key, value]) => others.has(key) && (key === aside || equal(value, others.get(key))));
}
