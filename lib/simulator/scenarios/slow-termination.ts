import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { fluentd } from './makers/observability-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { CILIUM, EBS_CSI_NODE, KUBE_PROXY, NODE_EXPORTER, shop } from './makers/usual.ts';

const FLUSH = { termination: '90s', podSpec: { terminationGracePeriodSeconds: 60 } } as const;

export const SLOW_TERMINATION: Scenario = {
  name: 'slow-termination',
  description:
    'fluentd wants 90 seconds to flush its buffers and is given 60: every node takes a minute, and every pod is killed in the end.',
  seed: 22,
  standingSeconds: THREE_DAYS,
  historySeconds: 150,
  lengthSeconds: 1_100,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 24 })],
      daemonSets: [
        CILIUM,
        KUBE_PROXY,
        EBS_CSI_NODE,
        NODE_EXPORTER,
        fluentd({ version: 'v1.18-debian-elasticsearch8-1', revision: 7, ...FLUSH }),
      ],
      workloads: shop(2),
    }),
  script: [
    {
      atSeconds: 30,
      what: 'A new fluentd is rolled out, two nodes at a time.',
      act: ({ apply }) => apply(fluentd({ version: 'v1.19-debian-elasticsearch8-1', ...FLUSH })),
    },
  ],
};
