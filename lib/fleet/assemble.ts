import type { Picture } from '#lib/wire/picture.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import type { KnowledgeByResource } from './knowledge.ts';
import { compareDaemonSets } from './picture-daemonset.ts';
import type { Row } from './row.ts';

/** The moving part of a picture; the rest is said once by whoever makes it. */
export type PictureParts = Pick<Picture, 'nodes' | 'daemonSets' | 'cells' | 'knowledge' | 'nodeTroubles'>;

function sortSummaries(rows: Iterable<Row>, before: Picture['daemonSets'] = []): Picture['daemonSets'] {
  const sorted = [...rows].flatMap(({ summary }) => summary ?? []).sort(compareDaemonSets);
  return sorted.length === before.length && sorted.every((each, at) => each === before[at]) ? before : sorted;
}

function collectColumns(rows: Iterable<Row>, before: Picture['cells'] = new Map()): Picture['cells'] {
  const columns = new Map<string, Uint8Array>();
  for (const row of rows) columns.set(row.uid, row.published());
  return columns.size === before.size && columns.entries().every(([uid, column]) => before.get(uid) === column)
    ? before
    : columns;
}

/** Puts a picture together; whatever is the same as before is the same object, down to the whole. */
export function assemblePicture(
  before: PictureParts | undefined,
  rows: readonly Row[],
  nodes: Picture['nodes'],
  knowledge: KnowledgeByResource,
  nodeTroubles: Picture['nodeTroubles'],
): PictureParts {
  const after: PictureParts = {
    nodes,
    daemonSets: sortSummaries(rows, before?.daemonSets),
    cells: collectColumns(rows, before?.cells),
    nodeTroubles:
      before !== undefined && sameJson(before.nodeTroubles, nodeTroubles) ? before.nodeTroubles : nodeTroubles,
    knowledge: before !== undefined && sameJson(before.knowledge, knowledge) ? before.knowledge : knowledge,
  };
  if (before === undefined) return after;
  const same = (Object.keys(after) as (keyof PictureParts)[]).every((part) => after[part] === before[part]);
  return same ? before : after;
}
