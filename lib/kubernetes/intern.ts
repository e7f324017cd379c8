import { hash } from 'node:crypto';

/*
 * One copy of what recurs: node names, labels, the spec that all pods of a template have. Bounded by two generations:
 * when the young one is full it becomes the old one, and what is still asked for moves over. Something that has fallen
 * out is merely held twice from then on.
 */
class Generations<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  find(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.keep(key, old);
    return old;
  }

  keep(key: string, value: Value): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}

const DEFAULT_CAPACITY = 50_000;
/** Longer strings are messages: they rarely recur as they are. */
const LONGEST_TEXT = 256;
/** A longer key is replaced by its SHA-256, so that the table does not hold every spec once more as text. */
const LONGEST_KEY = 256;

export class Interner {
  readonly #texts: Generations<string>;
  readonly #values: Generations<object>;
  readonly #ids = new WeakMap<object, number>();
  #lastId = 0;

  constructor(capacity: number = DEFAULT_CAPACITY) {
    this.#texts = new Generations(capacity);
    this.#values = new Generations(capacity);
  }

  get size(): number {
    return this.#texts.size + this.#values.size;
  }

  text(text: string): string {
    if (text.length > LONGEST_TEXT) return text;
    const known = this.#texts.find(text);
    if (known === undefined) this.#texts.keep(text, text);
    return known ?? text;
  }

  /** For plain data that nobody changes; equal means the same JSON. What was shared before is known at once. */
  share<Value extends object>(value: Value): Value {
    if (this.#ids.has(value)) return value;
    const shared = this.shareAs(JSON.stringify(value), () => value);
    this.idOf(shared);
    return shared;
  }

  /** The one value under a key that determines it; `make` is called when there is none yet. */
  shareAs<Value extends object>(key: string, make: () => Value): Value {
    const short = key.length > LONGEST_KEY ? hash('sha256', key, 'base64') : key;
    const known = this.#values.find(short);
    if (known !== undefined) return known as Value;
    const value = make();
    this.#values.keep(short, value);
    return value;
  }

  /** A number for a shared value: two values have the same number exactly when they are the same object. */
  idOf(value: object): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    this.#lastId += 1;
    this.#ids.set(value, this.#lastId);
    return this.#lastId;
  }
}
