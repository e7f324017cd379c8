import fc from 'fast-check';
import { goodManifest } from './manifest-base.ts';

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
  return typeof value === 'object' && value !== null;
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

/** The good manifest after a few deletions, other values, other names and repetitions. */
export const mutatedManifest = fc.array(mutation, { minLength: 1, maxLength: 6 }).map((mutations) => {
  const manifest = goodManifest();
  for (const each of mutations) mutate(manifest, each);
  return manifest;
});
