import { cleanText } from '../project/text.ts';
import type { FieldPath } from './field-path.ts';

/** `error`: the API server would refuse it as kubectl sends it. `warning`: it takes it, but hardly what was meant. */
export type Severity = 'error' | 'warning';

/** What is wrong with a manifest, in the words of the API server where it has any. Values that may be secret are never in it. */
export type ManifestProblem = {
  readonly path: string;
  readonly message: string;
  readonly severity: Severity;
  /** Of the file, counted from 1. */
  readonly line?: number;
};

/** A problem before its line is looked up; `at` where the path, which is the API server's, does not lead to the place. */
export type Problem = {
  readonly path: FieldPath;
  readonly message: string;
  readonly severity: Severity;
  readonly at?: FieldPath;
};

function error(path: FieldPath, message: string): Problem {
  return { path, message, severity: 'error' };
}

/** Enough for any name that is refused for being too long by a letter. */
const LONGEST_SHOWN = 256;

/** A value as it is quoted: of a long text the beginning. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? cleanText(value) : value;
  const cut = typeof text === 'string' && text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
  return JSON.stringify(cut) ?? 'null';
}

export function required(path: FieldPath, detail = ''): Problem {
  return error(path, detail === '' ? 'Required value' : `Required value: ${detail}`);
}

export function invalid(path: FieldPath, value: unknown, detail: string): Problem {
  return error(path, `Invalid value: ${shown(value)}: ${detail}`);
}

/** As `invalid`, of a value that may be secret, or too long to be shown. */
export function invalidUnshown(path: FieldPath, detail: string): Problem {
  return error(path, `Invalid value: ${detail}`);
}

export function forbidden(path: FieldPath, detail: string): Problem {
  return error(path, `Forbidden: ${detail}`);
}

export function tooLong(path: FieldPath, mostBytes: number): Problem {
  return error(path, `Too long: may not be more than ${mostBytes} bytes`);
}

export function duplicate(path: FieldPath, value: unknown): Problem {
  return error(path, `Duplicate value: ${shown(value)}`);
}

export function notFound(path: FieldPath, value: unknown, detail = ''): Problem {
  return error(path, `Not found: ${shown(value)}${detail === '' ? '' : `: ${detail}`}`);
}

export function notSupported(path: FieldPath, value: unknown, supported: readonly string[]): Problem {
  const words = supported.map((word) => JSON.stringify(word)).join(', ');
  return error(path, `Unsupported value: ${shown(value)}: supported values: ${words}`);
}

export function warning(path: FieldPath, message: string): Problem {
  return { path, message, severity: 'warning' };
}

export function unknownField(path: FieldPath, hint: string | undefined): Problem {
  const field = shown(path.toString());
  return error(path, `unknown field ${field}${hint === undefined ? '' : ` (${hint})`}`);
}

export function wrongType(path: FieldPath, found: string, wanted: string): Problem {
  return error(path, `${found} where ${wanted} is wanted`);
}
