import { isRaw, listOf, type Raw, textOf } from '../project/raw.ts';

/** An object of a file, once `kind: List` is out of the way. */
export function objectsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(objectsOf);
  if (!isRaw(value) || !Array.isArray(value['items'])) return [value];
  const itemKind = itemKindOf(value);
  return listOf(value['items'])
    .map((item) => withKind(item, itemKind))
    .flatMap(objectsOf);
}

/** Holds objects, if only none: what kubectl prints of a cluster in which there is nothing. */
export function isList(value: unknown): boolean {
  return isRaw(value) && Array.isArray(value['items']) && (textOf(value['kind']) ?? '').endsWith('List');
}

/** What the items of a typed list are: the API leaves kind and apiVersion out of each (`kubectl get --raw`). */
export type ItemKind = { readonly apiVersion: string; readonly kind: string };

export function itemKindOf(list: Raw): ItemKind | undefined {
  const kind = textOf(list['kind']) ?? '';
  const apiVersion = textOf(list['apiVersion']);
  return apiVersion === undefined || kind === 'List' || !kind.endsWith('List')
    ? undefined
    : { apiVersion, kind: kind.slice(0, -'List'.length) };
}

export function withKind(item: unknown, itemKind: ItemKind | undefined): unknown {
  return itemKind === undefined || !isRaw(item) || item['kind'] !== undefined ? item : { ...itemKind, ...item };
}
