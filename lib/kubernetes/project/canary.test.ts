import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runStatus } from '#lib/cli/status.ts';
import { objectKey } from '#lib/domain/keys.ts';
import type { PodRecord } from '#lib/domain/objects.ts';
import { createChannel } from '#lib/fleet/channel.ts';
import { createFleet } from '#lib/fleet/fleet.ts';
import { CANARY_PLACES, canariesIn, canaryObjects, canaryOf } from '#lib/testing/canaries.ts';
import { createFakeIo } from '#lib/testing/command-io.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { openFiles } from '../files.ts';
import { projectObject } from './object.ts';

/*
 * From objects all the way to what is sent: in none of it is a canary. What an API error and a credential hide is in no
 * object; lib/server/canary.server.test.ts plants those too, and reads every byte of the whole process.
 */

/** Of what a cluster's objects hide; the last three places are not in objects. */
const IN_OBJECTS = CANARY_PLACES.slice(0, 21);

const dump = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: canaryObjects() });

async function open(text: string = dump) {
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  const opened = await openFiles([{ name: 'dump.json', bytes: bytes() }]);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const source = opened.value;
  const clock = createFakeClock();
  const fleet = createFleet({
    store: source.store,
    health: source.health,
    onHealthChange: source.onHealthChange,
    clock,
    cluster: () => ({ name: source.name, version: null }),
    source: { kind: 'Files', asOf: source.health().asOf ?? 0 },
    ignoredNodes: source.ignoredNodes,
    stallAfterMillis: 600_000,
    historyLimit: 100,
  });
  return { store: source.store, fleet, channel: createChannel({ fleet, build: 'b', clock }) };
}

/** JSON that leaves nothing out: maps, sets and bytes too. */
function everything(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each instanceof Map || each instanceof Set) return [...each];
    if (each instanceof Uint8Array) return Buffer.from(each).toString('latin1');
    return typeof each === 'bigint' ? String(each) : each;
  });
}

async function status(text: string, ...argv: readonly string[]): Promise<string> {
  const io = createFakeIo({ stdin: text });
  await runStatus(['--from', '-', ...argv], io);
  return io.out() + io.err();
}

/** Every form in which the objects of a dump leave us, by name. */
async function outputs(text: string = dump): Promise<ReadonlyMap<string, string>> {
  const { store, fleet, channel } = await open(text);
  const uids = [...store.daemonSetUids()];
  const nodes = [...store.nodeNames()];
  const pods = nodes.flatMap((name): readonly PodRecord[] => [...store.podsOnNode(name)]);
  const records = [
    ...uids.flatMap((uid) => [store.daemonSet(uid), store.revisionsOf(uid), store.eventsOf(uid)]),
    ...nodes.flatMap((name) => [store.node(name), [...store.podsOnNode(name)]]),
    ...pods.map((pod) => store.eventsOf(pod.uid)),
  ];
  const keys = uids.flatMap((uid) => store.daemonSet(uid) ?? []).map(objectKey);
  const [plain, gzip] = await Promise.all([channel.snapshot('identity'), channel.snapshot('gzip')]);
  const stream = channel.subscribe({
    lastEventId: JSON.parse(Buffer.from(plain.bytes).toString()).id,
    signal: AbortSignal.timeout(60_000),
  });
  channel.stop();
  return new Map([
    ['projections', everything(JSON.parse(text).items.map((raw: unknown) => projectObject(raw)))],
    ['store', everything(records)],
    ['picture', everything(fleet.picture())],
    ['views', everything(keys.map((key) => fleet.daemonSetView(key)))],
    ['snapshot', Buffer.from(plain.bytes).toString()],
    ['snapshot, zipped', gunzipSync(gzip.bytes).toString()],
    ['stream', await new Response(stream).text()],
    ['details of DaemonSets', everything(keys.map((key) => fleet.daemonSetDetails(key)))],
    ['revisions', everything(keys.map((key) => fleet.revisions(key, { before: 1, after: 'template' })))],
    ['timeline', everything(keys.map((key) => fleet.timeline(key, { range: 'day', groupBy: { kind: 'none' } })))],
    ['details of nodes', everything(nodes.map((name) => fleet.nodeDetails(name)))],
    ['list of nodes', everything(await fleet.nodeList())],
    ['starved nodes', everything(await fleet.starved())],
    ['status', await status(text)],
    ['status --cells', await status(text, '--cells')],
    ['status -o json --cells', await status(text, '-o', 'json', '--cells')],
    ['status logging/agent', await status(text, 'logging/agent')],
  ]);
}

describe('the canaries', () => {
  test('are all there in what the API server sends', () => {
    expect(canariesIn(dump)).toStrictEqual(IN_OBJECTS);
  });

  test('are in nothing that leaves us, and what they stood beside is', async () => {
    const hits = [...(await outputs())].map(([name, text]) => [name, canariesIn(text)]);
    expect(hits.filter(([, found]) => found?.length !== 0)).toStrictEqual([]);
    // The cluster is really told: the masked messages, the image without its password.
    const said = await outputs();
    expect(said.get('details of DaemonSets')).toContain('[masked]');
    expect(said.get('status logging/agent')).toContain('[masked]');
    expect(said.get('details of nodes')).toContain('ImagePullBackOff');
    expect(said.get('starved nodes')).toContain('"kind":"Evict"');
    expect(said.get('projections')).toContain('registry.example/agent:1');
    expect(said.get('stream')).toContain('event: bye');
  });

  // From files nothing changes: of the stream there is only the end, and the timeline has nothing to name.
  test('would be found in every output, were one in a field that is told', async () => {
    const canary = canaryOf('args');
    const leaking = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: JSON.parse(
        JSON.stringify(canaryObjects())
          .replaceAll('"name":"node-', `"name":"${canary}-`)
          .replaceAll('registry.example/agent:1', `registry.example/agent:${canary}`)
          .replaceAll('"nodeName":"node-', `"nodeName":"${canary}-`)
          .replaceAll('"values":["node-', `"values":["${canary}-`),
      ),
    });
    const blind = [...(await outputs(leaking))]
      .filter(([, text]) => !canariesIn(text).includes('args'))
      .map(([name]) => name);
    expect(blind).toStrictEqual(['stream', 'timeline']);
  });
});
