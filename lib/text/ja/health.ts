import type { health as english } from '../en/health.ts';

export const health: Readonly<Record<keyof typeof english, string>> = {
  'resource.name.daemonsets': 'DaemonSet',
  'resource.name.controllerrevisions': 'ControllerRevision',
  'resource.name.pods': 'Pod',
  'resource.name.nodes': 'ノード',
  'resource.name.events': 'イベント',
  'resource.name.namespaces': 'Namespace',
  'resource.name.poddisruptionbudgets': 'PodDisruptionBudget',
  'resource.name.priorityclasses': 'PriorityClass',

  'loss.daemonsets': 'DaemonSetがないと、表示できるものがありません。',
  'loss.controllerrevisions': 'ControllerRevisionがないと、現在のリビジョンがわかりません。',
  'loss.pods': 'Podがないと、ノードで何が動作しているかわからず、すべての状態が不明になります。',
  'loss.nodes':
    'ノードがないとPodの情報だけになり、どのノードが対象かは不明です。未配置や対象外と表示されるノードはありません。',
  'loss.events': 'イベントがないと、Podを作成できない理由がわかりません。',
  'loss.namespaces': 'Namespaceがないと、Podセキュリティのレベルがわかりません。',
  'loss.poddisruptionbudgets': 'PodDisruptionBudgetがないと、どのPodを退避できるかわかりません。',
  'loss.priorityclasses': 'PriorityClassがないと、同じ状態のDaemonSetの順番はPodの優先度だけで決まります。',

  'knowledge.NotSynced': '{resource}をまだ読み込んでいません。',
  'knowledge.Forbidden': 'Rollcallには{resource}の参照権限がありません。{loss}',
  'knowledge.Stale': '{resource}のデータが古いため、信頼できません。',
  'knowledge.Known': '{resource}は読み込み済みです。',
  'knowledge.grant': '次のRBACルールで権限を付与できます。',

  'reflector.state.idle': '開始前',
  'reflector.state.listing': '読み込み中',
  'reflector.state.syncing': 'watchに接続中',
  'reflector.state.live': 'ライブ',
  'reflector.state.suspect': '応答なし',
  'reflector.state.retrying': '再試行中',
  'reflector.state.relisting': '再読み込み中',
  'reflector.cause.unreachable': 'APIサーバーに接続できません。',
  'reflector.cause.credentials': 'APIサーバーが認証情報を拒否しました。',
  'reflector.cause.forbidden': 'APIサーバーが許可していません。',
  'reflector.cause.throttled': 'APIサーバーから待機を求められています。',
  'reflector.cause.gone': 'APIサーバーにwatchの位置が残っていません。',
  'reflector.cause.server': 'APIサーバーがエラーを返しました。',
  'reflector.cause.note': '{cause}({note})',
};
