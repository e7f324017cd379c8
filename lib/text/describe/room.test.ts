import { describe, expect, test } from 'vitest';
import type { Lack, SelfHelp } from '#lib/domain/room/make-room.ts';
import type { EvictionWarning, Standing } from '#lib/domain/room/room-pod.ts';
import { lintEnglish, lintJapanese } from '#lib/testing/house-style.ts';
import { createText } from '../text.ts';
import {
  describeBudgets,
  describeLack,
  describeSelfHelp,
  describeStanding,
  describeUnreadable,
  describeWarning,
  type RoomWords,
  sayShort,
} from './room.ts';

const now = 1_767_225_600_000;
const minute = 60_000;
const GIBI = 1024 ** 3;
const onError = (error: Error): never => {
  throw error;
};
const texts = { en: createText('en', { onError }), ja: createText('ja', { onError }) };
type Said = readonly [phrase: string, sentence: string];

function check(told: { readonly en: RoomWords; readonly ja: RoomWords }, en: Said, ja: Said): void {
  expect([told.en.phrase, told.en.sentence]).toStrictEqual(en);
  expect([told.ja.phrase, told.ja.sentence]).toStrictEqual(ja);
  expect(en.flatMap(lintEnglish)).toStrictEqual([]);
  expect(ja.flatMap(lintJapanese)).toStrictEqual([]);
}

const cpu: Lack = { kind: 'Resource', resource: 'cpu', requested: 300, free: 120, allocatable: 3_920 };
const port: Lack = {
  kind: 'HostPort',
  hostPort: { port: 9100, protocol: 'TCP', hostIP: '0.0.0.0' },
  holders: ['u-1'],
};

type LackRow = {
  readonly name: string;
  readonly lack: Lack;
  readonly en: Said;
  readonly ja: Said;
  readonly short: string;
};
const lacks: readonly LackRow[] = [
  {
    name: '[FT9] a resource: what it needs, what is free, of how much',
    lack: cpu,
    en: ['needs 300m CPU, 120m free of 3,920m', 'It needs 300m CPU: 120m of 3,920m is free, 180m too little.'],
    ja: [
      'CPUが300m必要、空きは3,920mのうち120m',
      'CPUが300m必要ですが、空きは3,920mのうち120mで、180m不足しています。',
    ],
    short: '180m CPU',
  },
  {
    name: '[FT9] bytes that look alike are told exactly',
    lack: { kind: 'Resource', resource: 'memory', requested: GIBI + 1, free: GIBI, allocatable: 2 * GIBI },
    en: [
      'needs 1073741825 memory, 1073741824 free of 2 GiB',
      'It needs 1073741825 memory: 1073741824 of 2 GiB is free, 1 B too little.',
    ],
    ja: [
      'メモリが1073741825必要、空きは2 GiBのうち1073741824',
      'メモリが1073741825必要ですが、空きは2 GiBのうち1073741824で、1 B不足しています。',
    ],
    short: '1 B memory',
  },
  {
    name: '[FT15] a node whose pods already request more than is allocatable',
    lack: { ...cpu, free: -80, allocatable: 1_000 },
    en: [
      'needs 300m CPU, and the pods here request 80m more than 1',
      'It needs 300m CPU: the pods here already request 80m more than the 1 that is allocatable.',
    ],
    ja: [
      'CPUが300m必要、既存Podのリクエストは1を80m超過',
      'CPUが300m必要ですが、既存のPodのリクエストだけで割り当て可能な1を80m超えています。',
    ],
    short: '380m CPU',
  },
  {
    name: '[FT16] what the whole node does not have',
    lack: { ...cpu, requested: 8_000 },
    en: ['needs 8 CPU, 120m free of 3,920m', 'It needs 8 CPU: the whole node has 3,920m.'],
    ja: ['CPUが8必要、空きは3,920mのうち120m', 'CPUが8必要ですが、ノード全体でも3,920mしかありません。'],
    short: '7,880m CPU',
  },
  {
    name: '[FT8] a slot',
    lack: { kind: 'Resource', resource: 'pods', requested: 1, free: 0, allocatable: 110 },
    en: ['needs a pod slot, 0 free of 110', 'It needs a pod slot: all 110 of the node are taken.'],
    ja: ['Podの枠が必要、空きは110件のうち0件', 'Podの枠が必要ですが、ノードの110件はすべて使用中です。'],
    short: '1 pod slot',
  },
  {
    name: '[FT10] an extended resource keeps its name',
    lack: { kind: 'Resource', resource: 'nvidia.com/gpu', requested: 2, free: 1, allocatable: 4 },
    en: ['needs 2 nvidia.com/gpu, 1 free of 4', 'It needs 2 nvidia.com/gpu: 1 of 4 is free, 1 too little.'],
    ja: ['nvidia.com/gpuが2必要、空きは4のうち1', 'nvidia.com/gpuが2必要ですが、空きは4のうち1で、1不足しています。'],
    short: '1 nvidia.com/gpu',
  },
  {
    name: '[FT13] a port and who has it',
    lack: port,
    en: [
      'host port 9100/TCP taken by monitoring/exporter',
      'It needs the host port 9100/TCP, which monitoring/exporter has.',
    ],
    ja: [
      'ホストポート9100/TCPがmonitoring/exporterにより使用中',
      'ホストポート9100/TCPが必要ですが、monitoring/exporterが使用しています。',
    ],
    short: 'host port 9100/TCP',
  },
  {
    name: '[FT13] a port on one address that nobody is named for',
    lack: { ...port, hostPort: { port: 53, protocol: 'UDP', hostIP: '10.0.0.2' }, holders: ['u-2'] },
    en: ['host port 10.0.0.2:53/UDP taken', 'It needs the host port 10.0.0.2:53/UDP, which is taken on this node.'],
    ja: ['ホストポート10.0.0.2:53/UDPが使用中', 'ホストポート10.0.0.2:53/UDPが必要ですが、このノードで使用中です。'],
    short: 'host port 10.0.0.2:53/UDP',
  },
];
test.for(lacks)('$name', ({ lack, en, ja, short }) => {
  const nameOf = (uid: string) => (uid === 'u-1' ? 'monitoring/exporter' : undefined);
  check({ en: describeLack(texts.en, lack, nameOf), ja: describeLack(texts.ja, lack, nameOf) }, en, ja);
  expect(sayShort(texts.en, lack)).toBe(short);
});

type SelfHelpRow = {
  readonly name: string;
  readonly selfHelp: SelfHelp;
  readonly since?: number;
  readonly en: Said;
  readonly ja: Said;
};
const selfHelps: readonly SelfHelpRow[] = [
  {
    name: '[MR2] nothing lower',
    selfHelp: { kind: 'No', lower: 0 },
    since: now - 12 * minute,
    en: [
      'no',
      'The scheduler will not do it by itself: nothing on this node has a lower priority. It has waited for 12 min.',
    ],
    ja: [
      '不可能',
      'スケジューラーだけでは解決しません。このノードに優先度の低いPodはありません。12分前から待っています。',
    ],
  },
  {
    name: '[MR16] what is lower holds too little',
    selfHelp: { kind: 'No', lower: 2 },
    en: [
      'no',
      'The scheduler will not do it by itself: even without the 2 pods of lower priority there is not enough room.',
    ],
    ja: ['不可能', 'スケジューラーだけでは解決しません。優先度の低い2件のPodがなくても、空きが足りません。'],
  },
  {
    name: '[MR16] what is lower is enough',
    selfHelp: { kind: 'Yes', lower: 3 },
    en: [
      'yes',
      'Yes: 3 pods here have a lower priority, and without them there is room; the scheduler takes no more of them than it needs.',
    ],
    ja: [
      '可能',
      '可能です。このノードに優先度の低いPodが3件あり、それがなければ収まります。スケジューラーは必要な分だけプリエンプトします。',
    ],
  },
  {
    name: '[SC18] [SC19] it is at it',
    selfHelp: { kind: 'UnderWay' },
    since: now - 3 * minute,
    en: ['under way', 'Yes, it is at it: the pods that it preempted are leaving. It has waited for 3 min.'],
    ja: ['進行中', 'プリエンプション中です。プリエンプトされたPodが終了処理中です。3分前から待っています。'],
  },
  {
    name: '[SC17] its class forbids it',
    selfHelp: { kind: 'Forbidden' },
    en: ['forbidden', 'Forbidden: its preemptionPolicy is Never, so the scheduler removes no pod for it.'],
    ja: [
      '禁止',
      '禁止されています。preemptionPolicyがNeverのため、スケジューラーはこのPodのためにほかのPodを終了させません。',
    ],
  },
  {
    name: '[FT16] larger than the node',
    selfHelp: { kind: 'NeverFits' },
    en: ['never fits', 'No, and no eviction helps: it asks for more than the whole node has.'],
    ja: ['収容不可', 'ノード全体を超えるリクエストのため、何を退避しても収まりません。'],
  },
  {
    name: '[FT9] it fits and waits for something else',
    selfHelp: { kind: 'NotNeeded' },
    en: ['not needed', 'Not needed: there is room for it, so it waits for something else.'],
    ja: ['不要', '空きは足りています。待っている理由はほかにあります。'],
  },
];
test.for(selfHelps)('$name', ({ selfHelp, since = null, en, ja }) => {
  const facts = { selfHelp, since };
  check({ en: describeSelfHelp(texts.en, facts, now), ja: describeSelfHelp(texts.ja, facts, now) }, en, ja);
});

type WarningRow = {
  readonly name: string;
  readonly warning: EvictionWarning;
  readonly en: Said;
  readonly ja: Said;
};
const warnings: readonly WarningRow[] = [
  {
    name: '[MR5] more than one budget',
    warning: { kind: 'SeveralBudgets', budgets: ['web', 'all'] },
    en: [
      'several budgets',
      'More than one PodDisruptionBudget covers it (web, all): the eviction API answers 500, so it has to be deleted by hand, and that asks no budget.',
    ],
    ja: [
      '複数のPodDisruptionBudget',
      '複数のPodDisruptionBudget(web、all)の対象です。退避APIは500を返すため手動での削除が必要ですが、削除ではPodDisruptionBudgetが確認されません。',
    ],
  },
  {
    name: '[MR3] a budget that allows none',
    warning: { kind: 'Budget', budget: 'web', disruptionsAllowed: 0 },
    en: ['budget used up', 'The PodDisruptionBudget web allows no disruption now: an eviction is answered with 429.'],
    ja: [
      'PodDisruptionBudgetの残りなし',
      'PodDisruptionBudget(web)は現在、中断を1件も許可していません。退避には429が返ります。',
    ],
  },
  {
    name: '[MR3] a budget that allows one',
    warning: { kind: 'Budget', budget: 'web', disruptionsAllowed: 1 },
    en: ['uses a budget', 'It uses the one disruption that the PodDisruptionBudget web allows now.'],
    ja: ['PodDisruptionBudgetの消費', 'PodDisruptionBudget(web)が現在許可している1件の中断のうち1件を使います。'],
  },
  {
    name: '[MR3] a budget that allows several',
    warning: { kind: 'Budget', budget: 'web', disruptionsAllowed: 2 },
    en: ['uses a budget', 'It uses one of the 2 disruptions that the PodDisruptionBudget web allows now.'],
    ja: ['PodDisruptionBudgetの消費', 'PodDisruptionBudget(web)が現在許可している2件の中断のうち1件を使います。'],
  },
  {
    name: '[MR7] nobody makes it again',
    warning: { kind: 'Bare' },
    en: ['bare pod', 'It has no controller: nobody makes it again.'],
    ja: ['単独のPod', 'コントローラーがないため、作り直されません。'],
  },
  {
    name: '[MR2] not lower',
    warning: { kind: 'NotLower' },
    en: [
      'priority not lower',
      'Its priority is at least that of a pod that waits: for that one the scheduler would not remove it.',
    ],
    ja: [
      '同等以上の優先度',
      '優先度が、待っているPodのいずれかと同等以上です。そのPodのためにスケジューラーがプリエンプトすることはありません。',
    ],
  },
  {
    name: '[MR12] the only one',
    warning: { kind: 'OnlyReplica' },
    en: ['only replica', 'Its controller has no other pod that is alive: there will be a gap.'],
    ja: ['唯一のレプリカ', 'コントローラーに動作中のPodがほかにないため、中断が生じます。'],
  },
  {
    name: '[MR10] asked to stay',
    warning: { kind: 'AskedToStay' },
    en: ['asked to stay', 'An annotation asks that it stay where it is (safe-to-evict or do-not-disrupt).'],
    ja: ['退避を避ける指定', 'アノテーション(safe-to-evictまたはdo-not-disrupt)が、退避しないよう求めています。'],
  },
  {
    name: '[MR14] no cordon keeps it away',
    warning: { kind: 'ToleratesCordon' },
    en: ['tolerates a cordon', 'It tolerates a cordon: its next pod may come straight back to this node.'],
    ja: ['cordonを許容', 'cordonを許容するため、次のPodがすぐにこのノードに戻ることがあります。'],
  },
  {
    name: '[MR8] one volume',
    warning: { kind: 'EmptyDir', volumes: ['cache'] },
    en: ['local data is lost', 'What its emptyDir volume cache holds is lost.'],
    ja: ['ローカルデータの消失', 'emptyDirボリューム(cache)の内容が失われます。'],
  },
  {
    name: '[MR8] two volumes',
    warning: { kind: 'EmptyDir', volumes: ['cache', 'tmp'] },
    en: ['local data is lost', 'What its emptyDir volumes cache, tmp hold is lost.'],
    ja: ['ローカルデータの消失', 'emptyDirボリューム(cache、tmp)の内容が失われます。'],
  },
  {
    name: '[MR9] files of the node',
    warning: { kind: 'HostPath' },
    en: ['files of this node', 'It uses files of this node (hostPath), which another node does not have.'],
    ja: ['ノード上のファイル', 'このノード上のファイル(hostPath)を使っており、ほかのノードにはありません。'],
  },
  {
    name: '[MR9] a claim',
    warning: { kind: 'VolumeClaim' },
    en: ['volume claim', 'The volume of its claim may be bound to this node or zone; PersistentVolumes are not read.'],
    ja: [
      'ボリュームの要求',
      '要求したボリュームがこのノードかゾーンに固定されている可能性があります。PersistentVolumeは読み取っていません。',
    ],
  },
  {
    name: '[MR6] of a Job',
    warning: { kind: 'Job' },
    en: ['Job', 'It may count as a failure of its Job.'],
    ja: ['Job', 'Jobの失敗として数えられる可能性があります。'],
  },
  {
    name: '[MR6] of a StatefulSet',
    warning: { kind: 'StatefulSet' },
    en: ['StatefulSet', 'It comes back under the same name, once its volumes are free.'],
    ja: ['StatefulSet', 'ボリュームが解放された後、同じ名前で作り直されます。'],
  },
];
test.for(warnings)('$name', ({ warning, en, ja }) => {
  check({ en: describeWarning(texts.en, warning), ja: describeWarning(texts.ja, warning) }, en, ja);
});

describe('what is said beside a plan', () => {
  const STANDINGS: Readonly<Record<Standing, readonly [string, string]>> = {
    Movable: ['may go', '退避可能'],
    DaemonSet: ['daemon pod', 'DaemonSetのPod'],
    Static: ['static pod', '静的Pod'],
    Terminating: ['terminating', '終了処理中'],
    Terminal: ['ended', '終了済み'],
    ControlPlane: ['control plane', 'コントロールプレーン'],
    Rollcall: ['Rollcall itself', 'Rollcall自身'],
  };
  test.for(Object.entries(STANDINGS))('[MR1] why a pod may not go: %s', ([standing, [en, ja]]) => {
    const kind = standing as Standing;
    expect(describeStanding(texts.en, kind).phrase).toBe(en);
    expect(describeStanding(texts.ja, kind).phrase).toBe(ja);
    expect(describeStanding(texts.en, kind).sentence).toMatch(/^[A-Z].*\.$/);
    expect(describeStanding(texts.ja, kind).sentence).toMatch(/。$/);
  });

  test('[RD1] budgets that are not known are said, known ones are not', () => {
    expect(describeBudgets(texts.en, 'Known')).toBeUndefined();
    expect(describeBudgets(texts.en, 'Forbidden')).toBe(
      'Rollcall may not read PodDisruptionBudgets: no eviction is known to be allowed.',
    );
    expect(describeBudgets(texts.ja, 'Stale')).toBe(
      'PodDisruptionBudgetのデータが古いため、退避が許可されるかどうかは不明です。',
    );
    expect(describeBudgets(texts.en, 'NotSynced')).toBe(
      'PodDisruptionBudgets have not been read yet: no eviction is known to be allowed.',
    );
  });

  test('[FT7] quantities that nobody can read are said', () => {
    expect(describeUnreadable(texts.en, [])).toBeUndefined();
    expect(describeUnreadable(texts.en, ['cpu'])).toBe('The quantity of cpu cannot be read and counts as nothing.');
    expect(describeUnreadable(texts.ja, ['cpu', 'memory'])).toBe(
      'cpu、memoryの量は解釈できないため、0として数えています。',
    );
  });
});
