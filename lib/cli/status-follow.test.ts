import { expect, test } from 'vitest';
import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import { createFakeIo } from '#lib/testing/command-io.ts';
import { makeHealth } from '#lib/testing/health.ts';
import { makeDaemonPod, makeDaemonSet, makeNode } from '#lib/testing/objects.ts';
import { createSmallFleet, fillQuietly } from '#lib/testing/small-fleet.ts';
import { settle } from '#lib/testing/step-clock.ts';
import type { Following } from './status-follow.ts';
import { readStatusOptions } from './status-options.ts';
import { readStatus } from './status-source.ts';
import { waitForStatus } from './status-wait.ts';
import { watchStatus } from './status-watch.ts';

type Given = Parameters<typeof createFakeIo>[0];

/** The quiet DaemonSet on two nodes, followed by a command with these words. */
function follow(argv: readonly string[], given: Given = {}) {
  const small = createSmallFleet();
  const { clock, store, fleet } = small;
  const daemonSet = fillQuietly(small);
  const stop = Promise.withResolvers<void>();
  const io = createFakeIo({ ...given, stopped: stop.promise });
  const read = readStatusOptions({ argv, environment: {} });
  if (!read.ok || read.value.kind !== 'Run') throw new Error('no request');
  const { request } = read.value;
  let health: ClusterHealth = makeHealth();
  const source: ClusterSource = {
    name: 'test',
    version: () => undefined,
    store,
    health: () => health,
    onHealthChange: () => () => {},
    ignoredNodes: () => 0,
    ignoredKinds: {},
    stop: async () => {},
  };
  const following: Following = {
    session: { fleet, source, look: () => readStatus(source, fleet, request, clock.now()) },
    request,
    io,
    clock,
  };
  const pass = async (millis: number) => {
    for (let left = millis; left > 0; left -= 100) {
      clock.advance(Math.min(100, left));
      await settle();
    }
  };
  return {
    small,
    daemonSet,
    following,
    io,
    pass,
    stop: stop.resolve,
    be: (next: ClusterHealth) => {
      health = next;
      small.be(next);
    },
  };
}

/** The pod of node-b is away, so that its node is wanted and has none. */
function breakOne({ small, daemonSet }: { small: ReturnType<typeof createSmallFleet>; daemonSet: DaemonSetRecord }) {
  small.remove('pods', makeDaemonPod({ daemonSet, nodeName: 'node-b' }).uid);
  small.clock.advance(100);
}

function repair({ small, daemonSet }: { small: ReturnType<typeof createSmallFleet>; daemonSet: DaemonSetRecord }) {
  small.put('pods', makeDaemonPod({ daemonSet, nodeName: 'node-b' }));
}

/** What is said, without its time. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/^\S+Z {2}/, ''));
}

test('--wait ends at once where everything is done', async () => {
  const { following, io } = follow(['--wait']);
  await waitForStatus(following, 60_000);
  expect(linesOf(io.out())).toStrictEqual(['The one DaemonSet is complete on 2 nodes.', '', '']);
});

test('--wait says what changes, and ends with the last repair', async () => {
  const situation = follow(['--wait']);
  breakOne(situation);
  const end = waitForStatus(situation.following, 60_000);
  await situation.pass(2_000);
  repair(situation);
  await situation.pass(1_000);
  await end;
  expect(linesOf(situation.io.out())).toStrictEqual([
    '1 rollout under way',
    '▶ Progressing  default/agent  Starting: 1 of 2 nodes available · for 0 s.',
    '✓ Complete  default/agent  All 2 target nodes run the current revision, available · for 1 h.',
    '',
    '',
  ]);
  expect(situation.io.err()).toBe('');
});

test('--wait ends when its time is over, and says so', async () => {
  const situation = follow(['--wait', '--timeout=90s']);
  breakOne(situation);
  const end = waitForStatus(situation.following, 90_000);
  await situation.pass(90_000);
  await end;
  expect(situation.io.err()).toBe('rollcall: not everything was done within 1 min (--timeout)\n');
});

test('--wait -o json leaves standard output to the document', async () => {
  const { following, io } = follow(['--wait', '-o', 'json']);
  await waitForStatus(following, 60_000);
  expect(io.out()).toBe('');
  expect(linesOf(io.err())).toStrictEqual(['The one DaemonSet is complete on 2 nodes.', '']);
});

test('--wait ends when somebody stops it', async () => {
  const situation = follow(['--wait']);
  breakOne(situation);
  const end = waitForStatus(situation.following, 60_000);
  await situation.pass(500);
  situation.stop();
  await end;
  expect(situation.io.err()).toBe('');
});

test('--wait ends when what was asked for is gone', async () => {
  const situation = follow(['--wait', 'default/agent']);
  breakOne(situation);
  const end = waitForStatus(situation.following, 60_000);
  await situation.pass(500);
  situation.small.remove('daemonsets', situation.daemonSet.uid);
  await situation.pass(2_000);
  await end;
  expect(linesOf(situation.io.out()).at(-3)).toBe('default/agent is gone.');
  expect(situation.following.session.look()).toStrictEqual({
    ok: false,
    error: 'there is no DaemonSet default/agent, and no other',
  });
});

test('--wait does not take what it cannot see for the end, and goes on when it sees again', async () => {
  const situation = follow(['--wait']);
  const stale = { asOfAgeMillis: 31_000, cause: 'unreachable', note: 'connection refused' } as const;
  situation.be(makeHealth({ daemonsets: stale, controllerrevisions: stale, pods: stale }));
  await situation.pass(200);
  let ended = false;
  const end = waitForStatus(situation.following, 600_000).then(() => {
    ended = true;
  });
  await situation.pass(5_000);
  expect(ended).toBe(false);
  situation.be(makeHealth());
  await situation.pass(2_000);
  await end;
  expect(linesOf(situation.io.out())).toStrictEqual([
    '? What is known of DaemonSets is too old to be trusted. (connection refused)',
    'The cluster is being read again.',
    'The one DaemonSet is complete on 2 nodes.',
    '',
    '',
  ]);
});

test('--wait does not take DaemonSets that it may not read any more for done', async () => {
  const situation = follow(['--wait']);
  breakOne(situation);
  const forgotten = { asOfAgeMillis: 600_000, cause: 'forbidden', note: '403 Forbidden' } as const;
  situation.be(makeHealth({ daemonsets: forgotten, controllerrevisions: forgotten, pods: forgotten }));
  await situation.pass(200);
  expect(situation.small.fleet.picture().daemonSets).toStrictEqual([]);
  let ended = false;
  const end = waitForStatus(situation.following, 600_000).then(() => {
    ended = true;
  });
  await situation.pass(3_000);
  expect(ended).toBe(false);
  situation.stop();
  await end;
});

test('--watch into a pipe says what changes until somebody stops it; its code is that of the last look', async () => {
  const situation = follow(['--watch']);
  const end = watchStatus(situation.following);
  await situation.pass(1_000);
  breakOne(situation);
  await situation.pass(20_000);
  situation.stop();
  expect(await end).toBe(1);
  expect(linesOf(situation.io.out())).toStrictEqual([
    'The one DaemonSet is complete on 2 nodes.',
    expect.stringMatching(/^▶ Progressing {2}default\/agent {2}/),
    expect.stringMatching(/^▲ Degraded {2}default\/agent {2}/),
    '',
  ]);
});

test('--watch of a DaemonSet that goes keeps watching, and ends as a look at it would', async () => {
  const situation = follow(['--watch', 'default/agent']);
  const end = watchStatus(situation.following);
  await situation.pass(1_000);
  situation.small.remove('daemonsets', situation.daemonSet.uid);
  await situation.pass(2_000);
  situation.stop();
  expect(await end).toBe(4);
  expect(linesOf(situation.io.out()).at(-2)).toBe('default/agent is gone.');
});

const ESCAPE = '\u001b';

test('--watch on a screen draws over what it drew', async () => {
  const situation = follow(['--watch'], { columns: 100, rows: 30, env: { NO_COLOR: '1' } });
  const end = watchStatus(situation.following);
  await situation.pass(1_000);
  const [first = '', second = ''] = situation.io.out().split(`\r${ESCAPE}[`);
  const rows = first.split('\n').length - 1;
  expect(first).toMatch(/^The one DaemonSet is complete on 2 nodes\./);
  expect(second.startsWith(`${rows}AThe one DaemonSet is complete`)).toBe(true);
  situation.stop();
  expect(await end).toBe(0);
});

test('--watch on a screen never draws more than the screen can hold', async () => {
  const situation = follow(['--watch', 'default/agent', '--cells'], {
    columns: 60,
    rows: 10,
    env: { NO_COLOR: '1' },
  });
  const end = watchStatus(situation.following);
  await settle();
  const lines = situation.io.out().split('\n');
  // The cursor stands on the last row.
  expect(lines).toHaveLength(10);
  expect(lines.at(-2)).toMatch(/^and \d+ more lines/);
  situation.stop();
  await end;
});

test('a terminal that cannot move its cursor is written to like a pipe', async () => {
  const situation = follow(['--watch'], { columns: 100, rows: 30, env: { TERM: 'dumb' } });
  const end = watchStatus(situation.following);
  await situation.pass(2_000);
  situation.stop();
  await end;
  expect(situation.io.out()).not.toContain(ESCAPE);
  expect(linesOf(situation.io.out())).toStrictEqual(['The one DaemonSet is complete on 2 nodes.', '']);
});

test('a fleet that grows is waited for as it is then', async () => {
  const situation = follow(['--wait']);
  breakOne(situation);
  const end = waitForStatus(situation.following, 60_000);
  await situation.pass(500);
  repair(situation);
  const late = makeDaemonSet({ name: 'late', generation: 2 });
  situation.small.put('daemonsets', late);
  situation.small.put('nodes', makeNode('node-c'));
  await situation.pass(5_000);
  situation.stop();
  await end;
  expect(situation.io.out()).not.toContain('All 2 DaemonSets');
  expect(situation.io.out()).toContain('default/late');
});
