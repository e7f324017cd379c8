import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildGoModule, type GoModule } from './binaries.ts';

/** On a module of three lines, so that building takes no time. */

const folder = mkdtempSync(join(tmpdir(), 'rollcall-binaries-'));
const cache = join(folder, 'cache', 'rollcall', 'testbed');
const directory = join(folder, 'hello');
const hello: GoModule = { name: 'hello', directory, binaries: { hello: 'example.com/hello' }, ldflags: '' };

beforeAll(() => {
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  mkdirSync(directory);
  writeFileSync(join(directory, 'go.mod'), 'module example.com/hello\n\ngo 1.26\n');
  say('one');
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function say(word: string): void {
  writeFileSync(join(directory, 'main.go'), `package main\n\nfunc main() { print("${word}") }\n`);
}

function outputOf(binaries: string): string {
  return spawnSync(join(binaries, 'hello'), { encoding: 'utf8' }).stderr;
}

/** A process id that nobody has: that of a process that has ended. */
function deadPid(): string {
  return execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim();
}

test('of two builds at once one builds, the other waits and takes the result; nothing else is left behind', async () => {
  const lines: string[] = [];
  const [one, two] = await Promise.all([
    buildGoModule(hello, (line) => lines.push(line)),
    buildGoModule(hello, (line) => lines.push(line)),
  ]);
  expect(two).toBe(one);
  expect(outputOf(one)).toBe('one');
  expect(lines.filter((line) => line.startsWith('built hello'))).toHaveLength(1);
  expect(lines).toContain('waiting for another process that builds hello');
  expect(readdirSync(cache)).toHaveLength(1);
});

test('what is in the cache is not built again; a changed source is another program', async () => {
  const lines: string[] = [];
  const before = await buildGoModule(hello, (line) => lines.push(line));
  expect(lines).toStrictEqual([]);
  say('two');
  const after = await buildGoModule(hello, (line) => lines.push(line));
  expect([outputOf(before), outputOf(after)]).toStrictEqual(['one', 'two']);
});

test('the lock of a process that has died is taken over', async () => {
  say('three');
  const lines: string[] = [];
  const first = buildGoModule(hello, (line) => lines.push(line));
  const target = await first;
  rmSync(target, { recursive: true });
  writeFileSync(`${target}.lock`, deadPid());
  expect(outputOf(await buildGoModule(hello, (line) => lines.push(line)))).toBe('three');
});

test('a program that does not compile is said with the words of the compiler, and does not block the next build', async () => {
  writeFileSync(join(directory, 'main.go'), 'package main\n\nfunc main() { nonsense() }\n');
  await expect(buildGoModule(hello, () => undefined)).rejects.toThrow('undefined: nonsense');
  say('four');
  expect(outputOf(await buildGoModule(hello, () => undefined))).toBe('four');
});

test('without Go one sentence says what is missing', async () => {
  vi.stubEnv('PATH', folder);
  await expect(buildGoModule(hello, () => undefined)).rejects.toThrow(
    'The control plane for tests is built with Go 1.26 or newer, and no "go" is on the PATH: install it from https://go.dev/dl/ and try again.',
  );
});
