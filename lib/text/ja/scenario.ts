/** What happens in each story of the simulated cluster, by its name. The English sentence comes with the story itself. */
export const scenario: Readonly<Record<string, string>> = {
  tour: '48ノードを10分でめぐり、繰り返します。順調なロールアウト、停滞や減速とその回復、応答しないノード、空きのないノード、増減するマシンが見られます。',
  healthy: '何も起きません。27ノードで7種類のエージェントが、あるべき場所であるべきリビジョンのまま動いています。',
  rolling: '時間のかかる正常なロールアウトです。fluent-bitが120ノードを1台ずつ、約15分かけて更新します。',
  'on-delete':
    'ボリュームの接続中に終了してはならないストレージドライバーを、ゾーンごとに手作業で更新します。最後のゾーンは、誰かが続きを行うのを待っています。',
  'new-nodes':
    'オートスケーラーがマシンを増減させます。新しいノードには起動時のtaintがあり、ネットワークのエージェントが準備完了になって外れてから、ほかのエージェントが続きます。',
  'budget-deadlock':
    '288ノードで動くNVSentinelのエージェントは、Podの5%まで利用不可を許しています。それを超える20ノードが応答しないため、アップグレードは1つのPodも入れ替えられません。',
  'one-dead-node':
    '応答しないノードは1つで十分ですが、ここでは164ノードのうち3つです。上限が既定の1つなので、Kubernetesプロジェクトのビルドクラスターで2件のロールアウトが停滞しています。',
  'bad-image':
    'タグの打ち間違いで新しいdatadog-agentのイメージを取得できず、最初の4ノードで失われてロールアウトが停滞します。2分後にタグが修正され、完了します。',
  'crash-loop-on-arm':
    '新しいfalcoはamd64では動き、arm64ではクラッシュします。ロールアウトは、12のarm64ノードのうち3つが利用不可の上限を占めるまで進みます。',
  'starved-equal-priority':
    '5つのワーカーのうち4つが入れ替わり、先に戻ったノードはfluent-bitが来る前にReplicaSetのPodで埋まります。優先度が同じためfluent-bitはPendingのままで、次の更新が停滞します。',
  'starved-pools':
    '新しい2つのエージェントに対し、20のワーカーのうち17に空きがありません。CPU、メモリ、Podの枠、ホストのポートと、足りないものも量もノードごとに違います。2ノードは小さすぎて決して入らず、スケジューラーが空きを作るのは1ノードだけです。',
  quota:
    'NamespaceのPodは上限の24に達しています。新しい3ノードではコレクターが拒否され、そのため次のバージョンはどのノードにも届きません。',
  'pod-security':
    'falcoが動いているNamespaceの制限が強化されます。次の更新で削除したPodを再び作成できなくなるまで、誰も気付きません。',
  'surge-hostport':
    'node-exporterをmaxSurgeで更新しますが、新しいPodに必要なホストのポートを古いPodが使っています。どの数値も正常を示し、何も進みません。',
  'slow-termination':
    'fluentdはバッファの書き出しに90秒かかりますが、猶予は60秒です。各ノードに1分かかり、Podは最後に強制終了されます。',
  'taint-leftover':
    '2ノードにNoScheduleのtaintが付きます。fluent-bitは対象外のまま残り、後から更新されたdatadog-agentはどちらからも消えて戻りません。',
  orphans:
    'DaemonSetを失ったPodを、あらゆる形で示します。ラベルで外れたもの、削除で残されたもの、ファイナライザーで保持されたもの、手作業で作られたもの、同名のDaemonSetに引き継がれたものです。',
  intruder:
    '静かなクラスターのkube-systemにkube-controllerという名前のDaemonSetが現れ、数秒で全ノードに広がります。暗号資産の採掘です。',
  'slow-5000':
    'Kubernetesが対応する最大のクラスターです。30種類のエージェントと20,000のほかのPodがある5,000ノードでfluent-bitを更新し、25の応答しないノード、12の空きのないノード、50の満杯のディスクで遅くなります。',
};
