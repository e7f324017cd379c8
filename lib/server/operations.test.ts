import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import { createMetrics, type MeasuredPicture, type MetricsSource } from './metrics.ts';
import { createOperations, isSynced } from './operations.ts';

const servers: { close: (done: () => void) => void; closeAllConnections: () => void }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(resolve));
  }
});

type Health = Heartbeat['perResource'][string];
function makeHealth(overrides: Partial<Health> = {}): Health {
  return {
    state: 'live',
    cause: null,
    note: null,
    synced: true,
    asOfAgeMs: 500,
    lastEventAgeMs: null,
    objects: 3,
    expected: null,
    relists: 2,
    ...overrides,
  };
}
function makeHeartbeat(perResource: Heartbeat['perResource'], asOfAgeMs: number | null = 1_500): Heartbeat {
  return { sequence: 1, asOfAgeMs, perResource, build: 'b', now: 0 };
}
const synced = { daemonsets: makeHealth(), pods: makeHealth(), nodes: makeHealth() };

function makeSource(overrides: Partial<MetricsSource> = {}): MetricsSource {
  return {
    build: () => 'b1',
    version: '0.1.0',
    picture: () => undefined,
    heartbeat: () => makeHeartbeat(synced),
    openStreams: () => 4,
    droppedLogLines: () => 7,
    ...overrides,
  };
}

type Start = { readonly isReady?: boolean; readonly checksHost?: boolean; readonly source?: MetricsSource };
async function start({ isReady = true, checksHost = true, source = makeSource() }: Start = {}): Promise<string> {
  const server = createOperations({ metrics: createMetrics(source), isReady: () => isReady, checksHost });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the operations listener', () => {
  test.for([
    { path: '/livez', isReady: false, status: 200, body: 'ok\n' },
    { path: '/readyz', isReady: true, status: 200, body: 'ok\n' },
    { path: '/readyz', isReady: false, status: 503, body: 'not synced\n' },
  ])('$path answers $status when ready is $isReady', async ({ path, isReady, status, body }) => {
    const answer = await fetch((await start({ isReady })) + path);
    expect([answer.status, await answer.text()]).toStrictEqual([status, body]);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test.for(['/', '/api/fleet', '/metrics/x', '/healthz'])('%s is not there', async (path) => {
    expect((await fetch((await start()) + path)).status).toBe(404);
  });

  test('nothing is written to it', async () => {
    const answer = await fetch(`${await start()}/livez`, { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toStrictEqual([405, 'GET, HEAD']);
  });

  test('on loopback it goes by its own names alone, in a pod by any', async () => {
    const ask = async (checksHost: boolean) => {
      const url = new URL(await start({ checksHost }));
      const { request } = await import('node:http');
      return new Promise((resolve) => {
        request(url, { path: '/livez', headers: { host: '10.1.2.3:8471' } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).end();
      });
    };
    expect([await ask(true), await ask(false)]).toStrictEqual([421, 200]);
  });
});

describe('ready', () => {
  const unsynced = makeHealth({ synced: false });
  test.for([
    { name: 'all three are read', health: synced, ready: true },
    { name: 'pods are still being listed', health: { ...synced, pods: unsynced }, ready: false },
    { name: 'nodes are still being listed', health: { ...synced, nodes: unsynced }, ready: false },
    {
      name: 'nodes may not be read, which is not waited for',
      health: { ...synced, nodes: makeHealth({ synced: false, cause: 'forbidden' }) },
      ready: true,
    },
    {
      name: 'pods may not be read, which is no picture at all',
      health: { ...synced, pods: makeHealth({ synced: false, cause: 'forbidden' }) },
      ready: false,
    },
    {
      name: 'stale since, and still reachable',
      health: { ...synced, pods: makeHealth({ state: 'retrying' }) },
      ready: true,
    },
  ])('[C3] $name: $ready', ({ health, ready }) => {
    expect(isSynced(makeHeartbeat(health))).toBe(ready);
  });

  test('without a cluster nothing is ready', () => {
    expect(isSynced(undefined)).toBe(false);
  });
});

describe('metrics', () => {
  const picture: MeasuredPicture = {
    daemonSets: [
      { namespace: 'kube-system', name: 'cni', uid: 'u1', state: 'Stalled', hardCause: 'R03', reason: 'BudgetUsed' },
      {
        namespace: 'logging',
        name: 'agent',
        uid: 'u2',
        state: 'Complete',
        hardCause: null,
        reason: 'UpdatedAndAvailable',
      },
    ],
    cells: new Map([['u1', Uint8Array.of(0, 8, 8)]]),
  };

  async function lines(source: MetricsSource): Promise<readonly string[]> {
    const text = await (await fetch(`${await start({ source })}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith('rollcall_'));
  }

  test('what is said of the fleet, the streams and the age', async () => {
    expect(
      await lines(makeSource({ picture: () => picture, heartbeat: () => makeHeartbeat({ pods: makeHealth() }) })),
    ).toStrictEqual([
      'rollcall_unexpected_errors_total 0',
      'rollcall_build_info{version="0.1.0",revision="b1"} 1',
      'rollcall_stream_clients 4',
      'rollcall_log_lines_dropped_total 7',
      'rollcall_snapshot_age_seconds 1.5',
      'rollcall_watch_connected{resource="pods"} 1',
      'rollcall_objects{resource="pods"} 3',
      'rollcall_watch_relists_total{resource="pods"} 2',
      ...[
        'failed 1',
        'missing 0',
        'starved 0',
        'nodeDown 0',
        'misscheduled 0',
        'unknown 0',
        'progressing 0',
        'old 0',
        'ok 2',
        'excluded 0',
      ]
        .map((each) => each.split(' '))
        .map(
          ([state, nodes]) =>
            `rollcall_daemonset_nodes{namespace="kube-system",daemonset="cni",state="${state}"} ${nodes}`,
        ),
      ...[
        'failed',
        'missing',
        'starved',
        'nodeDown',
        'misscheduled',
        'unknown',
        'progressing',
        'old',
        'ok',
        'excluded',
      ].map((state) => `rollcall_daemonset_nodes{namespace="logging",daemonset="agent",state="${state}"} 0`),
      'rollcall_daemonset_stalled{namespace="kube-system",daemonset="cni",cause="R03"} 1',
      'rollcall_daemonset_stalled{namespace="logging",daemonset="agent",cause=""} 0',
    ]);
  });

  test('before the first sync there is no age, rather than the age 0', async () => {
    const said = await lines(makeSource({ heartbeat: () => makeHeartbeat({}, null) }));
    expect(said.filter((line) => line.startsWith('rollcall_snapshot_age_seconds'))).toStrictEqual([]);
  });

  test('what the edge refused is counted by its code', async () => {
    const metrics = createMetrics(makeSource());
    metrics.observe({
      method: 'GET',
      route: 'Refused',
      code: 'MisdirectedHost',
      status: 421,
      address: '::1',
      durationMillis: 1,
      bytes: 0,
    });
    metrics.countUnexpectedError();
    const text = await metrics.render();
    expect(text).toContain('rollcall_requests_refused_total{code="MisdirectedHost"} 1\n');
    expect(text).toContain('rollcall_unexpected_errors_total 1\n');
    expect(text).toContain('http_request_duration_seconds_count{route="Refused",status="421"} 1\n');
  });
});
