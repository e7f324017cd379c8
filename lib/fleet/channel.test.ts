import { describe, expect, test } from 'vitest';
import { createFakeClock, type FakeClock } from '#lib/testing/fake-clock.ts';
import { makePicture, makePictureDaemonSet, makePictureNode } from '#lib/testing/pictures.ts';
import { createStillFleet, type StillFleet } from '#lib/testing/still-fleet.ts';
import { applyDelta } from '#lib/wire/delta.ts';
import { createEventStreamParser } from '#lib/wire/event-stream.ts';
import type { Frame } from '#lib/wire/frames.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { decodeSnapshot } from '#lib/wire/snapshot.ts';
import { type Channel, createChannel } from './channel.ts';

const MEBIBYTE = 2 ** 20;

type Stage = { readonly clock: FakeClock; readonly fleet: StillFleet; readonly channel: Channel };

function open(maxSubscribers = 1_000): Stage {
  const clock = createFakeClock();
  const fleet = createStillFleet(ignoring(0), clock.now);
  return { clock, fleet, channel: createChannel({ fleet, clock, build: 'b1', bootId: 'boot', maxSubscribers }) };
}

/** Pictures that differ in one number. */
function ignoring(ignoredNodes: number): Picture {
  return makePicture({ ignoredNodes });
}

/** A difference of about this size. */
function heavy(bytes: number, serial: number): Picture {
  return makePicture({ cluster: { name: `${serial}`.padEnd(bytes, 'x'), version: null } });
}

type Reader = {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly chunk: () => Promise<Uint8Array | undefined>;
  readonly abort: () => void;
  /** What has arrived so far. */
  readonly read: () => Promise<readonly Frame[]>;
  readonly isDone: () => Promise<boolean>;
};

function listen({ channel }: Stage, lastEventId?: string): Reader {
  const stop = new AbortController();
  const stream = channel.subscribe({ signal: stop.signal, ...(lastEventId === undefined ? {} : { lastEventId }) });
  if (stream === undefined) throw new Error('no stream');
  const reader = stream.getReader();
  const parser = createEventStreamParser();
  let pending: ReturnType<typeof reader.read> | undefined;
  const next = async () => {
    pending ??= reader.read();
    const idle = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
    const answer = await Promise.race([pending, idle]);
    if (answer !== undefined) pending = undefined;
    return answer;
  };
  let done = false;
  return {
    reader,
    chunk: async () => {
      pending ??= reader.read();
      const { value } = await pending;
      pending = undefined;
      return value;
    },
    abort: () => stop.abort(),
    read: async () => {
      const frames: Frame[] = [];
      for (let chunk = await next(); chunk !== undefined; chunk = await next()) {
        if (chunk.done) {
          done = true;
          break;
        }
        for (const answer of parser.push(chunk.value)) if (answer.kind === 'Frame') frames.push(answer.frame);
      }
      return frames;
    },
    isDone: async () => done || (await next())?.done === true,
  };
}

function typesOf(frames: readonly Frame[]): readonly string[] {
  return frames.map((frame) => (frame.type === 'delta' ? `delta ${frame.id.epoch}.${frame.id.sequence}` : frame.type));
}

async function readSnapshot({ channel }: Stage) {
  const { bytes } = await channel.snapshot(null);
  const answer = decodeSnapshot(JSON.parse(new TextDecoder().decode(bytes)));
  if (answer.kind !== 'Snapshot') throw new Error(answer.kind);
  return answer.snapshot;
}

describe('where a stream begins', () => {
  test('resumes after the id it is given, with what came since, in order', async () => {
    const stage = open();
    for (const ignored of [1, 2, 3]) stage.fleet.show(ignoring(ignored));
    const reader = listen(stage, 'boot-0.1');
    expect(typesOf(await reader.read())).toStrictEqual(['resume', 'delta boot-0.2', 'delta boot-0.3', 'heartbeat']);
    stage.fleet.show(ignoring(4));
    expect(typesOf(await reader.read())).toStrictEqual(['delta boot-0.4']);
  });

  const strangers = [
    undefined,
    '',
    'garbage',
    'other-0.1',
    'boot-1.1',
    'boot-0.3',
    'boot-0.-1',
    'boot-0.9007199254740993',
    `boot-0.${'9'.repeat(400)}`,
    'boot-0.1e0',
  ];
  test.for(strangers)('[E7] asks for a new snapshot, as the last of the stream, after %j', async (lastEventId) => {
    const stage = open();
    stage.fleet.show(ignoring(1));
    stage.fleet.show(ignoring(2));
    const reader = listen(stage, lastEventId);
    expect(await reader.read()).toStrictEqual([{ type: 'resync' }]);
    expect(await reader.isDone()).toBe(true);
    expect(stage.channel.figures().subscribers).toBe(0);
    expect(stage.clock.pending()).toStrictEqual([]);
  });

  test('[E7] asks for a new snapshot when the ring has moved on, and resumes at its edge', async () => {
    const stage = open();
    for (let ignored = 1; ignored <= 4_098; ignored += 1) stage.fleet.show(ignoring(ignored));
    expect(typesOf(await listen(stage, 'boot-0.1').read())).toStrictEqual(['resync']);
    expect((await listen(stage, 'boot-0.2').read()).length).toBe(4_096 + 2);
  });

  test('asks for a new snapshot where the backlog is longer than that', async () => {
    const stage = open();
    for (let serial = 1; serial <= 6; serial += 1) stage.fleet.show(heavy(100_000, serial));
    expect(typesOf(await listen(stage, 'boot-0.0').read())).toStrictEqual(['resync']);
    expect((await listen(stage, 'boot-0.2').read()).length).toBe(4 + 2);
  });

  test('refuses a stream too many, and takes the next when one has gone', async () => {
    const stage = open(1);
    const first = listen(stage, 'boot-0.0');
    expect(stage.channel.subscribe({ signal: new AbortController().signal })).toBeUndefined();
    await first.reader.cancel();
    expect(stage.channel.subscribe({ signal: new AbortController().signal })).toBeDefined();
  });
});

describe('what a stream carries', () => {
  test('snapshot and stream together give every picture once, in order and whole', async () => {
    const stage = open();
    const nodes = ['a', 'b', 'c'].map((name) => makePictureNode({ name }));
    const daemonSets = [makePictureDaemonSet()];
    const pictures = Array.from({ length: 20 }, (_, turn) =>
      makePicture({
        nodes: nodes.slice(0, (turn % 3) + 1),
        daemonSets,
        cells: new Map([['uid-agent', new Uint8Array((turn % 3) + 1).fill(turn % 8)]]),
      }),
    );
    const [first, second, ...rest] = pictures;
    if (first === undefined || second === undefined) throw new Error('too few pictures');
    stage.fleet.show(first);
    const snapshot = await readSnapshot(stage);
    expect(snapshot.picture).toStrictEqual(first);
    stage.fleet.show(second);
    const reader = listen(stage, `${snapshot.id.epoch}.${snapshot.id.sequence}`);
    for (const picture of rest) stage.fleet.show(picture);
    let held: Picture | undefined = snapshot.picture;
    let { sequence } = snapshot.id;
    const seen: (Picture | undefined)[] = [];
    for (const frame of await reader.read()) {
      if (frame.type !== 'delta') continue;
      expect(frame.id).toStrictEqual({ epoch: snapshot.id.epoch, sequence: sequence + 1 });
      sequence = frame.id.sequence;
      held = held === undefined ? undefined : applyDelta(held, frame.delta);
      seen.push(held);
    }
    expect(seen).toStrictEqual(pictures.slice(1));
  });

  test('[P16] each change is encoded once, however many listen, and all get the same bytes', async () => {
    const stage = open();
    const readers = Array.from({ length: 200 }, () => listen(stage, 'boot-0.0'));
    for (const { read } of readers) await read();
    stage.fleet.show(ignoring(1));
    expect(stage.channel.figures()).toMatchObject({ subscribers: 200, frameEncodes: 1 });
    const chunks = await Promise.all(readers.map(({ chunk }) => chunk()));
    expect(new Set(chunks).size).toBe(1);
  });

  test('a picture that says the same is no frame', async () => {
    const stage = open();
    stage.fleet.show(ignoring(0));
    expect((await readSnapshot(stage)).id).toStrictEqual({ epoch: 'boot-0', sequence: 0 });
  });

  test('a change above 256 KiB is a resync, and nobody resumes over it', async () => {
    const stage = open();
    const reader = listen(stage, 'boot-0.0');
    await reader.read();
    stage.fleet.show(heavy(300_000, 1));
    expect(typesOf(await reader.read())).toStrictEqual(['resync']);
    expect(await reader.isDone()).toBe(true);
    expect(typesOf(await listen(stage, 'boot-0.0').read())).toStrictEqual(['resync']);
    expect(typesOf(await listen(stage, 'boot-0.1').read())).toStrictEqual(['resume', 'heartbeat']);
  });

  test('[E9] a change that cannot be encoded is a resync, and no gap', async () => {
    const stage = open();
    const reader = listen(stage, 'boot-0.0');
    await reader.read();
    const poison = {
      name: 'x',
      version: null,
      toJSON: () => {
        throw new Error('poison');
      },
    };
    stage.fleet.show(makePicture({ cluster: poison }));
    expect(typesOf(await reader.read())).toStrictEqual(['resync']);
    stage.fleet.show(ignoring(2));
    expect(typesOf(await listen(stage, 'boot-0.1').read())).toStrictEqual(['resume', 'delta boot-0.2', 'heartbeat']);
    expect((await readSnapshot(stage)).picture).toStrictEqual(ignoring(2));
  });

  test('a relist begins a new epoch: streams end with a resync, the snapshot bears the new id', async () => {
    const stage = open();
    stage.fleet.show(ignoring(1));
    const reader = listen(stage, 'boot-0.1');
    await reader.read();
    stage.fleet.be({ relists: 1 });
    stage.clock.advance(100);
    expect(typesOf(await reader.read())).toStrictEqual(['resync']);
    expect((await readSnapshot(stage)).id).toStrictEqual({ epoch: 'boot-1', sequence: 0 });
    expect(typesOf(await listen(stage, 'boot-0.1').read())).toStrictEqual(['resync']);
    expect(typesOf(await listen(stage, 'boot-1.0').read())).toStrictEqual(['resume', 'heartbeat']);
  });
});

describe('heartbeats', () => {
  test('come every 5 s while somebody listens, with the sequence that nothing before is missing of', async () => {
    const stage = open();
    const reader = listen(stage, 'boot-0.0');
    await reader.read();
    stage.fleet.show(ignoring(1));
    stage.fleet.be({ asOfAgeMs: 700 });
    stage.clock.advance(100);
    stage.clock.advance(5_000);
    const beats = (await reader.read()).filter((frame) => frame.type === 'heartbeat');
    expect(beats.map(({ heartbeat }) => [heartbeat.sequence, heartbeat.asOfAgeMs, heartbeat.build])).toStrictEqual([
      [1, 700, 'b1'],
      [1, 700, 'b1'],
    ]);
  });

  test('come at once when health changes, and no more than ten a second', async () => {
    const stage = open();
    const reader = listen(stage, 'boot-0.0');
    await reader.read();
    const arrivals: number[] = [];
    for (let age = 0; age < 49; age += 1) {
      stage.fleet.be({ asOfAgeMs: age });
      stage.clock.advance(20);
      arrivals.push((await reader.read()).length);
    }
    expect(arrivals[0]).toBe(1);
    expect(arrivals.reduce((sum, count) => sum + count)).toBe(10);
  });

  test('no timer runs while nobody listens', async () => {
    const stage = open();
    stage.fleet.be({ asOfAgeMs: 1 });
    expect(stage.clock.pending()).toStrictEqual([]);
    const reader = listen(stage, 'boot-0.0');
    expect(stage.clock.pending()).toStrictEqual([5_000]);
    await reader.reader.cancel();
    expect(stage.clock.pending()).toStrictEqual([]);
  });
});

describe('[E1] a reader that stalls', () => {
  async function stall(stage: Stage): Promise<Reader> {
    const reader = listen(stage, 'boot-0.0');
    await reader.read();
    for (let serial = 1; serial <= 10; serial += 1) stage.fleet.show(heavy(200_000, serial));
    return reader;
  }

  test('loses its queue at a megabyte, and when it returns it is told to begin again', async () => {
    const stage = open();
    const reader = await stall(stage);
    stage.fleet.show(heavy(200_000, 11));
    const frames = await reader.read();
    expect(typesOf(frames).at(-1)).toBe('resync');
    expect(typesOf(frames).slice(0, -1)).toStrictEqual(['delta boot-0.1', 'delta boot-0.2']);
    expect(await reader.isDone()).toBe(true);
    expect(stage.clock.pending()).toStrictEqual([]);
  });

  test('is cut off when it does not return within 30 s', async () => {
    const stage = open();
    const reader = await stall(stage);
    expect(stage.channel.figures().subscribers).toBe(1);
    stage.clock.advance(29_999);
    expect(stage.channel.figures().subscribers).toBe(1);
    stage.clock.advance(1);
    expect(stage.channel.figures().subscribers).toBe(0);
    await expect(reader.reader.read()).rejects.toThrow('does not read');
    expect(stage.clock.pending()).toStrictEqual([]);
  });

  test('gets no heartbeat that would be too old when it is read', async () => {
    const stage = open();
    const reader = listen(stage, 'boot-0.0');
    await reader.read();
    stage.fleet.show(heavy(100_000, 1));
    stage.fleet.show(heavy(100_000, 2));
    stage.clock.advance(20_000);
    stage.fleet.be({ asOfAgeMs: 9 });
    const frames = await reader.read();
    expect(typesOf(frames)).toStrictEqual(['delta boot-0.1', 'delta boot-0.2', 'heartbeat']);
    expect(frames.at(-1)).toMatchObject({ heartbeat: { sequence: 2, asOfAgeMs: 9 } });
  });

  test('does not hold up the others', async () => {
    const stage = open();
    const other = listen(stage, 'boot-0.0');
    await other.read();
    listen(stage, 'boot-0.0');
    for (let serial = 1; serial <= 10; serial += 1) {
      stage.fleet.show(heavy(200_000, serial));
      expect(typesOf(await other.read())).toStrictEqual([`delta boot-0.${serial}`]);
    }
  });
});

describe('how a stream ends', () => {
  const ways: readonly { readonly name: string; readonly end: (reader: Reader) => unknown }[] = [
    { name: 'the signal', end: ({ abort }) => abort() },
    { name: 'cancel', end: ({ reader }) => reader.cancel() },
    {
      name: 'the signal, then cancel',
      end: ({ abort, reader }) => {
        abort();
        return reader.cancel();
      },
    },
    {
      name: 'cancel, then the signal',
      end: async ({ abort, reader }) => {
        await reader.cancel();
        abort();
      },
    },
  ];
  test.for(ways)('[E3] $name leaves nothing behind', async ({ end }) => {
    const stage = open();
    const reader = listen(stage, 'boot-0.0');
    await end(reader);
    expect(stage.channel.figures().subscribers).toBe(0);
    expect(stage.clock.pending()).toStrictEqual([]);
    stage.fleet.show(ignoring(1));
  });

  test('a signal that has fired already opens nothing', async () => {
    const stage = open();
    const stream = stage.channel.subscribe({ lastEventId: 'boot-0.0', signal: AbortSignal.abort() });
    expect(await stream?.getReader().read()).toStrictEqual({ done: true, value: undefined });
    expect(stage.channel.figures().subscribers).toBe(0);
    expect(stage.clock.pending()).toStrictEqual([]);
  });

  test('stop says bye to everyone, lets nobody in, and stops listening', async () => {
    const stage = open();
    const readers = [listen(stage, 'boot-0.0'), listen(stage, 'boot-0.0')];
    stage.channel.stop();
    stage.channel.stop();
    for (const reader of readers) {
      expect((await reader.read()).at(-1)).toStrictEqual({ type: 'bye', retryMillis: 1_000 });
      expect(await reader.isDone()).toBe(true);
    }
    expect(stage.channel.subscribe({ signal: new AbortController().signal })).toBeUndefined();
    expect(stage.fleet.listeners()).toBe(0);
    expect(stage.clock.pending()).toStrictEqual([]);
  });
});

describe('the snapshot', () => {
  test('is encoded once per picture and compressed once per encoding', async () => {
    const stage = open();
    const asked = await Promise.all(
      [null, 'gzip', 'br, gzip', 'br;q=0, gzip', 'br'].map((accept) => stage.channel.snapshot(accept)),
    );
    expect(stage.channel.figures().snapshotEncodes).toBe(1);
    expect(asked.map(({ contentEncoding }) => contentEncoding)).toStrictEqual([undefined, 'gzip', 'br', 'gzip', 'br']);
    expect(asked[1]?.bytes).toBe(asked[3]?.bytes);
    expect(asked[2]?.bytes).toBe(asked[4]?.bytes);
    expect(new Set(asked.map(({ etag }) => etag))).toStrictEqual(new Set(['W/"boot-0.0"']));
    stage.fleet.show(ignoring(1));
    expect((await stage.channel.snapshot(null)).etag).toBe('W/"boot-0.1"');
    expect(stage.channel.figures().snapshotEncodes).toBe(2);
  });

  test('says as of when it is true, so that nobody goes back in time', async () => {
    const stage = open();
    stage.fleet.be({ asOfAgeMs: 4_000 });
    expect((await readSnapshot(stage)).asOf).toBe(stage.clock.now() - 4_000);
    stage.fleet.be({ asOfAgeMs: null, relists: 1 });
    expect((await readSnapshot(stage)).asOf).toBeNull();
    stage.fleet.show(makePicture({ source: { kind: 'Files', asOf: 17 } }));
    expect((await readSnapshot(stage)).asOf).toBe(17);
  });
});

test('the bytes in the ring stay below 8 MiB', () => {
  const stage = open();
  for (let serial = 1; serial <= 100; serial += 1) stage.fleet.show(heavy(200_000, serial));
  expect(stage.channel.figures().ringBytes).toBeLessThanOrEqual(8 * MEBIBYTE);
  expect(stage.channel.figures().ringBytes).toBeGreaterThan(7 * MEBIBYTE);
});
