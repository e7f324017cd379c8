import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { judgePodSecurity } from '#lib/domain/audit/pod-security.ts';
import { mutatedManifest } from '#lib/testing/mutated-manifest.ts';
import { podSecuritySubjectOf } from '../project/pod-security.ts';
import { judgeManifest } from './judge-manifest.ts';
import { manifestDaemonSet } from './manifest-daemonset.ts';
import { readManifest } from './read-manifest.ts';

vi.setConfig({ testTimeout: 60_000 });

/** For one manifest. */
const PATIENCE_MILLIS = 2_000;

test('whatever is deleted, retyped or renamed: it is judged, in time, and its record is usable', async () => {
  await fc.assert(
    fc.asyncProperty(mutatedManifest, async (object) => {
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
  mutatedManifest.map((object) => JSON.stringify(object)),
  fc.string({ unit: 'binary' }),
  fc.tuple(mutatedManifest, fc.nat(), fc.string({ maxLength: 3 })).map(([object, at, more]) => {
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
