import { expect, test } from 'vitest';
import { SCENARIOS } from '#lib/simulator/scenarios.ts';
import { createFakeIo } from '#lib/testing/command-io.ts';
import { displayWidth } from './display-width.ts';
import { runScenarios } from './scenarios.ts';

const LISTED = SCENARIOS.map(({ name, description }) => ({ name, description }));

test('every scenario stands on a line with what it tells, the default first', async () => {
  const io = createFakeIo();
  expect(await runScenarios([], io)).toBe(0);
  const lines = io.out().trimEnd().split('\n');
  expect(lines).toHaveLength(SCENARIOS.length);
  expect(lines[0]).toMatch(/^tour {2,}\S/);
  expect(lines.map((line) => line.split(/ {2,}/))).toStrictEqual(
    LISTED.map(({ name, description }) => [name, description]),
  );
});

test('descriptions are folded where the terminal ends, beside the names', async () => {
  const io = createFakeIo({ columns: 60 });
  await runScenarios([], io);
  const lines = io.out().trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(SCENARIOS.length);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(lines[1]).toMatch(/^ {20,}\S/);
});

test('in a Japanese terminal they are told in Japanese', async () => {
  const io = createFakeIo({ env: { LANG: 'ja_JP.UTF-8' }, columns: 80 });
  await runScenarios([], io);
  const lines = io.out().trimEnd().split('\n');
  expect(lines[0]).toMatch(/^tour {2,}48ノードを/);
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80);
});

test('-o json is one document', async () => {
  const io = createFakeIo();
  expect(await runScenarios(['-o', 'json'], io)).toBe(0);
  expect(JSON.parse(io.out())).toStrictEqual(LISTED);
});

test.for([
  [['-o', 'yaml'], '--output "yaml" is not one of text, json'],
  [['tour'], 'scenarios takes flags alone, and got "tour"'],
  [['--what'], 'there is no flag --what; --help lists those there are'],
] as const)('%j is refused in one sentence', async ([argv, sentence]) => {
  const io = createFakeIo();
  expect(await runScenarios(argv, io)).toBe(4);
  expect(io.err()).toBe(`rollcall: ${sentence}\n`);
  expect(io.out()).toBe('');
});

test('--help says what to do with a name', async () => {
  const io = createFakeIo();
  expect(await runScenarios(['--help'], io)).toBe(0);
  expect(io.out()).toContain('rollcall serve --simulate=SCENARIO');
});
