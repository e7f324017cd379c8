import { expect, test } from 'vitest';
import { matchesLabelSelector } from '#lib/domain/placement/label-selector.ts';
import { parseSelector } from './selector-text.ts';

const LABELS = { type: 'virtual', zone: 'a', empty: '' };
const rows: readonly (readonly [string, boolean])[] = [
  ['type=virtual', true],
  ['type==virtual', true],
  ['type!=virtual', false],
  ['other!=x', true],
  ['type', true],
  ['!type', false],
  ['!other', true],
  ['empty=', true],
  ['type in (x, virtual),zone notin (b,c)', true],
  ['type in (x),zone=a', false],
  ['type=virtual, zone=b', false],
];
test.for(rows)('%s matches the node: %s', ([text, matches]) => {
  const parsed = parseSelector(text);
  expect(parsed.ok && matchesLabelSelector(parsed.value, LABELS)).toBe(matches);
});

test.for(['', ',', 'a=b,', 'a in b', 'a in (b', '=x', 'a=b=c', 'a b', 'a=-x', '!', 'ä=b'])(
  '%j is no selector',
  (text) => {
    expect(parseSelector(text)).toStrictEqual({ ok: false, error: { kind: 'MalformedSelector', selector: text } });
  },
);
