import { maskSecrets } from './mask.ts';

const PLAIN = /^[ -~]*$/;
/** Terminal sequences: CSI with its parameters, OSC with its text, else the escape and one character. */
const TERMINAL = new RegExp(
  [
    '\\x1b\\[[0-?]*[ -/]*[@-~]',
    '\\x1b\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?',
    '\\x1b[@-_]',
    '\\x9b[0-?]*[ -/]*[@-~]',
  ].join('|'),
  'g',
);
const WHITE_SPACE = /[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]+/gu;
/** Control characters (C0, C1), bidi and zero-width and other invisible ones. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** More marks than three on one letter climb out of their line (D8). */
const MARKS = /(\p{M}{3})\p{M}+/gu;

/** Takes out what a reader cannot see or what would reorder what he sees; lone surrogates become U+FFFD. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(TERMINAL, '')
    .replace(WHITE_SPACE, ' ')
    .replace(INVISIBLE, '')
    .replace(MARKS, '$1');
}

const ENCODER = new TextEncoder();

/** The longest beginning that has at most `limit` bytes as UTF-8 and splits no character. */
export function cutBytes(text: string, limit: number): string {
  if (text.length * 3 <= limit) return text;
  const { read, written } = ENCODER.encodeInto(text, new Uint8Array(limit));
  return written <= limit && read === text.length ? text : copyOf(text.slice(0, read));
}

/**
 * The same text without what it was cut from: in V8 a part of a string keeps the whole of it in memory, however long,
 * and with whatever was secret in it.
 */
export function copyOf(part: string): string {
  return Buffer.from(part, 'utf8').toString('utf8');
}

const MESSAGE_BYTES = 1024;
/** Enough that a mask sees the whole of what is shown, little enough that no expression runs long. */
const MASKED_CHARACTERS = 16 * 1024;

/** A note or message as it may be kept: cleaned, masked, cut. Undefined when it is no text or says nothing. */
export function messageOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const head = value.length > MASKED_CHARACTERS ? headOf(value) : value;
  const text = cutBytes(maskSecrets(cleanText(head)), MESSAGE_BYTES);
  return text === '' ? undefined : text;
}

const WORD_CHARACTER = /[\w+/=.~:@-]/;

/** What masks know by its shape when it is longer than this, wherever it is cut. */
const LONG_WORD_CHARACTERS = 256;

/** Its beginning, without the word that the cut went through: no mask would know half a token. */
function headOf(text: string): string {
  let end = MASKED_CHARACTERS;
  const least = MASKED_CHARACTERS - LONG_WORD_CHARACTERS;
  while (end > least && WORD_CHARACTER.test(text.charAt(end - 1))) end -= 1;
  return copyOf(text.slice(0, end));
}
