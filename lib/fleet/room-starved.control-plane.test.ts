import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { neighbours, untilAllRun } from '#lib/testing/room-situation.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import type { StarvedReport } from '#lib/wire/room.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';

/** All starved nodes at once, and how many would fit with a smaller request: the real scheduler is asked the same. */

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

const MEBIBYTE = 1_024 ** 2;
const REQUESTED = { cpu: 500, memory: 256 * MEBIBYTE } as const;
/** What is left of cpu and memory on each node: one has room, one lacks memory alone, and one lacks both. */
const FREE: Readonly<Record<string, { readonly cpu: number; readonly memory: number }>> = {
  'sized-1': { cpu: 600, memory: 1_024 * MEBIBYTE },
  'sized-2': { cpu: 460, memory: 1_024 * MEBIBYTE },
  'sized-3': { cpu: 400, memory: 1_024 * MEBIBYTE },
  'sized-4': { cpu: 400, memory: 1_024 * MEBIBYTE },
  'sized-5': { cpu: 150, memory: 1_024 * MEBIBYTE },
  'sized-6': { cpu: 600, memory: 100 * MEBIBYTE },
  'sized-7': { cpu: 450, memory: 100 * MEBIBYTE },
};
const FULL = Object.keys(FREE).slice(1);

function asking({ agent }: Situation, cpu: number) {
  return agent({ requests: { cpu: `${cpu}m`, memory: String(REQUESTED.memory) } });
}

/** How many of the nodes the scheduler finds too full for the request, once it has looked at each. */
async function countUnbound({ name, nodes }: Situation, cpu: number): Promise<number> {
  const what = `the scheduler to have looked at each pod that asks for ${cpu}m`;
  const unbound = await plane.client.until(what, async () => {
    const pods = await plane.client.list('Pod', { namespace: name, labelSelector: 'app.kubernetes.io/name=agent' });
    const staying = pods.filter(({ metadata }) => metadata['deletionTimestamp'] === undefined);
    const waiting = staying.filter((pod) => (pod['spec'] as { nodeName?: string }).nodeName === undefined);
    const isCurrent = waiting.every((pod) => JSON.stringify(pod['spec']).includes(`"cpu":"${cpu}m"`));
    const isJudged = waiting.every((pod) => JSON.stringify(pod['status']).includes('Unschedulable'));
    return staying.length === nodes.length && isCurrent && isJudged && waiting;
  });
  return unbound.length;
}

test('[FT15] [MR17] every starved node is told of, and each step of the sizing is what the scheduler then does', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const sized = await stage(plane, 'sized', 7);
  expect(sized.nodes).toStrictEqual(Object.keys(FREE));
  await client.apply(
    ...Object.entries(FREE).map(([node, { cpu, memory }]) => {
      const requests = { cpu: `${4_000 - cpu}m`, memory: String(16 * 1_024 * MEBIBYTE - memory) };
      return neighbours({ name: `most-of-${node}`, namespace: 'sized', node, requests });
    }),
  );
  await untilAllRun(plane, 'sized');
  await client.apply(asking(sized, REQUESTED.cpu));
  expect(await countUnbound(sized, REQUESTED.cpu)).toBe(FULL.length);

  const report = await client.until('the report of all starved nodes', async () => {
    const found = await live.fleet.starved();
    return found.nodes.length === FULL.length && found;
  });
  expect(report.budgets).toBe('Known');
  expect(report.nodes.map(inShort)).toStrictEqual([
    'sized-2 Evict: sized/agent lacks 40 of cpu, No; most-of-sized-2',
    'sized-3 Evict: sized/agent lacks 100 of cpu, No; most-of-sized-3',
    'sized-4 Evict: sized/agent lacks 100 of cpu, No; most-of-sized-4',
    'sized-5 Evict: sized/agent lacks 350 of cpu, No; most-of-sized-5',
    `sized-6 Evict: sized/agent lacks ${156 * MEBIBYTE} of memory, No; most-of-sized-6`,
    `sized-7 Evict: sized/agent lacks 50 of cpu, ${156 * MEBIBYTE} of memory, No; most-of-sized-7`,
  ]);
  const common = { daemonSet: 'sized/agent', nodes: 6 } as const;
  expect(report.sizing).toStrictEqual([
    {
      ...common,
      resource: 'cpu',
      requested: 500,
      short: 5,
      steps: [
        { reduction: 40, fit: 1 },
        { reduction: 100, fit: 3 },
        { reduction: 350, fit: 4 },
      ],
    },
    {
      ...common,
      resource: 'memory',
      requested: REQUESTED.memory,
      short: 2,
      steps: [{ reduction: 156 * MEBIBYTE, fit: 1 }],
    },
  ]);

  const [ofCpu] = report.sizing;
  for (const { reduction, fit } of ofCpu?.steps ?? []) {
    // The starved pods are not available: they are replaced at once, whatever the budget is.
    const cpu = REQUESTED.cpu - reduction;
    await client.apply(asking(sized, cpu));
    const unbound = await countUnbound(sized, cpu);
    expect({ reduction, fit: FULL.length - unbound }).toStrictEqual({ reduction, fit });
  }
});

function inShort({ node, kind, pending, eviction }: StarvedReport['nodes'][number]): string {
  const waiting = pending.map(({ daemonSet, lacks, selfHelp }) => {
    const lacking = lacks.map((lack) =>
      lack.kind === 'Resource' ? `${lack.requested - lack.free} of ${lack.resource}` : lack.kind,
    );
    return `${daemonSet} lacks ${lacking.join(', ')}, ${selfHelp.kind}`;
  });
  const names = eviction?.pods.map(({ name }) => name.replace(/-[a-z0-9]{5}$/, '')) ?? [];
  return `${node} ${kind}: ${waiting.join(' and ')}; ${names.join(' ')}`;
}
