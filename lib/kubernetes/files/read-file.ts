import { createReadStream } from 'node:fs';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { ConnectionFailure } from '../connection-failure.ts';
import { JsonCutter, type Piece } from '../json-cutter.ts';
import { LineSplitter, LONGEST_LINE_BYTES } from '../lines.ts';
import { isRaw } from '../project/raw.ts';
import { isList, itemKindOf, objectsOf, withKind } from './document.ts';
import { asUtf8 } from './utf8.ts';
import { YamlCutter } from './yaml-cutter.ts';

/** A file by its path, or bytes under a name. */
export type FileInput = string | { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };

export type ObjectListener = {
  readonly onObject: (raw: unknown) => void;
  /** At the end of each list, an empty one too. */
  readonly onList: () => void;
};

/** Reads every object of a file, JSON or YAML, and hands each over as soon as it is there. */
export async function readObjects(
  input: FileInput,
  listener: ObjectListener,
): Promise<Result<void, ConnectionFailure>> {
  const path = typeof input === 'string' ? input : input.name;
  let reader: ObjectReader | undefined;
  try {
    for await (const bytes of asUtf8(typeof input === 'string' ? createReadStream(input) : input.bytes)) {
      reader ??= isBlank(bytes) ? undefined : readerFor(bytes, listener);
      const line = reader?.push(bytes);
      if (line !== undefined) return failure({ kind: 'MalformedFile', path, format: reader?.format ?? 'JSON', line });
    }
  } catch (error) {
    const code = codeOf(error);
    return failure(code === 'ENOENT' ? { kind: 'NoSuchFile', path } : { kind: 'UnreadableFile', path, code });
  }
  const line = reader?.end();
  return line === undefined || reader === undefined
    ? success(undefined)
    : failure({ kind: 'MalformedFile', path, format: reader.format, line });
}

/** `push` and `end` give the line on which the text stops making sense, undefined while it does. */
type ObjectReader = {
  readonly format: 'JSON' | 'YAML';
  readonly push: (chunk: Uint8Array) => number | undefined;
  readonly end: () => number | undefined;
};

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

function isBlank(chunk: Uint8Array): boolean {
  return chunk.every((byte) => byte <= 0x20 || BYTE_ORDER_MARK.includes(byte));
}

function readerFor(chunk: Uint8Array, listener: ObjectListener): ObjectReader {
  const first = chunk.find((byte) => byte > 0x20 && !BYTE_ORDER_MARK.includes(byte));
  return first === 0x7b || first === 0x5b ? jsonReader(listener) : yamlReader(listener);
}

const WHOLE_OBJECT = { itemBytes: LONGEST_LINE_BYTES, documentBytes: LONGEST_LINE_BYTES };

function jsonReader({ onObject, onList }: ObjectListener): ObjectReader {
  let wrongLine: number | undefined;
  /** Items come before the kind of their list when kind follows; they are remembered only where they name none. */
  let nameless: unknown[] = [];
  const parse = ({ text, line }: Piece): { readonly value: unknown } | undefined => {
    if (wrongLine !== undefined) return undefined;
    try {
      return { value: JSON.parse(text) };
    } catch {
      wrongLine = line + linesBefore(text);
      return undefined;
    }
  };
  const cutter = new JsonCutter(
    {
      onItem: (piece) => {
        const parsed = parse(piece);
        if (parsed === undefined) return;
        if (isRaw(parsed.value) && parsed.value['kind'] === undefined) nameless.push(parsed.value);
        else for (const object of objectsOf(parsed.value)) onObject(object);
      },
      onDocument: (piece) => {
        const parsed = parse(piece);
        if (parsed === undefined) return;
        const itemKind = isRaw(parsed.value) ? itemKindOf(parsed.value) : undefined;
        for (const item of nameless) onObject(withKind(item, itemKind));
        nameless = [];
        for (const object of objectsOf(parsed.value)) onObject(object);
        if (isList(parsed.value)) onList();
      },
    },
    WHOLE_OBJECT,
  );
  return {
    format: 'JSON',
    push: (chunk) => (cutter.push(chunk) ? wrongLine : (wrongLine ?? cutter.failure?.line)),
    end: () => (cutter.end() ? wrongLine : (wrongLine ?? cutter.failure?.line)),
  };
}

/**
 * How many line ends stand before the place where JSON stops making sense. JSON.parse does not always name the place; but
 * what breaks off before it is merely unfinished, so the place is found by halving.
 */
function linesBefore(text: string): number {
  let sound = 0;
  let broken = text.length;
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (isUnfinished(text.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return text.slice(0, sound).trimStart().split('\n').length - 1;
}

function isUnfinished(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return error instanceof Error && /end of JSON|Unterminated/.test(error.message);
  }
}

function yamlReader({ onObject, onList }: ObjectListener): ObjectReader {
  let wrongLine: number | undefined;
  const cutter = new YamlCutter((value) => {
    for (const object of objectsOf(value)) onObject(object);
    if (isList(value)) onList();
  });
  const splitter = new LineSplitter((line) => {
    if (wrongLine !== undefined) return;
    const taken = cutter.push(line.replace(/^\uFEFF/, ''));
    if (!taken.ok) wrongLine = taken.error.line;
  });
  return {
    format: 'YAML',
    push: (chunk) => (splitter.push(chunk) ? wrongLine : (wrongLine ?? 1)),
    end: () => {
      const rest = splitter.takeRest();
      if (rest !== '') cutter.push(rest);
      const ended = cutter.end();
      return wrongLine ?? (ended.ok ? undefined : ended.error.line);
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
