import { parseQuantity } from '#lib/domain/room/quantity.ts';
import type { Locale } from './locale.ts';

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** For the eye alone: sums and comparisons are made exactly, in lib/domain/room. */
function toNumber(quantity: string): number | undefined {
  const parsed = parseQuantity(quantity);
  return parsed.ok ? Number(parsed.value) / 1e9 : undefined;
}

function isBytes(resource: string): boolean {
  return resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
}

function formatBytes(bytes: number, number: Intl.NumberFormat): string {
  const step = bytes === 0 ? 0 : Math.floor(Math.log2(Math.abs(bytes)) / 10);
  const unit = Math.min(BYTE_UNITS.length - 1, Math.max(0, step));
  return `${number.format(bytes / 1024 ** unit)} ${BYTE_UNITS[unit]}`;
}

const FOUR_DIGITS: Readonly<Record<Locale, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }),
  ja: new Intl.NumberFormat('ja', { maximumSignificantDigits: 4 }),
};
const WHOLE: Readonly<Record<Locale, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 3 }),
  ja: new Intl.NumberFormat('ja', { maximumFractionDigits: 3 }),
};

/** A quantity for people: cpu in the `m` that Kubernetes writes, bytes in binary units. What is none stays as it is. */
export function formatQuantity(resource: string, quantity: string, locale: Locale): string {
  const value = toNumber(quantity);
  if (value === undefined) return quantity;
  if (isBytes(resource)) return formatBytes(value, FOUR_DIGITS[locale]);
  if (resource === 'cpu' && !Number.isInteger(value)) return `${WHOLE[locale].format(value * 1_000)}m`;
  return WHOLE[locale].format(value);
}
