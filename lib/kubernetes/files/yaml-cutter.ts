import { parseDocument } from 'yaml';
import { failure, type Result, success } from '#lib/base/result.ts';

type YamlFailure = { readonly line: number };

/**
 * Reads the YAML of a file piece by piece: document after document, and the items of a block `items:` (what kubectl
 * writes) one by one, so that a big dump is never one value. Anything written differently is read as a whole document.
 */
export class YamlCutter {
  readonly #onValue: (value: unknown) => void;
  #line = 0;
  #lines: string[] = [];
  #firstLine = 1;
  /** The indentation of the list's dashes, once `items:` was seen; undefined outside a list. */
  #dash: string | undefined;
  #awaitingDash = false;
  #hasItems = false;
  #failure: YamlFailure | undefined;

  constructor(onValue: (value: unknown) => void) {
    this.#onValue = onValue;
  }

  /** Takes the next line, without its end. */
  push(line: string): Result<void, YamlFailure> {
    this.#line += 1;
    if (/^(---|\.\.\.)(\s|$)/.test(line)) {
      this.#endPiece();
      this.#dash = undefined;
      this.#hasItems = false;
      const inline = line.slice(3);
      this.#lines = inline.trim() === '' ? [] : [inline];
      this.#firstLine = this.#lines.length === 0 ? this.#line + 1 : this.#line;
      return this.#result();
    }
    if (this.#awaitingDash && !/^\s*(#|$)/.test(line)) {
      this.#awaitingDash = false;
      const indent = /^( *)- /.exec(line)?.[1];
      if (indent !== undefined) {
        // What stands before the items is the list's own: apiVersion, perhaps kind.
        this.#lines = [];
        this.#firstLine = this.#line;
        this.#dash = indent;
        this.#hasItems = true;
      }
    }
    if (this.#dash !== undefined) this.#takeItemLine(line, this.#dash);
    else {
      this.#lines.push(line);
      if (/^items:\s*(#.*)?$/.test(line)) this.#awaitingDash = true;
    }
    return this.#result();
  }

  end(): Result<void, YamlFailure> {
    this.#endPiece();
    return this.#result();
  }

  #takeItemLine(line: string, dash: string): void {
    if (line.startsWith(`${dash}- `)) {
      this.#endPiece();
      this.#lines = [line.slice(dash.length)];
      this.#firstLine = this.#line;
    } else if (/^[^\s#-]/.test(line)) {
      this.#endPiece();
      this.#dash = undefined;
      this.#lines = [line];
      this.#firstLine = this.#line;
    } else this.#lines.push(line.startsWith(dash) ? line.slice(dash.length) : line);
  }

  #endPiece(): void {
    const lines = this.#lines;
    this.#lines = [];
    if (this.#failure !== undefined || lines.every((line) => /^\s*(#|$)/.test(line))) return;
    const parsed = parseYaml(lines.join('\n'));
    if (!parsed.ok) this.#failure = { line: this.#firstLine + parsed.error.line - 1 };
    else if (this.#dash !== undefined) this.#onValue(Array.isArray(parsed.value) ? parsed.value[0] : parsed.value);
    // After its items only the frame of the list is left.
    else if (!this.#hasItems) this.#onValue(parsed.value);
  }

  #result(): Result<void, YamlFailure> {
    return this.#failure === undefined ? success(undefined) : failure(this.#failure);
  }
}

function parseYaml(text: string): Result<unknown, YamlFailure> {
  const document = parseDocument(text, { merge: true, prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return failure({ line: error.linePos?.[0].line ?? 1 });
  try {
    return success(document.toJS({ maxAliasCount: 100 }));
  } catch {
    // Too many aliases, or one that stands for nothing.
    return failure({ line: 1 });
  }
}
