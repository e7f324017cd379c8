/** The words and signs of a label selector. `in` and `notin` are words; where a sign may stand they are read as one. */
export type Token = { readonly kind: 'word' | 'sign' | 'end'; readonly text: string };

const SPACE = /^[ \t\r\n]+/;
const SIGN = /^(?:==|!=|[()!,=<>])/;
const WORD = /^[^ \t\r\n()!,=<>]+/;

/** The last one is the end. */
export function labelTokens(selector: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = selector.replace(SPACE, '');
  while (rest !== '') {
    const sign = SIGN.exec(rest)?.[0];
    const text = sign ?? WORD.exec(rest)?.[0] ?? rest;
    tokens.push({ kind: sign === undefined ? 'word' : 'sign', text });
    rest = rest.slice(text.length).replace(SPACE, '');
  }
  return [...tokens, { kind: 'end', text: '' }];
}
