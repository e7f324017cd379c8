import type { daemonSet as english } from '../en/daemonset.ts';

export const daemonSet: Readonly<Record<keyof typeof english, string>> = {
  'daemonSet.state.Stalled': '停滞',
  'daemonSet.state.Blocked': 'ブロック',
  'daemonSet.state.Degraded': '一部利用不可',
  'daemonSet.state.Unknown': '不明',
  'daemonSet.state.NotObserved': '未反映',
  'daemonSet.state.Progressing': '更新中',
  'daemonSet.state.CompleteWithLeftovers': '完了(残存Podあり)',
  'daemonSet.state.OnDelete': '削除待ち',
  'daemonSet.state.Deleting': '削除中',
  'daemonSet.state.Complete': '完了',
  'daemonSet.state.Idle': '対象なし',

  'daemonSet.meaning.Stalled': 'ロールアウトがブロックされたまま長時間進まないか、自力では進めません。',
  'daemonSet.meaning.Blocked': '古いPodが入れ替えを待っていますが、それを可能にする処理が進行していません。',
  'daemonSet.meaning.Degraded': '古いPodはありませんが、利用可能なPodのないノードがあります。',
  'daemonSet.meaning.Unknown': '判定に必要な情報を読み取れません。',
  'daemonSet.meaning.NotObserved': 'コントローラーが最新のspecをまだ確認していません。',
  'daemonSet.meaning.Progressing': 'Podを作成中、または入れ替え中です。',
  'daemonSet.meaning.CompleteWithLeftovers': 'kubectlでは完了と表示されますが、古いPodや対象外のPodが残っています。',
  'daemonSet.meaning.OnDelete': 'アップデート戦略がOnDeleteのため、古いPodは削除されるまで残ります。',
  'daemonSet.meaning.Deleting': 'DaemonSetは削除中です。',
  'daemonSet.meaning.Complete': 'すべての対象ノードで現在のリビジョンが動作し、利用可能です。',
  'daemonSet.meaning.Idle': '対象のノードがありません。',

  'rollout.BeingDeleted': 'DaemonSetは削除中です',
  'rollout.PodsUnreadable.NotSynced': 'Podの読み込み前のため不明です',
  'rollout.PodsUnreadable.Forbidden': 'Podの参照権限がないため不明です',
  'rollout.PodsUnreadable.Stale': 'Podのデータが古いため不明です',
  'rollout.NodesUnreadable.NotSynced': 'ノードの読み込み前のため不明です',
  'rollout.NodesUnreadable.Forbidden': 'ノードの参照権限がないため不明です',
  'rollout.NodesUnreadable.Stale': 'ノードのデータが古いため不明です',
  'rollout.GenerationAhead': 'コントローラーが最新のspecをまだ確認していません',
  'rollout.GenerationAhead.numbers':
    'コントローラーが確認した世代は{observedGeneration}で、最新の世代{generation}は未確認です',
  'rollout.NothingWanted': '対象のノードがないため、処理はありません',
  'rollout.OldPodsWaitForDeletion': '{count, plural, other {#件の古いPodが手動での削除を待っています(OnDelete)}}',
  'rollout.UpdatedAndAvailable': '{desired, plural, other {対象の#ノードすべてで現在のリビジョンが利用可能です}}',
  'rollout.LeftoverPods':
    'ロールアウトは完了しましたが、{count, plural, other {#ノード}}に古いPodや対象外のPodが残っています',
  'rollout.BudgetUsed.Stalled':
    'ロールアウトが停滞しています{cause, select, none {} other {({cause})}}。{count, plural, other {#ノード}}が利用不可の上限を占め、次のPodを入れ替えられません',
  'rollout.BudgetUsed.Blocked':
    'ロールアウトがブロックされています{cause, select, none {} other {({cause})}}。{count, plural, other {#ノード}}が利用不可の上限を占め、次のPodを入れ替えられません',
  'rollout.SyncFails.Stalled':
    'ロールアウトが停滞しています{cause, select, none {} other {({cause})}}。コントローラーの同期が毎回途中で失敗し、更新が進みません',
  'rollout.SyncFails.Blocked':
    'ロールアウトがブロックされています{cause, select, none {} other {({cause})}}。コントローラーの同期が毎回途中で失敗し、更新が進みません',
  'rollout.NodesNotAvailable':
    '対象の{desired, number}ノードのうち{count, plural, other {#ノード}}に利用可能なPodがなく、復旧の途中でもありません',
  'rollout.UpdatingPods':
    'ロールアウト中です。{desired, number}ノードのうち{updated, number}ノードが更新済み、{available, number}ノードが利用可能です',
  'rollout.UpdatingPods.slowed':
    '進まないノードが上限の一部を占めるため、ロールアウトが遅くなっています。{desired, number}ノードのうち{updated, number}ノードが更新済み、{available, number}ノードが利用可能です',
  'rollout.StartingPods': '起動中です。{desired, number}ノードのうち{available, number}ノードが利用可能です',

  'daemonSet.where.all': '{nodes}',
  'daemonSet.where.more': '{nodes}ほか{more, number}ノード',
  'daemonSet.since': '{duration}前から',
  'daemonSet.since.atLeast': '少なくとも{duration}前から',
  'daemonSet.sentence': '{what}。',
  'daemonSet.sentence.where': '{what}({where})。',
  'daemonSet.sentence.since': '{what}({since})。',
  'daemonSet.sentence.where.since': '{what}({where}、{since})。',
};
