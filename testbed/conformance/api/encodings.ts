import { query } from '../answers.ts';
import type { Case } from '../case.ts';
import { wholeAnswer } from '../normalise.ts';
import { makePlace, pod } from '../objects.ts';
import type { Answer } from '../subject.ts';

/** How answers are sent: gzip, HEAD, what is plain text, and what the server says of itself. */

function encodingOf({ headers, bytes, text }: Answer): unknown {
  const encoding = headers['content-encoding'] ?? 'none';
  return { encoding, vary: headers['vary'] ?? 'none', smaller: bytes.length < text.length };
}

export const encodingCases: readonly Case[] = [
  {
    name: 'a large list is zipped for whoever can unzip it; a small one, a watch and everybody else get it plain',
    run: async (subject) => {
      const namespace = 'encodings-large';
      const path = (await makePlace(subject, namespace))('pods');
      // 128 KiB is where it begins.
      const annotations = { filler: 'x'.repeat(150_000) };
      const large = pod({ name: 'large', namespace });
      await subject.create({ ...large, metadata: { ...large.metadata, annotations } });
      await subject.create(pod({ name: 'small', namespace }));
      const gzip = { 'accept-encoding': 'gzip' };
      const small = path + query({ fieldSelector: 'metadata.name=small' });
      const watch = await subject.stream(path + query({ watch: 'true' }), { headers: gzip });
      await watch.next();
      watch.close();
      return {
        large: encodingOf(await subject.get(path, { headers: gzip })),
        among: encodingOf(await subject.get(path, { headers: { 'accept-encoding': 'br, gzip;q=0.5' } })),
        plain: encodingOf(await subject.get(path)),
        small: encodingOf(await subject.get(small, { headers: gzip })),
        single: encodingOf(await subject.get(`${path}/large`, { headers: gzip })),
        watch: watch.headers['content-encoding'] ?? 'none',
      };
    },
    expects: {
      large: { encoding: 'gzip', smaller: true },
      plain: { encoding: 'none', smaller: false },
      small: { encoding: 'none' },
      watch: 'none',
    },
  },
  {
    name: 'the server says what it is',
    run: async (subject) => {
      const { status, headers, json } = await subject.get('/version');
      const { gitVersion, major, minor, ...rest } = json as Readonly<Record<string, string>>;
      return {
        status,
        contentType: headers['content-type'],
        gitVersion,
        major,
        minor,
        others: Object.keys(rest).sort(),
      };
    },
    expects: { status: 200, contentType: 'application/json', gitVersion: 'v1.36.3', major: '1', minor: '36' },
  },
  {
    name: 'the server says that it is alive and ready',
    run: async (subject) => ({
      livez: wholeAnswer(await subject.get('/livez')),
      readyz: wholeAnswer(await subject.get('/readyz')),
      healthz: wholeAnswer(await subject.get('/healthz')),
    }),
    expects: { livez: { status: 200, body: 'ok' }, readyz: { status: 200, body: 'ok' }, healthz: { status: 200 } },
  },
  {
    name: 'HEAD is answered as the real server does: without a body',
    run: async (subject) => {
      const of = async (path: string) => {
        const { status, text } = await subject.get(path, { method: 'HEAD' });
        return { status, text };
      };
      return { version: await of('/version'), livez: await of('/livez'), nodes: await of('/api/v1/nodes') };
    },
    expects: { version: { text: '' }, livez: { text: '' }, nodes: { text: '' } },
  },
  {
    name: 'answers must not be kept, and an error says that its text is what it says',
    run: async (subject) => {
      const of = async (path: string) => {
        const { headers } = await subject.get(path);
        return { cacheControl: headers['cache-control'], sniff: headers['x-content-type-options'] ?? 'none' };
      };
      return {
        list: await of('/api/v1/nodes?limit=1'),
        missing: await of('/api/v1/nodes/missing'),
        version: await of('/version'),
      };
    },
    expects: { list: { cacheControl: 'no-cache, private' } },
  },
];
