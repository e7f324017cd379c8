import { failure, type Result, success } from '#lib/base/result.ts';
import type { LabelSelector, NodeSelectorRequirement } from '#lib/domain/objects.ts';
import { compileRequirement, LABEL_OPERATORS } from '#lib/domain/placement/requirement.ts';

const SET_BASED = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const EQUALITY = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!]*)$/;

/** Reads a selector as kubectl's -l takes it: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. */
export function parseSelector(
  text: string,
): Result<LabelSelector, { readonly kind: 'MalformedSelector'; readonly selector: string }> {
  // Commas inside parentheses separate values, not requirements.
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const matchExpressions = parts.map(parseRequirement);
  const parsed = matchExpressions.filter((each) => each !== undefined);
  const valid = parsed.every((each) => compileRequirement(each, LABEL_OPERATORS) !== undefined);
  return valid && parsed.length === parts.length
    ? success({ matchLabels: {}, matchExpressions: parsed })
    : failure({ kind: 'MalformedSelector', selector: text });
}

function parseRequirement(part: string): NodeSelectorRequirement | undefined {
  const [, setKey, word, list = ''] = SET_BASED.exec(part) ?? [];
  if (setKey !== undefined) {
    const values = list.split(',').map((value) => value.trim());
    return { key: setKey, operator: word === 'in' ? 'In' : 'NotIn', values };
  }
  const [, key, sign, value = ''] = EQUALITY.exec(part) ?? [];
  if (key !== undefined) return { key, operator: sign === '!=' ? 'NotIn' : 'In', values: [value] };
  if (part.startsWith('!')) return { key: part.slice(1).trim(), operator: 'DoesNotExist', values: [] };
  return part === '' ? undefined : { key: part, operator: 'Exists', values: [] };
}
