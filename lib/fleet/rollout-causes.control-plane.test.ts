import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeName } from '#lib/domain/keys.ts';
import { type LiveFleet, openLiveFleet } from '#lib/testing/live-fleet.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { untilRolledOut } from '#testbed/scenario.ts';

/** Why a rollout as a whole does not get on, from a real control plane to the causes in their order. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const SHOWN = { timeout: 40_000, interval: 100 } as const;

let plane: ControlPlane;
/** A kubelet takes long to be missed: it dies before the other tests. */
let dead: Situation;
beforeAll(async () => {
  plane = await startControlPlane();
  dead = await stage(plane, 'dead', 4);
  await plane.client.apply(dead.agent(), dead.agent({ name: 'second' }));
  await untilRolledOut(plane.client, 'agent', 'dead', { desired: 4 });
  await untilRolledOut(plane.client, 'second', 'dead', { desired: 4 });
  await plane.nodes.killKubelet('dead-1');
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

/** Code, confidence, a star for the budget, and the nodes of each cause, best first. */
function told(live: LiveFleet, key: string): readonly string[] {
  return live
    .view(key)
    .causes.map(({ code, confidence, holdsBudget, nodes }) =>
      [`${code}${confidence}${holdsBudget ? '*' : ''}`, ...nodes].join(' '),
    );
}

async function tells(live: LiveFleet, key: string, expected: readonly string[]): Promise<void> {
  await expect.poll(() => told(live, key), SHOWN).toStrictEqual(expected);
}

test('[R04] a broken image: the version comes first, then what it fails of', async () => {
  await using live = await openLiveFleet(plane);
  const broken = await stage(plane, 'broken', 3);
  await plane.client.apply(broken.agent());
  await untilRolledOut(plane.client, 'agent', 'broken', { desired: 3 });
  await plane.client.apply(broken.agent({ ...V2, fault: 'image-pull' }));
  await expect.poll(() => live.view(broken.key()).causes.map(({ code }) => code), SHOWN).toStrictEqual(['R04', 'K12']);
  const [version, pull] = live.view(broken.key()).causes;
  expect(version).toMatchObject({
    confidence: 'H',
    holdsBudget: true,
    facts: { detail: 'K12', image: V2.image, used: '1', limited: '1' },
    commands: [
      { command: 'kubectl -n broken rollout history ds/agent', changes: false },
      { command: 'kubectl -n broken rollout undo ds/agent', changes: true },
    ],
  });
  expect(pull?.nodes).toStrictEqual(version?.nodes);
  expect(version?.nodes).toHaveLength(1);
  expect(live.view(broken.key()).excludedCauses).toStrictEqual([
    'R03',
    'R07',
    'R08',
    'C01',
    'C04',
    'S01',
    'S04',
    'K18',
    'K23',
    'T01',
  ]);
});

test('[R07] [RU11] one refused creation freezes the update with budget left, and the quota comes second', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const frozen = await stage(plane, 'frozen', 3);
  await client.apply(frozen.agent({ updateStrategy: { maxUnavailable: 2 } }));
  await untilRolledOut(client, 'agent', 'frozen', { desired: 3 });
  await client.apply({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q', namespace: 'frozen' },
    spec: { hard: { pods: '3' } },
  });
  await client.until('the quota to count', async () => {
    const quota = await client.get({ kind: 'ResourceQuota', name: 'q', namespace: 'frozen' });
    return JSON.stringify(quota['status'] ?? {}).includes('"used":{"pods":"3"}');
  });
  await nodes.add([{ name: 'frozen-4', labels: { situation: 'frozen' } }]);
  await tells(live, frozen.key(), ['R07H* frozen-4', 'C01H* frozen-4']);
  await client.apply(frozen.agent({ ...V2, updateStrategy: { maxUnavailable: 2 } }));
  await expect
    .poll(() => live.view(frozen.key()).verdict, SHOWN)
    .toMatchObject({ kind: 'Stalled', reason: 'SyncFails' });
  await tells(live, frozen.key(), ['R07H* frozen-4', 'C01H* frozen-4']);
});

test('[R06] [S04] a surge pod wants the host port of the old one', async () => {
  await using live = await openLiveFleet(plane);
  const ported = await stage(plane, 'ported', 2);
  const plan = {
    updateStrategy: { maxUnavailable: 0, maxSurge: 1 },
    container: { ports: [{ containerPort: 9100, hostPort: 9100 }] },
  };
  await plane.client.apply(ported.agent(plan));
  await untilRolledOut(plane.client, 'agent', 'ported', { desired: 2 });
  await plane.client.apply(ported.agent({ ...V2, ...plan }));
  await expect
    .poll(() => told(live, ported.key()).map((line) => line.slice(0, 5)), SHOWN)
    .toStrictEqual(['R06H*', 'S04H*']);
  const [surge] = live.view(ported.key()).causes;
  expect(surge?.facts).toMatchObject({ detail: 'S04', port: 9100 });
  expect(surge?.commands.at(-1)).toStrictEqual({
    command: `kubectl -n ported patch ds agent -p '{"spec":{"updateStrategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":1}}}}'`,
    changes: true,
  });
});

test('[R02] [R12] OnDelete waits for a person, and a twin wants the same pods', async () => {
  await using live = await openLiveFleet(plane);
  const manual = await stage(plane, 'manual', 2);
  await plane.client.apply(manual.agent({ updateStrategy: 'OnDelete' }));
  await untilRolledOut(plane.client, 'agent', 'manual', { desired: 2 });
  await tells(live, manual.key(), []);
  await plane.client.apply(manual.agent({ ...V2, updateStrategy: 'OnDelete' }));
  await tells(live, manual.key(), ['R02H manual-1 manual-2']);
  const [waiting] = live.view(manual.key()).causes;
  expect(waiting?.commands).toStrictEqual([
    { command: expect.stringMatching(/^kubectl -n manual delete pod agent-[a-z0-9]{5}$/), changes: true },
  ]);
  await plane.client.apply(twinOf(manual));
  await tells(live, manual.key(), ['R02H manual-1 manual-2', 'R12H']);
});

/** Another DaemonSet with the labels of `agent`. */
function twinOf(situation: Situation) {
  const agent = situation.agent();
  return { ...agent, metadata: { ...agent.metadata, name: 'twin' } };
}

test('[R09] a template that is changed three times within minutes', async () => {
  await using live = await openLiveFleet(plane);
  const fought = await stage(plane, 'fought', 1);
  for (const version of ['1.0.0', '2.0.0', '3.0.0', '4.0.0']) {
    await plane.client.apply(fought.agent({ image: `registry.example.com/agent:${version}` }));
    await untilRolledOut(plane.client, 'agent', 'fought', { desired: 1 });
  }
  await tells(live, fought.key(), ['R09M']);
  expect(live.view(fought.key()).causes[0]?.evidence).toHaveLength(3);
});

test('[R14] [FA5] the update takes the pod of a tainted node for good', async () => {
  await using live = await openLiveFleet(plane);
  const tainted = await stage(plane, 'tainted', 3);
  await plane.client.apply(tainted.agent({ updateStrategy: { maxUnavailable: 3 } }));
  await untilRolledOut(plane.client, 'agent', 'tainted', { desired: 3 });
  await plane.nodes.taint('tainted-1', { key: 'example.com/maintenance', value: 'disk', effect: 'NoSchedule' });
  await expect.poll(() => live.view(tainted.key()).verdict.kind, SHOWN).toBe('CompleteWithLeftovers');
  await tells(live, tainted.key(), []);
  await plane.client.apply(tainted.agent({ ...V2, updateStrategy: { maxUnavailable: 3 } }));
  await tells(live, tainted.key(), ['R14M tainted-1']);
  await using fresh = await openLiveFleet(plane);
  expect(told(fresh, tainted.key())).toStrictEqual(['R14M tainted-1']);
  expect(live.view(tainted.key()).causes[0]?.facts).toStrictEqual({ taint: 'example.com/maintenance=disk:NoSchedule' });
});

test('[R03] [R08] [T01] [NT1] a dead node under two DaemonSets is one row, and first of what holds each', async () => {
  await using live = await openLiveFleet(plane);
  await expect.poll(() => live.view(dead.key()).cells.get(nodeName('dead-1'))?.kind, SHOWN).toBe('nodeDown');
  await tells(live, dead.key(), ['R03M* dead-1']);
  await plane.client.apply(dead.agent(V2), dead.agent({ ...V2, name: 'second' }));
  // The pod on the dead node is told to go at once and never goes; its grace period has to run out before that is a stall.
  live.clock.advance(5 * 60_000);
  for (const key of [dead.key(), dead.key('second')]) {
    await tells(live, key, ['R03H* dead-1', 'R08H* dead-1', 'T01H* dead-1']);
    // The causes are told anew at each look, the verdict is that of the picture.
    const stalled = { verdict: { kind: 'Stalled' }, explainedByNodes: true };
    await expect.poll(() => live.view(key), SHOWN).toMatchObject(stalled);
  }
  expect(live.view(dead.key()).causes[0]).toMatchObject({
    facts: { nodeStatus: 'Unknown', subject: 'maxUnavailable', used: '1', limited: '1', requested: '35%' },
    evidence: [
      { object: { kind: 'Node', name: 'dead-1' }, field: 'status.conditions[Ready].status', value: 'Unknown' },
    ],
  });
  expect(live.fleet.picture().nodeTroubles).toStrictEqual([
    {
      pool: null,
      kind: 'Unreachable',
      phase: 'Steady',
      nodes: 1,
      names: ['dead-1'],
      since: expect.any(Number),
      daemonSets: [dead.key(), dead.key('second')],
    },
  ]);
});
