const NUMBER = /^\d+$/;

/**
 * Negative when `left` is older, by number as KEP-5504 allows for one resource of one cluster; undefined when either is
 * no number, and then nothing can be said about their order.
 */
function compareResourceVersions(left: string, right: string): number | undefined {
  if (!NUMBER.test(left) || !NUMBER.test(right)) return undefined;
  const difference = BigInt(left) - BigInt(right);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export function isOlder(left: string, right: string): boolean {
  return (compareResourceVersions(left, right) ?? 0) < 0;
}
