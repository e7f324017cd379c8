import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const spec = readFileSync(new URL('SPEC.md', import.meta.url), 'utf8');
const ids = [...spec.matchAll(/^\* ([A-Z]+\d+[a-z]?) /gm)].map(([, id = '']) => id);
const cited = new Set(
  globSync('**/*.test.ts', { cwd: new URL('..', import.meta.url) }).flatMap((path) => {
    const source = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
    return [...source.matchAll(/\[([A-Z]+\d+[a-z]?)\]/g)].map(([, id = '']) => id);
  }),
);

test('every rule of SPEC.md is cited by a test', () => {
  expect(ids.length).toBeGreaterThan(100);
  expect(ids.filter((id) => !cited.has(id))).toEqual([]);
});

test('no id of SPEC.md stands for two rules', () => {
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('every line of a rule begins with an id', () => {
  expect(spec.split('\n').filter((line) => line.startsWith('*') && !/^\* [A-Z]+\d+[a-z]? \S/.test(line))).toEqual([]);
});
