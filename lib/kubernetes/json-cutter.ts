import { ByteGatherer } from './byte-gatherer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const NEW_LINE = 0x0a;
const SPACE = 0x20;
const ITEMS = '"items"';
/** More nesting than any Kubernetes object has; past it whatever reads it recursively would be at risk (D4). */
const DEEPEST = 512;

export type CutFailure = {
  readonly kind: 'TooLong' | 'TooDeep' | 'Unbalanced' | 'Unfinished';
  readonly line: number;
};

/** A piece of JSON text and the line on which it begins. */
export type Piece = { readonly text: string; readonly line: number };

export type CutterSink = {
  /** An element of the top-level `items`, or of an array that is itself the document. */
  readonly onItem: (piece: Piece) => void;
  /** The end of a document: its text without the elements. */
  readonly onDocument: (piece: Piece) => void;
};

export type CutterLimits = { readonly itemBytes: number; readonly documentBytes: number };

/**
 * Cuts JSON into the elements of its list while the bytes still arrive, so that a list of any length needs the memory of
 * one element. It finds where values end and knows nothing else of JSON: what it hands out may still be none. Bytes
 * above 0x7f are never structure, so a character split between chunks does no harm.
 */
export class JsonCutter {
  readonly #sink: CutterSink;
  readonly #limits: CutterLimits;
  #failure: CutFailure | undefined;
  #line = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The string just read at depth 1, if it is short enough to be `"items"`. */
  #key = '';
  #atItems = false;
  /** The depth of the list's elements while inside it. */
  #listDepth: number | undefined;
  readonly #item = new ByteGatherer();
  readonly #document = new ByteGatherer();
  #itemLine: number | undefined;
  #documentLine: number | undefined;

  constructor(sink: CutterSink, limits: CutterLimits) {
    this.#sink = sink;
    this.#limits = limits;
  }

  get failure(): CutFailure | undefined {
    return this.#failure;
  }

  /** Takes the next bytes; false once something is wrong, see `failure`. */
  push(chunk: Uint8Array): boolean {
    let start = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      if (this.#inString) {
        index = this.#scanString(chunk, index);
        if (index >= chunk.length) break;
        continue;
      }
      const byte = chunk[index] ?? 0;
      if (byte === NEW_LINE) this.#line += 1;
      if (byte <= SPACE) continue;
      if (this.#depth === this.#listDepth && (byte === COMMA || byte === CLOSE_ARRAY)) {
        this.#keep(chunk, start, index);
        start = byte === COMMA ? index + 1 : index;
        this.#endItem();
        if (byte === COMMA) continue;
        this.#listDepth = undefined;
      }
      this.#begin();
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        const opensList = byte === OPEN_ARRAY && this.#listDepth === undefined && (this.#depth === 0 || this.#atItems);
        this.#depth += 1;
        this.#atItems = false;
        if (this.#depth > DEEPEST) this.#fail('TooDeep', this.#line);
        if (!opensList) continue;
        this.#keep(chunk, start, index + 1);
        start = index + 1;
        this.#listDepth = this.#depth;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        this.#depth -= 1;
        if (this.#depth < 0) this.#fail('Unbalanced', this.#line);
        if (this.#failure !== undefined) return false;
        if (this.#depth > 0) continue;
        this.#keep(chunk, start, index + 1);
        start = index + 1;
        this.#endDocument();
      } else if (byte === QUOTE) {
        this.#inString = true;
        this.#key = '"';
      } else {
        this.#atItems = byte === COLON && this.#depth === 1 && this.#listDepth === undefined && this.#key === ITEMS;
      }
    }
    this.#keep(chunk, start, chunk.length);
    return this.#failure === undefined;
  }

  /** Says that no more bytes come; false when something was left open. */
  end(): boolean {
    if (this.#depth > 0 || this.#inString) this.#fail('Unfinished', this.#line);
    else if (this.#documentLine !== undefined) this.#endDocument();
    return this.#failure === undefined;
  }

  /** Goes on within a string; gives the place of its closing quote, or the end of the chunk. */
  #scanString(chunk: Uint8Array, start: number): number {
    const mayBeKey = this.#depth === 1 && this.#listDepth === undefined;
    let escaped = this.#escaped;
    let index = start;
    for (; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (mayBeKey && this.#key.length <= ITEMS.length) this.#key += String.fromCharCode(byte);
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        break;
      }
    }
    this.#escaped = escaped;
    return index;
  }

  #begin(): void {
    if (this.#listDepth === undefined) this.#documentLine ??= this.#line;
    else this.#itemLine ??= this.#line;
  }

  #keep(chunk: Uint8Array, start: number, end: number): void {
    const inList = this.#listDepth !== undefined;
    const piece = inList ? this.#item : this.#document;
    piece.add(chunk, start, end);
    const limit = inList ? this.#limits.itemBytes : this.#limits.documentBytes;
    if (piece.size > limit) this.#fail('TooLong', (inList ? this.#itemLine : this.#documentLine) ?? this.#line);
  }

  #endItem(): void {
    const text = this.#item.take();
    // Only white space: an empty list, or the comma before its end that JSON does not allow.
    if (this.#itemLine !== undefined && this.#failure === undefined) this.#sink.onItem({ text, line: this.#itemLine });
    this.#itemLine = undefined;
  }

  #endDocument(): void {
    const text = this.#document.take();
    if (this.#failure === undefined) this.#sink.onDocument({ text, line: this.#documentLine ?? this.#line });
    this.#documentLine = undefined;
    this.#key = '';
  }

  #fail(kind: CutFailure['kind'], line: number): void {
    this.#failure ??= { kind, line };
  }
}
