import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgePodSecurity } from '#lib/domain/audit/pod-security.ts';
import { goodManifest } from '#lib/testing/manifest-base.ts';
import { podSecuritySubjectOf } from '../project/pod-security.ts';
import { isRaw } from '../project/raw.ts';
import { judgeManifest } from './judge-manifest.ts';
import { manifestDaemonSet } from './manifest-daemonset.ts';
import { readManifest } from './read-manifest.ts';

/** What may stand where something else is wanted; long texts are there because patterns could run long on them. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 2 ** 53, '', ' ', [], {}, [null], [[]], { '': null }),
  fc.constantFrom<unknown>('a-'.repeat(5_000), `${'a.'.repeat(120)}!`, '/'.repeat(300), '..', '%', '9'.repeat(400)),
  fc.constantFrom<unknown>('1e999999999', '__proto__', 'constructor', "metadata.labels['x']", '\u202E', '\uD800'),
  fc.string({ maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', '', 'a.b[0]', 'spec'), fc.string());

type Mutation = {
  readonly kind: 'Delete' | 'Retype' | 'Rename' | 'Repeat';
  readonly at: number;
  readonly to: unknown;
  readonly name: string;
};

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('Delete', 'Retype', 'Rename', 'Repeat'),
  at: fc.nat(),
  to: strange,
  name,
});

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string };

function isHolder(value: unknown): value is Record<string, unknown> | unknown[] {
  return isRaw(value) || Array.isArray(value);
}

function placesIn(value: unknown): readonly Place[] {
  if (!isHolder(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [{ holder: value, key }, ...placesIn(each)]);
}

function mutate(manifest: Record<string, unknown>, { kind, at, to, name: fresh }: Mutation): void {
  const places = placesIn(manifest);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return;
  const { holder, key } = place;
  const old: unknown = Reflect.get(holder, key);
  if (Array.isArray(holder) && kind === 'Delete') holder.splice(Number(key), 1);
  else if (kind === 'Delete') Reflect.deleteProperty(holder, key);
  else if (kind === 'Retype') Reflect.set(holder, key, to);
  else if (Array.isArray(holder)) holder.push(structuredClone(old));
  else {
    if (kind === 'Rename') Reflect.deleteProperty(holder, key);
    Object.defineProperty(holder, fresh, {
      value: structuredClone(old),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}

const mutated = fc.array(mutation, { minLength: 1, maxLength: 6 }).map((mutations) => {
  const manifest = goodManifest();
  for (const each of mutations) mutate(manifest, each);
  return manifest;
});

const PATIENCE_MILLIS = 2_000;

test('whatever is deleted, retyped or renamed: it is judged, in time, and its record is usable', async () => {
  await fc.assert(
    fc.asyncProperty(mutated, async (object) => {
      const begun = performance.now();
      const problems = await judgeManifest({ object, lineOf: () => 1 });
      for (const { path, message, severity, line } of problems) {
        expect([typeof path, message === '', line]).toStrictEqual(['string', false, 1]);
        expect(['error', 'warning']).toContain(severity);
      }
      const record = manifestDaemonSet(object);
      expect([record.kind, record.name === '', record.namespace === '']).toStrictEqual(['DaemonSet', false, false]);
      for (const level of ['baseline', 'restricted'] as const) {
        judgePodSecurity(podSecuritySubjectOf(Reflect.get(Object(object['spec']), 'template')), {
          level,
          version: 'latest',
        });
      }
      expect(performance.now() - begun).toBeLessThan(PATIENCE_MILLIS);
    }),
    { seed: 11, numRuns: 1_500 },
  );
});

const file = fc.oneof(
  mutated.map((object) => JSON.stringify(object)),
  fc.string({ unit: 'binary' }),
  fc.tuple(mutated, fc.nat(), fc.string({ maxLength: 3 })).map(([object, at, more]) => {
    const text = JSON.stringify(object, undefined, 1);
    const place = at % text.length;
    return text.slice(0, place) + more + text.slice(place + (at % 3));
  }),
  fc
    .array(
      fc.constantFrom(
        'a',
        ':',
        ' ',
        '\n',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '|',
        '>',
        '&a ',
        '*a',
        '!!map ',
        '#',
        '<<: ',
        '---\n',
        '? ',
        ',',
        '\t',
        '%',
        '@',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);

test('whatever a file holds: it is read or one sentence says why not', () => {
  fc.assert(
    fc.property(file, (content) => {
      const read = readManifest({ name: 'file', content });
      if (read.ok)
        for (const { lineOf } of read.value.items) expect(lineOf(['spec', 'template', 0, 'x'])).toBeGreaterThan(0);
      else expect(read.error.message).toMatch(/^file(?:, line \d+)?(?:, column \d+)?: [^\n]+$/);
    }),
    { seed: 12, numRuns: 3_000 },
  );
});

test('bytes of any kind are no worse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
      const read = readManifest({ name: 'file', content });
      expect(read.ok ? undefined : read.error.message.startsWith('file')).toBe(true);
    }),
    { seed: 13, numRuns: 1_000 },
  );
});
