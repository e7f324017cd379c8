import { expect, test } from 'vitest';
import type { Obstacle } from '#lib/domain/placement/obstacles.ts';
import { createSpeaker } from '../speaker.ts';
import { describeObstacle } from './placement.ts';

const at = { severity: 'error', path: 'spec' } as const;
const rows: readonly { readonly obstacle: Obstacle; readonly en: string; readonly ja: string }[] = [
  {
    obstacle: { ...at, kind: 'NamespaceAbsent', namespace: 'logging' },
    en: 'The namespace logging is not there, so the API server would refuse the DaemonSet.',
    ja: 'Namespace loggingが存在しないため、APIサーバーはDaemonSetを拒否します。',
  },
  {
    obstacle: { ...at, kind: 'NamespaceTerminating', namespace: 'logging' },
    en: 'The namespace logging is being deleted: nothing new is made in it any more.',
    ja: 'Namespace loggingは削除中のため、新しいものは作成されません。',
  },
  {
    obstacle: { ...at, kind: 'SelectorImmutable' },
    en: 'The selector is not that of the DaemonSet that runs, and it cannot be changed: the API server would refuse it.',
    ja: 'セレクターが実行中のDaemonSetと異なります。セレクターは変更できないため、APIサーバーは拒否します。',
  },
  {
    obstacle: { ...at, severity: 'warning', kind: 'BeingDeleted' },
    en: 'The DaemonSet of this name is being deleted: what is applied now goes with it.',
    ja: 'この名前のDaemonSetは削除中です。いま適用しても、一緒に削除されます。',
  },
  {
    obstacle: { ...at, kind: 'PriorityClassAbsent', name: 'gold' },
    en: 'The PriorityClass gold is not there: the DaemonSet would be accepted, and each of its pods refused.',
    ja: 'PriorityClass goldが存在しません。DaemonSetは受け付けられますが、Podはすべて拒否されます。',
  },
  {
    obstacle: { ...at, kind: 'PriorityDiffers', given: 1500, admitted: 0 },
    en: 'The priority 1500 is not that of the PriorityClass, 0: the DaemonSet would be accepted, and each of its pods refused.',
    ja: 'priority 1500がPriorityClassの0と異なります。DaemonSetは受け付けられますが、Podはすべて拒否されます。',
  },
  {
    obstacle: { ...at, kind: 'PreemptionPolicyDiffers', given: 'Never', admitted: 'PreemptLowerPriority' },
    en: 'The preemptionPolicy Never is not that of the PriorityClass, PreemptLowerPriority: the DaemonSet would be accepted, and each of its pods refused.',
    ja: 'preemptionPolicy NeverがPriorityClassのPreemptLowerPriorityと異なります。DaemonSetは受け付けられますが、Podはすべて拒否されます。',
  },
  {
    obstacle: {
      ...at,
      kind: 'PodSecurity',
      level: 'baseline',
      version: 'latest',
      violations: 'host namespaces (hostNetwork=true)',
    },
    en: 'The namespace enforces the Pod Security level baseline (latest): the DaemonSet would be accepted, and each of its pods refused (host namespaces (hostNetwork=true)), unless they are exempt, which cannot be seen.',
    ja: 'NamespaceはPod Securityのbaseline(latest)を強制しています。DaemonSetは受け付けられますが、除外されていない限り(除外は確認できません)Podはすべて拒否されます: host namespaces (hostNetwork=true)。',
  },
];
test.for(rows)('$obstacle.kind', ({ obstacle, en, ja }) => {
  expect([describeObstacle(createSpeaker('en'), obstacle), describeObstacle(createSpeaker('ja'), obstacle)]).toEqual([
    en,
    ja,
  ]);
});
