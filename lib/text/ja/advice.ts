import type { advice as english } from '../en/advice.ts';

export const advice: Readonly<Record<keyof typeof english, string>> = {
  'cause.advice.R01':
    'kube-controller-managerが動作していてリーダーがいるか、書き込みが成功しているかを確認してください。自身の作成や削除の確認を最大5分待っているだけの場合もあります。',
  'cause.advice.R02':
    '停滞ではありません。古いPodをノードごとに手動で削除し、新しいPodが利用可能になってから次へ進んでください。',
  'cause.advice.R03':
    'ノードを修復するか、マシンがなくなったらノードのオブジェクトを削除するか、DaemonSetの対象から外すか、maxUnavailableを未準備のノード数より大きくしてください。ノードがまだ対象なら、Podを強制削除してもコントローラーが作り直すため効果はありません。',
  'cause.advice.R04':
    'まずロールバックし、それからテンプレートを修正してください。いま別のテンプレートを適用すると、利用不可のPodは上限に関係なく直ちに入れ替えられます。',
  'cause.advice.R05':
    '問題はありません。お待ちください。minReadySecondsを短くするとロールアウトは速くなりますが、安全性は下がります。',
  'cause.advice.R06':
    'maxSurgeの代わりにmaxUnavailableを使うと、古いPodが終了してから新しいPodが起動します。その間、ノードにPodはありません。',
  'cause.advice.R07':
    'まずPodを作成できない原因を取り除いてください。原因は隣に表示されています。作成が1件拒否されるだけで、更新全体が進まなくなります。',
  'cause.advice.R08':
    'Podが終了しない理由を調べてください。原因は隣に表示されています。猶予期間中のPodは待つだけで十分です。',
  'cause.advice.R09':
    '書き込んでいる二者(オペレーター、GitOpsツール、Webhook、人)を突き止め、テンプレートの所有者を一つにしてください。',
  'cause.advice.R10':
    'コントロールプレーンのアップグレード後に起こります。Podが更新済みと数えられていれば無害で、そうでなければ一度ずつ入れ替えられます。',
  'cause.advice.R11':
    'Podがなくなるまでお待ちください。ファイナライザーが残る場合は、それを外すはずのコントローラーを修復してください。手動で外すと、後始末されるはずのものが残ります。',
  'cause.advice.R12':
    '二つのDaemonSetに異なるラベルを付けてください。セレクターは変更できないため、片方をPodごと作り直す必要があります。',
  'cause.advice.R13':
    'どこかで動作させたい場合は、セレクター、アフィニティ、tolerationを修正するか、ノードにラベルを付けてください。足りない条件はノードごとに表示されます。',
  'cause.advice.R14':
    'テンプレートにtolerationを追加する(新しいリビジョンになります)か、taintを外すと、コントローラーがPodを作り直します。',
  'cause.advice.R15': 'テンプレートのtolerationからtolerationSecondsを外すか、ノードからtaintを外してください。',
  'cause.advice.R16':
    'ノードとコントロールプレーンの時計を比べてください。一致するまで、コントローラーが準備完了のPodを利用不可と数えることがあります。',

  'cause.advice.C01': 'Namespaceのクォータを増やすか、使用量を減らしてください。コントローラーは自動的に再試行します。',
  'cause.advice.C01.QuotaNotCountedYet': 'お待ちください。クォータの集計が終われば自然に解消します。',
  'cause.advice.C01.ResourceNeedsQuota': 'Podの要求を含むResourceQuotaをNamespaceに作成してください。',
  'cause.advice.C02': 'テンプレートに指定する(新しいリビジョンになります)か、NamespaceのLimitRangeで補ってください。',
  'cause.advice.C03':
    'scopeSelectorでこのPriorityClassを指定したResourceQuotaをNamespaceに作成するか、別のクラスを使うか、kube-systemで実行してください。',
  'cause.advice.C04':
    'このエージェントを信頼できるなら、Namespaceに特権(privileged)のラベルを付けてください。ただし同じNamespaceのほかのPodにも許可されます。そうでなければ、レベルに反する項目をテンプレートから外してください。',
  'cause.advice.C05': 'Webhookのメッセージを読み、条件を満たすか、管理者に例外を依頼してください。',
  'cause.advice.C06':
    'Webhookのサービスを修復してください。ネットワークプラグインのように、そのサービス自体がこのDaemonSetを必要とする場合は、WebhookがこのNamespaceを対象外とする必要があります。',
  'cause.advice.C07': 'DaemonSetのNamespaceにServiceAccountを作成するか、テンプレートの名前を修正してください。',
  'cause.advice.C08': 'PriorityClassを作成するか、テンプレートの名前を修正してください。',
  'cause.advice.C09': 'RuntimeClassを作成するか、テンプレートの名前を修正してください。',
  'cause.advice.C10': 'テンプレートのリクエストとリミットをLimitRangeに収めるか、LimitRangeを変更してください。',
  'cause.advice.C11': '新しいPodは作成されません。Namespaceが必要なら、削除が終わった後に作り直してください。',
  'cause.advice.C12': 'メッセージが示すテンプレートのフィールドを修正してください。',
  'cause.advice.C13':
    'テンプレートからPodをサーバー側のドライランで作成すると、拒否されるかどうかがわかります。ロールアウトの再起動でコントローラーは再試行しますが、すべてのPodが入れ替えられます。',
  'cause.advice.C14': 'ポリシーのメッセージを読み、条件を満たすか、ポリシーの適用範囲を変更してください。',
  'cause.advice.C14.Forbidden':
    'メッセージを読んでください。禁止したプラグインが許可されない項目を示しています。多くはServiceAccountの権限不足です。',
  'cause.advice.C15': 'APIサーバー、etcd、Webhookを確認してください。コントローラーは自動的に再試行します。',
  'cause.advice.C15.Unrecognised':
    'メッセージとDaemonSetのイベントを確認してください。コントローラーは自動的に再試行します。',

  'cause.advice.S01':
    'このノードで空きを作ってください。Podはほかのノードでは動作できず、オートスケーラーも役に立ちません。または、DaemonSetの優先度を上げると、スケジューラーが空きを作れます。',
  'cause.advice.S01.PreemptionNever':
    '優先度クラスがプリエンプションを禁止しています(preemptionPolicyがNever)。このノードで空きを作るか、プリエンプトできる優先度クラスを使ってください。',
  'cause.advice.S02':
    'リクエストを減らすか、このようなノードをDaemonSetの対象から外してください。ほかのPodを退避しても収まりません。',
  'cause.advice.S03':
    'まずそのノードのデバイスプラグイン(多くは別のDaemonSet)を確認するか、デバイスのないノードを対象から外してください。',
  'cause.advice.S04':
    'ポートを使用しているものを移動するか、終了させてください。多くは別のNamespaceにある同じエージェントです。',
  'cause.advice.S05':
    'テンプレートにtolerationを追加する(新しいリビジョンになります)か、taintを外してください。NoScheduleのtaintならPodはPendingのままで、NoExecuteのtaintならコントローラーがPodを削除します。',
  'cause.advice.S06':
    'Namespaceを既定のノードセレクターの対象から外してください。OpenShiftではアノテーションopenshift.io/node-selectorを空にします。Webhookが追加している場合は、その対象から外してください。',
  'cause.advice.S07': 'お待ちください。コントローラーがPodを自動的に削除します。',
  'cause.advice.S08': 'テンプレートからその規則を外してください。DaemonSetのPodの配置には不要です。',
  'cause.advice.S09':
    '一つのノードでしか使えないボリュームはDaemonSetに適しません。hostPathか一時ボリューム、または複数のノードから読み取れるボリュームを使ってください。',
  'cause.advice.S10': '終了処理中のPodの猶予期間が終わるまでお待ちください。',
  'cause.advice.S11': 'ゲートを外すはずのものと、外されていない理由を調べてください。',
  'cause.advice.S12': 'テンプレートのschedulerNameと、そのスケジューラーが動作しているかを確認してください。',
  'cause.advice.S12.SchedulerError':
    'メッセージとスケジューラーのログを確認してください。スケジューラーは自動的に再試行します。',
  'cause.advice.S13': 'テンプレートのノードアフィニティで仮想ノードを対象から外してください。',
  'cause.advice.S14':
    '対処するまでPendingのままです。DaemonSetの優先度を上げるか、ノードをcordonして戻らないようにしたうえで、ほかのPodを退避してください。',
  'cause.advice.S15': '新しいノードか別のリソースクレームを使うか、このようなノードを対象から外してください。',

  'cause.advice.K01':
    '一度だけなら競合によるもので、コントローラーが再試行します。繰り返す場合は、静的Podがノードを占めているか、割り当て可能な量が減っています。',
  'cause.advice.K02':
    'ノードに不足しているもの(ディスク、メモリ、またはプロセスID)を空けてください。自動のtolerationは効きません。優先度をsystem-node-criticalにすると受け付けられますが、ほかのPodのリソースが不足します。',
  'cause.advice.K03':
    'メモリのリクエストを実際の使用量に合わせるか、一時ストレージのリミットを増やし、ノードを圧迫しているほかのものを調べてください。',
  'cause.advice.K03.StorageLimit':
    'コンテナが自身のディスクに書き込んでいるものを調べるか、一時ストレージのリミットを増やしてください。',
  'cause.advice.K03.EmptyDirLimit': 'そのボリュームに書き込まれているものを調べるか、sizeLimitを増やしてください。',
  'cause.advice.K04':
    'ノードのラベルとtaintをテンプレートと比べてください。ラベルなしで再起動したkubeletが原因のこともあります。',
  'cause.advice.K05':
    'ノードのデバイスプラグインを確認してください。復旧後に失敗したPodは作り直されます。削除すると早まります。',
  'cause.advice.K06':
    'リクエストをCPUの整数値にするか、そのノードのトポロジーマネージャーのポリシーを変更してください。',
  'cause.advice.K07': 'ノードが戻るまでお待ちください。',
  'cause.advice.K08': 'ノードとkubeletを確認してください。Podに問題はありません。',
  'cause.advice.K09':
    'まずそのノードのネットワークプラグイン(多くは別のDaemonSet)を確認してください。IPアドレスの枯渇も考えられます。',
  'cause.advice.K09.AddressesExhausted':
    'ノードまたはネットワークプラグインのアドレスの範囲を広げるか、そのノードのPodを減らしてください。',
  'cause.advice.K09.RuntimeHandlerMissing':
    'そのノードにランタイムをインストールするか、このようなノードを対象から外してください。',
  'cause.advice.K10': '足りないものをDaemonSetのNamespaceに作成するか、テンプレートのボリュームを修正してください。',
  'cause.advice.K11': 'そのノードのボリュームのドライバー(多くは別のDaemonSet)とメッセージを確認してください。',
  'cause.advice.K11.MultiAttach':
    '一つのノードでしか使えないボリュームはDaemonSetに適しません。使用中のノードが応答しない場合は、先にそこから切り離す必要があります。',
  'cause.advice.K12': 'メッセージを読んでください。ノードは遅くとも5分ごとに再試行します。',
  'cause.advice.K12.NotFound':
    'イメージの名前かタグを修正するか、レジストリにプッシュしてください。ロールバックも有効です。',
  'cause.advice.K12.Unauthorized':
    'PodとServiceAccountのimagePullSecretsと、イメージの名前を確認してください。存在しないイメージも拒否として返すレジストリが多くあります。',
  'cause.advice.K12.RateLimited':
    'お待ちいただくか、アカウントかミラーを使って取得してください。maxUnavailableを小さくすると、同時に取得するノードが減ります。',
  'cause.advice.K12.Unreachable': 'ノードの名前解決、プロキシ、ファイアウォールを確認してください。',
  'cause.advice.K12.Certificate':
    '証明書に署名した認証局をノードのコンテナランタイムに登録し、ノードの時計も確認してください。',
  'cause.advice.K12.NoMatchingPlatform':
    'そのプラットフォーム向けにもイメージを作成するか、kubernetes.io/archまたはkubernetes.io/osで対象から外してください。',
  'cause.advice.K12.NoSpace':
    'ノードのディスクの空きを増やしてください。イメージだけで一杯なら、kubeletのイメージのガベージコレクションを確認してください。',
  'cause.advice.K12.InspectFailed': 'ノードからイメージを削除して取得し直し、ディスクも確認してください。',
  'cause.advice.K12.SignatureInvalid': 'イメージに署名するか、ノードの署名のポリシーを修正してください。',
  'cause.advice.K13': 'テンプレートのイメージ名を修正してください。',
  'cause.advice.K14': '事前にイメージをノードに置くか、imagePullPolicyを変更してください。',
  'cause.advice.K15':
    'メッセージが示すキーやオブジェクトをDaemonSetのNamespaceに作成するか、テンプレートを修正してください。',
  'cause.advice.K15.RunAsNonRoot':
    'runAsUserに0以外の数値を指定するか、そのようにイメージを作成してください。runAsNonRootを外すと、コンテナはrootで実行されます。',
  'cause.advice.K16': 'メッセージを読んでください。多くはマウント、パス、または名前の誤りです。',
  'cause.advice.K17': 'メッセージを読んでください。多くはコマンドがイメージにないか、実行権限がありません。',
  'cause.advice.K17.ExecutableMissing': 'コマンドを修正してください。イメージの中に存在しません。',
  'cause.advice.K17.PermissionDenied': 'イメージのファイルに実行権限を付けるか、コンテナのユーザーを修正してください。',
  'cause.advice.K17.WrongArchitecture':
    'プログラムが別のアーキテクチャ向けです。このアーキテクチャ向けにも作成するか、kubernetes.io/archで対象から外してください。',
  'cause.advice.K18':
    '前回終了したコンテナのログを読んでください。新しいバージョンが原因なら、まずロールバックしてください。',
  'cause.advice.K19':
    'メモリのリミットを増やしてください。大きいノードほど監視対象が多く、多くのメモリが必要になりがちなので、ノード間で比べてください。',
  'cause.advice.K20':
    'ポートを使用しているプロセスを探してください。サージPodの隣の古いPod、別のDaemonSetの残存Pod、またはホストのサービスが考えられます。',
  'cause.advice.K21': 'そのinitコンテナのログを読んでください。',
  'cause.advice.K21.StillRunning':
    'そのinitコンテナのログを読んでください。何かを待っているか、処理に時間がかかっています。',
  'cause.advice.K22': 'サイドカーのstartup probeとログを確認してください。メインのコンテナはサイドカーを待っています。',
  'cause.advice.K23': 'probeのメッセージを読んでください。エージェントの依存先が動作していないことがよくあります。',
  'cause.advice.K24': 'probeのメッセージを読んでください。遅いだけなら、probeの猶予を増やしてください。',
  'cause.advice.K25': 'ゲートの条件を設定するはずのコントローラーを確認してください。kubeletは設定しません。',
  'cause.advice.K26': 'フックを修正してください。失敗するたびにkubeletがコンテナを終了させます。',
  'cause.advice.K27': 'メインのプロセスをフォアグラウンドで動かし続け、一度だけの処理はinitコンテナで行ってください。',
  'cause.advice.K28':
    'お待ちください。大きいイメージ、レジストリの速度制御、または順番待ちの取得には時間がかかります。',
  'cause.advice.K29':
    '成功したノードと失敗したノードを、アーキテクチャ、カーネル、ランタイム、ノードプール、ゾーン、kubeletのバージョンで比べてください。',
  'cause.advice.K30': 'Podは元のリソースのまま動作しています。ノードの空きが必要か、そのノードではリサイズできません。',
  'cause.advice.K31':
    'kubeletのメッセージが拒否の理由を示しています。それに合わせてテンプレートかノードを修正してください。',

  'cause.advice.T01':
    'マシンの電源が切れていることを確かめてから、ノードのオブジェクトを削除するか、out-of-serviceのtaintを付与してください。ノードがまだ対象なら、Podを強制削除してもコントローラーが作り直すため効果はなく、マシンが動いていればプロセスも動き続けます。',
  'cause.advice.T02':
    'ファイナライザーを外すはずのコントローラーを修復してください。手動で外すのは最後の手段で、後始末されるはずのものが残ります。',
  'cause.advice.T03': 'お待ちください。terminationGracePeriodSecondsを短くすると、次のリビジョンから効果があります。',
  'cause.advice.T04':
    'Podのイベントとkubeletのログを確認してください。強制削除は最後の手段で、古いプロセスが新しいものの隣で動き続けることがあります。',
};
