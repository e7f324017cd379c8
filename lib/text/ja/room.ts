import type { room as english } from '../en/room.ts';

export const room: Readonly<Record<keyof typeof english, string>> = {
  'room.amount': '{amount}の{resource}',
  'room.amount.pods': '{count, plural, other {#件のPodの枠}}',
  'room.amount.ports': 'ホストポート',
  'room.and': '{first}と{last}',
  'room.lack.Resource.phrase': '{resource}が{requested}必要、空きは{allocatable}のうち{free}',
  'room.lack.Resource.phrase.over': '{resource}が{requested}必要、既存Podのリクエストは{allocatable}を{over}超過',
  'room.lack.Resource.sentence':
    '{resource}が{requested}必要ですが、空きは{allocatable}のうち{free}で、{short}不足しています。',
  'room.lack.Resource.sentence.over':
    '{resource}が{requested}必要ですが、既存のPodのリクエストだけで割り当て可能な{allocatable}を{over}超えています。',
  'room.lack.Resource.sentence.never': '{resource}が{requested}必要ですが、ノード全体でも{allocatable}しかありません。',
  'room.lack.pods.phrase': 'Podの枠が必要、空きは{allocatable, number}件のうち{free, number}件',
  'room.lack.pods.sentence': 'Podの枠が必要ですが、ノードの{allocatable, number}件はすべて使用中です。',
  'room.lack.HostPort.phrase': 'ホストポート{port}が{holders, select, _ {} other {{holders}により}}使用中',
  'room.lack.HostPort.sentence':
    'ホストポート{port}が必要ですが、{holders, select, _ {このノードで使用中です} other {{holders}が使用しています}}。',
  'room.short.HostPort.phrase': 'ホストポート{port}',

  'room.selfHelp.question': 'スケジューラーだけで解決するか',
  'room.selfHelp.UnderWay.phrase': '進行中',
  'room.selfHelp.Yes.phrase': '可能',
  'room.selfHelp.No.phrase': '不可能',
  'room.selfHelp.Forbidden.phrase': '禁止',
  'room.selfHelp.NeverFits.phrase': '収容不可',
  'room.selfHelp.NotNeeded.phrase': '不要',
  'room.selfHelp.UnderWay.sentence': 'プリエンプション中です。プリエンプトされたPodが終了処理中です。',
  'room.selfHelp.Yes.sentence':
    '可能です。このノードに優先度の低いPodが{lower, plural, other {#件}}あり、それがなければ収まります。スケジューラーは必要な分だけプリエンプトします。',
  'room.selfHelp.No.sentence':
    'スケジューラーだけでは解決しません。{lower, plural, =0 {このノードに優先度の低いPodはありません。} other {優先度の低い#件のPodがなくても、空きが足りません。}}',
  'room.selfHelp.Forbidden.sentence':
    '禁止されています。preemptionPolicyがNeverのため、スケジューラーはこのPodのためにほかのPodを終了させません。',
  'room.selfHelp.NeverFits.sentence': 'ノード全体を超えるリクエストのため、何を退避しても収まりません。',
  'room.selfHelp.NotNeeded.sentence': '空きは足りています。待っている理由はほかにあります。',
  'room.selfHelp.since.sentence': '{duration}前から待っています。',

  'room.warning.SeveralBudgets.phrase': '複数のPodDisruptionBudget',
  'room.warning.SeveralBudgets.sentence':
    '複数のPodDisruptionBudget({budgets})の対象です。退避APIは500を返すため手動での削除が必要ですが、削除ではPodDisruptionBudgetが確認されません。',
  'room.warning.Budget.phrase': 'PodDisruptionBudgetの{allowed, plural, =0 {残りなし} other {消費}}',
  'room.warning.Budget.sentence':
    '{allowed, plural, =0 {PodDisruptionBudget({budget})は現在、中断を1件も許可していません。退避には429が返ります。} other {PodDisruptionBudget({budget})が現在許可している#件の中断のうち1件を使います。}}',
  'room.warning.Bare.phrase': '単独のPod',
  'room.warning.Bare.sentence': 'コントローラーがないため、作り直されません。',
  'room.warning.NotLower.phrase': '同等以上の優先度',
  'room.warning.NotLower.sentence':
    '優先度が、待っているPodのいずれかと同等以上です。そのPodのためにスケジューラーがプリエンプトすることはありません。',
  'room.warning.OnlyReplica.phrase': '唯一のレプリカ',
  'room.warning.OnlyReplica.sentence': 'コントローラーに動作中のPodがほかにないため、中断が生じます。',
  'room.warning.AskedToStay.phrase': '退避を避ける指定',
  'room.warning.AskedToStay.sentence':
    'アノテーション(safe-to-evictまたはdo-not-disrupt)が、退避しないよう求めています。',
  'room.warning.ToleratesCordon.phrase': 'cordonを許容',
  'room.warning.ToleratesCordon.sentence': 'cordonを許容するため、次のPodがすぐにこのノードに戻ることがあります。',
  'room.warning.EmptyDir.phrase': 'ローカルデータの消失',
  'room.warning.EmptyDir.sentence': '{count, plural, other {emptyDirボリューム({volumes})}}の内容が失われます。',
  'room.warning.HostPath.phrase': 'ノード上のファイル',
  'room.warning.HostPath.sentence': 'このノード上のファイル(hostPath)を使っており、ほかのノードにはありません。',
  'room.warning.VolumeClaim.phrase': 'ボリュームの要求',
  'room.warning.VolumeClaim.sentence':
    '要求したボリュームがこのノードかゾーンに固定されている可能性があります。PersistentVolumeは読み取っていません。',
  'room.warning.Job.phrase': 'Job',
  'room.warning.Job.sentence': 'Jobの失敗として数えられる可能性があります。',
  'room.warning.StatefulSet.phrase': 'StatefulSet',
  'room.warning.StatefulSet.sentence': 'ボリュームが解放された後、同じ名前で作り直されます。',

  'room.standing.Movable.phrase': '退避可能',
  'room.standing.Movable.sentence': '退避できます。',
  'room.standing.DaemonSet.phrase': 'DaemonSetのPod',
  'room.standing.DaemonSet.sentence': 'DaemonSetのPodのため、退避しても同じノードに作り直されます。',
  'room.standing.Static.phrase': '静的Pod',
  'room.standing.Static.sentence': 'kubeletがノード上のファイルから動かしているため、退避では取り除けません。',
  'room.standing.Terminating.phrase': '終了処理中',
  'room.standing.Terminating.sentence': 'すでに終了処理中で、使用している分は自然に空きます。',
  'room.standing.Terminal.phrase': '終了済み',
  'room.standing.Terminal.sentence': 'すでに終了しており、空きを減らしていません。',
  'room.standing.ControlPlane.phrase': 'コントロールプレーン',
  'room.standing.ControlPlane.sentence': 'コントロールプレーンの一部のため、退避の対象外です。',
  'room.standing.Rollcall.phrase': 'Rollcall自身',
  'room.standing.Rollcall.sentence': 'この画面を提供しているRollcall自身です。',

  'room.set.phrase': '{count, plural, other {#件のPodの退避}}',
  'room.set.sentence': '{count, plural, other {#件のPod}}を退避すると、{frees}。',
  'room.set.frees.exact': '{frees}が空き、ちょうど足ります',
  'room.set.frees.more': '{frees}が空き、余りは{more}です',
  'room.set.frees.ports': 'ホストポートが空きます',
  'room.set.cost.violation.sentence':
    'PodDisruptionBudget({budget})に求める中断は{asked, number}件ですが、許可は{allowed, number}件です。許可が増えるまで退避には429が返ります。',
  'room.set.cost.bare.sentence': '{count, plural, other {#件}}はコントローラーのないPodで、退避すると失われます。',
  'room.set.cost.notLower.sentence': '{count, plural, other {#件}}の優先度は、待っているPodと同等以上です。',
  'room.set.cost.none.sentence': 'PodDisruptionBudgetに反せず、どのPodにもコントローラーがあります。',
  'room.set.cost.budgetsUnknown.sentence': 'PodDisruptionBudgetが許可するかどうかは不明です。',

  'room.elsewhere.Nodes.phrase': '{first}{more, plural, =0 {} other {などのノード}}に空きあり',
  'room.elsewhere.Nowhere.phrase': 'ほかのノードに空きなし(Pendingのまま)',
  'room.elsewhere.NotAsked.phrase': '不明',
  'room.elsewhere.Bare.phrase': '作り直しなし',

  'room.otherWays': '退避しない方法',
  'room.otherWay.Wait.sentence':
    'お待ちください。終了処理中のPodにより{left, select, _ {} other {遅れるPodがなければ{left}以内に}}十分に空きます。',
  'room.otherWay.RaisePriority.sentence':
    'DaemonSetのpriorityClassNameを{priorityClass}にすると、優先度が{above, number}を上回り、スケジューラーだけで解決します。',
  'room.otherWay.RaisePriority.sentence.none':
    'DaemonSetに優先度が{above, number}を上回るPriorityClassを指定すると、スケジューラーだけで解決します。該当するPriorityClassはまだありません。',
  'room.otherWay.LowerRequests.sentence': 'DaemonSetのリクエストを減らしてください(減らす量は{amounts})。',
  'room.otherWay.BiggerNode.sentence': '{amounts}以上を割り当て可能な、より大きいノードに交換してください。',
  'room.otherWay.WithoutSurge.sentence':
    'maxSurgeの代わりにmaxUnavailableを使うと、新しいPodより先に古いPodが終了し、その分が空きます。',
  'room.otherWay.ExcludeNode.sentence':
    'アフィニティが求めるラベルか、許容されないtaintにより、このノードをDaemonSetの対象から外してください。',

  'room.step.Cordon.sentence':
    '先にcordonします。しないと、退避したPodの次のPodが空きをすぐに使ってしまいます。DaemonSetのPodはcordonを許容します。',
  'room.step.Evict.sentence': '退避します。PodDisruptionBudgetが確認されます。',
  'room.step.Delete.sentence': '退避できないものを削除します。PodDisruptionBudgetは確認されません。',
  'room.step.Wait.sentence': 'DaemonSetのPodがノードに割り当てられるまで待ちます。',
  'room.step.Uncordon.sentence': 'uncordonします。ほかのPodを受け入れるのはここからです。',

  'room.plan.Fits.phrase': '空きあり',
  'room.plan.Wait.phrase': '待機',
  'room.plan.Evict.phrase': '退避',
  'room.plan.Impossible.phrase': '退避でも不足',
  'room.plan.Fits.sentence':
    'リソース要求とポートの上では不足がなく、空きがあります。待機が続く場合は、ほかに原因があります。',
  'room.plan.Wait.sentence': '退避は不要です。終了処理中のPodにより十分に空きます。',
  'room.plan.Evict.sentence': '{count, plural, other {#件のPod}}の退避が必要です。',
  'room.plan.Impossible.sentence': '退避できるPodをすべて退避しても足りません。',
  'room.plan.serves.sentence': 'ここで待っている{count, number}件のPod({names})のための一つの計画です。',
  'room.plan.leaves.NeverFits.sentence': '{name}はリクエストがノード全体を超えるため、解決しません。',
  'room.plan.leaves.NotEnough.sentence':
    '{name}は、退避できるPodをすべて退避しても、ほかのPodと並べて収まらないため、解決しません。',
  'room.plan.leaves.race.sentence':
    '先にスケジュールされると、空けた場所を使うことがあります。uncordonの前に、どのPodが割り当てられたかを確認してください。',
  'room.plan.lacks.sentence': '不足は{amounts}です。',
  'room.plan.greedy.sentence':
    '3件のPodでは足りません。この組は順に選んだもので、不要なPodは含みませんが、よりよい組があるかもしれません。',

  'room.budgets.NotSynced.sentence':
    'PodDisruptionBudgetをまだ読み込んでいないため、退避が許可されるかどうかは不明です。',
  'room.budgets.Forbidden.sentence':
    'RollcallにはPodDisruptionBudgetの参照権限がないため、退避が許可されるかどうかは不明です。',
  'room.budgets.Stale.sentence': 'PodDisruptionBudgetのデータが古いため、退避が許可されるかどうかは不明です。',
  'room.unreadable.sentence': '{count, plural, other {{resources}}}の量は解釈できないため、0として数えています。',

  'room.complete.Known.phrase': '準備完了から{duration}',
  'room.complete.Waiting.phrase': '未完了(準備完了から{duration})',
  'room.complete.NoTrace.phrase': '不明',
  'room.complete.Known.sentence': '準備完了から{duration}で、すべてのDaemonSetが利用可能になりました。',
  'room.complete.Waiting.sentence': '準備完了から{duration}たちますが、利用可能ではないDaemonSetが残っています。',
  'room.complete.NoTrace.sentence':
    'すべてのDaemonSetが利用可能になるまでの時間は不明です。その後Podが入れ替わったか、途中でノードが未準備になったため、記録が残っていません。',
};
