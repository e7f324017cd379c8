import type { placement as english } from '../en/placement.ts';

export const placement: Readonly<Record<keyof typeof english, string>> = {
  'placement.fits.sentence':
    '{nodes, plural, other {#ノード}}のうち{wanted, plural, other {#ノード}}で実行され、すべてに空きがあります。',
  'placement.blocked.sentence':
    '{nodes, plural, other {#ノード}}のうち{wanted, plural, other {#ノード}}で実行されますが、{blocked, plural, other {#ノード}}には空きがありません: {list}。',
  'placement.blocked.all.sentence':
    '{nodes, plural, other {#ノード}}のうち{wanted, plural, other {#ノード}}で実行されますが、どれにも空きがありません: {list}。',
  'placement.nowhere.sentence': '{nodes, plural, other {#ノード}}のどれでも実行されません。',
  'placement.preempts.sentence':
    'そのうち{count, plural, other {#ノード}}では、スケジューラーが優先度の低いPodをプリエンプトして自動で空きを作ります。',
  'placement.refused.sentence':
    'ただし、このままではそこまで進みません。エラーが{count, plural, other {#件}}あります。',
  'placement.template.sentence':
    'テンプレートによるPodのリクエスト: {asks}。LimitRange、RuntimeClass、webhookによって増えることがあります。',
  'placement.pod.sentence': 'Podのリクエスト: {asks}。同じテンプレートから作られた実在のPodのものです。',
  'placement.asks.nothing': 'なし',

  'placement.title.problems': '問題',
  'placement.title.changes': '変更点',
  'placement.title.noRoom': '空きのない対象ノード({count, plural, other {#ノード}})',
  'placement.title.notWanted': '対象外のノード({count, plural, other {#ノード}})',
  'placement.title.nodes': 'ノード({count, plural, other {#ノード}})',

  'placement.change.new.sentence': 'この名前のDaemonSetはまだありません。',
  'placement.change.same.sentence': 'ありません。実行中のDaemonSetのテンプレートと同じです。',
  'placement.change.gains.sentence': '{count, plural, other {#ノード}}で新たに実行されます: {list}。',
  'placement.change.loses.sentence': '{count, plural, other {#ノード}}では実行されなくなります: {list}。',
  'placement.change.template.sentence':
    'テンプレートの違いが{count, plural, other {#件}}あるため、すべてのPodが{onDelete, select, true {削除され次第、} other {}}置き換えられます。',
  'placement.change.other.sentence':
    'テンプレートに違いはありますが、Rollcallが保持する範囲にはありません。{command}が設定し、kubectl applyでは変わらないアノテーションなどが考えられます。',
  'placement.rollout.blocks.sentence':
    '空きのないままの{count, plural, other {#ノード}}のうち{limit, plural, other {#ノード}}に達すると、更新は先に進まなくなります({kind} {limit, number})。',
  'placement.rollout.passes.sentence':
    '空きのないままの{count, plural, other {#ノード}}は{kind} {limit, number}のうち{count, number}を使いますが、ほかのノードの更新は進みます。',
  'placement.rollout.inPlace.sentence':
    'そこに古いPodがあれば先に削除されるため、{count, plural, other {#ノード}}にはPodがない状態が続きます。',

  'placement.column.nodes': 'ノード数',
  'placement.column.which': 'ノード',
  'placement.column.short': '不足',
  'placement.column.container': 'コンテナ',
  'placement.column.field': 'フィールド',
  'placement.column.before': '変更前',
  'placement.column.after': '変更後',
  'placement.column.wanted': '対象',
  'placement.column.fits': '空き',
  'placement.yes': 'はい',
  'placement.no': 'いいえ',
  'placement.mayStay': '残留可',

  'placement.short.range': '{resource} {from}～{to}',
  'placement.short.one': '{resource} {amount}',
  'placement.short.pods': 'Podの枠',
  'placement.short.hostPort': 'ホストポート{port}{holder, select, _ {} other {({holder}が使用中)}}',
  'placement.help': '解決策: {help}',
  'placement.help.preempts': 'スケジューラーが自動で対応',
  'placement.help.never': 'リクエストの引き下げ、またはより大きいノード(ノード全体の容量を超過)',
  'placement.help.evict': '既存Podの削減や縮小、リクエストの引き下げ、優先度の引き上げ',
  'placement.help.slot': '既存Podの削減、または優先度の引き上げ',
  'placement.help.port': '別のポート、または使用中のPodの移動',
  'placement.help.surge': 'maxSurge 0(古いPodが空きを作る)',
  'placement.advice.sentence':
    'どのPodを退避させればよいかは、Podが待機した時点で{command}の「ノード」にノードごとに表示されます。',
  'placement.more.groups': 'ほかの理由による{count, plural, other {#ノード}}(--cells)',

  'placement.problem': '{path}: {message}',
  'placement.problem.line': '{path}({line}行目): {message}',
  'placement.obstacle.NamespaceAbsent.sentence':
    'Namespace {namespace}が存在しないため、APIサーバーはDaemonSetを拒否します。',
  'placement.obstacle.NamespaceTerminating.sentence':
    'Namespace {namespace}は削除中のため、新しいものは作成されません。',
  'placement.obstacle.SelectorImmutable.sentence':
    'セレクターが実行中のDaemonSetと異なります。セレクターは変更できないため、APIサーバーは拒否します。',
  'placement.obstacle.BeingDeleted.sentence': 'この名前のDaemonSetは削除中です。いま適用しても、一緒に削除されます。',
  'placement.obstacle.PriorityClassAbsent.sentence':
    'PriorityClass {name}が存在しません。DaemonSetは受け付けられますが、Podはすべて拒否されます。',
  'placement.obstacle.PriorityDiffers.sentence':
    'priority {given}がPriorityClassの{admitted}と異なります。DaemonSetは受け付けられますが、Podはすべて拒否されます。',
  'placement.obstacle.PreemptionPolicyDiffers.sentence':
    'preemptionPolicy {given}がPriorityClassの{admitted}と異なります。DaemonSetは受け付けられますが、Podはすべて拒否されます。',
  'placement.obstacle.PodSecurity.sentence':
    'NamespaceはPod Securityの{level}({version})を強制しています。DaemonSetは受け付けられますが、除外されていない限り(除外は確認できません)Podはすべて拒否されます: {violations}。',

  'placement.note.NotRead.sentence':
    'ResourceQuota、LimitRange、ServiceAccount、RuntimeClass、webhookは読み取っていません。これらがPodを拒否したり変更したりすることがあります。',
  'placement.note.BeyondRoom.sentence':
    'Pod間の必須アフィニティ、トポロジー分散、ボリューム要求は判定していません。空きがあっても、これらのためにPodが待機することがあります。',
  'placement.note.Alone.sentence':
    'DaemonSetはそれぞれ単独で適用されるものとして判定しています。まとめて適用するには全部の分の空きが必要です。',
  'placement.note.NamespacesUnreadable.sentence':
    'Namespaceを読み取れないため、Namespaceの有無とPod Securityの判定は分かりません。',
  'placement.note.PriorityClassesUnreadable.sentence':
    'PriorityClassを読み取れないため、スケジューラーがPodのために空きを作るかどうかは分かりません。',
  'placement.note.NoPods.sentence': 'ファイルにPodがないため、どのノードも空とみなしています。',
};
