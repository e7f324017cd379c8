import type { podCause as english } from '../en/pod-cause.ts';

export const podCause: Readonly<Record<keyof typeof english, string>> = {
  'cause.title.S01': 'リソース不足',
  'cause.what.S01':
    '{requested, select, _ {ノードにPodのための{resource, select, _ {空き} other {{resource}}}が足りません} other {Podには{resource, select, _ {リソース} other {{resource}}}が{requested}必要ですが、{allocatable, select, _ {} other {割り当て可能な{allocatable}のうち}}{free, select, _ {空きが足りません} other {空きは{free}です}}}}',
  'cause.title.S02': 'ノードの容量を超えるリクエスト',
  'cause.what.S02':
    '{requested, select, _ {Podが求める{resource, select, _ {リソース} other {{resource}}}は、ノード全体の割り当て可能な量を超えています} other {Podには{resource, select, _ {リソース} other {{resource}}}が{requested}必要ですが、ノード全体でも{allocatable, select, _ {足りません} other {{allocatable}しかありません}}}}',
  'cause.title.S03': 'デバイスの不在',
  'cause.what.S03': 'Podに必要な{resource, select, _ {デバイス} other {{resource}}}がノードにありません',
  'cause.title.S04': 'ホストポートの使用中',
  'cause.what.S04':
    'Podに必要なホストポート{hostPort, select, _ {} other {{hostPort}}}{holder, select, _ {が使用中です} other {は{holder}が使用しています}}',
  'cause.title.S05': '許容されないtaint',
  'cause.what.S05':
    'ノードにPodの許容しないtaint{taint, select, _ {} other {({taint})}}があるため、スケジューラーが配置しません',
  'cause.title.S06': 'アドミッションで追加されたセレクター',
  'cause.what.S06':
    'テンプレートにないノードセレクター{subject, select, _ {} other {({subject})}}がPodに追加され、対象のノードが一致しません',
  'cause.title.S07': '対象ノードの消失',
  'cause.what.S07': 'Podの対象のノードはもう存在しません',
  'cause.title.S08': '満たせないPodアフィニティ',
  'cause.what.S08': 'Podアフィニティ、Podアンチアフィニティ、またはトポロジー分散の規則によりPodを配置できません',
  'cause.title.S09': '使用できないボリューム',
  'cause.what.S09':
    '{subject, select, _ {ボリューム} other {PersistentVolumeClaim({subject})}}が原因でPodをノードに配置できません',
  'cause.title.S10': 'プリエンプションの進行中',
  'cause.what.S10':
    'スケジューラーが空きを作っています。ノードで{holder, select, _ {優先度の低いPod} other {{holder}}}が{left, select, _ {} other {{nodes, plural, =0 {残り最大{left}の} one {残り最大{left}の} other {最も早いノードで残り最大{left}の}}}}終了処理中です',
  'cause.title.S11': 'スケジューリングゲートによる保留',
  'cause.what.S11':
    'Podに{subject, select, _ {スケジューリングゲート} other {スケジューリングゲート({subject})}}があり、外されるまでスケジューリングされません',
  'cause.title.S12': '担当スケジューラーなし',
  'cause.what.S12':
    '1分以上、どのスケジューラーもこのPodを扱っていません{schedulerName, select, _ {} other {。Podは{schedulerName}を指定しています}}',
  'cause.title.S12.SchedulerError': 'スケジューラーの失敗',
  'cause.what.S12.SchedulerError':
    'スケジューラーがPodを扱いましたが、自身の理由で失敗しました{schedulerName, select, _ {} other {。Podは{schedulerName}を指定しています}}',
  'cause.title.S13': '仮想ノード',
  'cause.what.S13':
    'DaemonSetのPodを動作させない仮想ノード{subject, select, _ {} other {({subject})}}ですが、DaemonSetが対象から外していません',
  'cause.title.S14': '同等以上の優先度のPodによる占有',
  'cause.what.S14':
    'ノードにPodのための{resource, select, _ {空き} other {{resource}}}が足りず、ほかのPodはすべて同等以上の優先度を持つため、スケジューラーは空きを作れません',
  'cause.title.S15': 'ノードの機能不足',
  'cause.what.S15':
    'Podに必要な{subject, select, _ {機能またはリソースクレーム} other {{subject}}}をノードが満たせません',

  'cause.title.K01': 'kubeletによる拒否(リソース不足)',
  'cause.what.K01':
    'kubeletが{resource, select, _ {リソース} other {{resource}}}の不足によりPodを拒否しました{requested, select, _ {} other {。要求は{requested}}}{used, select, _ {} other {、使用量は{used}}}{allocatable, select, _ {} other {、容量は{allocatable}}}{requested, select, _ {} other {です}}',
  'cause.title.K02': 'kubeletによる拒否(圧迫)',
  'cause.what.K02':
    'ノードが{detail, select, _ {} other {{detail}により}}圧迫されているため、kubeletがPodを拒否しています',
  'cause.title.K03': '実行中の退避',
  'cause.what.K03': 'kubeletが実行中のPodを退避させました',
  'cause.what.K03.NodeLow':
    'ノードの{resource, select, _ {リソース} other {{resource}}}が不足したため{free, select, _ {} other {(残り{free})}}、kubeletが実行中のPodを退避させました{container, select, _ {} other {。コンテナ{container}の{requested, select, _ {} other {リクエストは{requested}、}}使用量は{used, select, _ {超過} other {{used}}}です}}',
  'cause.what.K03.StorageLimit':
    '{container, select, _ {コンテナの} other {コンテナ{container}の}}一時ストレージがリミット{limited, select, _ {} other {({limited})}}を超えたため、kubeletが実行中のPodを退避させました',
  'cause.what.K03.EmptyDirLimit':
    'emptyDirボリューム{subject, select, _ {} other {({subject})}}がリミット{limited, select, _ {} other {({limited})}}を超えたため、kubeletが実行中のPodを退避させました',
  'cause.title.K04': 'kubeletによる拒否(ラベルまたはtaint)',
  'cause.what.K04':
    '{detail, select, NodeAffinity {ノードのラベルが一致しなくなったため、kubeletがPodを拒否しました} TaintToleration {{taint, select, _ {NoExecuteのtaint} other {taint({taint})}}により、kubeletがPodを拒否しました} other {ノードのラベルまたはNoExecuteのtaintにより、kubeletがPodを拒否しました}}',
  'cause.title.K05': 'kubeletによる拒否(デバイス)',
  'cause.what.K05':
    'kubeletがPodに{resource, select, _ {デバイス} other {{resource}}}を割り当てられませんでした。デバイスプラグインが未登録か、デバイスに異常があります',
  'cause.title.K06': 'kubeletによる拒否(CPUの配置)',
  'cause.what.K06':
    'kubeletのトポロジーマネージャーまたはCPUマネージャーが{detail, select, _ {} other {{detail}により}}Podを拒否しました',
  'cause.title.K07': 'ノードのシャットダウン中',
  'cause.what.K07': 'ノードがシャットダウン中のため、Podを受け付けません',
  'cause.title.K08': 'kubeletの応答なし',
  'cause.what.K08': 'Podはノードに割り当て済みですが、そのノードのkubeletから報告がありません',
  'cause.title.K09': 'Podのネットワークまたはサンドボックスの失敗',
  'cause.what.K09': 'Podのサンドボックスを作成できません。多くの場合はネットワークが原因です',
  'cause.title.K09.AddressesExhausted': 'PodのIPアドレスの枯渇',
  'cause.what.K09.AddressesExhausted': 'ノードのネットワークにPodのためのIPアドレスが残っていません',
  'cause.title.K09.NetworkNotReady': 'ノードのネットワークの未準備',
  'cause.what.K09.NetworkNotReady': 'ノードのネットワークプラグインが準備できていません',
  'cause.title.K09.RuntimeHandlerMissing': 'ランタイムハンドラーの不在',
  'cause.what.K09.RuntimeHandlerMissing': 'RuntimeClassが求めるハンドラーがノードのコンテナランタイムにありません',
  'cause.title.K10': 'ボリュームの参照先の不在',
  'cause.what.K10':
    'Podのボリュームに必要な{subject, select, _ {ConfigMap、Secret、またはパス} other {{subject}}}がないか、誤っています',
  'cause.title.K11': 'ボリュームの接続の失敗',
  'cause.what.K11': 'ボリューム{subject, select, _ {} other {({subject})}}をノードに接続できません',
  'cause.what.K11.MultiAttach':
    'ボリューム{subject, select, _ {} other {({subject})}}は一つのノードでしか使えず、まだ別のノードに接続されています',
  'cause.title.K11.MountFailed': 'ボリュームのマウントの失敗',
  'cause.what.K11.MountFailed': 'ボリューム{subject, select, _ {} other {({subject})}}をノードにマウントできません',
  'cause.title.K12': 'イメージの取得の失敗',
  'cause.what.K12':
    '{container, select, _ {} other {コンテナ{container}の}}イメージ{image, select, _ {} other {({image})}}を取得できません',
  'cause.title.K12.NotFound': 'イメージの不在',
  'cause.what.K12.NotFound':
    '{container, select, _ {} other {コンテナ{container}の}}イメージ{image, select, _ {} other {({image})}}がレジストリにありません',
  'cause.title.K12.Unauthorized': 'イメージの取得権限なし',
  'cause.what.K12.Unauthorized':
    'レジストリが{container, select, _ {} other {コンテナ{container}の}}イメージ{image, select, _ {} other {({image})}}の取得を拒否しました。権限がないか、イメージが存在しません',
  'cause.title.K12.RateLimited': 'レジストリの取得回数の上限',
  'cause.what.K12.RateLimited':
    'レジストリへのリクエストが多すぎるため、イメージ{image, select, _ {} other {({image})}}の取得が一時的に拒否されています',
  'cause.title.K12.Unreachable': 'レジストリへの接続の失敗',
  'cause.what.K12.Unreachable': 'ノードからイメージ{image, select, _ {} other {({image})}}のレジストリに接続できません',
  'cause.title.K12.Certificate': 'レジストリの証明書の拒否',
  'cause.what.K12.Certificate':
    'ノードがイメージ{image, select, _ {} other {({image})}}のレジストリの証明書を信頼していません',
  'cause.title.K12.NoMatchingPlatform': 'ノードに対応しないイメージ',
  'cause.what.K12.NoMatchingPlatform':
    'イメージ{image, select, _ {} other {({image})}}はノードのアーキテクチャまたはOSに対応していません',
  'cause.title.K12.NoSpace': 'イメージ用のディスク空き容量の不足',
  'cause.what.K12.NoSpace': 'ノードのディスクにイメージ{image, select, _ {} other {({image})}}を置く空きがありません',
  'cause.title.K12.InspectFailed': 'ノード上のイメージの破損',
  'cause.what.K12.InspectFailed': 'コンテナランタイムがイメージ{image, select, _ {} other {({image})}}を検査できません',
  'cause.title.K12.SignatureInvalid': 'イメージの署名の拒否',
  'cause.what.K12.SignatureInvalid': 'イメージ{image, select, _ {} other {({image})}}の署名を検証できません',
  'cause.title.K13': '無効なイメージ名',
  'cause.what.K13':
    '{container, select, _ {} other {コンテナ{container}の}}イメージ名{image, select, _ {} other {({image})}}が正しくありません',
  'cause.title.K14': 'ノードにないイメージ(取得は禁止)',
  'cause.what.K14':
    '{container, select, _ {} other {コンテナ{container}の}}イメージ{image, select, _ {} other {({image})}}がノードになく、imagePullPolicyがNeverのため取得もできません',
  'cause.title.K15': 'コンテナの設定の誤り',
  'cause.what.K15':
    '{subject, select, _ {コンテナ{container, select, _ {} other {{container}}}に必要なConfigMap、Secret、またはセキュリティコンテキストがないか、誤っています} other {コンテナ{container, select, _ {} other {{container}}}に必要な{subject}が存在しません}}',
  'cause.title.K15.RunAsNonRoot': 'rootで実行されるイメージの拒否',
  'cause.what.K15.RunAsNonRoot':
    '{container, select, _ {} other {コンテナ{container}の}}イメージ{image, select, _ {} other {({image})}}はrootで実行されますが、runAsNonRootにより禁止されています',
  'cause.title.K16': 'コンテナの作成の失敗',
  'cause.what.K16': 'コンテナランタイムがコンテナ{container, select, _ {} other {{container}}}の作成を拒否しています',
  'cause.title.K17': 'コンテナの開始の失敗',
  'cause.what.K17':
    'コンテナ{container, select, _ {} other {{container}}}のコマンドを開始できません{exitCode, select, _ {} other {(終了コード{exitCode})}}',
  'cause.title.K18': 'クラッシュの繰り返し',
  'cause.what.K18':
    'コンテナ{container, select, _ {} other {{container}}}が{exitCode, select, _ {} other {終了コード{exitCode}で}}繰り返し終了しています{restarts, select, _ {} other {(再起動は{restarts})}}',
  'cause.title.K19': 'メモリ不足による強制終了',
  'cause.what.K19':
    'コンテナ{container, select, _ {} other {{container}}}がメモリのリミット{limited, select, _ {} other {({limited})}}を超えたため、強制終了されました{restarts, select, _ {} other {(再起動は{restarts})}}',
  'cause.title.K20': 'ノードで使用中のポート',
  'cause.what.K20':
    'ノードのポート{hostPort, select, _ {} other {{hostPort}}}を{holder, select, _ {ほかのプロセス} other {{holder}}}が使用しているため、コンテナ{container, select, _ {} other {{container}}}がクラッシュしています',
  'cause.title.K21': 'initコンテナの失敗',
  'cause.what.K21':
    'initコンテナ{container, select, _ {} other {{container}}}が{waitingReason, select, _ {} other {{waitingReason}となり、}}{exitCode, select, _ {} other {終了コード{exitCode}で}}失敗しています{restarts, select, _ {} other {(再起動は{restarts})}}',
  'cause.what.K21.StillRunning':
    'initコンテナ{container, select, _ {} other {{container}}}が起動に許される時間を大きく超えて実行中です',
  'cause.title.K22': 'サイドカーの起動待ち',
  'cause.what.K22':
    'サイドカー{container, select, _ {} other {{container}}}が起動しておらず{waitingReason, select, _ {} other {({waitingReason})}}、Podが待機しています',
  'cause.title.K23': 'readiness probeの失敗',
  'cause.what.K23':
    'コンテナ{container, select, _ {} other {{container}}}は実行中ですが、readiness probeが成功しません',
  'cause.title.K24': 'probeによる強制終了',
  'cause.what.K24':
    '{detail, select, Liveness {liveness probe} Startup {startup probe} other {liveness probeまたはstartup probe}}の失敗により、コンテナ{container, select, _ {} other {{container}}}が終了させられています{restarts, select, _ {} other {(再起動は{restarts})}}',
  'cause.title.K25': 'readinessゲートの条件待ち',
  'cause.what.K25':
    'コンテナは準備完了ですが、Podのreadinessゲート{subject, select, _ {} other {({subject})}}の条件が満たされていません',
  'cause.title.K26': 'postStartフックの失敗',
  'cause.what.K26': 'コンテナ{container, select, _ {} other {{container}}}のpostStartフックが失敗しています',
  'cause.title.K27': 'コンテナの正常終了',
  'cause.what.K27':
    'コンテナ{container, select, _ {} other {{container}}}が終了コード0で終了します{restarts, select, _ {} other {(再起動は{restarts})}}。DaemonSetのコンテナは終了してはいけません',
  'cause.title.K28': 'イメージの取得の遅延',
  'cause.what.K28': 'イメージ{image, select, _ {} other {({image})}}の取得が2分以上続いています',
  'cause.title.K29': '一部のノードだけの失敗',
  'cause.what.K29':
    '新しいリビジョンは{nodes, plural, =0 {一部のノード} other {#ノード}}で失敗し、ほかのノードでは動作しています{of, select, _ {} other {({of})}}{subject, select, _ {} other {{used, select, _ {。共通点は{subject}です} other {{limited, select, _ {。共通点は{subject}です} other {。{subject}は失敗したノードの{used}、ほかのノードの{limited}に当てはまります}}}}}}',
  'cause.title.K30': 'リサイズの保留',
  'cause.what.K30':
    'kubeletが実行中のPodのリサイズをまだ行っていません{detail, select, _ {} other {({detail})}}。ロールアウトの問題ではありません',
  'cause.title.K31': 'kubeletによる拒否',
  'cause.what.K31': 'kubeletが{detail, select, _ {} other {{detail}により}}Podを拒否しました',

  'cause.title.T01': '応答のないノードでの終了処理',
  'cause.what.T01': 'kubeletの応答がないノードでPodが終了処理中のため、終了させるものがありません',
  'cause.title.T02': 'ファイナライザーによる保留',
  'cause.what.T02':
    'コンテナは終了しましたが、ファイナライザー{finalizers, select, _ {} other {({finalizers})}}がPodの削除を保留しています',
  'cause.title.T03': '長い猶予期間',
  'cause.what.T03':
    'Podは{left, select, _ {猶予期間} other {{nodes, plural, =0 {残り{left}の猶予期間} one {残り{left}の猶予期間} other {最短で残り{left}の猶予期間}}}}の終了処理中です',
  'cause.title.T04': '長すぎる終了処理',
  'cause.what.T04':
    'ノードは正常ですが、猶予期間を過ぎてもPodが終了処理中です。ランタイム、ネットワーク、またはボリュームを片付けられません',
  'cause.what.T04.NothingRuns':
    'ノードは正常でコンテナも動作していませんが、猶予期間を過ぎてもPodが終了処理中です。多くの場合、ボリュームをアンマウントできません',
};
