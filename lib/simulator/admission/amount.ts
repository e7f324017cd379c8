import { exactThousandths } from '../quantity.ts';

/** A quantity that remembers how it was written, so that sums are written as the API server writes them. */
export type Amount = {
  readonly thousandths: bigint;
  readonly format: 'DecimalSI' | 'BinarySI' | 'DecimalExponent';
};

export type Amounts = ReadonlyMap<string, Amount>;

export const NOTHING: Amount = { thousandths: 0n, format: 'DecimalSI' };
export const ONE: Amount = { thousandths: 1_000n, format: 'DecimalSI' };

export function parseAmount(text: string): Amount {
  const format = text.endsWith('i') ? 'BinarySI' : /[eE][+-]?\d+$/.test(text) ? 'DecimalExponent' : 'DecimalSI';
  return { thousandths: exactThousandths(text), format };
}

/** The first says how the sum is written, unless it is nothing. */
export function addAmounts(a: Amount, b: Amount): Amount {
  return { thousandths: a.thousandths + b.thousandths, format: a.thousandths === 0n ? b.format : a.format };
}

const SI: Readonly<Record<number, string>> = { [-3]: 'm', 0: '', 3: 'k', 6: 'M', 9: 'G', 12: 'T', 15: 'P', 18: 'E' };
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** In its canonical form: no fraction, the largest unit that is whole. Source: apimachinery, resource.Quantity. */
export function amountText({ thousandths, format }: Amount): string {
  if (thousandths === 0n) return '0';
  const size = thousandths < 0n ? -thousandths : thousandths;
  if (format === 'BinarySI' && size >= 1_024_000n && thousandths % 1_000n === 0n)
    return binaryText(thousandths / 1_000n);
  let [digits, exponent] = [thousandths, -3];
  while (digits % 1_000n === 0n && exponent < 18) {
    digits /= 1_000n;
    exponent += 3;
  }
  if (format === 'DecimalExponent') return exponent === 0 ? String(digits) : `${digits}e${exponent}`;
  return `${digits}${SI[exponent] ?? ''}`;
}

function binaryText(value: bigint): string {
  let [digits, unit] = [value, 0];
  while (digits % 1_024n === 0n && unit < BINARY.length - 1) {
    digits /= 1_024n;
    unit += 1;
  }
  return `${digits}${BINARY[unit] ?? ''}`;
}
