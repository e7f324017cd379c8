import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { runPlacement } from '#lib/cli/placement.ts';
import type { PlacementDocument } from '#lib/cli/placement-document.ts';
import { createFakeIo } from './command-io.ts';
import { CLUSTER, manifest, RUNNING } from './placement-files.ts';
import { placementSchema } from './placement-schema.ts';

/** The command over files in a folder of its own, which is gone after the tests. */

export const folder = mkdtempSync(join(tmpdir(), 'rollcall-placement-'));
afterAll(() => rmSync(folder, { recursive: true }));

export function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

export async function run(argv: readonly string[], given: Parameters<typeof createFakeIo>[0] = {}) {
  const io = createFakeIo(given);
  const code = await runPlacement(argv, io);
  return { code, out: io.out(), err: io.err() };
}

export async function documentOf(argv: readonly string[], given: Parameters<typeof createFakeIo>[0] = {}) {
  const { code, out, err } = await run([...argv, '-o', 'json'], given);
  expect(err).toBe('');
  const document = JSON.parse(out) as PlacementDocument;
  placementSchema.parse(document);
  return { code, document };
}

const cluster = write('cluster.yaml', CLUSTER);
export const withAgent = write('with-agent.yaml', `${CLUSTER}${RUNNING}`);
export const now = ['--now', '2026-01-01T01:00:00Z'];
export const at = ['--from', cluster, ...now];

export const small = write('small.yaml', manifest({}));
export const large = write(
  'large.yaml',
  manifest({ container: 'resources: {requests: {cpu: 500m}}', pod: 'tolerations: [{operator: Exists}]' }),
);
