import type { fleet as english } from '../en/fleet.ts';

export const fleet: Readonly<Record<keyof typeof english, string>> = {
  'fleet.stalled': '{count, plural, other {#件のロールアウトが停滞}}({names})',
  'fleet.blocked': '{count, plural, other {#件のロールアウトがブロック}}({names})',
  'fleet.degraded': '{count, plural, other {#件のDaemonSetが一部利用不可}}({names})',
  'fleet.unknown': '{count, plural, other {#件のDaemonSetが不明}}({names})',
  'fleet.starved': '{count, plural, other {#ノードでリソース不足}}',
  'fleet.nodeDown': '{count, plural, other {#ノードが未準備}}',
  'fleet.underWay': '{count, plural, other {#件がロールアウト中}}',
  'fleet.leftovers': '{count, plural, other {#件に残存Podあり}}',
  'fleet.onDelete': '{count, plural, other {#件が削除待ち}}',
  'fleet.deleting': '{count, plural, other {#件が削除中}}',
  'fleet.healthy': '{count, plural, other {#件のDaemonSetが正常}}',
  'fleet.name': '{name}',
  'fleet.name.since': '{name} {duration}',
  'fleet.names.more': '{names}ほか{more, number}件',
  'fleet.names.separator': '、',
  'fleet.separator': '・',
  'fleet.allHealthy':
    '{nodes, plural, other {#ノード}}で{daemonSets, plural, =1 {1件のDaemonSetが} other {#件のDaemonSetがすべて}}完了しています。',
  'fleet.allHealthy.withoutNodes':
    '{daemonSets, plural, =1 {1件のDaemonSetが} other {#件のDaemonSetがすべて}}完了しています。',
  'fleet.allHealthy.last': '最後の問題は{age}に解消しました。',
  'fleet.empty': 'このクラスターにDaemonSetはありません({nodes, plural, other {#ノード}})。',
  'fleet.empty.withoutNodes': 'DaemonSetはありません。',
  'fleet.empty.filter': 'フィルターに一致するDaemonSetはありません。',
  'fleet.loading': 'クラスターを読み込んでいます。',
  'fleet.loading.objects': 'クラスターを読み込んでいます({resource}は{objects, number}件まで完了)。',
  'fleet.loading.expected':
    'クラスターを読み込んでいます({resource}は約{expected, number}件のうち{objects, number}件)。',
  'fleet.stale': 'データが{duration}前のもののため、状態は不明です。',
  'fleet.stale.resource': '{resource}のデータが古いため、状態は不明です。',
  'fleet.forbidden': '{resource}の参照権限がないため、状態は不明です。',
  'fleet.asOf': '{moment}時点',
};
