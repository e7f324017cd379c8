import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFakeIo } from '#lib/testing/command-io.ts';
import { runStatus } from './status.ts';
import type { StatusDocument } from './status-document.ts';

/*
 * What was recorded on a real control plane, judged as it was then. Cells are counted by state and reasons, since the
 * controller takes the nodes of a rollout in random order.
 */

const dumps = join(import.meta.dirname, '..', '..', 'testbed', 'dumps');

type Tally = Readonly<Record<string, number>>;
type Row = {
  readonly dump: string;
  readonly code: number;
  readonly daemonSets: Readonly<Record<string, { readonly verdict: string; readonly cells: Tally }>>;
};

const rows: readonly Row[] = [
  {
    dump: 'failed-create-quota',
    code: 1,
    daemonSets: {
      'tenant/agent': {
        verdict: 'Degraded NodesNotAvailable',
        cells: { 'missing FailedCreate+NoPod': 1, 'ok Available': 2 },
      },
    },
  },
  {
    dump: 'failed-create-pod-security',
    code: 1,
    daemonSets: {
      'tenant/agent': { verdict: 'Degraded NodesNotAvailable', cells: { 'missing FailedCreate+NoPod': 2 } },
    },
  },
  {
    dump: 'failed-scheduling-equal-priority',
    code: 1,
    daemonSets: {
      'default/agent': {
        verdict: 'Degraded NodesNotAvailable',
        cells: { 'starved InsufficientResource': 1, 'ok Available': 2 },
      },
    },
  },
  {
    dump: 'failed-scheduling-never-fits',
    code: 1,
    daemonSets: {
      'default/agent': {
        verdict: 'Degraded NodesNotAvailable',
        cells: { 'starved InsufficientResource': 2, 'ok Available': 1 },
      },
    },
  },
  {
    dump: 'failed-scheduling-host-port',
    code: 1,
    daemonSets: {
      'default/agent': {
        verdict: 'Degraded NodesNotAvailable',
        cells: { 'starved HostPortConflict': 1, 'ok Available': 2 },
      },
    },
  },
  {
    dump: 'failed-scheduling-surge-host-port',
    code: 1,
    daemonSets: {
      'default/agent': {
        verdict: 'Stalled BudgetUsed',
        cells: { 'starved HostPortConflict+Outdated': 1, 'old Outdated': 2 },
      },
    },
  },
];

async function statusOf(dump: string): Promise<{ readonly code: number; readonly document: StatusDocument }> {
  const io = createFakeIo();
  const code = await runStatus(['--from', join(dumps, `${dump}.json`), '-o', 'json', '--cells'], io);
  expect(io.err()).toBe('');
  return { code, document: JSON.parse(io.out()) as StatusDocument };
}

function tally(cells: StatusDocument['daemonSets'][number]['cells'] = {}): Tally {
  const counts: Record<string, number> = {};
  for (const { state, reasons } of Object.values(cells)) {
    const kinds = reasons.map((reason) => (reason as { readonly kind: string }).kind);
    const key = `${state} ${kinds.join('+')}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

test.for(rows)('$dump', async ({ dump, code, daemonSets }) => {
  const said = await statusOf(dump);
  const found = said.document.daemonSets.map(({ namespace, name, state, reason, cells }) => [
    `${namespace}/${name}`,
    { verdict: `${state} ${reason}`, cells: tally(cells) },
  ]);
  expect({ code: said.code, daemonSets: Object.fromEntries(found) }).toStrictEqual({ code, daemonSets });
});

test('tour: every state of a DaemonSet that it plays, worst first', async () => {
  const { code, document } = await statusOf('tour');
  expect(code).toBe(1);
  expect(document.daemonSets.map(({ name, state, reason }) => `${name} ${state} ${reason}`)).toStrictEqual([
    'fluent-bit Stalled BudgetUsed',
    'cilium Degraded NodesNotAvailable',
    'falco Degraded NodesNotAvailable',
    'node-exporter Progressing UpdatingPods',
    'ebs-csi-node OnDelete OldPodsWaitForDeletion',
    'nvidia-device-plugin Complete UpdatedAndAvailable',
    'kube-vip Complete UpdatedAndAvailable',
    'nvidia-mig-manager Idle NothingWanted',
  ]);
});

test('tour: one dead node is one row that names what is incomplete there', async () => {
  const { document } = await statusOf('tour');
  const down = document.nodes.filter(({ state }) => state === 'nodeDown');
  expect(down).toStrictEqual([
    {
      name: 'general-b-2',
      state: 'nodeDown',
      incomplete: [
        'kube-system/cilium',
        'kube-system/ebs-csi-node',
        'logging/fluent-bit',
        'monitoring/node-exporter',
        'security/falco',
      ],
      causes: [
        { code: 'R02', daemonSets: ['kube-system/ebs-csi-node'] },
        {
          code: 'R03',
          daemonSets: ['kube-system/cilium', 'logging/fluent-bit', 'monitoring/node-exporter', 'security/falco'],
        },
        { code: 'R08', daemonSets: ['logging/fluent-bit', 'monitoring/node-exporter'] },
        { code: 'T01', daemonSets: ['logging/fluent-bit', 'monitoring/node-exporter'] },
      ],
    },
  ]);
});

test('tour: kubectl is contradicted by nobody where it speaks', async () => {
  const { document } = await statusOf('tour');
  const contradictions = document.daemonSets.filter(
    ({ kubectl, state }) => kubectl.done === false && (state === 'Complete' || state === 'Idle'),
  );
  expect(contradictions).toStrictEqual([]);
});
