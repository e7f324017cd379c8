import { parseQuantity, roundToMillis } from '#lib/domain/room/quantity.ts';

/*
 * How the API server writes a quantity that it has read: the largest suffix of the same family that leaves a whole
 * number. `0.5` comes back as `500m`, `1024Mi` as `1Gi`, `1e3` as it is.
 */

const NANOS = 1_000_000_000n;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
/** Below this a binary quantity is written without a suffix of its family. */
const LEAST_BINARY = 1024n * NANOS;

/** What is no quantity stays as it is. Requests and limits are rounded up to thousandths on their way in [FT2]. */
export function canonicalQuantity(value: unknown, rounded = true): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const text = String(value);
  const parsed = parseQuantity(text);
  if (!parsed.ok) return value;
  const nanos = rounded ? roundToMillis(parsed.value) : parsed.value;
  if (/[KMGTPE]i$/.test(text) && (nanos >= LEAST_BINARY || nanos <= -LEAST_BINARY)) return writeBinary(nanos);
  return /[eE][+-]?\d+$/.test(text) ? writeExponent(nanos) : writeDecimal(nanos);
}

function writeBinary(nanos: bigint): string {
  let [amount, power] = [nanos / NANOS + (nanos > 0n && nanos % NANOS > 0n ? 1n : 0n), 0];
  while (power < BINARY.length - 1 && amount % 1024n === 0n) [amount, power] = [amount / 1024n, power + 1];
  return `${amount}${BINARY[power]}`;
}

function writeDecimal(nanos: bigint): string {
  const [amount, power] = reduce(nanos, DECIMAL.length - 1);
  return `${amount}${DECIMAL[power]}`;
}

function writeExponent(nanos: bigint): string {
  const [amount, power] = reduce(nanos, Number.POSITIVE_INFINITY);
  const exponent = 3 * power - 9;
  return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
}

/** By thousands, as often as it goes. */
function reduce(nanos: bigint, most: number): readonly [amount: bigint, power: number] {
  if (nanos === 0n) return [0n, 3];
  let [amount, power] = [nanos, 0];
  while (power < most && amount % 1000n === 0n) [amount, power] = [amount / 1000n, power + 1];
  return [amount, power];
}
