const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/y;

/** Reads `10m`, `1h30m`, `500ms` as Kubernetes' own flags write it; undefined for anything else. */
export function parseDurationMillis(text: string): number | undefined {
  let millis = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [, amount, unit = ''] = PART.exec(text) ?? [];
    if (amount === undefined) return undefined;
    millis += Number(amount) * (UNITS[unit] ?? 0);
  }
  return text === '' || !Number.isFinite(millis) ? undefined : Math.round(millis);
}
