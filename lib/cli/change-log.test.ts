import { expect, test } from 'vitest';
import type { ObjectKey } from '#lib/domain/keys.ts';
import { lintJapanese } from '#lib/testing/house-style.ts';
import { makePicture, makePictureCounts, makePictureDaemonSet } from '#lib/testing/pictures.ts';
import { createText } from '#lib/text/text.ts';
import type { Picture, PictureDaemonSet } from '#lib/wire/picture.ts';
import { createChangeLog } from './change-log.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const second = 1_000;
const KNOWN = { daemonsets: 'Known', controllerrevisions: 'Known', pods: 'Known', nodes: 'Known' } as const;

function rolling(updated: number, overrides: Partial<PictureDaemonSet> = {}): PictureDaemonSet {
  return makePictureDaemonSet({
    namespace: 'logging',
    name: 'fluent-bit',
    uid: 'uid-fluent-bit',
    state: 'Progressing',
    reason: 'UpdatingPods',
    counted: makePictureCounts({ desiredNumberScheduled: 9, updatedNumberScheduled: updated, numberAvailable: 8 }),
    ...overrides,
  });
}
const stalled = rolling(3, {
  state: 'Stalled',
  reason: 'BudgetUsed',
  concerned: 1,
  concernedNodes: ['node-b'],
  hardCause: 'ImagePullBackOff',
  cause: { code: 'K12', confidence: 'H', nodes: 1 },
});
const complete = rolling(9, {
  state: 'Complete',
  reason: 'UpdatedAndAvailable',
  counted: makePictureCounts({ desiredNumberScheduled: 9, updatedNumberScheduled: 9, numberAvailable: 9 }),
});
const agent = makePictureDaemonSet();

function pictureOf(daemonSets: readonly PictureDaemonSet[], knowledge: Partial<Picture['knowledge']> = {}): Picture {
  return makePicture({ daemonSets, knowledge: { ...KNOWN, ...knowledge } });
}

function begin(daemonSet?: string, locale: 'en' | 'ja' = 'en') {
  const log = createChangeLog({
    text: createText(locale),
    terminal: { columns: undefined, rows: undefined, colour: false, locale },
    daemonSet: daemonSet as ObjectKey | undefined,
    noteOf: (resource) => (resource === 'pods' ? 'connection refused' : undefined),
  });
  return (picture: Picture, at = 0) => log.take(picture, NOON + at);
}

test('the first time it says how the fleet is, and what is not done', () => {
  expect(begin()(pictureOf([rolling(3), agent]))).toStrictEqual([
    '2026-01-01T12:00:00Z  1 rollout under way · 1 DaemonSet healthy',
    '2026-01-01T12:00:00Z  ▶ Progressing  logging/fluent-bit  Rolling out: 3 of 9 nodes updated, 8 available.',
  ]);
});

test('of one DaemonSet that was asked for it speaks alone, although that is done', () => {
  expect(begin('logging/fluent-bit')(pictureOf([agent, complete]))).toStrictEqual([
    '2026-01-01T12:00:00Z  ✓ Complete  logging/fluent-bit  All 9 target nodes run the current revision, available.',
  ]);
});

test('another state is told at once, with its first cause', () => {
  const take = begin();
  take(pictureOf([rolling(3), agent]));
  expect(take(pictureOf([stalled, agent]), second + 999)).toStrictEqual([
    '2026-01-01T12:00:01Z  ✕ Stalled  logging/fluent-bit  Rollout stalled (image cannot be pulled): no further pod can be replaced, 1 node holds the budget · node-b. K12 Image cannot be pulled.',
  ]);
});

test('the end is told, and without a cause', () => {
  const take = begin();
  take(pictureOf([stalled, agent]));
  expect(take(pictureOf([{ ...complete, cause: stalled.cause }, agent]), second)).toStrictEqual([
    '2026-01-01T12:00:01Z  ✓ Complete  logging/fluent-bit  All 9 target nodes run the current revision, available.',
  ]);
});

test('more updated pods are told every ten seconds', () => {
  const take = begin();
  take(pictureOf([rolling(3)]));
  const later = [1, 9, 10, 11].map((seconds) => take(pictureOf([rolling(3 + seconds)]), seconds * second));
  expect(later).toStrictEqual([
    [],
    [],
    ['2026-01-01T12:00:10Z  ▶ Progressing  logging/fluent-bit  Rolling out: 13 of 9 nodes updated, 8 available.'],
    [],
  ]);
});

test('where nothing changed nothing is said, however long it lasts', () => {
  const take = begin();
  const picture = pictureOf([stalled, agent]);
  take(picture);
  expect(take(picture, 3_600 * second)).toStrictEqual([]);
});

test('what comes later is told although it is done, and what goes is told', () => {
  const take = begin();
  take(pictureOf([agent]));
  expect(take(pictureOf([agent, complete]), second)).toStrictEqual([
    '2026-01-01T12:00:01Z  ✓ Complete  logging/fluent-bit  All 9 target nodes run the current revision, available.',
  ]);
  expect(take(pictureOf([agent]), 2 * second)).toStrictEqual(['2026-01-01T12:00:02Z  logging/fluent-bit is gone.']);
});

test('a lost connection is told once, not once per DaemonSet, and then what changed meanwhile', () => {
  const take = begin();
  take(pictureOf([rolling(3), agent]));
  const unknown = { state: 'Unknown', reason: 'PodsUnreadable' } as const;
  const lost = pictureOf([rolling(3, unknown), { ...agent, ...unknown }], { pods: 'Stale' });
  expect([take(lost, second), take(lost, 2 * second)]).toStrictEqual([
    ['2026-01-01T12:00:01Z  ? What is known of pods is too old to be trusted. (connection refused)'],
    [],
  ]);
  expect(take(pictureOf([stalled, agent]), 3 * second)).toStrictEqual([
    '2026-01-01T12:00:03Z  The cluster is being read again.',
    expect.stringContaining('✕ Stalled  logging/fluent-bit'),
  ]);
});

test('[D8] a name is shown with what it hides, on one line', () => {
  const hostile = rolling(3, { name: 'agent\u001b[2J\nx' });
  const lines = begin()(pictureOf([hostile]));
  expect(lines[1]).toContain('logging/agent<U+001B>[2J x');
});

test('[experience 10] Japanese', () => {
  const take = begin(undefined, 'ja');
  const lines = [
    ...take(pictureOf([rolling(3), agent])),
    ...take(pictureOf([stalled, agent]), second),
    ...take(pictureOf([]), 2 * second),
  ];
  expect(lines).toStrictEqual([
    '2026-01-01T12:00:00Z  1件がロールアウト中・1件のDaemonSetが正常',
    '2026-01-01T12:00:00Z  ▶ 更新中  logging/fluent-bit  ロールアウト中です。9ノードのうち3ノードが更新済み、8ノードが利用可能です。',
    '2026-01-01T12:00:01Z  ✕ 停滞  logging/fluent-bit  ロールアウトが停滞しています(イメージの取得の失敗)。1ノードが利用不可の上限を占め、次のPodを入れ替えられません(node-b)。イメージの取得の失敗(K12)。',
    '2026-01-01T12:00:02Z  logging/fluent-bitがなくなりました。',
    '2026-01-01T12:00:02Z  default/agentがなくなりました。',
  ]);
  const sentences = lines.map((line) => line.split('  ').at(-1) ?? '');
  expect(sentences.flatMap(lintJapanese)).toStrictEqual([]);
});
