import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imageOf } from './image.ts';
import { MASK } from './mask.ts';
import { cleanText, cutBytes, messageOf } from './text.ts';

const cleaned: readonly { readonly name: string; readonly given: string; readonly clean: string }[] = [
  { name: '(D8) an escape sequence', given: 'a\u001b[31mred\u001b[0mb', clean: 'aredb' },
  { name: '(D8) an escape sequence that sets a title', given: 'a\u001b]0;title\u0007b', clean: 'ab' },
  { name: '(D8) NUL, backspace and C1', given: 'a\u0000\u0008\u0085b', clean: 'a b' },
  { name: '(D8) line ends, which become a space', given: 'a\r\nb\u2028c\td', clean: 'a b c d' },
  { name: '(D8) bidi overrides and isolates', given: 'a\u202e\u2066\u061cb', clean: 'ab' },
  {
    name: '(D8) zero width, soft hyphen, byte order mark, tags',
    given: 'a\u200b\u200d\u00ad\ufeff\u{e0041}b',
    clean: 'ab',
  },
  {
    name: '(D8) marks beyond the third on one letter',
    given: `e${'\u0301'.repeat(10_000)}x`,
    clean: `e${'\u0301'.repeat(3)}x`,
  },
  { name: '(D9) lone surrogates', given: 'a\ud800b\udc00', clean: 'a\ufffdb\ufffd' },
  { name: 'nothing of a text in any script', given: 'Müller 山田 🙂 שלום', clean: 'Müller 山田 🙂 שלום' },
  { name: 'nothing of markup, which is text here', given: '</script><!-- {{x}}', clean: '</script><!-- {{x}}' },
];
test.for(cleaned)('cleaning takes out $name', ({ given, clean }) => {
  expect(cleanText(given)).toBe(clean);
});

const messages: readonly { readonly name: string; readonly given: unknown; readonly message: string | undefined }[] = [
  {
    name: 'a bearer token',
    given: 'sent Authorization: Bearer abc.def-123',
    message: `sent Authorization: Bearer ${MASK}`,
  },
  { name: 'basic credentials', given: 'Basic dXNlcjpwYXNz', message: `Basic ${MASK}` },
  { name: 'a JWT', given: 'token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln ended', message: `token ${MASK} ended` },
  { name: 'an AWS key', given: 'key AKIAIOSFODNN7EXAMPLE refused', message: `key ${MASK} refused` },
  {
    name: 'user and password in a URL',
    given: 'pull https://me:pa%40ss@r.io/x',
    message: `pull https://${MASK}@r.io/x`,
  },
  {
    name: 'a password with a slash in a URL',
    given: 'pull https://me:a/b@r.io/x',
    message: `pull https://${MASK}@r.io/x`,
  },
  {
    name: 'PEM',
    given: 'got -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- here',
    message: `got ${MASK} here`,
  },
  { name: 'PEM that is cut off', given: 'got -----BEGIN RSA PRIVATE KEY-----\nMIIE', message: `got ${MASK}` },
  { name: '40 hexadecimal digits', given: `digest ${'a1'.repeat(20)}.`, message: `digest ${MASK}.` },
  { name: 'base64', given: `v=${Buffer.from('x'.repeat(45)).toString('base64')}==`, message: `v=${MASK}` },
  { name: 'URL-safe base64', given: `v ${'aB3_'.repeat(11)}`, message: `v ${MASK}` },
  { name: 'a token split by invisible characters', given: `Bearer abc\u200bdef\u200b123`, message: `Bearer ${MASK}` },
];
test.for(messages)('masks $name', ({ given, message }) => {
  expect(messageOf(given)).toBe(message);
});

const untouched = [
  "0/12 nodes are available: 1 Insufficient cpu, 11 node(s) didn't satisfy plugin(s) [NodeAffinity].",
  'Error creating: pods "node-problem-detector-with-a-very-long-name-27bbt" is forbidden: exceeded quota: q, requested: pods=1',
  'MountVolume.SetUp failed for volume "kube-api-access-x7k2p" : object "default"/"kube-root-ca.crt" not registered',
  'Back-off pulling image "registry.example.com/platform/agent:v1.2.3"',
  'basic settings were applied',
];
test.for(untouched)('leaves as it is: %s', (message) => {
  expect(messageOf(message)).toBe(message);
});

test('masks a token that stands where a very long message is cut', () => {
  const token = 'f'.repeat(39).concat('0');
  expect(messageOf(`${'a'.repeat(16 * 1024 - 20)} ${token}`)).toBe(`${MASK} `);
});

/** Bytes in use once everything that nobody holds is gone. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

const cuts: readonly (readonly [string, (long: string) => unknown])[] = [
  ['a message', (long) => messageOf(`why ${long}`)],
  ['an image', (long) => imageOf(`user:${long}@registry.example/a-registry-with-a-name/agent:1`)],
  ['a text', (long) => cutBytes(long, 1024)],
];
test.for(cuts)('what is kept of %s does not hold what it was cut from', ([, keep]) => {
  const MEGABYTE = 2 ** 20;
  const before = bytesInUse();
  const kept = Array.from({ length: 20 }, (_, index) => keep(`${index}`.padStart(MEGABYTE, '- ')));
  expect(bytesInUse() - before).toBeLessThan(5 * MEGABYTE);
  expect(kept).toHaveLength(20);
});

describe('length', () => {
  test('a message is cut at 1,024 bytes and splits no character', () => {
    const cut = messageOf(`a${'山'.repeat(1_000)}`) ?? '';
    expect(Buffer.byteLength(cut)).toBe(1_024);
    expect(cut).toBe(`a${'山'.repeat(341)}`);
  });
  test('a huge one costs next to nothing', () => {
    const started = performance.now();
    expect(messageOf('a:b@'.repeat(2_000_000))?.length).toBe(1_024);
    expect(messageOf(`://${'a:'.repeat(2_000_000)}`)?.length).toBe(1_024);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
  test('cutting never exceeds the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat({ max: 80 }), (text, limit) => {
        const cut = cutBytes(text, limit);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit);
        expect(text.startsWith(cut)).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

const digest = `sha256:${'ab'.repeat(32)}`;
const images: readonly { readonly name: string; readonly given: unknown; readonly image: string }[] = [
  { name: 'no tag', given: 'nginx', image: 'nginx' },
  { name: 'a digest alone', given: `nginx@${digest}`, image: `nginx@${digest}` },
  { name: 'a port, a tag and a digest', given: `r.io:5000/a/b:1@${digest}`, image: `r.io:5000/a/b:1@${digest}` },
  { name: 'user and password', given: 'me:secret@r.io/a:1', image: 'r.io/a:1' },
  { name: 'a password with @ and /', given: `me:se@cr/et@r.io/a@${digest}`, image: `r.io/a@${digest}` },
  { name: 'a scheme and a query', given: 'https://me:secret@r.io/a:1?token=secret#x', image: 'r.io/a:1' },
  { name: '4 KiB', given: `r.io/${'a'.repeat(4096)}`, image: `r.io/${'a'.repeat(1019)}` },
  { name: 'something that is no text', given: 7, image: '' },
];
test.for(images)('(D12) an image with $name', ({ given, image }) => {
  expect(imageOf(given)).toBe(image);
});
