import { describe, expect, test } from 'vitest';
import { type ListedNode, makeListOf } from '#lib/testing/node-lists.ts';
import { type ExportStamp, exportFileName, type NodeExport, nodesAsCsv, nodesAsJson } from './node-export.ts';
import { NATURAL_ORDER, NODE_COLUMNS } from './node-sort.ts';

const NODES: readonly ListedNode[] = [
  {
    name: 'n-1',
    createdAt: Date.UTC(2026, 10, 24, 5, 3),
    labels: { 'karpenter.sh/nodepool': '=cmd', 'topology.kubernetes.io/zone': 'a' },
    ready: 'True',
    unschedulable: true,
    cells: { agent: 'progressing', proxy: 'failed' },
    listing: {
      taints: ['gpu=yes:NoSchedule', 'b:NoExecute'],
      pressure: ['DiskPressure'],
      completeAfter: { kind: 'Waiting', since: Date.UTC(2026, 10, 24, 5, 4) },
    },
  },
  {
    name: 'n-2',
    createdAt: null,
    kubeletVersion: null,
    ready: 'Absent',
    cells: { agent: 'ok', proxy: 'excluded' },
    listing: { completeAfter: { kind: 'Known', millis: 61_400 } },
  },
];
const stamp: ExportStamp = {
  cluster: 'prod, tokyo',
  asOf: Date.UTC(2026, 10, 24, 6, 0, 7, 250),
  isStale: false,
  simulated: null,
};
const exported: NodeExport = {
  list: makeListOf(NODES),
  rows: [1, 0],
  view: { kind: 'table', columns: NODE_COLUMNS },
  filter: { query: 'n-', states: ['failed'] },
  sort: { column: 'state', isDescending: true },
  stamp,
};
const linesOf = (csv: string) => csv.replace('\uFEFF', '').trimEnd().split('\r\n');

describe('what is on the screen, as a file', () => {
  test('the table: the columns that are shown, in the order of the screen, and on every row of what and of when', () => {
    expect(linesOf(nodesAsCsv(exported))).toStrictEqual([
      'node,state,ready,wanted,incomplete,incompleteDaemonSets,pool,zone,instanceType,kubeletVersion,createdAt,unschedulable,taints,pressure,completeAfterSeconds,waitingSince,cluster,asOf,stale,simulated',
      'n-2,ok,Absent,1,0,,,,,,,false,,,61,,"prod, tokyo",2026-11-24T06:00:07.250Z,false,',
      'n-1,failed,True,2,2,default/proxy default/agent,\'=cmd,a,,v1.36.0,2026-11-24T05:03:00.000Z,true,gpu=yes:NoSchedule b:NoExecute,DiskPressure,,2026-11-24T05:04:00.000Z,"prod, tokyo",2026-11-24T06:00:07.250Z,false,',
    ]);
  });

  test('only the columns that are shown', () => {
    const few = { ...exported, view: { kind: 'table', columns: ['node', 'zone'] } } as const;
    expect(linesOf(nodesAsCsv(few))[0]).toBe('node,zone,cluster,asOf,stale,simulated');
  });

  test('the grid: the group of each square, and its state', () => {
    const grid = { ...exported, view: { kind: 'grid', groupOf: (index: number) => `group ${index}` } } as const;
    expect(linesOf(nodesAsCsv(grid))).toStrictEqual([
      'node,group,state,wanted,incomplete,incompleteDaemonSets,cluster,asOf,stale,simulated',
      'n-2,group 1,ok,1,0,,"prod, tokyo",2026-11-24T06:00:07.250Z,false,',
      'n-1,group 0,failed,2,2,default/proxy default/agent,"prod, tokyo",2026-11-24T06:00:07.250Z,false,',
    ]);
  });

  test('the matrix: a column for each DaemonSet', () => {
    expect(linesOf(nodesAsCsv({ ...exported, view: { kind: 'matrix' } }))).toStrictEqual([
      'node,default/agent,default/proxy,cluster,asOf,stale,simulated',
      'n-2,ok,excluded,"prod, tokyo",2026-11-24T06:00:07.250Z,false,',
      'n-1,progressing,failed,"prod, tokyo",2026-11-24T06:00:07.250Z,false,',
    ]);
  });

  test('data that cannot be trusted, and a cluster that is made up, are told on every row and in the name', () => {
    const doubtful = { ...stamp, cluster: 'simulated', isStale: true, simulated: 'tour' };
    const rows = linesOf(nodesAsCsv({ ...exported, view: { kind: 'matrix' }, stamp: doubtful })).slice(1);
    expect(rows.map((row) => row.split(',').slice(-4).join(','))).toStrictEqual(
      Array(2).fill('simulated,2026-11-24T06:00:07.250Z,true,tour'),
    );
    expect(exportFileName(doubtful, 'csv')).toBe('rollcall-nodes-simulated-20261124T060007Z-SIMULATED-STALE.csv');
  });

  test('the name of the file is safe, whatever the cluster is called', () => {
    expect(exportFileName(stamp, 'json')).toBe('rollcall-nodes-prod_tokyo-20261124T060007Z.json');
    expect(exportFileName({ ...stamp, cluster: '../../etc/x' }, 'csv')).toBe(
      'rollcall-nodes-.._.._etc_x-20261124T060007Z.csv',
    );
  });

  test('JSON says the same with its types, and what was filtered', () => {
    expect(JSON.parse(nodesAsJson({ ...exported, rows: [0] }))).toStrictEqual({
      apiVersion: 'rollcall/v1',
      cluster: 'prod, tokyo',
      asOf: '2026-11-24T06:00:07.250Z',
      stale: false,
      simulated: null,
      view: 'table',
      filter: { query: 'n-', states: ['failed'], sort: '-state' },
      total: 2,
      nodes: [
        {
          node: 'n-1',
          state: 'failed',
          ready: 'True',
          wanted: 2,
          incomplete: 2,
          incompleteDaemonSets: ['default/proxy', 'default/agent'],
          pool: '=cmd',
          zone: 'a',
          instanceType: null,
          kubeletVersion: 'v1.36.0',
          createdAt: '2026-11-24T05:03:00.000Z',
          unschedulable: true,
          taints: ['gpu=yes:NoSchedule', 'b:NoExecute'],
          pressure: ['DiskPressure'],
          completeAfterSeconds: null,
          waitingSince: '2026-11-24T05:04:00.000Z',
        },
      ],
    });
  });

  test('what the server has not told is nothing, and not none', () => {
    const early = { ...exported, list: { ...exported.list, listings: undefined }, rows: [0], sort: NATURAL_ORDER };
    expect(JSON.parse(nodesAsJson(early)).nodes[0]).toMatchObject({
      unschedulable: true,
      taints: null,
      pressure: null,
      completeAfterSeconds: null,
      waitingSince: null,
    });
  });
});
