/** Unsigned numbers below 2^35, seven bits to a byte, lowest first; the eighth bit says that more follow. */

const LIMIT = 2 ** 35;
const MOST_BYTES = 5;
const BASE = 128;

export function isVarint(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < LIMIT;
}

export function writeVarint(into: number[], value: number): void {
  if (!isVarint(value)) throw new RangeError(`not a varint: ${value}`);
  let rest = value;
  while (rest >= BASE) {
    into.push((rest % BASE) + BASE);
    rest = Math.floor(rest / BASE);
  }
  into.push(rest);
}

/** Reads one number after the other; gives undefined at the end and for a number that is cut off or too long. */
export type VarintReader = { readonly next: () => number | undefined; readonly atEnd: () => boolean };

export function readVarints(bytes: Uint8Array): VarintReader {
  let position = 0;
  return {
    atEnd: () => position >= bytes.length,
    next: () => {
      let value = 0;
      let weight = 1;
      for (let count = 0; count < MOST_BYTES; count += 1) {
        const byte = bytes[position];
        if (byte === undefined) return undefined;
        position += 1;
        value += (byte % BASE) * weight;
        if (byte < BASE) return value;
        weight *= BASE;
      }
      return undefined;
    },
  };
}
