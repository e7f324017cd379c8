import { expect, test } from 'vitest';
import { makeVisible } from './visible.ts';

const rows: readonly { readonly name: string; readonly given: string; readonly shown: string }[] = [
  { name: '[D8] plain text stays', given: 'node-a: ノード <b>{x}</b>', shown: 'node-a: ノード <b>{x}</b>' },
  { name: '[D8] an escape sequence is not obeyed', given: 'a\u001b[31mb', shown: 'a<U+001B>[31mb' },
  { name: '[D8] line breaks become a space', given: 'a\r\n\tb\nc', shown: 'a b c' },
  { name: '[D8] NUL and the C1 controls are shown', given: 'a\u0000b\u009bc', shown: 'a<U+0000>b<U+009B>c' },
  { name: '[D8] text is not turned around', given: 'exe\u202egnp', shown: 'exe<U+202E>gnp' },
  { name: '[D8] zero width is shown', given: 'ku\u200bbe\ufeff', shown: 'ku<U+200B>be<U+FEFF>' },
  { name: '[D6] a line separator is shown', given: 'a\u2028b', shown: 'a<U+2028>b' },
  { name: '[D8] a tag character is shown', given: 'a\u{e0041}', shown: 'a<U+E0041>' },
  { name: '[D9] a lone surrogate becomes U+FFFD', given: 'a\ud800b', shown: 'a\ufffdb' },
  { name: '[D8] ten thousand accents are three', given: `e${'\u0301'.repeat(10_000)}`, shown: 'e\u0301\u0301\u0301' },
];
test.for(rows)('$name', ({ given, shown }) => {
  expect(makeVisible(given)).toBe(shown);
  expect(makeVisible(shown)).toBe(shown);
});
