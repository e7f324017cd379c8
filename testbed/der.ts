/** The few forms of ASN.1's distinguished encoding (X.690) that a certificate is made of. */

export function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
}

function length(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes]);
  if (bytes < 0x100) return Buffer.from([0x81, bytes]);
  return Buffer.from([0x82, bytes >> 8, bytes & 0xff]);
}

export const sequence = (...content: readonly Buffer[]) => der(0x30, ...content);
export const setOf = (...content: readonly Buffer[]) => der(0x31, ...content);
export const octetString = (content: Buffer) => der(0x04, content);
export const bitString = (content: Buffer) => der(0x03, Buffer.from([0]), content);
export const utf8String = (text: string) => der(0x0c, Buffer.from(text, 'utf8'));
export const truth = () => der(0x01, Buffer.from([0xff]));
/** A tag of the structure's own, with other structures inside. */
export const explicit = (tag: number, ...content: readonly Buffer[]) => der(0xa0 | tag, ...content);
/** A tag of the structure's own in place of the usual one. */
export const implicit = (tag: number, content: Buffer) => der(0x80 | tag, content);

/** A positive integer; a leading zero keeps a set top bit from meaning "negative". */
export function integer(bytes: Buffer): Buffer {
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** YYMMDDHHMMSSZ: good for the years 1950 to 2049. */
export function utcTime(date: Date): Buffer {
  const text = date.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`, 'ascii'));
}

/** Dotted numbers, base 128 with a mark on every byte but the last of a number. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}
