import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CutFailure, JsonCutter, type Piece } from './json-cutter.ts';

type Cut = { readonly items: readonly Piece[]; readonly documents: readonly Piece[]; readonly failure?: CutFailure };

function cut(
  text: string | Uint8Array,
  chunkBytes = 1_000_000,
  limits = { itemBytes: 1_000, documentBytes: 1_000 },
): Cut {
  const items: Piece[] = [];
  const documents: Piece[] = [];
  const cutter = new JsonCutter(
    { onItem: (piece) => items.push(piece), onDocument: (piece) => documents.push(piece) },
    limits,
  );
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    if (!cutter.push(bytes.subarray(at, at + chunkBytes))) break;
  }
  cutter.end();
  return cutter.failure === undefined ? { items, documents } : { items, documents, failure: cutter.failure };
}

const rows: readonly { readonly name: string; readonly given: string; readonly cut: Cut }[] = [
  {
    name: 'a list gives its elements, and what is left of it',
    given: '{"kind":"List",\n "items":[ {"a":1},\n {"b":[2,{"items":[3]}]} ],"metadata":{"resourceVersion":"7"}}',
    cut: {
      items: [
        { text: ' {"a":1}', line: 2 },
        { text: '\n {"b":[2,{"items":[3]}]} ', line: 3 },
      ],
      documents: [{ text: '{"kind":"List",\n "items":[],"metadata":{"resourceVersion":"7"}}', line: 1 }],
    },
  },
  {
    name: '(B20) a list without elements has none, whether it says so by [] or by null',
    given: '{"items":[ ]}{"items":null}',
    cut: {
      items: [],
      documents: [
        { text: '{"items":[]}', line: 1 },
        { text: '{"items":null}', line: 1 },
      ],
    },
  },
  {
    name: '(D1) elements that are no objects come out as they are',
    given: '{"items":[null,[],"x,]",7]}',
    cut: {
      items: ['null', '[]', '"x,]"', '7'].map((text) => ({ text, line: 1 })),
      documents: [{ text: '{"items":[]}', line: 1 }],
    },
  },
  {
    name: 'only `items` at the top is the list; a value "items" and a nested key are not',
    given: '{"kind":"items","spec":{"items":[1]},"x":["items",[2]]}',
    cut: { items: [], documents: [{ text: '{"kind":"items","spec":{"items":[1]},"x":["items",[2]]}', line: 1 }] },
  },
  {
    name: 'an array is a list without a frame',
    given: '[{"a":1},{"b":2}]',
    cut: {
      items: [
        { text: '{"a":1}', line: 1 },
        { text: '{"b":2}', line: 1 },
      ],
      documents: [{ text: '[]', line: 1 }],
    },
  },
  {
    name: 'quotes and brackets inside strings are text',
    given: '{"items":[{"a":"\\"]}\\\\"},{"b":"[{"}]}',
    cut: {
      items: [
        { text: '{"a":"\\"]}\\\\"}', line: 1 },
        { text: '{"b":"[{"}', line: 1 },
      ],
      documents: [{ text: '{"items":[]}', line: 1 }],
    },
  },
  {
    name: 'text that never closes is unfinished, and the line is where it ends',
    given: '{"items":[{"a":1},\n{"b":',
    cut: { items: [{ text: '{"a":1}', line: 1 }], documents: [], failure: { kind: 'Unfinished', line: 2 } },
  },
  {
    name: 'a closing bracket too many is unbalanced',
    given: '{"a":1}\n}',
    cut: { items: [], documents: [{ text: '{"a":1}', line: 1 }], failure: { kind: 'Unbalanced', line: 2 } },
  },
  {
    name: '(D3) an element longer than the limit ends the cutting',
    given: `{"items":[\n"${'x'.repeat(2_000)}"]}`,
    cut: { items: [], documents: [], failure: { kind: 'TooLong', line: 2 } },
  },
  {
    name: '(D4) nesting past any use ends the cutting',
    given: `{"items":[${'['.repeat(600)}${']'.repeat(600)}]}`,
    cut: { items: [], documents: [], failure: { kind: 'TooDeep', line: 1 } },
  },
];
test.for(rows)('$name', ({ given, cut: expected }) => {
  expect(cut(given)).toStrictEqual(expected);
});

describe('laws', () => {
  test('(A13) where the chunks are split makes no difference', () => {
    const elements = fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 6 });
    const law = fc.property(elements, fc.integer({ min: 1, max: 9 }), (items, chunkBytes) => {
      const text = JSON.stringify({ kind: 'List', items, metadata: { note: 'é"items":[' } }, undefined, 1);
      const limits = { itemBytes: 100_000, documentBytes: 100_000 };
      const whole = cut(text, 1_000_000, limits);
      expect(cut(text, chunkBytes, limits)).toStrictEqual(whole);
      expect(whole.items.map((piece) => JSON.parse(piece.text))).toStrictEqual(JSON.parse(JSON.stringify(items)));
    });
    fc.assert(law, { seed: 11, numRuns: 300 });
  });

  test('whatever the bytes are, nothing is thrown', () => {
    const alphabet = fc.constantFrom(...'{}[]",:\\ \ntnfi7é'.split(''), '"items"');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 60 }), (parts) => {
        cut(parts.join(''), 3);
      }),
      { seed: 12, numRuns: 2_000 },
    );
  });
});
