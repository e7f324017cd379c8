import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryPicture, makePicture } from '#lib/testing/pictures.ts';
import { diffPicture } from './delta.ts';
import { createEventStreamParser } from './event-stream.ts';
import { encodeFrame, type Frame, type FrameAnswer } from './frames.ts';

const encoder = new TextEncoder();
const id = { epoch: 'boot-1', sequence: 3 };
const heartbeat: Frame = {
  type: 'heartbeat',
  heartbeat: {
    sequence: 3,
    asOfAgeMs: 1_200,
    perResource: {
      pods: {
        state: 'retrying',
        cause: 'unreachable',
        note: '接続できません',
        synced: true,
        asOfAgeMs: 1_200,
        lastEventAgeMs: null,
        objects: 7,
        expected: null,
        relists: 1,
      },
    },
    build: 'b1',
    now: 1_767_225_600_000,
  },
};

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.constant<Frame>({ type: 'resume', id }),
  fc.constant<Frame>({ type: 'resync' }),
  fc.constant<Frame>({ type: 'bye', retryMillis: 1_000 }),
  fc.constant(heartbeat),
  fc
    .tuple(arbitraryPicture, arbitraryPicture)
    .map(([a, b]): Frame => ({ type: 'delta', id, delta: diffPicture(a, b) })),
);

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}

/** Cuts the bytes after each of these lengths in turn, over and over. */
function chop(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

function parse(chunks: readonly Uint8Array[]): FrameAnswer[] {
  const parser = createEventStreamParser();
  return chunks.flatMap((chunk) => [...parser.push(chunk)]);
}

test('frames come out as they went in, however the bytes are cut and whatever ends a line', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const law = fc.property(
    fc.array(frame, { maxLength: 4 }),
    lengths,
    lineEnd,
    fc.boolean(),
    (frames, cuts, end, mark) => {
      const text = new TextDecoder().decode(concat(frames.map(encodeFrame))).replaceAll('\n', end);
      const bytes = encoder.encode((mark ? '\uFEFF' : '') + text);
      expect(parse(chop(bytes, cuts))).toStrictEqual(frames.map((each) => ({ kind: 'Frame', frame: each })));
    },
  );
  fc.assert(law, { seed: 7, numRuns: 300 });
});

const bye: FrameAnswer = { kind: 'Frame', frame: { type: 'bye', retryMillis: 5 } };
const resync: FrameAnswer = { kind: 'Frame', frame: { type: 'resync' } };
const rows: readonly { readonly name: string; readonly text: string; readonly answers: readonly FrameAnswer[] }[] = [
  { name: 'a comment is no event', text: ': hello\n\n', answers: [] },
  { name: 'an event without data is none', text: 'event: bye\n\n', answers: [] },
  {
    name: 'an unknown event is ignored',
    text: 'event: news\ndata: 1\n\nevent: resync\ndata: {"version":2}\n\n',
    answers: [resync],
  },
  { name: 'an event without a name is ignored', text: 'data: {"retryMillis":5}\n\n', answers: [] },
  { name: 'unknown fields are ignored', text: 'x: 1\nevent:bye\nretry: 5\ndata:{"retryMillis":5}\n\n', answers: [bye] },
  { name: 'data of several lines is joined', text: 'event: bye\ndata: {"retryMillis":\ndata: 5}\n\n', answers: [bye] },
  { name: 'the end cuts an event off', text: 'event: bye\ndata: {"retryMillis":5}\n', answers: [] },
  {
    name: 'another protocol asks for a reload',
    text: 'event: resume\nid: a.1\ndata: {"version":1}\n\n',
    answers: [{ kind: 'Reload' }],
  },
  {
    name: 'resync of another protocol asks for a reload too',
    text: 'event: resync\ndata: {"version":9}\n\n',
    answers: [{ kind: 'Reload' }],
  },
  { name: 'broken JSON is a gap', text: 'event: bye\ndata: {\n\n', answers: [{ kind: 'Malformed', event: 'bye' }] },
  {
    name: 'a delta without an id is a gap',
    text: 'event: delta\ndata: {}\n\n',
    answers: [{ kind: 'Malformed', event: 'delta' }],
  },
  {
    name: 'an id with a NUL is no id',
    text: 'event: resume\nid: a.1\0\ndata: {"version":2}\n\n',
    answers: [{ kind: 'Malformed', event: 'resume' }],
  },
  {
    name: 'a heartbeat that lacks a field is a gap',
    text: 'event: heartbeat\ndata: {"sequence":1}\n\n',
    answers: [{ kind: 'Malformed', event: 'heartbeat' }],
  },
];
test.for(rows)('$name', ({ text, answers }) => {
  expect(parse([encoder.encode(text)])).toStrictEqual(answers);
});

test('whoever sends a megabyte without an end is cut off', () => {
  const parser = createEventStreamParser();
  const chunk = encoder.encode('x'.repeat(2 ** 19));
  expect([chunk, chunk, encoder.encode('x')].map((each) => parser.push(each))).toStrictEqual([
    [],
    [],
    [{ kind: 'Malformed', event: 'too long' }],
  ]);
});

test('a frame is a few short lines of text, and hostile names cannot end it', () => {
  const named = makePicture({ cluster: { name: 'x\n\nevent: bye\ndata: {}\n\n', version: null } });
  const bytes = encodeFrame({ type: 'delta', id, delta: diffPicture(makePicture(), named) });
  expect(new TextDecoder().decode(bytes)).toBe(
    'event: delta\nid: boot-1.3\ndata: {"cluster":{"name":"x\\n\\nevent: bye\\ndata: {}\\n\\n","version":null}}\n\n',
  );
});
