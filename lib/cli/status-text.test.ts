import { expect, test } from 'vitest';
import { nodeName, revisionHash } from '#lib/domain/keys.ts';
import type { Cause } from '#lib/domain/rollout/causes/cause.ts';
import type { RevisionList } from '#lib/domain/rollout/revision-list.ts';
import type { Budget } from '#lib/domain/rollout/verdict.ts';
import { lintJapanese } from '#lib/testing/house-style.ts';
import { makeDaemonSet, makeDaemonSetStatus, makeRevision, QUIET_HASH } from '#lib/testing/objects.ts';
import { makeCell, makeCellPod, makeStatusInput, makeView, VIEWED_AT } from '#lib/testing/views.ts';
import { displayWidth } from './display-width.ts';
import { statusText } from './status-text.ts';
import type { Terminal } from './terminal.ts';

const pipe: Terminal = { columns: undefined, rows: undefined, colour: false, locale: 'en' };
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
const ledger: Budget = {
  kind: 'maxUnavailable',
  limit: 1,
  used: 1,
  need: 1,
  holders: [
    {
      node: nodeName('node-b'),
      pod: 'fluent-bit-x2x9z',
      row: 'RU5e',
      kind: 'stuck',
      reason: 'ImagePullBackOff',
      since: VIEWED_AT - 42 * minute,
    },
  ],
};
const imagePull: Cause = {
  code: 'K12',
  name: 'ImagePullFailed',
  confidence: 'H',
  nodes: [nodeName('node-b')],
  holdsBudget: true,
  since: VIEWED_AT - 42 * minute,
  facts: { container: 'agent', image: 'agent:2', waitingReason: 'ImagePullBackOff' },
  evidence: [
    {
      object: { kind: 'Pod', namespace: 'logging', name: 'fluent-bit-x2x9z' },
      field: 'status.containerStatuses[agent].state.waiting.reason',
      value: 'ImagePullBackOff',
    },
  ],
  commands: [
    { command: 'kubectl -n logging describe pod fluent-bit-x2x9z', changes: false },
    { command: 'kubectl -n logging rollout undo ds/fluent-bit', changes: true },
  ],
};
const someFail: Cause = {
  ...imagePull,
  code: 'K29',
  name: 'OnlySomeNodesFail',
  confidence: 'M',
  facts: {},
  evidence: [],
  commands: [],
};
const stalled = makeView({
  daemonSet: fluentBit,
  counted,
  budget: ledger,
  causes: [imagePull, someFail],
  excludedCauses: ['R03'],
  commonTraits: [{ key: 'pool', value: 'gpu', affected: { having: 1, all: 1 }, rest: { having: 0, all: 1 } }],
  progress: {
    last: { at: VIEWED_AT - 42 * minute, what: 'PodCreated', node: nodeName('node-b') },
    perPod: { median: 12_000, p90: 30_000, samples: 2 },
    parallelism: 0,
    remaining: 1,
    finishes: false,
  },
  alerts: [
    {
      name: 'KubeDaemonSetRolloutStuck',
      clauses: [{ clause: 'updated_number_scheduled != desired_number_scheduled', left: 1, right: 2, holds: true }],
      firing: true,
    },
  ],
  preflight: { checked: 1, blocked: [], requestsFrom: 'Template' },
  pushSafety: { replacedAtOnce: 1, readyAmongThem: 0, byBudget: 0, waiting: 1, unavailableAtWorst: 1, desired: 2 },
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
const revisions: RevisionList = {
  by: 'template',
  revisions: [
    { number: 4, hash: revisionHash('7d9f8b6c4'), pods: 1, current: true, rolledBackTo: true, createdAt: VIEWED_AT },
    { number: 2, hash: QUIET_HASH, pods: 1, current: false, rolledBackTo: false, createdAt: VIEWED_AT - 60 * minute },
  ],
  hasGaps: true,
  unlisted: [{ hash: revisionHash('6c4'), pods: 2 }],
  templateUnknown: 2,
};
const trouble = makeStatusInput({ daemonSets: [stalled, makeView()] });

test('the sentence, the DaemonSets worst first, the nodes in trouble', () => {
  expect(statusText(trouble, pipe)).toBe(`1 rollout stalled (fluent-bit 42 min) · 1 DaemonSet healthy
Cluster test, v1.36.3, at 2026-01-01T01:00:00Z

  STATE     NAMESPACE  NAME        DESIRED  CURRENT  READY  UPDATED  AVAILABLE  MISSCHEDULED  REVISION  SINCE
✕ Stalled   logging    fluent-bit        2        2      1        1      1 (2)             0         4  42 min
✓ Complete  default    agent             1        1      1        1          1             0         1  1 h
In brackets: what the status of the DaemonSet says, where it differs from what is there.

✕ logging/fluent-bit: Rollout stalled (image cannot be pulled): no further pod can be replaced, 1 node holds the budget · node-b · for 42 min.
  Budget: 1 used of 1 (maxUnavailable); 1 node must recover before the next pod is replaced.
    stuck · ImagePullBackOff: node-b · for 42 min
  K12 Image cannot be pulled
  The image agent:2 cannot be pulled for container agent · node-b · for 42 min.
  Read the message; the node tries again by itself, at most every 5 min.
    look    kubectl -n logging describe pod fluent-bit-x2x9z
    change  kubectl -n logging rollout undo ds/fluent-bit
  Also seen: K29 Only some nodes fail.
  1 node still to be updated, 0 at a time · last progress 42 min ago: a new pod was created on node-b · will not finish by itself

1 node in trouble
  STATE   NODE    WHY                        DAEMONSETS
✕ Failed  node-b  ImagePullBackOff in agent  logging/fluent-bit
`);
});

test('one DaemonSet in full, with every node', () => {
  const input = { ...trouble, daemonSets: [stalled], single: true, revisions, cells: true };
  expect(
    statusText(input, pipe),
  ).toBe(`Rollout stalled (image cannot be pulled): no further pod can be replaced, 1 node holds the budget · node-b · for 42 min.
Cluster test, v1.36.3, at 2026-01-01T01:00:00Z

✕ Stalled  logging/fluent-bit  42 min
RollingUpdate, maxUnavailable 1, minReadySeconds 0
kubectl rollout status: Waiting for daemon set "fluent-bit" rollout to finish

             DESIRED  CURRENT  READY  UPDATED  AVAILABLE  UNAVAILABLE  MISSCHEDULED  OBSERVED
counted now        2        2      1        1          1            1             0         1
its status         2        2      1        1          2            0             0         1

Budget: 1 used of 1 (maxUnavailable). Blocked: no further pod can be replaced until 1 node recovers. The new version itself has failed on 1.
  KIND   NODE    POD               WHY               ROW                          SINCE
  stuck  node-b  fluent-bit-x2x9z  ImagePullBackOff  RU5e new pod, not available  42 min

Causes
  K12 Image cannot be pulled · the rollout waits for it
  The image agent:2 cannot be pulled for container agent · node-b · for 42 min.
  Read the message; the node tries again by itself, at most every 5 min.
    look    kubectl -n logging describe pod fluent-bit-x2x9z
    change  kubectl -n logging rollout undo ds/fluent-bit
    Pod logging/fluent-bit-x2x9z · status.containerStatuses[agent].state.waiting.reason = ImagePullBackOff

  K29 Only some nodes fail · most likely · the rollout waits for it
  Most likely: The new revision fails on 1 node and runs on others · node-b · for 42 min.
  Compare good and bad nodes by what sets them apart: architecture, kernel, runtime, pool, zone, kubelet version.

  Checked, and not the cause: R03 Dead nodes hold the budget.

What these nodes have in common
  100 % (1/1) of the affected, 0 % (0/1) of the rest: pool=gpu

Progress
  1 node still to be updated, 0 at a time
  last progress 42 min ago: a new pod was created on node-b
  about 12 s per pod (median; 90 % within 30 s; 2 samples)
  will not finish by itself

What is ahead
  The new pod will fit on the one node still to be updated. That is an estimate from the template: admission may add to the requests of the pods.
  Another push now would replace 1 pod at once, without budget, because it is unavailable already. If that version fails too, 1 of 2 nodes is without an available pod.

Alerts of kubernetes-mixin
  KubeDaemonSetRolloutStuck: fires
    It fires now, as far as the counters tell.
    updated_number_scheduled != desired_number_scheduled holds (1 and 2)

REVISION     HASH       PODS  AGE  NOTE
4 (current)  7d9f8b6c4     1  0 s  rolled back to
2            5d8f7b6c4     1  1 h
?            6c4           2       no revision of this DaemonSet
Numbers are missing: going back to an old template gives its revision a new number.
2 pods count as updated by generation alone: the hash leads to no revision, so the template is not known to be the present one.

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
✓ 完了  default    agent          1     1         1         1         1             0           1  1時間
括弧内は、実際と異なるDaemonSetのstatusの値です。

✕ 【logging/fluent-bit】ロールアウトが停滞しています(イメージの取得の失敗)。1ノードが利用不可の上限を占め、次のPodを入れ替えられません(node-b、42分前から)。
  上限1のうち1を使用(maxUnavailable)。次のPodを入れ替えるには、1ノードの回復が必要です。
    停滞・ImagePullBackOff: node-b(42分前から)
  イメージの取得の失敗(K12)
  コンテナagentのイメージ(agent:2)を取得できません(node-b、42分前から)。
  メッセージを読んでください。ノードは遅くとも5分ごとに再試行します。
    確認  kubectl -n logging describe pod fluent-bit-x2x9z
    変更  kubectl -n logging rollout undo ds/fluent-bit
  ほかに見られる原因は一部のノードだけの失敗(K29)。
  未更新は1ノード、同時に0件ずつ・最後の進捗は42分前(node-bで新しいPodを作成)・自力では完了しない見込み

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
      const lines = statusText({ ...trouble, cells: true }, { columns, rows: undefined, colour: false, locale }).split(
        '\n',
      );
      // A command is there to be copied, and a fold would break it.
      const folded = lines.filter((line) => !line.includes('  kubectl '));
      expect(folded.filter((line) => displayWidth(line) > columns)).toStrictEqual([]);
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
