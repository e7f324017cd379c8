const DECODER = new TextDecoder();

/** Gathers the parts of one piece of text that arrives in chunks. */
export class ByteGatherer {
  #parts: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Keeps these bytes without copying them: the chunk must not be written to any more. */
  add(chunk: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    this.#parts.push(chunk.subarray(start, end));
    this.#size += end - start;
  }

  /** The text so far, invalid UTF-8 as U+FFFD (D9); begins anew. */
  take(): string {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts, this.#size);
    this.clear();
    return DECODER.decode(bytes);
  }

  clear(): void {
    this.#parts = [];
    this.#size = 0;
  }
}
