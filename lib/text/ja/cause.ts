import type { cause as english } from '../en/cause.ts';

export const cause: Readonly<Record<keyof typeof english, string>> = {
  'cause.confidence.H': '確実',
  'cause.confidence.M': '可能性大',
  'cause.confidence.L': '可能性あり',
  'cause.what.H': '{what}',
  'cause.what.M': 'おそらく、{what}',
  'cause.what.L': '可能性の一つとして、{what}',
  'cause.message.apiServer': 'APIサーバーのメッセージは「{message}」です。',
  'cause.message.scheduler': 'スケジューラーのメッセージは「{message}」です。',
  'cause.message.kubelet': 'kubeletのメッセージは「{message}」です。',
  'cause.message.kubernetes': 'Kubernetesのメッセージは「{message}」です。',
  'cause.evidence': '{object} · {field} = {value}',
  'cause.times': '{count, plural, other {#回}}',

  'cause.title.R01': 'コントローラーによる変更の確認待ち',
  'cause.what.R01':
    '{generation, select, _ {コントローラーが最新のspecをまだ確認していません} other {コントローラーが確認した世代は{observedGeneration, select, _ {0} other {{observedGeneration}}}で、最新の世代{generation}は未確認です}}',
  'cause.title.R02': '古いPodの削除待ち(OnDelete)',
  'cause.what.R02':
    'アップデート戦略がOnDeleteのため、{nodes, plural, =0 {古いPodが} other {#ノードの古いPodが}}手動での削除を待っています',
  'cause.title.R03': '未準備のノードが利用不可の上限を占有',
  'cause.what.R03':
    '{nodes, plural, =0 {未準備のノード} other {未準備の#ノード}}がローリングアップデートの利用不可の上限を占めています',
  'cause.title.R04': '新しいバージョンの異常',
  'cause.what.R04':
    '新しいリビジョンが{used, select, _ {{nodes, plural, =0 {一部のノード} other {#ノード}}} other {{limited, select, _ {{nodes, plural, =0 {一部のノード} other {#ノード}}} other {配置済みの{limited}ノードのうち{used}ノード}}}}で失敗しています{of, select, _ {} other {({of}{container, select, _ {} other {、コンテナ{container}}})}}',
  'cause.title.R05': 'minReadySecondsの経過待ち',
  'cause.what.R05':
    '{nodes, plural, =0 {新しいPodは} other {#ノードの新しいPodは}}準備完了で、minReadySecondsの終わりに{left, select, _ {} other {(最短で{left}後)}}利用可能になります',
  'cause.title.R06': '古いPodと並べて起動できないサージPod',
  'cause.what.R06':
    '{hostPort, select, _ {{resource, select, _ {} other {ノードに両方を動かすだけの{resource}がなく、}}} other {両方がホストポート{hostPort}を必要とするため、}}新しいPodを古いPodと並べて起動できません',
  'cause.title.R07': '未配置のPodが利用不可の上限を占有',
  'cause.what.R07':
    'コントローラーがPodを作成できず、{nodes, plural, =0 {Podのないノードがあります} other {#ノードにPodがありません}}。作成が1件でも失敗する間は、上限に余裕があってもどのノードも更新されません',
  'cause.what.R07.SecondPod':
    '{nodes, plural, =0 {} other {#ノードが待つ、}}古いPodと並べて動かす新しいPodを、コントローラーが作成できません。作成が1件でも失敗する間は、上限に余裕があってもどのノードも更新されません',
  'cause.title.R08': '終了処理中のPodが利用不可の上限を占有',
  'cause.what.R08':
    '{nodes, plural, =0 {終了処理中のPodしかないノード} other {終了処理中のPodしかない#ノード}}が利用不可の上限を占めています',
  'cause.title.R09': 'テンプレートの上書きの競合',
  'cause.what.R09':
    'テンプレートが{used, select, _ {繰り返し} other {{time, select, _ {} other {{time}以内に}}{used}回}}変更されており、二者が互いに上書きしているようです',
  'cause.title.R10': '変更のない新しいリビジョン',
  'cause.what.R10':
    '現在のリビジョンのテンプレートは古いリビジョン{subject, select, _ {} other {({subject})}}と同じで、変更はありません',
  'cause.title.R11': 'DaemonSetの削除中',
  'cause.what.R11':
    'DaemonSetは削除中で、{finalizers, select, _ {} other {ファイナライザー({finalizers})が削除を保留しており、}}statusはもう更新されません',
  'cause.title.R12': 'セレクターが重なる二つのDaemonSet',
  'cause.what.R12':
    '{subject, select, _ {別のDaemonSet} other {DaemonSet({subject})}}のセレクターが同じPodに一致します',
  'cause.title.R13': '条件に一致するノードなし',
  'cause.what.R13':
    'テンプレートのノードセレクター、ノードアフィニティ、tolerationをすべて満たすノードがありません{limited, select, _ {} other {(全{limited}ノード)}}',
  'cause.title.R14': 'taintによるPodの消失',
  'cause.what.R14':
    '{taint, select, _ {許容されないtaint} other {許容されないtaint({taint})}}のある{nodes, plural, =0 {ノード} other {#ノード}}から更新によってPodが削除され、再作成されません',
  'cause.title.R15': 'tolerationSecondsによる退避の繰り返し',
  'cause.what.R15':
    'Podはtaint{taint, select, _ {} other {({taint})}}を{time, select, _ {一定時間} other {{time}}}しか許容しないため、退避と再作成を繰り返しています',
  'cause.title.R16': 'クロックスキューの疑い',
  'cause.what.R16': 'ノードとコントロールプレーンの時計がずれているため、準備完了の時刻を信頼できません',
  'cause.what.R16.ReadyInTheFuture':
    'Podが準備完了になった時刻が、確認済みの最新の時刻より{time, select, _ {} other {{time}}}先です。ノードとコントロールプレーンの時計がずれています',
  'cause.what.R16.StatusBehind':
    'minReadySecondsは過ぎましたが、コントローラーの集計では利用可能なPodが{used, select, _ {少なくなっています} other {{limited, select, _ {少なくなっています} other {{limited}件のうち{used}件だけです}}}}。時計がずれている可能性があります',

  'cause.title.C01': 'クォータの超過',
  'cause.what.C01':
    'ResourceQuota{quota, select, _ {} other {({quota})}}によりPodの作成が拒否されました{requested, select, _ {} other {。要求は{requested}}}{used, select, _ {} other {、使用量は{used}}}{limited, select, _ {} other {、上限は{limited}}}{requested, select, _ {} other {です}}',
  'cause.title.C01.QuotaNotCountedYet': 'クォータの集計待ち',
  'cause.what.C01.QuotaNotCountedYet':
    '新しいResourceQuota{quota, select, _ {} other {({quota})}}の集計が終わっておらず、それまでPodの作成が拒否されます',
  'cause.title.C01.ResourceNeedsQuota': 'クォータの不足',
  'cause.what.C01.ResourceNeedsQuota':
    'APIサーバーは{resource, select, _ {Podの一部のリソース} other {{resource}}}にResourceQuotaを必須としていますが、このNamespaceに該当するものがありません',
  'cause.title.C02': 'クォータが求めるリクエストやリミットの不足',
  'cause.what.C02':
    'ResourceQuota{quota, select, _ {} other {({quota})}}は{resource, select, _ {リクエストまたはリミット} other {{resource}}}の指定を求めていますが、テンプレートにありません',
  'cause.title.C03': '許可されていない優先度クラス',
  'cause.what.C03':
    'このNamespaceではPriorityClass{priorityClass, select, _ {} other {({priorityClass})}}の使用が許可されていません',
  'cause.title.C04': 'Podセキュリティによる拒否',
  'cause.what.C04':
    'PodがNamespaceのPodセキュリティのレベル{level, select, _ {} other {({level})}}に違反しています{violations, select, _ {} other {。違反は{violations}です}}',
  'cause.title.C05': 'Webhookによる拒否',
  'cause.what.C05': 'アドミッションWebhook{webhook, select, _ {} other {({webhook})}}がPodを拒否しました',
  'cause.title.C06': '呼び出せないWebhook',
  'cause.what.C06':
    'APIサーバーがアドミッションWebhook{webhook, select, _ {} other {({webhook})}}を呼び出せず、Podを作成できません',
  'cause.title.C07': 'ServiceAccountの不在',
  'cause.what.C07': 'ServiceAccount{serviceAccount, select, _ {} other {({serviceAccount})}}が存在しません',
  'cause.title.C08': 'PriorityClassの不在',
  'cause.what.C08': 'PriorityClass{priorityClass, select, _ {} other {({priorityClass})}}が存在しません',
  'cause.title.C09': 'RuntimeClassの不在',
  'cause.what.C09': 'RuntimeClass{runtimeClass, select, _ {} other {({runtimeClass})}}が存在しません',
  'cause.title.C10': 'LimitRangeの違反',
  'cause.what.C10':
    'テンプレートの{resource, select, _ {値} other {{resource}}}がNamespaceのLimitRangeに違反しています',
  'cause.title.C11': 'Namespaceの削除中',
  'cause.what.C11': 'Namespaceは削除中で、新しいPodは作成されません',
  'cause.title.C12': '無効なPod',
  'cause.what.C12':
    'テンプレートは受け付けられましたが、APIサーバーはPodを無効としています{subject, select, _ {} other {({subject})}}',
  'cause.title.C13': 'Podもイベントもなし',
  'cause.what.C13':
    '{nodes, plural, =0 {Podのないノードがあり} other {#ノードにPodがなく}}、理由を示すものもありません。イベントの保存期間が過ぎたか、コントローラーが動いていないか、再試行を待っています',
  'cause.title.C14': 'アドミッションポリシーによる拒否',
  'cause.what.C14': 'アドミッションポリシー{policy, select, _ {} other {({policy})}}がPodを拒否しました',
  'cause.title.C14.Forbidden': 'アドミッションによる拒否',
  'cause.what.C14.Forbidden': 'APIサーバーのアドミッションプラグインがPodを禁止しています',
  'cause.title.C15': 'コントロールプレーンの障害',
  'cause.what.C15': 'Podの作成時にコントロールプレーンで障害が起きました',
  'cause.title.C15.Unrecognised': '不明な理由による拒否',
  'cause.what.C15.Unrecognised': 'APIサーバーがPodを拒否しましたが、その理由をRollcallは解釈できません',
};
