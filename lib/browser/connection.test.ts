import { beforeEach, describe, expect, test } from 'vitest';
import { createFakeClock, type FakeClock } from '#lib/testing/fake-clock.ts';
import { createFakeServer, type FakeServer, makeHeartbeat, type OpenStream, settle } from '#lib/testing/fake-stream.ts';
import type { Frame } from '#lib/wire/frames.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { type Connection, openConnection } from './connection.ts';
import type { Link } from './link.ts';

const EPOCH = 'boot-1';
const first: Picture = {
  cluster: { name: 'prod', version: 'v1.36.3' },
  source: { kind: 'Cluster' },
  nodes: [],
  daemonSets: [],
  cells: new Map(),
  nodeTroubles: [],
  ignoredNodes: 0,
  knowledge: { pods: 'Known' },
};
const MINUTE = 60_000;

type Page = {
  readonly connection: Connection;
  readonly pictures: Picture[];
  readonly links: Link[];
  readonly ages: (number | null)[];
};

let clock: FakeClock;
let server: FakeServer;
beforeEach(() => {
  clock = createFakeClock(0);
  server = createFakeServer({ epoch: EPOCH, sequence: 7 }, first);
});

function openPage({ random = () => 0.5, visible = true } = {}): Page {
  const page = { pictures: [] as Picture[], links: [] as Link[], ages: [] as (number | null)[] };
  const connection = openConnection(
    { fetch: server.fetch, clock, random },
    {
      onPicture: ({ picture }) => page.pictures.push(picture),
      onLink: (link) => page.links.push(link),
      onHeartbeat: ({ asOfAgeMs }) => page.ages.push(asOfAgeMs),
    },
    visible,
  );
  return { connection, ...page };
}
function stream(): OpenStream {
  const last = server.streams.at(-1);
  if (last === undefined) throw new Error('no stream was opened');
  return last;
}
async function openLivePage(): Promise<Page> {
  const page = openPage();
  await settle();
  stream().send({ type: 'resume', id: { epoch: EPOCH, sequence: 7 } });
  await settle();
  return page;
}
function delta(sequence: number, name: string): Frame {
  return { type: 'delta', id: { epoch: EPOCH, sequence }, delta: { cluster: { name, version: null } } };
}
function paths(): readonly string[] {
  return server.requests.map(({ path }) => path);
}

describe('[L1] snapshot, then stream', () => {
  test('the stream goes on from the snapshot', async () => {
    const page = await openLivePage();
    expect(paths()).toStrictEqual(['/api/fleet', '/api/stream']);
    expect(stream().lastEventId).toBe('boot-1.7');
    expect(page.links).toStrictEqual([{ kind: 'Open' }]);
    expect(page.pictures).toStrictEqual([first]);
  });

  test('deltas lead from picture to picture, and keep what they do not touch', async () => {
    const page = await openLivePage();
    stream().send(delta(8, 'one'));
    stream().send(delta(9, 'two'));
    await settle();
    expect(page.pictures.map(({ cluster }) => cluster.name)).toStrictEqual(['prod', 'one', 'two']);
    expect(page.pictures[2]?.nodes).toBe(page.pictures[0]?.nodes);
  });

  test('a heartbeat tells the age', async () => {
    const page = await openLivePage();
    stream().send({ type: 'heartbeat', heartbeat: makeHeartbeat({ sequence: 7, asOfAgeMs: 1_234 }) });
    await settle();
    expect(page.ages).toStrictEqual([1_234]);
  });
});

describe('[reliability 13] a gap', () => {
  const gaps: readonly { readonly name: string; readonly frame: Frame }[] = [
    { name: 'a delta that is not the next one', frame: delta(9, 'late') },
    { name: 'a delta that was here before', frame: delta(7, 'again') },
    {
      name: 'a delta of another epoch',
      frame: { type: 'delta', id: { epoch: 'boot-2', sequence: 8 }, delta: { ignoredNodes: 1 } },
    },
    {
      name: 'a delta that does not fit the picture',
      frame: {
        type: 'delta',
        id: { epoch: EPOCH, sequence: 8 },
        delta: { cells: new Uint8Array([255, 255, 2]) },
      },
    },
    {
      name: 'a heartbeat that knows of more than we have',
      frame: { type: 'heartbeat', heartbeat: makeHeartbeat({ sequence: 8 }) },
    },
    { name: 'resync', frame: { type: 'resync' } },
  ];
  test.for(gaps)('$name: the picture stays, the snapshot is fetched anew within a second', async ({ frame }) => {
    const page = await openLivePage();
    stream().send(frame);
    await settle();
    expect(page.pictures).toStrictEqual([first]);
    expect(clock.pending()).toStrictEqual([500]);
    server.serve({ epoch: EPOCH, sequence: 12 }, { ...first, ignoredNodes: 3 });
    clock.advance(500);
    await settle();
    expect(paths()).toStrictEqual(['/api/fleet', '/api/stream', '/api/fleet', '/api/stream']);
    expect(stream().lastEventId).toBe('boot-1.12');
    expect(page.pictures.map(({ ignoredNodes }) => ignoredNodes)).toStrictEqual([0, 3]);
    expect(page.links).toStrictEqual([{ kind: 'Open' }]);
  });

  test('bytes that are no frame are a gap too', async () => {
    await openLivePage();
    stream().sendText('event: delta\nid: boot-1.8\ndata: {"nodes": 7}\n\n');
    await settle();
    expect(clock.pending()).toStrictEqual([500]);
  });

  test('an event we do not know is ignored', async () => {
    const page = await openLivePage();
    stream().sendText('event: weather\ndata: {"rain": true}\n\n');
    stream().send(delta(8, 'one'));
    await settle();
    expect(page.pictures.at(-1)?.cluster.name).toBe('one');
  });

  test('nothing has changed meanwhile: the server says so with 304, and the picture is the same', async () => {
    const page = await openLivePage();
    stream().send({ type: 'resync' });
    await settle();
    clock.advance(500);
    await settle();
    expect(server.requests[2]?.headers['if-none-match']).toBe('"boot-1.7"');
    expect(page.pictures).toStrictEqual([first]);
    expect(server.streams).toHaveLength(2);
  });

  test('a server that knows less than we do does not turn the picture back, until ours is stale', async () => {
    const page = await openLivePage();
    stream().send({ type: 'heartbeat', heartbeat: makeHeartbeat({ sequence: 7, now: 50_000, asOfAgeMs: 500 }) });
    stream().send({ type: 'resync' });
    await settle();
    server.serve({ epoch: 'boot-2', sequence: 1 }, { ...first, ignoredNodes: 9 }, 49_499);
    clock.advance(500);
    await settle();
    expect(page.links.at(-1)).toMatchObject({ kind: 'Lost', cause: { kind: 'ServerBehind' } });
    expect(page.pictures.map(({ ignoredNodes }) => ignoredNodes)).toStrictEqual([0]);
    for (let second = 0; second < 35; second += 1) {
      clock.advance(1_000);
      await settle();
    }
    expect(page.pictures.map(({ ignoredNodes }) => ignoredNodes)).toStrictEqual([0, 9]);
    expect(stream().lastEventId).toBe('boot-2.1');
  });
});

describe('[L5] a lost server', () => {
  test('is said at once, with its cause, and the picture stays', async () => {
    const page = await openLivePage();
    server.be('down');
    stream().breakOff();
    await settle();
    expect(page.links.at(-1)).toStrictEqual({ kind: 'Lost', cause: { kind: 'ServerUnreachable' }, sinceWall: 0 });
    expect(page.pictures).toStrictEqual([first]);
  });

  test('is asked again from one second up to five, resumes where it was, and never fetches a snapshot for that', async () => {
    const page = await openLivePage();
    server.be('down');
    stream().breakOff();
    await settle();
    const delays: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const [delay = -1] = clock.pending();
      delays.push(delay);
      clock.advance(delay);
      await settle();
    }
    expect(delays).toStrictEqual([1_000, 1_500, 3_000, 3_750, 3_750, 3_750]);
    server.be('up');
    clock.advance(5_000);
    await settle();
    expect(new Set(paths().slice(1))).toStrictEqual(new Set(['/api/stream']));
    expect(stream().lastEventId).toBe('boot-1.7');
    stream().send({ type: 'resume', id: { epoch: EPOCH, sequence: 7 } });
    await settle();
    expect(page.links.at(-1)).toStrictEqual({ kind: 'Open' });
  });

  test('is never given up: after a day it is still asked, at most every thirty seconds', async () => {
    await openLivePage();
    server.be('down');
    stream().breakOff();
    await settle();
    for (let minute = 0; minute < 30; minute += 1) {
      const before = server.requests.length;
      for (let second = 0; second < 60; second += 1) {
        clock.advance(1_000);
        await settle();
      }
      expect(server.requests.length - before).toBeGreaterThanOrEqual(1);
      expect(server.requests.length - before).toBeLessThanOrEqual(30);
    }
  });

  test('sees no more than thirty requests a minute, however often the network comes and goes', async () => {
    const page = await openLivePage();
    server.be('down');
    stream().breakOff();
    await settle();
    const before = server.requests.length;
    for (let second = 0; second < 59; second += 1) {
      page.connection.wake();
      clock.advance(1_000);
      await settle();
    }
    expect(server.requests.length - before).toBeLessThanOrEqual(30);
  });

  test('twenty seconds without a byte: the stream is dropped and opened again', async () => {
    const page = await openLivePage();
    const silent = stream();
    clock.advance(19_999);
    await settle();
    expect(silent.isClosed()).toBe(false);
    clock.advance(1);
    await settle();
    expect(silent.isClosed()).toBe(true);
    expect(page.links.at(-1)).toMatchObject({ kind: 'Lost', cause: { kind: 'ServerSilent' } });
    clock.advance(1_000);
    await settle();
    expect(server.streams).toHaveLength(2);
  });

  test('bye: it waits as long as the server asks, and up to six seconds more', async () => {
    const page = await openLivePage();
    stream().send({ type: 'bye', retryMillis: 1_000 });
    await settle();
    expect(page.links.at(-1)).toMatchObject({ kind: 'Lost', cause: { kind: 'ServerStopping' } });
    expect(clock.pending()).toStrictEqual([4_000]);
  });
});

describe('an answer that is not ours', () => {
  const html = new Response('<html>', { headers: { 'content-type': 'text/html' } });
  const rows = [
    { name: 'a login page with 200', answer: html, cause: { kind: 'LoginNeeded' }, delay: 30_000 },
    { name: 'a redirect', answer: new Response(null, { status: 302 }), cause: { kind: 'LoginNeeded' }, delay: 30_000 },
    { name: '401', answer: new Response(null, { status: 401 }), cause: { kind: 'LoginNeeded' }, delay: 30_000 },
    { name: '403', answer: new Response(null, { status: 403 }), cause: { kind: 'Refused', status: 403 }, delay: 1_000 },
    {
      name: '502',
      answer: new Response(null, { status: 502 }),
      cause: { kind: 'ServerError', status: 502 },
      delay: 1_000,
    },
    {
      name: 'a snapshot of another protocol',
      answer: Response.json({ version: 99 }),
      cause: { kind: 'VersionChanged' },
      delay: 1_000,
    },
  ] as const;
  test.for(rows)('$name is named as what it is', async ({ answer, cause, delay }) => {
    server.be(answer);
    const page = openPage();
    await settle();
    expect(page.links).toStrictEqual([{ kind: 'Lost', cause, sinceWall: 0 }]);
    expect(clock.pending()).toStrictEqual([delay]);
  });
});

describe('[L6] a hidden tab', () => {
  test('closes its stream, and asks for nothing', async () => {
    const page = await openLivePage();
    const open = stream();
    page.connection.setVisible(false);
    await settle();
    expect(open.isClosed()).toBe(true);
    clock.advance(10 * MINUTE);
    await settle();
    expect(paths()).toHaveLength(2);
    expect(page.links.at(-1)).toStrictEqual({ kind: 'Paused' });
  });

  test('goes on where it was as soon as somebody looks', async () => {
    const page = await openLivePage();
    page.connection.setVisible(false);
    clock.advance(MINUTE);
    page.connection.setVisible(true);
    clock.advance(0);
    await settle();
    expect(server.streams).toHaveLength(2);
    expect(stream().lastEventId).toBe('boot-1.7');
  });

  test('that was opened in the background begins when it is looked at', async () => {
    const page = openPage({ visible: false });
    await settle();
    expect(paths()).toStrictEqual([]);
    page.connection.setVisible(true);
    clock.advance(0);
    await settle();
    expect(paths()).toStrictEqual(['/api/fleet', '/api/stream']);
  });

  test('a closed connection stays closed', async () => {
    const page = await openLivePage();
    page.connection.close();
    page.connection.wake();
    page.connection.setVisible(true);
    clock.advance(10 * MINUTE);
    await settle();
    expect(stream().isClosed()).toBe(true);
    expect(paths()).toHaveLength(2);
  });
});
