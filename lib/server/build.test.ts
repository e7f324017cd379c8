import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkBuild, ensureBuild, readBuildId } from './build.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

const BUILT_AT = 1_000_000;

/** A checkout whose files were last changed so many seconds after the build. */
function makeRoot(files: Readonly<Record<string, number>>): string {
  const root = mkdtempSync(join(tmpdir(), 'rollcall-build-'));
  roots.push(root);
  const folders = new Set<string>();
  for (const [name, after] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, name === '.next/BUILD_ID' ? 'build-1\n' : '');
    utimesSync(path, BUILT_AT + after, BUILT_AT + after);
    for (let folder = dirname(path); folder.startsWith(root); folder = dirname(folder)) folders.add(folder);
  }
  for (const folder of folders) utimesSync(folder, BUILT_AT - 10, BUILT_AT - 10);
  return root;
}

const built = { '.next/BUILD_ID': 0, 'app/page.tsx': -5, 'lib/text/en.ts': -5, 'next.config.js': -5 };

test.for([
  { name: 'nothing changed since', files: built, state: 'Built' },
  { name: 'there is none', files: { 'app/page.tsx': -5 }, state: 'Missing' },
  { name: 'a page changed', files: { ...built, 'app/page.tsx': 5 }, state: 'Outdated' },
  { name: 'a page deep down came', files: { ...built, 'app/nodes/[name]/page.tsx': 5 }, state: 'Outdated' },
  { name: 'a dependency changed', files: { ...built, 'package-lock.json': 5 }, state: 'Outdated' },
  { name: 'only a test changed', files: { ...built, 'lib/text/en.test.ts': 5 }, state: 'Built' },
  {
    name: 'only the reader changed, which is in no page',
    files: { ...built, 'lib/kubernetes/x.ts': 5 },
    state: 'Built',
  },
])('a build: $name: $state', ({ files, state }) => {
  expect(checkBuild(makeRoot(files))).toBe(state);
});

test('a page that went is found by its folder', () => {
  const root = makeRoot(built);
  utimesSync(join(root, 'app'), BUILT_AT + 5, BUILT_AT + 5);
  expect(checkBuild(root)).toBe('Outdated');
});

test('a build that stands is named and not made again', async () => {
  const root = makeRoot(built);
  const said: string[] = [];
  expect(await ensureBuild(root, (line) => said.push(line))).toStrictEqual({ ok: true, value: 'build-1' });
  expect([readBuildId(root), said]).toStrictEqual(['build-1', []]);
});

test('what is published without sources and without a build says so in a sentence', async () => {
  const root = makeRoot({ 'package.json': 0 });
  expect(await ensureBuild(root, () => undefined)).toStrictEqual({
    ok: false,
    error: `the pages are not built, and ${root} has no sources to build them from`,
  });
});
