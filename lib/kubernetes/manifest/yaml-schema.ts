import type { ScalarTag } from 'yaml';

/*
 * What a plain word means to kubectl and to the API server: theirs is YAML of a kind between 1.1 and 1.2. `yes` and `on`
 * are booleans, 0644 is octal; times of day and dates are text.
 */
const NULL: ScalarTag = {
  identify: (value) => value === null,
  default: true,
  tag: 'tag:yaml.org,2002:null',
  test: /^(?:~|null|Null|NULL)?$/,
  resolve: () => null,
};

const BOOLEAN: ScalarTag = {
  identify: (value) => typeof value === 'boolean',
  default: true,
  tag: 'tag:yaml.org,2002:bool',
  test: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
  resolve: (text) => /^(?:y|true|on)/i.test(text),
};

const INTEGER: ScalarTag = {
  identify: (value) => typeof value === 'number' && Number.isInteger(value),
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]+|0[bB][01_]+|0|[1-9][0-9_]*)$/,
  resolve: (text) => integerOf(text),
};

function integerOf(text: string): number {
  const plain = text.replaceAll('_', '');
  const digits = plain.replace(/^[-+]/, '');
  const magnitude = Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return plain.startsWith('-') && magnitude !== 0 ? -magnitude : magnitude;
}

const FLOAT: ScalarTag = {
  identify: (value) => typeof value === 'number',
  default: true,
  tag: 'tag:yaml.org,2002:float',
  test: /^(?:[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  resolve: (text) => floatOf(text),
};

function floatOf(text: string): number {
  const infinity = /^([-+]?)\.inf$/i.exec(text);
  if (infinity !== null) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text.replaceAll('_', ''));
}

/** Beside text, lists and maps, which are those of any YAML (the failsafe schema). */
export const MANIFEST_WORDS: ScalarTag[] = [NULL, BOOLEAN, INTEGER, FLOAT];
