import { expect, test } from 'vitest';
import { nodeName, revisionHash } from '#lib/domain/keys.ts';
import { lintJapanese } from '#lib/testing/house-style.ts';
import { makeDaemonSet, makeDaemonSetStatus, makeRevision } from '#lib/testing/objects.ts';
import { makeCell, makeCellPod, makeStatusInput, makeView, VIEWED_AT } from '#lib/testing/views.ts';
import { displayWidth } from './display-width.ts';
import { statusText } from './status-text.ts';
import type { Terminal } from './terminal.ts';

const pipe: Terminal = { columns: undefined, colour: false, locale: 'en' };
const minute = 60_000;

const failing = makeCell('node-b', 'failed', {
  reasons: [
    {
      kind: 'ContainerWaiting',
      container: 'agent',
      init: false,
      waitingReason: 'ImagePullBackOff',
      restartCount: 0,
    },
  ],
  pods: [makeCellPod({ name: 'fluent-bit-x2x9z', hash: revisionHash('7d9f8b6c4') })],
});
const excluded = makeCell('node-c', 'excluded', {
  reasons: [{ kind: 'NodeSelector', key: 'disk', want: 'ssd' }],
  pods: [],
});
const counted = makeDaemonSetStatus({
  desiredNumberScheduled: 2,
  currentNumberScheduled: 2,
  updatedNumberScheduled: 1,
  numberReady: 1,
  numberAvailable: 1,
  numberUnavailable: 1,
});
const fluentBit = makeDaemonSet({
  namespace: 'logging',
  name: 'fluent-bit',
  status: { ...counted, numberAvailable: 2, numberUnavailable: 0 },
});
const stalled = makeView({
  daemonSet: fluentBit,
  counted,
  verdict: {
    kind: 'Stalled',
    reason: 'BudgetUsed',
    evidence: { nodes: [nodeName('node-b')], hardCause: 'ImagePullBackOff' },
    since: VIEWED_AT - 42 * minute,
  },
  kubectl: { done: false, message: 'Waiting for daemon set "fluent-bit" rollout to finish' },
  revision: { current: { hash: revisionHash('7d9f8b6c4'), number: 4 }, by: 'template' },
  revisions: [
    { revision: makeRevision({ daemonSet: fluentBit, revision: 4, hash: revisionHash('7d9f8b6c4') }), pods: 1 },
    { revision: makeRevision({ daemonSet: fluentBit, revision: 3 }), pods: 1 },
  ],
  cells: [makeCell('node-a', 'old', { reasons: [{ kind: 'Outdated' }] }), failing, excluded],
});
const trouble = makeStatusInput({ daemonSets: [stalled, makeView()] });

test('the sentence, the DaemonSets worst first, the nodes in trouble', () => {
  expect(statusText(trouble, pipe)).toBe(`1 rollout stalled (fluent-bit 42 min) · 1 DaemonSet healthy
Cluster test, v1.36.3, at 2026-01-01T01:00:00Z

  STATE     NAMESPACE  NAME        DESIRED  CURRENT  READY  UPDATED  AVAILABLE  MISSCHEDULED  REVISION  SINCE
✕ Stalled   logging    fluent-bit        2        2      1        1      1 (2)             0         4  42 min
  Rollout stalled (ImagePullBackOff): no further pod can be replaced, 1 node holds the budget · node-b · for 42 min.
✓ Complete  default    agent             1        1      1        1          1             0         1  1 h
In brackets: what the status of the DaemonSet says, where it differs from what is there.

1 node in trouble
  STATE   NODE    WHY                        DAEMONSETS
✕ Failed  node-b  ImagePullBackOff in agent  logging/fluent-bit
`);
});

test('one DaemonSet in full, with every node', () => {
  const input = { ...trouble, daemonSets: [stalled], single: true, cells: true };
  expect(
    statusText(input, pipe),
  ).toBe(`Rollout stalled (ImagePullBackOff): no further pod can be replaced, 1 node holds the budget · node-b · for 42 min.
Cluster test, v1.36.3, at 2026-01-01T01:00:00Z

✕ Stalled  logging/fluent-bit  42 min
RollingUpdate, maxUnavailable 1, minReadySeconds 0
kubectl rollout status: Waiting for daemon set "fluent-bit" rollout to finish

             DESIRED  CURRENT  READY  UPDATED  AVAILABLE  UNAVAILABLE  MISSCHEDULED  OBSERVED
counted now        2        2      1        1          1            1             0         1
its status         2        2      1        1          2            0             0         1

REVISION     HASH       PODS
4 (current)  7d9f8b6c4     1
3            5d8f7b6c4     1

✕ Failed 1   ◔ Old revision 1   · Excluded 1
  STATE         NODE    POD               REVISION  WHY
◔ Old revision  node-a  agent-node-a             3  old revision
✕ Failed        node-b  fluent-bit-x2x9z         4  ImagePullBackOff in agent
    Container agent waits: ImagePullBackOff.
    The image could not be pulled, and the next attempt waits.
· Excluded      node-c                              needs label disk=ssd
`);
});

test('one DaemonSet without --cells shows the nodes that are not in order', () => {
  const text = statusText({ ...trouble, daemonSets: [stalled], single: true }, pipe);
  expect(text).toContain('✕ Failed  node-b');
  expect(text).not.toContain('node-c');
});

test('[experience 10] Japanese, aligned by the columns of its letters', () => {
  const text = statusText(trouble, { ...pipe, locale: 'ja' });
  expect(text).toBe(`1件のロールアウトが停滞(fluent-bit 42分)・1件のDaemonSetが正常
クラスターtest(v1.36.3)、2026-01-01T01:00:00Z時点

  状態  NAMESPACE  名前        対象  配置  準備完了  更新済み  利用可能  対象外で稼働  リビジョン  経過
✕ 停滞  logging    fluent-bit     2     2         1         1     1 (2)             0           4  42分
  ロールアウトが停滞しています(ImagePullBackOff)。1ノードが利用不可の上限を占め、次のPodを入れ替えられません(node-b、42分前から)。
✓ 完了  default    agent          1     1         1         1         1             0           1  1時間
括弧内は、実際と異なるDaemonSetのstatusの値です。

問題のある1ノード
  状態  ノード  理由                     DaemonSet
✕ 異常  node-b  agentがImagePullBackOff  logging/fluent-bit
`);
  const sentences = text.split('\n').filter((line) => line.includes('。'));
  expect(sentences.map((line) => line.trim()).flatMap(lintJapanese)).toStrictEqual([]);
});

test.for([40, 60, 80, 100, 120])(
  'on a screen of %i columns nothing is wider, and the worst is still named',
  (columns) => {
    for (const locale of ['en', 'ja'] as const) {
      const lines = statusText({ ...trouble, cells: true }, { columns, colour: false, locale }).split('\n');
      expect(lines.filter((line) => displayWidth(line) > columns)).toStrictEqual([]);
      expect(lines.some((line) => line.startsWith('✕') && line.includes('fluent-bit'))).toBe(true);
    }
  },
);

test('[D8] what a name hides is shown, and a terminal obeys none of it', () => {
  const daemonSet = makeDaemonSet({ name: 'agent\u001b[2J\u202e' });
  const view = makeView({ daemonSet, cells: [makeCell('node\u0007', 'missing', { reasons: [{ kind: 'NoPod' }] })] });
  const input = makeStatusInput({ daemonSets: [view], cells: true });
  const texts = [statusText(input, pipe), statusText({ ...input, single: true }, pipe)];
  expect(texts.filter((text) => /[^\P{Cc}\n]|\p{Cf}/u.test(text))).toStrictEqual([]);
  expect(texts[0]).toContain('agent<U+001B>[2J<U+202E>');
});

test('[RD1] what may not be read costs a sentence, with the rule that would grant it', () => {
  const input = makeStatusInput();
  const health = { ...input.health, events: { state: 'Forbidden', note: '403 Forbidden' } as const };
  expect(statusText({ ...input, health, ignored: { ConfigMap: 2, Secret: 1 } }, pipe)).toContain(`
Rollcall may not read events. Without events the reasons for a pod that cannot be created are missing. (403 Forbidden)
This RBAC rule would grant it: {apiGroups: ["events.k8s.io", ""], resources: ["events"], verbs: ["list", "watch"]}
Not read: 2 ConfigMap, 1 Secret.
`);
});

test('a cluster without a DaemonSet says on how many nodes there is none', () => {
  const nodes = ['node-1', 'node-2'].map(nodeName);
  expect(statusText(makeStatusInput({ daemonSets: [], nodes, source: 'Files' }), pipe)).toBe(
    'This cluster has no DaemonSets, on 2 nodes.\nFrom files, as of 2026-01-01T01:00:00Z\n',
  );
});

test('an empty cluster says so', () => {
  expect(statusText(makeStatusInput({ daemonSets: [], source: 'Files' }), pipe)).toBe(
    'This cluster has no DaemonSets, on no nodes.\nFrom files, as of 2026-01-01T01:00:00Z\n',
  );
});

test.for([
  [
    'en',
    'SIMULATED: the end of the scenario tour. For a cluster of yours: --kubeconfig or --context.',
    'The one DaemonSet is complete on 1 node.',
  ],
  [
    'ja',
    'SIMULATED(シナリオtourの結末)。実際のクラスターには--kubeconfigまたは--contextを指定します。',
    '1ノードで1件のDaemonSetが完了しています。',
  ],
] as const)('[7.3] of a simulated cluster the first line says so, in %s', ([locale, label, sentence]) => {
  const simulated = { scenario: 'tour', description: 'Two nodes meet.' };
  const [first, second] = statusText(makeStatusInput({ simulated }), { ...pipe, locale }).split('\n');
  expect([first, second]).toStrictEqual([label, sentence]);
  expect(statusText(makeStatusInput(), { ...pipe, locale })).not.toContain('SIMULATED');
});
