import type { Fault, Poison } from './fault.ts';

/** Longer than any reader should take. */
const ENDLESS_BYTES = 9 * 1_024 * 1_024;
const DEPTH = 10_000;

/** How an object is poisoned; undefined for one that is well. */
export function poisonOf(faults: readonly Fault[], name: string): Poison | undefined {
  for (const fault of faults) if (fault.kind === 'Poison' && fault.name === name) return fault.as;
  return undefined;
}

/** The text of an object, poisoned; `type` is the one of the watch event, undefined in a list. */
export function poison(as: Poison, text: string, type: string | undefined): string {
  const whole = (object: string, of = type) => (of === undefined ? object : `{"type":"${of}","object":${object}}`);
  switch (as) {
    case 'null metadata':
      return whole(changed(text, () => null));
    case 'no resourceVersion':
      return whole(changed(text, ({ resourceVersion: _left, ...metadata }) => metadata));
    case 'wrong types':
      return whole(changed(text, (metadata) => ({ ...metadata, name: [metadata['name']], labels: 'none', uid: 7 })));
    case 'empty object':
      return whole('{}');
    case 'null object':
      return whole('null');
    case 'array':
      return whole(`[${text}]`);
    case 'broken JSON':
      return whole(text).slice(0, -20);
    case 'endless line':
      return whole(changed(text, (metadata) => ({ ...metadata, endless: 'x'.repeat(ENDLESS_BYTES) })));
    case 'deep nesting':
      return whole(text.replace(/\}$/, `,"deep":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`));
    case 'unknown type':
      return whole(text, type === undefined ? undefined : 'SURPRISED');
  }
}

type Metadata = Readonly<Record<string, unknown>>;

function changed(text: string, change: (metadata: Metadata) => unknown): string {
  const object = JSON.parse(text) as { readonly metadata: Metadata };
  return JSON.stringify({ ...object, metadata: change(object.metadata) });
}
