import { failure, type Result, success } from '#lib/base/result.ts';

/*
 * Kubernetes quantities, exactly [FT7]: billionths of the unit as a BigInt, which is the precision that Kubernetes keeps.
 * Sums are made of these, and rounded once at the end, as Kubernetes does.
 */

/** Billionths of a core, a byte or a piece. */
export type Nanos = bigint;
/** Thousandths of a core for cpu, whole bytes or pieces for all else. */
export type Amount = bigint;

export type QuantityFailure = { readonly kind: 'UnparsableQuantity'; readonly text: string };

const NANOS_PER_UNIT = 1_000_000_000n;
const NANOS_PER_MILLI = 1_000_000n;
/** Kubernetes caps what is larger than an int64 of whole units; beyond it no node and no request is real. */
const LARGEST: Nanos = (2n ** 63n - 1n) * NANOS_PER_UNIT;

/** The power of ten of each decimal suffix, counted from nanos. */
const DECIMAL: ReadonlyMap<string, number> = new Map([
  ['n', 0],
  ['u', 3],
  ['m', 6],
  ['', 9],
  ['k', 12],
  ['M', 15],
  ['G', 18],
  ['T', 21],
  ['P', 24],
  ['E', 27],
]);
const BINARY: ReadonlyMap<string, bigint> = new Map(
  ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, index) => [suffix, 1024n ** BigInt(index + 1)]),
);

/** Sign, digits before and after the point (at least one), suffix. */
const SHAPE = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?([A-Za-z]*(?:(?<=[eE])[+-]?\d+)?)$/;
/** What the API server writes is shorter by far; longer text is not worth the work of an exact number. */
const LONGEST_TEXT = 128;

/** A cluster repeats a few hundred texts millions of times. When somebody sends more than these, the memory begins anew. */
const MOST_REMEMBERED = 4_096;
const remembered = new Map<string, Result<Nanos, QuantityFailure>>();

/** Reads a quantity as Kubernetes does, rounding what is finer than a billionth away from zero; never NaN [FT7]. */
export function parseQuantity(text: string): Result<Nanos, QuantityFailure> {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const nanos = readNanos(text);
  const result = nanos === undefined ? failure({ kind: 'UnparsableQuantity' as const, text }) : success(nanos);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, result);
  return result;
}

function readNanos(text: string): Nanos | undefined {
  if (text === '' || text.length > LONGEST_TEXT) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = SHAPE.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const digits = BigInt(`0${whole}${fraction}`);
  const size = scale(digits, fraction.length, suffix);
  if (size === undefined) return undefined;
  const capped = size > LARGEST ? LARGEST : size;
  return sign === '-' ? -capped : capped;
}

/** `digits` without its decimal point, which stood `places` from the right, times the suffix, in nanos. */
function scale(digits: bigint, places: number, suffix: string): Nanos | undefined {
  const binary = BINARY.get(suffix);
  if (binary !== undefined) return shift(digits * binary, 9 - places);
  const power = DECIMAL.get(suffix) ?? readExponent(suffix);
  return power === undefined ? undefined : shift(digits, power - places);
}

/** `e3`, `E-9`: the power of ten counted from nanos. A lone `E` is exa, a lone `e` nothing. */
function readExponent(suffix: string): number | undefined {
  const [, exponent] = /^[eE]([+-]?\d+)$/.exec(suffix) ?? [];
  return exponent === undefined ? undefined : Number(exponent) + 9;
}

/** Times a power of ten, rounded up; powers that leave every real quantity behind are cut short before they cost anything. */
function shift(value: bigint, power: number): bigint {
  if (value === 0n) return 0n;
  if (power > 2 * LONGEST_TEXT) return LARGEST;
  if (power < -2 * LONGEST_TEXT) return 1n;
  return power >= 0 ? value * 10n ** BigInt(power) : divideUp(value, 10n ** BigInt(-power));
}

function divideUp(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (quotient * divisor === value) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

/** Thousandths for cpu, whole units for all else, both rounded up: what the scheduler calculates with [FT7]. */
export function toAmount(resource: string, nanos: Nanos): Amount {
  return divideUp(nanos, resource === 'cpu' ? NANOS_PER_MILLI : NANOS_PER_UNIT);
}

/** What the API server makes of a quantity on its way in: finer than a thousandth is rounded up [FT2]. */
export function roundToMillis(nanos: Nanos): Nanos {
  return divideUp(nanos, NANOS_PER_MILLI) * NANOS_PER_MILLI;
}

/** Writes billionths so that `parseQuantity` reads the same again. */
export function writeNanos(nanos: Nanos): string {
  return nanos % NANOS_PER_UNIT === 0n ? `${nanos / NANOS_PER_UNIT}` : `${nanos}n`;
}

/** Writes an amount as a Kubernetes string: `1500m`, `2`, `512Mi`, `-3`. Nothing is rounded. */
export function formatQuantity(resource: string, amount: Amount): string {
  if (resource === 'cpu') return amount % 1_000n === 0n ? `${amount / 1_000n}` : `${amount}m`;
  return isMeasuredInBytes(resource) ? formatBytes(amount) : `${amount}`;
}

function isMeasuredInBytes(resource: string): boolean {
  return resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
}

function formatBytes(amount: Amount): string {
  let written = `${amount}`;
  if (amount === 0n) return written;
  for (const [suffix, factor] of BINARY) if (amount % factor === 0n) written = `${amount / factor}${suffix}`;
  return written;
}
