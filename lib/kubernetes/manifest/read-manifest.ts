import { type Result, success } from '#lib/base/result.ts';
import { entryOf, type NamespaceRecord, type PriorityClassRecord } from '#lib/domain/objects.ts';
import { type ItemKind, isList, itemKindOf, withKind } from '../files/document.ts';
import { projectObject } from '../project/object.ts';
import { isRaw, listOf, type Raw, rawOf } from '../project/raw.ts';
import { cleanText } from '../project/text.ts';
import { type ManifestDocument, readDocuments } from './manifest-documents.ts';
import { type ManifestFailure, manifestFailure } from './manifest-failure.ts';
import { textOfManifest } from './manifest-text.ts';

/** A file by the name under which it is spoken of, whole; `-` is standard input. */
export type ManifestFile = { readonly name: string; readonly content: Uint8Array | string };

/** A DaemonSet as it was written, with the lines of its fields. */
export type ManifestItem = {
  readonly object: Raw;
  readonly line: number;
  readonly lineOf: (steps: readonly (string | number)[]) => number;
};

export type Companion = NamespaceRecord | PriorityClassRecord;

export type Manifest = {
  readonly items: readonly ManifestItem[];
  /** Namespaces and PriorityClasses in the same file, which will be there once it is applied. */
  readonly companions: readonly Companion[];
  /** How many objects of other kinds the file holds, by kind. */
  readonly ignored: Readonly<Record<string, number>>;
};

/** Reads the DaemonSets of a manifest, YAML or JSON, one or several documents or lists. */
export function readManifest({ name, content }: ManifestFile): Result<Manifest, ManifestFailure> {
  const file = name === '-' ? 'standard input' : name;
  const text = textOfManifest(file, content);
  if (!text.ok) return text;
  if (text.value.trim() === '') return manifestFailure(file, 'Empty', 'is empty: a manifest of a DaemonSet is wanted');
  const documents = readDocuments(file, text.value);
  return documents.ok ? gather(file, documents.value) : documents;
}

function gather(file: string, documents: readonly ManifestDocument[]): Result<Manifest, ManifestFailure> {
  const items: ManifestItem[] = [];
  const companions: Companion[] = [];
  const ignored = new Map<string, number>();
  for (const entry of documents.flatMap((document) => entriesOf(document))) {
    const sorted = sortOf(file, entry);
    if (!sorted.ok) return sorted;
    const companion = companionOf(entry.object);
    if (companion !== undefined) companions.push(companion);
    if (sorted.value === 'Item') items.push(entry);
    else ignored.set(sorted.value.kind, (ignored.get(sorted.value.kind) ?? 0) + 1);
  }
  if (items.length > 0) return success({ items, companions, ignored: Object.fromEntries(ignored) });
  const others = [...ignored].map(([kind, count]) => `${count} ${kind}`).join(', ');
  return documents.length === 0
    ? manifestFailure(file, 'Empty', 'holds nothing but comments: a manifest of a DaemonSet is wanted')
    : manifestFailure(file, 'NoDaemonSet', `holds no DaemonSet${others === '' ? '' : `, only ${others}`}`);
}

function companionOf(object: Raw): Companion | undefined {
  const projected = projectObject({ ...object, metadata: { ...rawOf(object['metadata']), uid: NO_UID } });
  if (projected.kind !== 'Projected') return undefined;
  const { record } = projected;
  return record.kind === 'Namespace' || record.kind === 'PriorityClass' ? record : undefined;
}

const NO_UID = 'manifest';

type Entry = { readonly object: Raw; readonly line: number; readonly lineOf: ManifestItem['lineOf'] };

/** The objects of a document, the items of lists one by one; what is no object stands as an empty one. */
function entriesOf(document: ManifestDocument): readonly Entry[] {
  return unfold(document.value, [], undefined).map(({ object, steps }) => ({
    object,
    line: document.lineOf(steps),
    lineOf: (more) => document.lineOf([...steps, ...more]),
  }));
}

type Unfolded = { readonly object: Raw; readonly steps: readonly (string | number)[] };

function unfold(value: unknown, steps: Unfolded['steps'], itemKind: ItemKind | undefined): readonly Unfolded[] {
  const object = withKind(value, itemKind);
  if (!isRaw(object)) return [{ object: {}, steps }];
  if (!isList(object)) return [{ object, steps }];
  return listOf(object['items']).flatMap((item, index) => unfold(item, [...steps, 'items', index], itemKindOf(object)));
}

const REMOVED: Readonly<Record<string, string>> = { 'extensions/v1beta1': '1.16', 'apps/v1beta2': '1.16' };

/** Whether it is a DaemonSet, something else, or what the API server would not know what to do with. */
function sortOf(
  file: string,
  { object, line, lineOf }: Entry,
): Result<'Item' | { readonly kind: string }, ManifestFailure> {
  const [apiVersion, kind] = [object['apiVersion'], object['kind']].map(wordOf);
  const refuse = (failureKind: 'NoObject' | 'RemovedVersion', what: string, field?: string) =>
    manifestFailure(file, failureKind, what, { line: field === undefined ? line : lineOf([field]) });
  if (apiVersion === '' && kind === '')
    return refuse('NoObject', 'is no object of Kubernetes: apiVersion and kind are missing');
  if (kind === undefined || kind === '') return refuse('NoObject', 'an object has no kind: DaemonSet is wanted');
  if (apiVersion === undefined || apiVersion === '')
    return refuse('NoObject', `an object of kind ${kind} has no apiVersion`);
  if (!/^daemonsets?$/i.test(kind)) return success({ kind });
  const removed = entryOf(REMOVED, apiVersion);
  if (removed !== undefined) {
    const what = `DaemonSet in ${apiVersion} is not served any more since Kubernetes ${removed}: write apps/v1`;
    return refuse('RemovedVersion', what, 'apiVersion');
  }
  if (!/^(?:v\d\w*|(?:apps|extensions)\/.*)$/.test(apiVersion)) return success({ kind: `${kind} of ${apiVersion}` });
  if (apiVersion !== 'apps/v1')
    return refuse('NoObject', `there is no DaemonSet in ${apiVersion}: write apps/v1`, 'apiVersion');
  if (kind !== 'DaemonSet') return refuse('NoObject', `there is no kind ${kind} in apps/v1: write DaemonSet`, 'kind');
  return success('Item');
}

const LONGEST_WORD = 100;

function wordOf(value: unknown): string {
  return typeof value === 'string' ? cleanText(value).slice(0, LONGEST_WORD) : '';
}
