import { failure, type Result } from '#lib/base/result.ts';

export type ManifestFailureKind =
  | 'TooLarge'
  | 'NotText'
  | 'Syntax'
  | 'DuplicateKey'
  | 'TooManyAliases'
  | 'TooDeep'
  | 'Empty'
  | 'NoObject'
  | 'RemovedVersion'
  | 'NoDaemonSet';

/** Why a file cannot be read as a manifest: one sentence, with the file and, where one is to blame, the place. */
export type ManifestFailure = {
  readonly kind: ManifestFailureKind;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
};

export type Position = { readonly line: number; readonly column?: number };

/** `what` says of the file what is wrong with it, without its name and without a stop. */
export function manifestFailure(
  file: string,
  kind: ManifestFailureKind,
  what: string,
  position?: Position,
): Result<never, ManifestFailure> {
  const { line, column } = position ?? {};
  const place = [file, line === undefined ? '' : `, line ${line}`, column === undefined ? '' : `, column ${column}`];
  return failure({ kind, message: `${place.join('')}: ${what}`, ...position });
}
