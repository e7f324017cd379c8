import { failure, type Result, success } from '#lib/base/result.ts';
import type { KindInfo } from '../kinds.ts';
import type { SimulatedObject } from '../objects.ts';
import { fieldOf } from './field.ts';

/** A field selector as a query has it: `metadata.name=a,spec.nodeName!=b`. */
export type FieldQuery = {
  readonly matches: (object: SimulatedObject) => boolean;
  /** One name is asked for: such a list has one page. */
  readonly isSingle: boolean;
};

/** What cannot be read is the error, in the API's own words. Source: apimachinery, fields/selector.go. */
export function parseFieldQuery(selector: string, info: KindInfo): Result<FieldQuery, string> {
  const requirements: ((object: SimulatedObject) => boolean)[] = [];
  const read: { readonly name: string; readonly operator: string; readonly value: string }[] = [];
  // Two faults are told of in this order, whatever theirs is.
  for (const term of splitTerms(selector).sort()) {
    if (term === '') continue;
    const [, name, operator, escaped] = /^(.*?)(!=|==|=)(.*)$/s.exec(term) ?? [];
    if (name === undefined || operator === undefined || escaped === undefined)
      return failure(`invalid selector: '${selector}'; can't understand '${term}'`);
    const value = unescapeValue(escaped);
    if (!value.ok) return failure(`invalid field selector: ${value.error}`);
    read.push({ name, operator, value: value.value });
  }
  for (const { name, operator, value } of read) {
    const field = fieldOf(info, name);
    if (!field.ok) return field;
    requirements.push((object) => (field.value(object) === value) === (operator !== '!='));
  }
  return success({
    matches: (object) => requirements.every((each) => each(object)),
    isSingle: read.some(({ name, operator }) => name === 'metadata.name' && operator !== '!='),
  });
}

/** At commas; what stands behind a backslash is text, whatever it is. */
function splitTerms(selector: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < selector.length; at += 1) {
    const letter = selector.charAt(at);
    if (letter === '\\') at += 1;
    else if (letter === ',') {
      terms.push(selector.slice(start, at));
      start = at + 1;
    }
  }
  return [...terms, selector.slice(start)];
}

/** Source: UnescapeValue. */
function unescapeValue(escaped: string): Result<string, string> {
  let value = '';
  for (let at = 0; at < escaped.length; at += 1) {
    const letter = escaped.charAt(at);
    if (letter === ',' || letter === '=') return failure(`unescaped character in value: ${letter.charCodeAt(0)}`);
    if (letter !== '\\') {
      value += letter;
      continue;
    }
    at += 1;
    const next = escaped.charAt(at);
    if (next === '' || !'\\,='.includes(next)) return failure(`invalid escape sequence: \\${next}`);
    value += next;
  }
  return success(value);
}
