import type { Millis } from '#lib/base/clock.ts';
import { type GroupBy, groupKeyOf } from '#lib/wire/group-by.ts';
import type { NodeListing } from '#lib/wire/room.ts';
import { type CsvValue, writeCsv } from './csv.ts';
import type { NodeFilter } from './node-filter.ts';
import { lackingOn, type NodeList } from './node-list.ts';
import { type NodeColumn, type NodeSort, serializeNodeSort } from './node-sort.ts';
import { stateOf } from './worst.ts';

/*
 * What is on the screen as a file, for programs: the words are those of the API and the same in every language. A file
 * leaves the page, so every row of it says which cluster it is of, as of when, and whether that can be trusted.
 */

export type ExportStamp = {
  readonly cluster: string;
  /** The moment that the file speaks of. */
  readonly asOf: Millis;
  /** The data was too old to be trusted: states are what was last known. */
  readonly isStale: boolean;
  /** The scenario, of a cluster that is made up. */
  readonly simulated: string | null;
};

export type ExportedView =
  | { readonly kind: 'table'; readonly columns: readonly NodeColumn[] }
  | { readonly kind: 'grid'; readonly groupOf: (index: number) => string }
  | { readonly kind: 'matrix' };

export type NodeExport = {
  readonly list: NodeList;
  /** Places in `list`, as they are shown. */
  readonly rows: readonly number[];
  readonly view: ExportedView;
  readonly filter: NodeFilter;
  readonly sort: NodeSort;
  readonly stamp: ExportStamp;
};

type FieldValue = CsvValue | readonly string[];
type Field = { readonly name: string; readonly of: (index: number) => FieldValue };

function iso(millis: Millis | null | undefined): string | null {
  return millis === null || millis === undefined ? null : new Date(millis).toISOString();
}

function secondsUntilComplete(listing: NodeListing | undefined): number | null {
  return listing?.completeAfter.kind === 'Known' ? Math.round(listing.completeAfter.millis / 1_000) : null;
}

function waitingSince(listing: NodeListing | undefined): string | null {
  return listing?.completeAfter.kind === 'Waiting' ? iso(listing.completeAfter.since) : null;
}

function fieldsOf(list: NodeList, column: NodeColumn): readonly Field[] {
  const { nodes, tally } = list;
  const listing = (index: number) => list.listings?.get(nodes[index]?.name ?? '');
  const group = (name: string, kind: Exclude<GroupBy['kind'], 'label'>): readonly Field[] => [
    {
      name,
      of: (index) => {
        const node = nodes[index];
        const key = node === undefined ? '' : groupKeyOf(node, { kind }, 0);
        return key === '' ? null : key;
      },
    },
  ];
  switch (column) {
    case 'node':
      return [{ name: 'node', of: (index) => nodes[index]?.name ?? null }];
    case 'state':
      return [{ name: 'state', of: (index) => stateOf(tally.worst[index]) }];
    case 'ready':
      return [{ name: 'ready', of: (index) => nodes[index]?.ready ?? null }];
    case 'incomplete':
      return [
        { name: 'wanted', of: (index) => tally.wanted[index] ?? null },
        { name: 'incomplete', of: (index) => tally.lacking[index] ?? null },
        {
          name: 'incompleteDaemonSets',
          of: (index) => lackingOn(list, index).map(({ namespace, name }) => `${namespace}/${name}`),
        },
      ];
    case 'pool':
    case 'zone':
      return group(column, column);
    case 'instance':
      return group('instanceType', 'instance');
    case 'version':
      return group('kubeletVersion', 'version');
    case 'age':
      return [{ name: 'createdAt', of: (index) => iso(nodes[index]?.createdAt) }];
    case 'taints':
      return [
        { name: 'unschedulable', of: (index) => nodes[index]?.unschedulable ?? null },
        { name: 'taints', of: (index) => listing(index)?.taints ?? null },
      ];
    case 'pressure':
      return [{ name: 'pressure', of: (index) => listing(index)?.pressure ?? null }];
    case 'completeAfter':
      return [
        { name: 'completeAfterSeconds', of: (index) => secondsUntilComplete(listing(index)) },
        { name: 'waitingSince', of: (index) => waitingSince(listing(index)) },
      ];
  }
}

function cellFields({ daemonSets, columns }: NodeList): readonly Field[] {
  return daemonSets.map(({ namespace, name }, at) => ({
    name: `${namespace}/${name}`,
    of: (index) => stateOf(columns[at]?.[index]),
  }));
}

function fieldsOfView({ list, view }: NodeExport): readonly Field[] {
  switch (view.kind) {
    case 'table':
      return view.columns.flatMap((column) => fieldsOf(list, column));
    case 'grid':
      return [
        ...fieldsOf(list, 'node'),
        { name: 'group', of: view.groupOf },
        ...fieldsOf(list, 'state'),
        ...fieldsOf(list, 'incomplete'),
      ];
    case 'matrix':
      return [...fieldsOf(list, 'node'), ...cellFields(list)];
  }
}

/** A list is one field, its parts apart by a space: none of them has one. */
function flat(value: FieldValue): CsvValue {
  return Array.isArray(value) ? value.join(' ') : (value as CsvValue);
}

const STAMP_HEADER = ['cluster', 'asOf', 'stale', 'simulated'] as const;

export function nodesAsCsv(exported: NodeExport): string {
  const { rows, stamp } = exported;
  const fields = fieldsOfView(exported);
  const tail = [stamp.cluster, iso(stamp.asOf), stamp.isStale, stamp.simulated];
  return writeCsv(
    [...fields.map(({ name }) => name), ...STAMP_HEADER],
    rows.map((index) => [...fields.map(({ of }) => flat(of(index))), ...tail]),
  );
}

export function nodesAsJson(exported: NodeExport): string {
  const { list, rows, view, filter, sort, stamp } = exported;
  const fields = fieldsOfView(exported);
  const document = {
    apiVersion: 'rollcall/v1',
    cluster: stamp.cluster,
    asOf: iso(stamp.asOf),
    stale: stamp.isStale,
    simulated: stamp.simulated,
    view: view.kind,
    filter: { query: filter.query, states: filter.states, sort: serializeNodeSort(sort) },
    total: list.nodes.length,
    nodes: rows.map((index) => Object.fromEntries(fields.map(({ name, of }) => [name, of(index)]))),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** `rollcall-nodes-prod-20261124T050300Z-SIMULATED.csv`: what it is can be told from its name alone. */
export function exportFileName({ cluster, asOf, isStale, simulated }: ExportStamp, extension: 'csv' | 'json'): string {
  const moment = new Date(asOf).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  const name = cluster.replaceAll(/[^\w.-]+/g, '_').slice(0, 64);
  const marks = [...(simulated === null ? [] : ['SIMULATED']), ...(isStale ? ['STALE'] : [])];
  return `${['rollcall', 'nodes', name, moment, ...marks].join('-')}.${extension}`;
}
