/** What stands in the place of something that looks like a secret. */
export const MASK = '[masked]';

/*
 * Known shapes only: a secret in plain words stays. URL-safe base64 has the alphabet of Kubernetes names, so a run of
 * it counts only when capital, small letter and digit are all there.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]*-----.*?(?:-----END [A-Z0-9 ]*-----|$)/gs, MASK],
  [/\b(bearer)(?:\s+|%20)(?=\S*[\d._~+/=-])[A-Za-z0-9+/=_.~-]{6,}/gi, `$1 ${MASK}`],
  [/\b(Basic)\s+[A-Za-z0-9+/]{8,}={0,2}/g, `$1 ${MASK}`],
  [/\bey[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*)?/g, MASK],
  [/\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{12,}\b/g, MASK],
  [/:\/\/[^\s/?#"']*@/g, `://${MASK}@`],
  [/:\/\/[^\s/?#"'@:]*:[^\s"'@]*@/g, `://${MASK}@`],
  [/[A-Za-z0-9+/]{40,}={0,2}/g, MASK],
  [/(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[a-z])(?=[A-Za-z0-9_-]*[0-9])\b[A-Za-z0-9_-]{40,}={0,2}/g, MASK],
];

/** Masks what has the shape of a secret: bearer tokens, JWT, AWS keys, user and password in a URL, PEM, long runs. */
export function maskSecrets(text: string): string {
  let masked = text;
  for (const [shape, replacement] of SHAPES) masked = masked.replace(shape, replacement);
  return masked;
}
