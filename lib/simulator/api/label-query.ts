import type { Labels } from '../objects.ts';

/**
 * A label selector as a query has it: `a=b,c!=d,e in (f,g),!h,i>1`. What cannot be read is the error, in the API's own
 * words. Source: apimachinery, labels/selector.go.
 */
export type LabelQuery = (labels: Labels) => boolean;
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

type Token = { readonly kind: 'word' | 'sign' | 'end'; readonly text: string };

const SIGN = /^(?:==|!=|[()!,=<>])/;
const WORD = /^[^\s()!,=<>]+/;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const sign = SIGN.exec(rest)?.[0];
    const found = sign ?? WORD.exec(rest)?.[0] ?? rest.slice(0, 1);
    tokens.push({ kind: sign === undefined ? 'word' : 'sign', text: found });
    rest = rest.slice(found.length).trimStart();
  }
  return tokens;
}

class Unreadable extends Error {}

const END: Token = { kind: 'end', text: '' };

export function parseLabelQuery(text: string): Parsed<LabelQuery> {
  try {
    const requirements = new Reader(tokensOf(text)).all();
    return { ok: true, value: (labels) => requirements.every((each) => each(labels)) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message };
    throw error;
  }
}

class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? END;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  all(): readonly LabelQuery[] {
    const found: LabelQuery[] = [];
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end') return found;
      if (token.kind === 'sign' && token.text !== '!')
        throw new Unreadable(`found '${token.text}', expected: !, identifier, or 'end of string'`);
      found.push(this.requirement());
      const separator = this.next();
      if (separator.kind === 'end') return found;
      if (separator.text !== ',') throw new Unreadable(`found '${separator.text}', expected: ',' or 'end of string'`);
      const after = this.peek();
      if (after.kind !== 'word' && after.text !== '!')
        throw new Unreadable(`found '${after.text}', expected: identifier after ','`);
    }
  }

  private requirement(): LabelQuery {
    const isNegated = this.peek().text === '!';
    if (isNegated) this.next();
    const key = this.next();
    if (key.kind !== 'word')
      throw new Unreadable(`unable to parse requirement: found '${key.text}', expected: identifier`);
    checkKey(key.text);
    if (isNegated) return (labels) => labels[key.text] === undefined;
    const operator = this.peek();
    if (operator.kind === 'end' || operator.text === ',') return (labels) => labels[key.text] !== undefined;
    this.next();
    switch (operator.text) {
      case '=':
      case '==':
      case '!=':
        return equality(key.text, this.exact(key.text), operator.text !== '!=');
      case 'in':
      case 'notin':
        return membership(key.text, this.values(key.text), operator.text === 'in');
      case '<':
      case '>':
        return comparison(key.text, this.exact(key.text), operator.text === '>');
      default:
        throw new Unreadable(
          `unable to parse requirement: found '${operator.text}', expected: in, notin, =, ==, !=, gt, lt`,
        );
    }
  }

  /** The empty value ends at a comma or at the end. */
  private exact(key: string): string {
    const token = this.peek();
    if (token.kind === 'end' || token.text === ',') return '';
    this.next();
    if (token.kind !== 'word')
      throw new Unreadable(`unable to parse requirement: found '${token.text}', expected: identifier`);
    checkValue(key, 0, token.text);
    return token.text;
  }

  private values(key: string): readonly string[] {
    const open = this.next();
    if (open.text !== '(') throw new Unreadable(`unable to parse requirement: found '${open.text}' expected: '('`);
    const found: string[] = [];
    let isExpected = true;
    for (;;) {
      const token = this.next();
      if (token.kind === 'word' && isExpected) {
        found.push(token.text);
        isExpected = false;
      } else if (token.text === ',' || token.text === ')') {
        if (isExpected) found.push('');
        isExpected = true;
        if (token.text === ')') break;
      } else throw new Unreadable(`unable to parse requirement: found '${token.text}', expected: ',' or ')'`);
    }
    const values = [...new Set(found)].sort();
    values.forEach((value, at) => {
      checkValue(key, at, value);
    });
    return values;
  }
}

function equality(key: string, value: string, isEqual: boolean): LabelQuery {
  return isEqual ? (labels) => labels[key] === value : (labels) => labels[key] !== value;
}

function membership(key: string, values: readonly string[], isIn: boolean): LabelQuery {
  return (labels) => {
    const label = labels[key];
    return label === undefined ? !isIn : values.includes(label) === isIn;
  };
}

function comparison(key: string, value: string, isGreater: boolean): LabelQuery {
  if (!/^[+-]?\d+$/.test(value))
    throw new Unreadable(
      `unable to parse requirement: values[0][${key}]: Invalid value: "${value}": for 'Gt', 'Lt' operators, the value must be an integer`,
    );
  return (labels) => {
    const label = labels[key];
    if (label === undefined || !/^[+-]?\d+$/.test(label)) return false;
    return isGreater ? BigInt(label) > BigInt(value) : BigInt(label) < BigInt(value);
  };
}

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

function checkKey(key: string): void {
  const name = key.slice(key.indexOf('/') + 1);
  if (NAME.test(name) && name.length <= 63) return;
  throw new Unreadable(
    `unable to parse requirement: key: Invalid value: "${key}": name part ${NAME_RULE} (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
  );
}

function checkValue(key: string, at: number, value: string): void {
  if (value === '' || (NAME.test(value) && value.length <= 63)) return;
  throw new Unreadable(
    `unable to parse requirement: values[${at}][${key}]: Invalid value: "${value}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  );
}
