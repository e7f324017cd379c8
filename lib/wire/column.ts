import { decodeBase64, encodeBase64 } from './base64.ts';
import { isVarint, readVarints, writeVarint } from './varint.ts';
import * as z from './zod.ts';

/*
 * One property of all nodes, in the order of the nodes. Most properties take few values, and labels such as
 * kubernetes.io/hostname repeat the node's name: so a text is an index, and 0 and 1 are "absent" and "the name itself".
 */

export const textColumnShape = z.object({ values: z.array(z.string()), at: z.string() });
export type TextColumn = z.infer<typeof textColumnShape>;

const ABSENT = 0;
const OWN_NAME = 1;
const FIRST_VALUE = 2;

export function encodeTextColumn(texts: readonly (string | null)[], names: readonly string[]): TextColumn {
  const known = new Map<string, number>();
  const bytes: number[] = [];
  for (const [index, text] of texts.entries()) {
    const code =
      text === null ? ABSENT : text === names[index] ? OWN_NAME : (known.get(text) ?? known.size + FIRST_VALUE);
    if (text !== null && code >= FIRST_VALUE) known.set(text, code);
    writeVarint(bytes, code);
  }
  return { values: [...known.keys()], at: encodeBase64(Uint8Array.from(bytes)) };
}

function readNumbers(at: string, count: number): number[] | undefined {
  const bytes = decodeBase64(at);
  if (bytes === undefined) return undefined;
  const reader = readVarints(bytes);
  const numbers: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = reader.next();
    if (value === undefined) return undefined;
    numbers.push(value);
  }
  return reader.atEnd() ? numbers : undefined;
}

export function decodeTextColumn(column: TextColumn, names: readonly string[]): (string | null)[] | undefined {
  const codes = readNumbers(column.at, names.length);
  if (codes === undefined) return undefined;
  const texts: (string | null)[] = [];
  for (const [index, code] of codes.entries()) {
    const text = code === ABSENT ? null : code === OWN_NAME ? names[index] : column.values[code - FIRST_VALUE];
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts;
}

/** Times: `unit` milliseconds above `base`, plus one so that 0 is "absent"; or the plain list where that does not fit. */
export const timeColumnShape = z.union([
  z.object({ base: z.int(), unit: z.int(), at: z.string() }),
  z.array(z.nullable(z.number())),
]);
export type TimeColumn = z.infer<typeof timeColumnShape>;

const SECOND = 1000;

export function encodeTimeColumn(times: readonly (number | null)[]): TimeColumn {
  const present = times.filter((time) => time !== null);
  const base = present.reduce((least, time) => Math.min(least, time), present[0] ?? 0);
  const unit = present.every((time) => time % SECOND === 0) ? SECOND : 1;
  const steps = times.map((time) => (time === null ? 0 : (time - base) / unit + 1));
  if (!present.every(Number.isSafeInteger) || !steps.every(isVarint)) return [...times];
  const bytes: number[] = [];
  for (const step of steps) writeVarint(bytes, step);
  return { base, unit, at: encodeBase64(Uint8Array.from(bytes)) };
}

export function decodeTimeColumn(column: TimeColumn, count: number): readonly (number | null)[] | undefined {
  if (Array.isArray(column)) return column.length === count ? column : undefined;
  const steps = readNumbers(column.at, count);
  return steps?.map((step) => (step === 0 ? null : column.base + (step - 1) * column.unit));
}

const FIRST_LETTER = 'a'.charCodeAt(0);

/** Small numbers as one letter each, `a` for 0: no longer than bytes, and it compresses better than base64 of them. */
export function encodeLetters(numbers: Uint8Array): string {
  let text = '';
  for (const number of numbers) text += String.fromCharCode(FIRST_LETTER + number);
  return text;
}

/** Undefined unless there are exactly `count` numbers, each below `limit`. */
export function decodeLetters(text: string, count: number, limit: number): Uint8Array | undefined {
  if (text.length !== count) return undefined;
  const numbers = new Uint8Array(count);
  for (let index = 0; index < count; index += 1) {
    const number = text.charCodeAt(index) - FIRST_LETTER;
    if (number < 0 || number >= limit) return undefined;
    numbers[index] = number;
  }
  return numbers;
}
