import type { progress as english } from '../en/progress.ts';

export const progress: Readonly<Record<keyof typeof english, string>> = {
  'ledger.group.nodeNotReady': 'ノード未準備',
  'ledger.group.starved': 'リソース不足',
  'ledger.group.failing': '新しいPodの異常',
  'ledger.group.replacing': '入れ替え中',
  'ledger.group.missing': '未配置',
  'ledger.kind.inFlight': '進行中',
  'ledger.kind.stuck': '停滞',
  'ledger.row.RU5a': '同じリビジョンのPodが二つ以上',
  'ledger.row.RU5b': 'Podなし、または終了処理中のPodのみ',
  'ledger.row.RU5c': '新旧のPodが一つずつ',
  'ledger.row.RU5e': '利用不可の新しいPod',
  'ledger.row.RU5f': '利用不可の古いPod',
  'ledger.row.RU8a': '古いPodも利用可能な新しいPodもなし',
  'ledger.row.RU8b': '利用不可の古いPod(新しいPodは作成前)',
  'ledger.row.RU8f': '古いPodの隣で利用可能になる前の新しいPod',
  'ledger.row.RU8h': '同じリビジョンのPodが二つ以上',
  'ledger.wait.NodeNotReady': 'ノード未準備',
  'ledger.wait.NodeStarting': 'ノードの起動中',
  'ledger.wait.NodeLeaving': 'ノードの撤去中',
  'ledger.wait.NodeGone': 'ノードは削除済み',
  'ledger.wait.NoPod': 'Podなし',
  'ledger.wait.NoPodYet': 'Pod作成前',
  'ledger.wait.FailedCreate': 'Podの作成の失敗',
  'ledger.wait.FailedDelete': 'Podの削除の失敗',
  'ledger.wait.Scheduling': 'スケジューリング中',
  'ledger.wait.Starting': '起動中',
  'ledger.wait.WaitingMinReadySeconds': '準備完了、minReadySecondsの経過待ち',
  'ledger.wait.Terminating': '終了処理中',
  'ledger.wait.TerminatingOverdue': '終了処理の超過',
  'ledger.wait.Replacing': '入れ替え中',
  'ledger.wait.Preempting': 'プリエンプトされたPodの終了待ち',
  'ledger.wait.Unschedulable': 'スケジューリング不可',
  'ledger.wait.SchedulingGated': 'スケジューリングゲートによる保留',
  'ledger.wait.NobodySchedules': '担当スケジューラーなし',
  'ledger.wait.InsufficientResource': 'リソース不足',
  'ledger.wait.SchedulerSaysInsufficient': 'スケジューラーによるとリソース不足',
  'ledger.wait.HostPortConflict': 'ホストポートの使用中',
  'ledger.wait.NotReady': '準備完了までの時間超過',
  'ledger.wait.PodFailed': 'PodがFailed',
  'ledger.wait.ContainerTerminated': 'コンテナの終了',
  'ledger.holder': '{node} · {reason}',
  'ledger.holder.since': '{node} · {reason} · {duration}',

  'budget.used': '上限{limit, number}のうち{used, number}を使用',
  'budget.free.sentence.maxUnavailable': 'あと{room, plural, other {#件のPod}}を入れ替えられます。',
  'budget.free.sentence.maxSurge': 'あと{room, plural, other {#ノード}}で新しいPodを古いPodと並べて起動できます。',
  'budget.full.sentence.maxUnavailable':
    '上限は使用中です。{need, plural, other {#ノード}}で再びPodが利用可能になると、次のPodが入れ替えられます。',
  'budget.full.sentence.maxSurge':
    '上限は使用中です。そのうち{need, plural, other {#件}}が利用可能になると、次のサージPodが起動します。',
  'budget.blocked.sentence.maxUnavailable':
    'ブロックされています。{need, plural, other {#ノード}}が復旧するまで、次のPodを入れ替えられません。',
  'budget.blocked.sentence.maxSurge':
    'ブロックされています。{need, plural, other {#ノード}}が復旧するまで、次のサージPodを起動できません。',
  'budget.syncFails.sentence':
    '上限に関係なくブロックされています。コントローラーの同期が毎回途中で失敗し、その間は更新が進みません。',
  'budget.slowed.sentence':
    '遅くなっています。上限{limit, number}のうち{stuck, number}が停滞し、同時に入れ替えられるPodは{parallelism, plural, other {#件}}だけです。',
  'budget.part.nodeNotReady': '{used, number}ノードのうち{count, plural, other {#ノードは未準備}}',
  'budget.part.starved': '{count, plural, other {#件はリソース不足}}',
  'budget.part.failing': '新しいバージョン自体の失敗は{count, plural, other {#件}}',
  'budget.part.failing.other': '{count, plural, other {#件は異常}}',
  'budget.part.replacing': '{count, plural, other {#件は入れ替え中}}',
  'budget.part.missing': '{count, plural, other {#件はPodなし}}',
  'budget.part.separator': '、',
  'budget.parts.sentence': '{parts}です。',
  'budget.none.sentence':
    'アップデート戦略がOnDeleteのため、コントローラーはPodを入れ替えず、利用不可の上限もありません。古いPodは削除されるまで残ります。',
  'budget.none.sentence.BeingDeleted':
    'DaemonSetは削除中で、Podはもう入れ替えられないため、利用不可の上限はありません。',
  'budget.none.sentence.PodsUnreadable': 'Podを読み取れないため、上限を使用しているものは不明です。',
  'budget.none.sentence.NodesUnreadable': 'ノードを読み取れないため、上限を使用しているものは不明です。',
  'budget.none.sentence.Unknown': '上限を使用しているものは現在不明です。',

  'progress.what.PodCreated': '{node, select, _ {} other {{node}で}}新しいPodを作成',
  'progress.what.PodReady': '{node, select, _ {} other {{node}で}}新しいPodが準備完了',
  'progress.what.PodAvailable': '{node, select, _ {} other {{node}で}}Podが利用可能',
  'progress.what.PodDeletionAsked': '{node, select, _ {} other {{node}で}}古いPodの削除を開始',
  'progress.what.RevisionCreated': 'リビジョンを作成',
  'progress.last': '最後の進捗は{duration}前',
  'progress.last.what': '最後の進捗は{duration}前({what})',
  'progress.perPod': '1件のPodに約{median}(中央値、90%は{p90}以内、{samples, plural, other {#件の実測}})',
  'progress.remaining': '未更新は{remaining, plural, other {#ノード}}、同時に{parallelism, number}件ずつ',
  'progress.eta.now': 'まもなく完了',
  'progress.eta.within': '{latest}以内に完了',
  'progress.eta.about': '約{earliest}で完了',
  'progress.eta.minutes': '{earliest, number}〜{latest, number}分で完了',
  'progress.eta.range': '{earliest}から{latest}で完了',
  'progress.eta.few': '予測なし({needed, number}件のうち{samples, plural, =0 {実測なし} other {実測は#件だけ}})',
  'progress.eta.never': '自力では完了しない見込み',
  'progress.whatIf.eta.sentence':
    '{kind}を{limit, number}にすると、同時に{parallelism, plural, other {#件}}のPodが進みます({eta})。',
  'progress.whatIf.still.sentence': '{kind}を{limit, number}にしても、進みません。',
  'progress.whatIf.drain.sentence':
    '{kind}を{limit, number}にすると、進行中のものだけが進み、次のPodは入れ替えられません。',
  'progress.whatIf.moves.sentence':
    '{kind}を{limit, number}にすると、同時に{parallelism, plural, other {#件}}のPodが進みます。',
  'progress.whatIf.leftBehind.sentence': '上限に関係なく{leftBehind, plural, other {#ノード}}が取り残されます。',

  'preflight.none.sentence': '未更新のノードはありません。',
  'preflight.fits.sentence': '未更新の{checked, plural, =1 {1ノード} other {#ノードすべて}}で新しいPodは収まります。',
  'preflight.blocked.sentence':
    '未更新の{checked, plural, other {#ノード}}のうち{blocked, number}ノードで新しいPodは収まりません({list})。',
  'preflight.preempts.sentence':
    '{count, plural, other {#ノード}}では、スケジューラーが優先度の低いPodを終了させた後に収まります。',
  'preflight.template.sentence':
    'これはテンプレートからの見積もりで、アドミッションがPodのリクエストを増やすことがあります。',
  'preflight.node': '{node}は{shortages}',
  'preflight.shortage.resource': '{resource}が{missing}不足',
  'preflight.shortage.pods': 'Podの枠が不足',
  'preflight.shortage.hostPort': 'ホストポート{hostPort}が{holder, select, _ {} other {{holder}により}}使用中',
  'preflight.shortage.separator': 'と',
  'preflight.separator': '、',
  'preflight.more': '{list}、ほか{more, number}ノード',

  'push.unbudgeted.sentence':
    'いま別のテンプレートを適用すると、すでに利用不可の{replacedAtOnce, plural, other {#件}}のPodが上限に関係なく直ちに入れ替えられます{byBudget, plural, =0 {} other {(ほかに上限内で#件)}}。',
  'push.ready.sentence':
    'そのうち{readyAmongThem, plural, other {#件}}は準備完了でminReadySecondsを待っているだけですが、同じく入れ替えられます。',
  'push.worst.sentence':
    'そのバージョンも失敗すると、{desired, plural, other {#ノード}}のうち{unavailableAtWorst, number}ノードで利用可能なPodがなくなります。',
  'push.budgeted.sentence':
    '{byBudget, plural, =0 {いま別のテンプレートを適用しても、上限に空きがないため直ちに入れ替えられるPodはありません} other {いま別のテンプレートを適用すると、直ちに入れ替えられるPodは上限内の#件です}}{waiting, plural, =0 {} other {(順番待ちは#件)}}。',
  'push.onDelete.sentence':
    'いま別のテンプレートを適用しても、入れ替えられるPodはありません。OnDeleteでは、古いPodは誰かが削除するまで残ります。',
  'push.syncFails.sentence':
    'コントローラーの同期が毎回失敗する間は、いま別のテンプレートを適用しても、入れ替えられるPodはありません。失敗を解消するテンプレートなら、{atOnce, plural, other {#件}}が直ちに入れ替えられます。',

  'alert.meaning.KubeDaemonSetRolloutStuck':
    'ロールアウトが完了せず、カウンターがしばらく変わらないときのアラートです。',
  'alert.meaning.KubeDaemonSetNotScheduled': '対象ノードの一部にしばらくPodがないときのアラートです。',
  'alert.meaning.KubeDaemonSetMisScheduled': '対象外のノードでしばらくPodが動作しているときのアラートです。',
  'alert.manner.firing': '発火中',
  'alert.manner.pending': '発火待ち',
  'alert.manner.quiet': '発火なし',
  'alert.clause.holds': '{clause}は成立({left, number}と{right, number})',
  'alert.clause.not': '{clause}は不成立({left, number}と{right, number})',
  'alert.firing.sentence': 'カウンターによると、現在発火しています。',
  'alert.pending.sentence': '変化がなければ{duration}後に発火します。',
  'alert.quiet.sentence': '該当するものがないため、発火しません。',
  'alert.falseAlarm.other.sentence': '既知の誤検知です({word})。',
  'alert.falseAlarm.ToleratedLeftovers.sentence':
    '既知の誤検知です。ノードのブルーグリーン切り替えなどで、後から付与されたNoScheduleのtaintのあるノードにPodが残っています。',
  'alert.falseAlarm.NodesNotReady.sentence':
    '既知の誤検知です。未準備のノードのPodは対象外で稼働と数えられます。ノードを確認してください。',
  'alert.falseAlarm.SlowButMoving.sentence':
    '既知の誤検知です。ロールアウトはルールの想定より遅いものの、進んでいます。',
  'alert.falseAlarm.OnDeleteWaits.sentence':
    '既知の誤検知です。OnDeleteでは、古いPodは意図どおり手動での削除を待ちます。',
  'alert.falseAlarm.StatusLags.sentence':
    '既知の誤検知です。statusがPodとノードの実際より遅れており、まもなく更新されます。',
  'alert.falseAlarm.NodesComeAndGo.sentence': '既知の誤検知です。ノードが起動中か、まもなく撤去されます。',

  'nodeTrouble.NotReady':
    '{pool, select, _ {} other {ノードプール{pool}の}}{nodes, plural, other {#ノード}}が{since, select, _ {} other {{since}前から}}未準備',
  'nodeTrouble.Unreachable':
    '{pool, select, _ {} other {ノードプール{pool}の}}{nodes, plural, other {#ノード}}が{since, select, _ {} other {{since}前から}}応答なし',
  'nodeTrouble.Gone':
    '{pool, select, _ {} other {ノードプール{pool}の}}{nodes, plural, other {#ノード}}が消失(Podは残存)',
  'nodeTrouble.Starting':
    '{pool, select, _ {} other {ノードプール{pool}の}}{nodes, plural, other {#ノード}}が{since, select, _ {} other {{since}前から}}起動中',
  'nodeTrouble.Leaving':
    '{pool, select, _ {} other {ノードプール{pool}の}}{nodes, plural, other {#ノード}}が{since, select, _ {} other {{since}前から}}撤去中',
  'nodeTrouble.effect': '{what}です。{daemonSets, plural, other {#件のDaemonSet}}のPodはそこで当てになりません',
  'nodeTrouble.effect.passing':
    '{what}です。{daemonSets, plural, other {#件のDaemonSet}}が待っていますが、警告ではありません',

  trait:
    '影響のあるノードの{affected}({affectedHaving, number}/{affectedAll, number})、その他の{rest}({restHaving, number}/{restAll, number}): {key}={value}',
  'trait.alone':
    '影響のあるノードの{affected}({affectedHaving, number}/{affectedAll, number})、その他のノードはなし: {key}={value}',
  percent: '{percent, number}%',
};
