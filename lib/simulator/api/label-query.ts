import { failure, type Result, success } from '#lib/base/result.ts';
import type { Labels } from '../objects.ts';
import { keyProblems, valueProblems } from './label-syntax.ts';
import { labelTokens, type Token } from './label-token.ts';

/** A label selector as a query has it: `a=b,c!=d,e in (f,g),!h,i>1`. */
export type LabelQuery = (labels: Labels) => boolean;

/** What cannot be read is the error, in the API's own words. Source: apimachinery, labels/selector.go. */
export function parseLabelQuery(selector: string): Result<LabelQuery, string> {
  try {
    const requirements = new Reader(labelTokens(selector)).all();
    return success((labels) => requirements.every((each) => each(labels)));
  } catch (error) {
    if (error instanceof Unreadable) return failure(error.message);
    throw error;
  }
}

class Unreadable extends Error {}

const END: Token = { kind: 'end', text: '' };
const REQUIREMENT = 'unable to parse requirement: ';

class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  all(): readonly LabelQuery[] {
    const found: LabelQuery[] = [];
    while (this.peek().kind !== 'end') {
      if (!this.isRequirementNext())
        throw new Unreadable(`found '${this.peek().text}', expected: !, identifier, or 'end of string'`);
      found.push(this.requirement());
      const separator = this.next();
      if (separator.kind === 'end') return found;
      if (separator.text !== ',') throw new Unreadable(`found '${separator.text}', expected: ',' or 'end of string'`);
      if (!this.isRequirementNext())
        throw new Unreadable(`found '${this.peek().text}', expected: identifier after ','`);
    }
    return found;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? END;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private isRequirementNext(): boolean {
    const { kind, text } = this.peek();
    return kind === 'word' || text === '!';
  }

  private requirement(): LabelQuery {
    const isNegated = this.peek().text === '!';
    if (isNegated) this.next();
    const { kind, text: key } = this.next();
    if (kind !== 'word') throw new Unreadable(`${REQUIREMENT}found '${key}', expected: identifier`);
    check('<nil>', key, keyProblems(key));
    const { kind: after, text: operator } = this.peek();
    if (isNegated) return (labels) => !Object.hasOwn(labels, key);
    if (after === 'end' || operator === ',') return (labels) => Object.hasOwn(labels, key);
    this.next();
    switch (operator) {
      case '=':
      case '==':
        return isOneOf(key, [this.value(key)]);
      case '!=':
        return isNoneOf(key, [this.value(key)]);
      case 'in':
        return isOneOf(key, this.values(key));
      case 'notin':
        return isNoneOf(key, this.values(key));
      case '<':
      case '>':
        return comparison(key, this.number(key), operator);
      default:
        throw new Unreadable(`${REQUIREMENT}found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
    }
  }

  /** Nothing before a comma or the end is the empty value. */
  private exact(): string {
    const { kind, text } = this.peek();
    if (kind === 'end' || text === ',') return '';
    this.next();
    if (kind !== 'word') throw new Unreadable(`${REQUIREMENT}found '${text}', expected: identifier`);
    return text;
  }

  private value(key: string): string {
    const text = this.exact();
    check(`values[0][${key}]`, text, valueProblems(text));
    return text;
  }

  private number(key: string): bigint {
    const text = this.exact();
    const value = parseInteger(text);
    if (value === undefined) check('values[0]', text, ["for 'Gt', 'Lt' operators, the value must be an integer"]);
    check(`values[0][${key}]`, text, valueProblems(text));
    return value ?? 0n;
  }

  /** `(a,,b)`: between two commas, and between a bracket and a comma, there is the empty value. */
  private values(key: string): readonly string[] {
    const { text: bracket } = this.next();
    if (bracket !== '(') throw new Unreadable(`${REQUIREMENT}found '${bracket}' expected: '('`);
    const found = new Set<string>();
    for (let isValueNext = true; ; ) {
      const { kind, text } = this.next();
      if (kind === 'word') {
        if (!isValueNext) throw new Unreadable(`${REQUIREMENT}found '${text}', expected: ',' or ')'`);
        found.add(text);
        isValueNext = false;
      } else if (text === ',' || text === ')') {
        if (isValueNext) found.add('');
        isValueNext = true;
        if (text === ')') break;
      } else {
        // The very first place, a place for a value, and a place for a comma have words of their own.
        const first = found.size === 0 && this.tokens[this.at - 2]?.text === '(';
        const wanted = first ? "',', ')' or identifier" : isValueNext ? "',', or identifier" : "',' or ')'";
        throw new Unreadable(`${REQUIREMENT}found '${text}', expected: ${wanted}`);
      }
    }
    const values = [...found].sort();
    for (const [at, value] of values.entries()) check(`values[${at}][${key}]`, value, valueProblems(value));
    return values;
  }
}

function check(field: string, value: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new Unreadable(`${REQUIREMENT}${field}: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`);
}

function isOneOf(key: string, values: readonly string[]): LabelQuery {
  return (labels) => Object.hasOwn(labels, key) && values.includes(labels[key] ?? '');
}

function isNoneOf(key: string, values: readonly string[]): LabelQuery {
  const isOne = isOneOf(key, values);
  return (labels) => !isOne(labels);
}

function comparison(key: string, limit: bigint, operator: '<' | '>'): LabelQuery {
  return (labels) => {
    const value = Object.hasOwn(labels, key) ? parseInteger(labels[key] ?? '') : undefined;
    if (value === undefined) return false;
    return operator === '>' ? value > limit : value < limit;
  };
}

const LARGEST = 2n ** 63n - 1n;

/** As Go parses a 64-bit integer. */
function parseInteger(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value > LARGEST || value < -LARGEST - 1n ? undefined : value;
}
