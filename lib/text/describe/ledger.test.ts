import { expect, test } from 'vitest';
import { BUDGET_OWNERS } from '#lib/domain/rollout/budget-owner.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { LOCALES } from '../locale.ts';
import { createText } from '../text.ts';
import type { BudgetView, HolderView } from './ledger.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };

function makeHolder(overrides: Partial<HolderView> = {}): HolderView {
  return { node: 'node-a', row: 'RU5e', kind: 'stuck', reason: 'ImagePullBackOff', ...overrides };
}

function makeBudget(overrides: Partial<BudgetView> = {}): BudgetView {
  return { kind: 'maxUnavailable', limit: 5, used: 0, need: 0, holders: [], ...overrides };
}

function holders(count: number, overrides: Partial<HolderView>): readonly HolderView[] {
  return Array.from({ length: count }, (_, index) => makeHolder({ node: `node-${index}`, ...overrides }));
}

const notReady = { row: 'RU5e', kind: 'stuck', reason: 'NodeNotReady' } as const;
const blocked = { state: 'Blocked', reason: 'BudgetUsed' } as const;
const moving = { state: 'Progressing', reason: 'UpdatingPods' } as const;

type Row = {
  readonly name: string;
  readonly budget: BudgetView | null;
  readonly verdict: Parameters<typeof texts.en.describeBudget>[1];
  readonly en: string;
  readonly ja: string;
};
const rows: readonly Row[] = [
  {
    name: '[B14] NVSentinel#1764: dead nodes hold more than the budget, and the new version fails beside them',
    budget: makeBudget({
      limit: 15,
      used: 20,
      need: 6,
      holders: [...holders(18, notReady), ...holders(2, {})],
    }),
    verdict: blocked,
    en: 'Blocked: no further pod can be replaced until 6 nodes recover. 18 of 20 sit on NotReady nodes; the new version itself has failed on 2.',
    ja: 'ブロックされています。6ノードが復旧するまで、次のPodを入れ替えられません。20ノードのうち18ノードは未準備、新しいバージョン自体の失敗は2件です。',
  },
  {
    name: '[B14] test-infra#31706: three Unknown nodes and a budget of one',
    budget: makeBudget({ limit: 1, used: 3, need: 3, holders: holders(3, notReady) }),
    verdict: { state: 'Stalled', reason: 'BudgetUsed' },
    en: 'Blocked: no further pod can be replaced until 3 nodes recover. 3 of 3 sit on NotReady nodes.',
    ja: 'ブロックされています。3ノードが復旧するまで、次のPodを入れ替えられません。3ノードのうち3ノードは未準備です。',
  },
  {
    name: '[RU11] a creation that fails freezes the update with budget left',
    budget: makeBudget({
      used: 1,
      holders: holders(1, { row: 'RU5b', reason: 'FailedCreate' }),
    }),
    verdict: { state: 'Stalled', reason: 'SyncFails' },
    en: 'Blocked whatever the budget: every sync of the controller fails before it updates a pod. 1 has no pod.',
    ja: '上限に関係なくブロックされています。コントローラーの同期が毎回途中で失敗し、その間は更新が進みません。1件はPodなしです。',
  },
  {
    name: '[RS2f] slowed: what is stuck is told apart from what moves',
    budget: makeBudget({
      used: 5,
      need: 1,
      holders: [
        ...holders(2, { kind: 'stuck', reason: 'InsufficientResource' }),
        ...holders(1, { row: 'RU5f', kind: 'stuck', reason: 'CrashLoopBackOff' }),
        ...holders(2, { kind: 'inFlight', reason: 'Starting' }),
      ],
    }),
    verdict: moving,
    en: 'Slowed: 3 of 5 are stuck, so only 2 pods move at a time. 2 pods have no room; 1 fails; 2 are being replaced.',
    ja: '遅くなっています。上限5のうち3が停滞し、同時に入れ替えられるPodは2件だけです。2件はリソース不足、1件は異常、2件は入れ替え中です。',
  },
  {
    name: 'a full budget of which everything moves',
    budget: makeBudget({ limit: 1, used: 1, need: 1, holders: holders(1, { kind: 'inFlight', reason: 'Starting' }) }),
    verdict: moving,
    en: 'The budget is in use: the next pod is replaced when 1 node has an available pod again. 1 is being replaced.',
    ja: '上限は使用中です。1ノードで再びPodが利用可能になると、次のPodが入れ替えられます。1件は入れ替え中です。',
  },
  {
    name: 'a budget with room',
    budget: makeBudget({ used: 1, holders: holders(1, { kind: 'inFlight', reason: 'Terminating' }) }),
    verdict: moving,
    en: '4 further pods may be replaced now. 1 is being replaced.',
    ja: 'あと4件のPodを入れ替えられます。1件は入れ替え中です。',
  },
  {
    name: 'of the numbers alone, as the picture has them, no holder is told',
    budget: { kind: 'maxUnavailable', limit: 3, used: 3, need: 1, stuck: 1 },
    verdict: moving,
    en: 'Slowed: 1 of 3 are stuck, so only 2 pods move at a time.',
    ja: '遅くなっています。上限3のうち1が停滞し、同時に入れ替えられるPodは2件だけです。',
  },
  {
    name: '[RS3] surge: what is counted are the pods beside the old ones',
    budget: makeBudget({ kind: 'maxSurge', limit: 1, used: 1, need: 1, holders: holders(1, { row: 'RU8f' }) }),
    verdict: blocked,
    en: 'Blocked: no further surge pod can start until 1 node recovers. The new version itself has failed on 1.',
    ja: 'ブロックされています。1ノードが復旧するまで、次のサージPodを起動できません。新しいバージョン自体の失敗は1件です。',
  },
  {
    name: '[RS3a] OnDelete has no budget, and says why',
    budget: null,
    verdict: { state: 'OnDelete', reason: 'OldPodsWaitForDeletion' },
    en: 'The update strategy is OnDelete: the controller replaces no pod by itself, so there is no budget. Each old pod stays until somebody deletes it.',
    ja: 'アップデート戦略がOnDeleteのため、コントローラーはPodを入れ替えず、利用不可の上限もありません。古いPodは削除されるまで残ります。',
  },
  {
    name: '[RS3a] pods that cannot be read are no empty budget',
    budget: null,
    verdict: { state: 'Unknown', reason: 'PodsUnreadable' },
    en: 'The pods cannot be read, so who uses the budget is unknown.',
    ja: 'Podを読み取れないため、上限を使用しているものは不明です。',
  },
];
test.for(rows)('$name', ({ budget, verdict, en, ja }) => {
  const told = {
    en: texts.en.describeBudget(budget, verdict).text,
    ja: texts.ja.describeBudget(budget, verdict).text,
  };
  expect(told).toStrictEqual({ en, ja });
  expect(lintEnglish(told.en)).toStrictEqual([]);
  expect(lintJapanese(told.ja)).toStrictEqual([]);
});

test('[experience 5.4] the meter may be more than full', () => {
  const budget = makeBudget({ limit: 15, used: 20, need: 6 });
  expect(texts.en.describeBudget(budget, blocked).meter).toBe('20 used of 15');
  expect(texts.ja.describeBudget(budget, blocked).meter).toBe('上限15のうち20を使用');
  expect(texts.en.describeBudget(null, moving).meter).toBe('');
});

test('[RS3] one line of the ledger: where, why, since when, and which row makes it a holder', () => {
  const holder = makeHolder({ node: 'node-7', pod: 'agent-x', since: now - 12 * minute });
  expect(texts.en.describeHolder(holder, now)).toStrictEqual({
    phrase: 'node-7 · ImagePullBackOff · for 12 min',
    kind: 'stuck',
    row: 'new pod, not available',
    reason: 'ImagePullBackOff',
    owner: 'failing',
  });
  expect(texts.ja.describeHolder({ ...holder, kind: 'inFlight', reason: 'Starting', since: null }, now)).toStrictEqual({
    phrase: 'node-7 · 起動中',
    kind: '進行中',
    row: '利用不可の新しいPod',
    reason: '起動中',
    owner: 'replacing',
  });
});

const WAITS = [
  'NodeNotReady',
  'NodeStarting',
  'NodeLeaving',
  'NodeGone',
  'NoPod',
  'NoPodYet',
  'FailedCreate',
  'FailedDelete',
  'Scheduling',
  'Starting',
  'WaitingMinReadySeconds',
  'Terminating',
  'TerminatingOverdue',
  'Replacing',
  'Preempting',
  'Unschedulable',
  'SchedulingGated',
  'NobodySchedules',
  'InsufficientResource',
  'SchedulerSaysInsufficient',
  'HostPortConflict',
  'NotReady',
  'PodFailed',
  'ContainerTerminated',
] as const;
test('our own words for a wait are put into words, the kubelet’s stay as they are', () => {
  const unsaid = LOCALES.flatMap((locale) => WAITS.filter((wait) => texts[locale].describeWait(wait) === wait));
  expect(unsaid).toStrictEqual([]);
  expect(texts.ja.describeWait('CrashLoopBackOff')).toBe('CrashLoopBackOff');
  expect(texts.en.describeWait('toString')).toBe('toString');
});

test('every part of the meter has a word', () => {
  const words = BUDGET_OWNERS.map((owner) => texts.ja.nameBudgetOwner(owner));
  expect(words).toStrictEqual(['ノード未準備', 'リソース不足', '新しいPodの異常', '未配置', '入れ替え中']);
});
