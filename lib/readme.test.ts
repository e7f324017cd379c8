import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SCENARIOS } from './simulator/scenarios.ts';

const here = import.meta.dirname;
const map = readFileSync(join(here, 'README.md'), 'utf8');

test('each file and folder that the map names is there', () => {
  const named = [...map.matchAll(/`((?:[\w-]+\/)+(?:[\w[\].-]+\/?)*|[\w.-]+\.ts)`/g)].map(([, path = '']) => path);
  const missing = named.filter((path) => !existsSync(join(here, path)) && !existsSync(join(here, '..', path)));
  expect(missing).toStrictEqual([]);
  expect(named.length).toBeGreaterThan(40);
});

test('each room of lib has its row in the map', () => {
  const rows = [...map.matchAll(/^\| `(\w+)\/` \|/gm)].map(([, room = '']) => room);
  expect(rows.filter((room) => !existsSync(join(here, room)))).toStrictEqual([]);
  expect(rows.length).toBe(11);
});

test('the table of the README has every scenario, and no other', () => {
  const readme = readFileSync(join(here, '..', 'README.md'), 'utf8');
  const [, table = ''] = readme.split('| scenario |');
  const rows = table.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  const named = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
  expect(new Set(named)).toStrictEqual(new Set(SCENARIOS.map(({ name }) => name)));
});
