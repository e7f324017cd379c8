import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fullApiObjects } from '#lib/testing/api-objects.ts';
import { ALLOW_LIST, type AllowedField } from './allow-list.ts';
import { plainContext } from './context.ts';
import { processDigest } from './digest.ts';
import { projectObject } from './object.ts';

const KINDS = Object.entries<readonly AllowedField[]>(ALLOW_LIST);

/** Wraps a value so that each string, number, boolean and null that is read from it leaves its path. */
function recorded(value: unknown, path: string, reads: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) reads.add(path);
    return value;
  }
  return new Proxy(value, {
    get: (target, key) => {
      const found: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || typeof found === 'function' || key === 'length') return found;
      const step = Array.isArray(target) ? '[]' : `${path === '' ? '' : '.'}${key}`;
      return recorded(found, path + step, reads);
    },
  });
}

/** Keys of maps are as many as there are clusters: the table writes `*`. Those of labels may have dots in them. */
function asRow(path: string, rows: ReadonlySet<string>): string {
  const row = path.replace(/(?<=\.labels\.).*$/, '*');
  const parent = row.slice(0, row.lastIndexOf('.'));
  return rows.has(row) || !rows.has(`${parent}.*`) ? row : `${parent}.*`;
}

/** What the digest is given whole, it reads whole: it is told apart by leaving its own mark. */
const readByDigest = ['containers[].command', 'containers[].args', 'initContainers[].command', 'initContainers[].args'];

test.for(KINDS)('%s: what is read is what the table allows, row by row', ([kind, fields]) => {
  const rows = new Set(fields.map((field) => field.path));
  const reads = new Set<string>(['apiVersion', 'kind']);
  for (const raw of fullApiObjects(kind)) {
    const projected = projectObject(recorded(raw, '', reads), { ...plainContext, digest: () => 'digest' });
    expect(projected.kind).toBe('Projected');
  }
  const expected = [...rows].filter((row) => !readByDigest.some((suffix) => row.endsWith(suffix)));
  const read = [...reads].filter((path) => path !== 'apiVersion' && path !== 'kind');
  expect([...new Set(read.map((path) => asRow(path, rows)))].sort()).toStrictEqual(expected.sort());
});

/** A random token, with the shape that masks know: long enough hexadecimal. */
function canaryOf(place: string): string {
  return createHash('sha256').update(`canary ${place}`).digest('hex');
}

test.for(KINDS)('%s: no canary gets through', ([kind]) => {
  const canaries: string[] = [];
  const objects = fullApiObjects(kind, (place) => {
    const canary = canaryOf(place);
    canaries.push(canary);
    return canary;
  });
  const kept = JSON.stringify(objects.map((raw) => projectObject(raw, { ...plainContext, digest: processDigest() })));
  expect(canaries.length).toBeGreaterThan(2);
  expect(canaries.filter((canary) => kept.includes(canary))).toStrictEqual([]);
});

test('a canary in a field that is kept would be found', () => {
  const [raw] = fullApiObjects('PriorityClass');
  const planted = JSON.parse(JSON.stringify(raw).replace('"Never"', '"canary"'));
  expect(JSON.stringify(projectObject(planted))).toContain('canary');
});
