export type ContentEncoding = 'br' | 'gzip';

/** Best first. */
const OFFERED: readonly ContentEncoding[] = ['br', 'gzip'];

function readWeights(acceptEncoding: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of acceptEncoding.split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const value = weight === undefined ? 1 : Number(weight);
    if (coding !== '') weights.set(coding, Number.isNaN(value) ? 0 : value);
  }
  return weights;
}

/** The best encoding that the client accepts (RFC 9110, 12.5.3); undefined for none, as it is. */
export function chooseEncoding(acceptEncoding: string | null): ContentEncoding | undefined {
  const weights = readWeights(acceptEncoding ?? '');
  const weightOf = (encoding: ContentEncoding) => weights.get(encoding) ?? weights.get('*') ?? 0;
  const best = Math.max(...OFFERED.map(weightOf));
  return best > 0 ? OFFERED.find((encoding) => weightOf(encoding) === best) : undefined;
}
