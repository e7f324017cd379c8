import type { starved as english } from '../en/starved.ts';

export const starved: Readonly<Record<keyof typeof english, string>> = {
  'starved.title': 'リソース不足のノード',
  'starved.sentence': '{who}{count, plural, other {}}にDaemonSetのPodのための空きがありません({short})。',
  'starved.unclear.sentence': '{who}でDaemonSetのPodが待っていますが、何が足りないかは現在の情報ではわかりません。',
  'starved.none.sentence': 'リソース不足のノードはありません。空きを待っているDaemonSetのPodはありません。',
  'starved.none.last.sentence': '最後にリソース不足だったのは{age}です。',
  'starved.none.match.sentence':
    'リソース不足の{count, plural, other {#ノード}}に、フィルターに一致するものはありません。',
  'starved.range': '{least}から{most}',
  'starved.short': '{where, select, all {} other {{count, number}ノードで}}{resource}が{amount}不足',
  'starved.short.pods': '{where, select, all {} other {{count, number}ノードで}}Podの枠が不足',
  'starved.short.ports':
    '{where, select, all {} other {{count, number}ノードで}}ホストポート{port, select, _ {} other {{port}}}が使用中',
  'starved.short.more': 'ほか{more, plural, other {#件のリソース}}',
  'starved.outlook.itself.sentence':
    'スケジューラーだけで{rest, plural, =0 {{count, plural, =1 {} other {すべてのノードに}}} other {{count, number}ノードに}}空きを作れます。',
  'starved.outlook.help.sentence':
    'スケジューラーだけでは{rest, plural, =0 {{count, plural, =1 {} other {どのノードにも}}} other {{count, number}ノードに}}空きを作れません。',
  'starved.outlook.mixed.sentence':
    'スケジューラーだけで空きを作れるのは{itself, number}ノードで、{help, number}ノードには対処が必要です。',
  'starved.outlook.never.sentence':
    '{all, plural, =0 {} other {{never, number}ノードでは}}リクエストがノード全体を超えており、何を退避しても収まりません。',
  'starved.since.sentence': '{count, plural, =1 {} other {最も長いノードでは}}{duration}前から待っています。',

  'starved.filter': 'フィルター',
  'starved.filter.resource': 'リソース',
  'starved.filter.resource.all': 'すべて',
  'starved.filter.resource.cpu': 'CPU',
  'starved.filter.resource.memory': 'メモリ',
  'starved.filter.resource.pods': 'Podの枠',
  'starved.filter.resource.ports': 'ホストポート',
  'starved.filter.resource.storage': '一時ストレージ',
  'starved.filter.resource.extended': '拡張リソース',
  'starved.filter.daemonSet': 'DaemonSet',
  'starved.filter.daemonSet.all': 'すべて',
  'starved.filter.clear': 'すべて表示',
  'starved.filter.shown': 'リソース不足の{count, plural, other {#ノード}}のうち{shown, number}ノード',
  'starved.filter.unknown.resource': '「{value}」というリソースでは絞り込めません。すべてを表示しています。',
  'starved.filter.unknown.daemonset':
    '「{value}」はDaemonSetのnamespace/nameの形ではありません。すべてを表示しています。',

  'starved.copy': '{count, plural, other {#件のノード名をコピー}}',
  'starved.copied': 'コピー済み',
  'starved.more': '{count, number}件をすべて表示',
  'starved.fewer': '先頭の{count, number}件のみ表示',
  'starved.copy.byHand': 'ここではクリップボードを使えません。この欄からノード名をコピーしてください。',

  'starved.pool': '{pool}',
  'starved.pool.none': 'ノードプールなし',
  'starved.pool.all': 'リソース不足のすべてのノード',
  'starved.column.daemonSet': '待っているPod',
  'starved.column.resource': 'リソース',
  'starved.column.by': '不足量',
  'starved.column.itself': '自動解決',
  'starved.column.eviction': '最小の退避',
  'starved.itself.line': '自動解決: {word}',
  'starved.eviction.line': '最小の退避: {words}',
  'starved.eviction.Fits.phrase': '不要',
  'starved.eviction.Wait.phrase': '不要(終了処理中のPodあり)',
  'starved.eviction.Impossible.phrase': '十分な組み合わせなし',
  'starved.eviction.more': 'ほか{more, plural, other {#件のPod}}',
  'starved.eviction.bare': '{count, plural, other {単独のPod#件(作り直しなし)}}',
  'starved.eviction.violations': '{count, plural, other {#件のPodDisruptionBudgetに違反}}',
  'starved.eviction.unknown': 'PodDisruptionBudgetが不明',
  'starved.plan': '手順',
  'starved.plan.of': '{node}の手順',
  'starved.unclear': '不明',

  'starved.shortfall': '不足量の分布',
  'starved.shortfall.label': '{daemonSet}のための{resource}の不足量({nodes, plural, other {#ノード}}、{amount})',
  'starved.shortfall.nodes': '{count, plural, other {#ノード}}',
  'starved.shortfall.table': '数値で表示',
  'starved.shortfall.upTo': '{amount}まで',
  'starved.column.short': '不足量',
  'starved.column.nodes': 'ノード数',
  'starved.column.fit': 'その分減らして収まる数',
  'starved.sizing.mark': '−{reduction}で{nodes, number}ノード中{fit, number}ノード',
  'starved.sizing.sentence':
    '{resource}のリクエスト{requested}を{reduction}減らすと、{nodes, number}ノードのうち{fit, number}ノードで収まります。',
  'starved.sizing.whole.sentence':
    '{resource}のリクエスト{requested}をなくして初めて、{nodes, number}ノードのうち{fit, number}ノードで収まります。',
  'starved.sizing.more.sentence': '{reduction}減らすと、{nodes, number}ノードのうち{fit, number}ノードになります。',
  'starved.sizing.rest.sentence': '{rest, plural, other {#ノード}}では、ほかのものも足りません。',
  'starved.sizing.none.sentence':
    '{resource}のリクエストを減らすだけでは、{nodes, plural, other {#ノード}}のどれにも収まりません。ほかのものも足りません。',

  'starved.cause.link': '空きのないノードと、空きを作る方法',
  'starved.drawer.title': '空き',
  'starved.drawer.unclear': '何が足りないかは現在の情報ではわかりません。',
  'starved.drawer.lacks': '{amounts}不足しています。',
  'starved.drawer.eviction': '空きを作る最小の退避は{pods}です。',
  'starved.drawer.plan': 'このノードの手順へ',
};
