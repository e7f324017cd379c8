import {
  Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';
import { type Result, success } from '#lib/base/result.ts';
import { jsonTexts } from './json-texts.ts';
import { type ManifestFailure, manifestFailure } from './manifest-failure.ts';
import { MANIFEST_WORDS } from './yaml-schema.ts';

/** A document of a file: its value, and on which line what is in it stands. */
export type ManifestDocument = {
  readonly value: unknown;
  readonly line: number;
  /** The line of what the steps lead to, or of as much of the way as there is. */
  readonly lineOf: (steps: readonly (string | number)[]) => number;
};

/** Reads all documents of a text; one that breaks off or repeats a key spoils the file, as it does for kubectl. */
export function readDocuments(name: string, text: string): Result<readonly ManifestDocument[], ManifestFailure> {
  const documents: ManifestDocument[] = [];
  for (const piece of jsonTexts(text) ?? [{ text, line: 1 }]) {
    const read = readPiece(name, piece.text, piece.line - 1);
    if (!read.ok) return read;
    documents.push(...read.value);
  }
  return success(documents);
}

const MOST_ALIASES = 100;

function readPiece(
  name: string,
  text: string,
  linesBefore: number,
): Result<readonly ManifestDocument[], ManifestFailure> {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    schema: 'failsafe',
    customTags: MANIFEST_WORDS,
    merge: true,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  const lineAt = (offset: number) => linesBefore + lines.linePos(offset).line;
  const documents: ManifestDocument[] = [];
  for (const document of parsed) {
    if (!(document instanceof Document)) continue;
    const fault = faultOf(document);
    if (fault !== undefined) {
      const { line, col } = lines.linePos(fault.offset);
      const source = text.split('\n')[line - 1] ?? '';
      return syntaxFailure(name, fault.code, { line: linesBefore + line, column: col }, source);
    }
    const begin = lineAt(document.contents?.range?.[0] ?? 0);
    const value = jsonOf(document);
    if (!value.ok) return manifestFailure(name, value.kind, value.what, { line: begin });
    if (value.value === null) continue;
    documents.push({
      value: value.value,
      line: begin,
      lineOf: (steps) => lineAt(offsetOf(document, steps) ?? document.contents?.range?.[0] ?? 0),
    });
  }
  return success(documents);
}

function faultOf(document: Document): { readonly code: SyntaxCode; readonly offset: number } | undefined {
  const [error] = document.errors;
  if (error !== undefined) return { code: codeOf(error), offset: error.pos[0] };
  const offset = wrongKeyOf(document);
  return offset === undefined ? undefined : { code: 'BAD_KEY', offset };
}

/** Where a key is a map, a list or nothing at all, which JSON has no place for: `{{ .name }}` is read as such. */
function wrongKeyOf(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && key.value !== null) return undefined;
      const node = isNode(key) && key.range ? key : value;
      offset = (isNode(node) ? node.range?.[0] : undefined) ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

type Value =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly kind: 'TooManyAliases' | 'TooDeep' | 'Syntax'; readonly what: string };

function jsonOf(document: Document): Value {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { ok: true, value };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, kind: 'TooDeep', what: 'is nested too deep to be read' };
    const isBomb = error instanceof ReferenceError && error.message.startsWith('Excessive');
    return isBomb
      ? {
          ok: false,
          kind: 'TooManyAliases',
          what: `its aliases stand for more than ${MOST_ALIASES} times what is written`,
        }
      : { ok: false, kind: 'Syntax', what: 'an alias stands for an anchor that is not there' };
  }
}

type SyntaxCode = YAMLError['code'] | 'BAD_KEY' | 'UNCLOSED';

/** The library calls it an indentation when a bracket is never closed. */
function codeOf({ code, message }: YAMLError): SyntaxCode {
  return code === 'BAD_INDENT' && message.includes('and end with') ? 'UNCLOSED' : code;
}

/** The library's own sentences quote the file, and what they quote may be secret: ours say what is wrong and no more. */
const SENTENCES: Readonly<Partial<Record<SyntaxCode, string>>> = {
  BAD_ALIAS: 'an alias or anchor has no proper name',
  BAD_COLLECTION_TYPE: 'a tag does not go with what it stands before',
  BAD_DIRECTIVE: 'a directive is none that YAML knows',
  BAD_DQ_ESCAPE: 'a backslash in double quotes is followed by what cannot be escaped',
  BAD_INDENT: 'the indentation does not fit that of the lines before',
  BAD_KEY: 'a key is no text',
  BAD_PROP_ORDER: 'an anchor or tag stands in the wrong place',
  BAD_SCALAR_START: 'a value that begins so must be in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a map begins on the line of a key: a colon too much, or quotes missing',
  BLOCK_IN_FLOW: 'a block stands between brackets or braces',
  DUPLICATE_KEY: 'the same key stands twice in one map',
  KEY_OVER_1024_CHARS: 'a key is longer than 1,024 characters',
  MISSING_CHAR: 'a colon, a comma, a closing quote or a bracket is missing',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines: a colon is missing, or quotes are',
  MULTIPLE_ANCHORS: 'a value has several anchors',
  MULTIPLE_TAGS: 'a value has several tags',
  RESOURCE_EXHAUSTION: 'is nested too deep to be read',
  TAB_AS_INDENT: 'a tab stands in the indentation, where YAML takes spaces alone',
  UNCLOSED: 'a bracket or a brace is not closed',
  UNEXPECTED_TOKEN: 'stands where nothing can follow: a comma is missing, or the indentation is wrong',
};

function syntaxFailure(
  name: string,
  code: SyntaxCode,
  position: { readonly line: number; readonly column: number },
  line: string,
): Result<never, ManifestFailure> {
  const kind = code === 'DUPLICATE_KEY' ? 'DuplicateKey' : code === 'RESOURCE_EXHAUSTION' ? 'TooDeep' : 'Syntax';
  const sentence = SENTENCES[code] ?? 'this is no YAML';
  const what = line.includes('{{') ? `${sentence}; {{ looks like a template that is not rendered yet` : sentence;
  return manifestFailure(name, kind, what, position);
}

/** Where the last step that exists is written: of a map its key, of a list the element. */
function offsetOf(document: Document, steps: readonly (string | number)[]): number | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const step of steps) {
    const next = stepInto(isAliasOf(node, document), step);
    if (next === undefined) return offset;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return offset;
}

function isAliasOf(node: unknown, document: Document): unknown {
  return isNode(node) && 'resolve' in node && typeof node.resolve === 'function' ? node.resolve(document) : node;
}

function stepInto(
  node: unknown,
  step: string | number,
): { readonly node: unknown; readonly offset: number | undefined } | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return isNode(item) ? { node: item, offset: item.range?.[0] } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (pair === undefined || !isPair(pair)) return undefined;
  return { node: pair.value, offset: isNode(pair.key) ? pair.key.range?.[0] : undefined };
}
