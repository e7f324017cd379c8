import type { Picture } from '#lib/wire/picture.ts';
import type { Answer } from './runtime.ts';

/**
 * What to say when an object was asked for. Only a resource that is known can say that something is not there; stale
 * knowledge still counts, since the page that asks shows its age.
 */
export function answerFor<Value>(
  value: Value | undefined,
  resource: 'daemonsets' | 'nodes',
  knowledge: Picture['knowledge'],
): Answer<Value> {
  if (value !== undefined) return { kind: 'Found', value };
  switch (knowledge[resource] ?? 'NotSynced') {
    case 'Forbidden':
      return { kind: 'Forbidden', resource };
    case 'NotSynced':
      return { kind: 'NotSynced', resource };
    case 'Known':
    case 'Stale':
      return { kind: 'NotFound' };
  }
}
