const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * A quantity such as `250m`, `1Gi` or `1e3` in thousandths, rounded up: a whole number, so that sums are exact [FT7].
 * Throws on what is none.
 */
export function thousandths(text: string): number {
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  const value = Number(exactThousandths(text));
  KNOWN.set(text, value);
  return value;
}

/** The texts of a cluster are few, and asked for again and again. */
const KNOWN = new Map<string, number>();

/** The same for what is too large to be a number. */
export function exactThousandths(text: string): bigint {
  const match = FORM.exec(text);
  const [, sign = '', whole = '', fraction = '', , exponent, suffix = ''] = match ?? [];
  if (match === null || whole + fraction === '') throw new Error(`not a quantity: ${text}`);
  const binary = BINARY[suffix];
  const power = binary === undefined ? Number(exponent ?? DECIMAL[suffix] ?? 0) : 0;
  let numerator = BigInt(whole + fraction) * 1_000n * 2n ** BigInt(binary ?? 0);
  let denominator = 10n ** BigInt(fraction.length);
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  const rounded = (numerator + denominator - 1n) / denominator;
  return sign === '-' ? -(numerator / denominator) : rounded;
}
