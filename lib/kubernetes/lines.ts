import { ByteGatherer } from './byte-gatherer.ts';

const NEW_LINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** A line or an object of a list may have so many bytes: etcd's limit is 1.5 MiB, JSON is longer than what it stores. */
export const LONGEST_LINE_BYTES = 8 * 1024 * 1024;

/** Splits bytes into lines at 0x0A alone: U+2028 and its like are text. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #limit: number;
  readonly #line = new ByteGatherer();

  constructor(onLine: (line: string) => void, limit: number = LONGEST_LINE_BYTES) {
    this.#onLine = onLine;
    this.#limit = limit;
  }

  /** Takes the next bytes; false when a line has grown past the limit, and then the rest is worth nothing. */
  push(chunk: Uint8Array): boolean {
    let start = 0;
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, start)) {
      this.#line.add(chunk, start, end);
      if (this.#line.size > this.#limit) return false;
      this.#emit();
      start = end + 1;
    }
    this.#line.add(chunk, start, chunk.length);
    return this.#line.size <= this.#limit;
  }

  /** What came after the last line's end: in a file a line without an end, in a watch half an event. */
  takeRest(): string {
    return this.#line.take();
  }

  #emit(): void {
    const line = this.#line.take();
    this.#onLine(line.charCodeAt(line.length - 1) === CARRIAGE_RETURN ? line.slice(0, -1) : line);
  }
}
