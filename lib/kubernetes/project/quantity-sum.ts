import type { ResourceList } from '#lib/domain/objects.ts';

const QUANTITY = /^([+-]?)(\d+)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;
const DECIMAL_EXPONENTS: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const BINARY = 'KMGTPE';
const NANO = 10n ** 9n;

/** Adds two resource lists; a quantity that is none is left out of the sum. */
export function addQuantities(left: ResourceList, right: ResourceList): ResourceList {
  const sums = new Map(Object.entries(left));
  for (const [resource, quantity] of Object.entries(right)) {
    const before = sums.get(resource);
    sums.set(resource, before === undefined ? quantity : format(nanos(before) + nanos(quantity)));
  }
  return Object.fromEntries(sums);
}

function nanos(quantity: string): bigint {
  const [matched, sign, whole = '0', fraction = '', suffix = '', exponent = '0'] = QUANTITY.exec(quantity) ?? [];
  if (matched === undefined) return 0n;
  const binary = suffix.endsWith('i') ? 1024n ** BigInt(BINARY.indexOf(suffix.charAt(0)) + 1) : 1n;
  const power = 9 + Number(exponent) + (DECIMAL_EXPONENTS.get(suffix) ?? 0) - fraction.length;
  const digits = BigInt(whole + fraction) * binary;
  // Rounded up, as Kubernetes rounds what is finer than it can say.
  const amount =
    power >= 0 ? digits * 10n ** BigInt(power) : (digits + 10n ** BigInt(-power) - 1n) / 10n ** BigInt(-power);
  return sign === '-' ? -amount : amount;
}

function format(amount: bigint): string {
  if (amount % NANO === 0n) return String(amount / NANO);
  return amount % 1_000_000n === 0n ? `${amount / 1_000_000n}m` : `${amount}n`;
}
