/*
 * Base64 with padding (RFC 4648), because neither `Buffer` nor `Uint8Array.fromBase64` is in every browser and in Node,
 * and because `atob` throws where we want a value that says "malformed".
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = '=';
const INVALID = 255;

const SEXTETS = new Uint8Array(128).fill(INVALID);
for (let index = 0; index < ALPHABET.length; index += 1) SEXTETS[ALPHABET.charCodeAt(index)] = index;

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const first = bytes[index] ?? 0;
    const second = bytes[index + 1];
    const third = bytes[index + 2];
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += second === undefined ? PADDING : ALPHABET.charAt((group >> 6) & 63);
    text += third === undefined ? PADDING : ALPHABET.charAt(group & 63);
  }
  return text;
}

function sextet(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < SEXTETS.length ? (SEXTETS[code] ?? INVALID) : INVALID;
}

/** Undefined for anything that `encodeBase64` cannot have written. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const characters = text.length - padding;
  let group = 0;
  let written = 0;
  for (let index = 0; index < characters; index += 1) {
    const value = sextet(text, index);
    if (value === INVALID) return undefined;
    group = ((group << 6) | value) & 0xffffff;
    if (index % 4 === 0) continue;
    const spare = 6 - 2 * (index % 4);
    bytes[written] = (group >> spare) & 255;
    written += 1;
    const isLast = index === characters - 1;
    if (isLast && (group & ((1 << spare) - 1)) !== 0) return undefined;
  }
  return bytes;
}
