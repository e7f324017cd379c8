import { MANDATORY_RESOURCES, type Resource } from '#lib/domain/objects.ts';
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

/** What tells of nodes and what runs on them. */
const OF_NODES: readonly Resource[] = [...MANDATORY_RESOURCES, 'nodes'];

/** What to say of all nodes: of none at all, as long as a resource that tells of them was never read or must not be. */
export async function answerOfNodes<Value>(
  make: () => Promise<Value>,
  knowledge: Picture['knowledge'],
): Promise<Answer<Value>> {
  for (const kind of ['Forbidden', 'NotSynced'] as const) {
    const resource = OF_NODES.find((each) => (knowledge[each] ?? 'NotSynced') === kind);
    if (resource !== undefined) return { kind, resource };
  }
  return { kind: 'Found', value: await make() };
}
