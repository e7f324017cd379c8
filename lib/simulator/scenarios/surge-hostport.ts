import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { nodeExporter } from './makers/observability-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { CILIUM, EBS_CSI_NODE, FLUENT_BIT, KUBE_PROXY, shop } from './makers/usual.ts';

const SURGE = { update: { maxSurge: 1, maxUnavailable: 0 } } as const;

export const SURGE_HOSTPORT: Scenario = {
  name: 'surge-hostport',
  description:
    'node-exporter is to be updated by maxSurge, but the old pod holds the host port that the new one needs: every number says that all is well, and nothing moves.',
  seed: 19,
  standingSeconds: THREE_DAYS,
  historySeconds: 300,
  lengthSeconds: 900,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 15 })],
      daemonSets: [
        CILIUM,
        KUBE_PROXY,
        EBS_CSI_NODE,
        FLUENT_BIT,
        nodeExporter({ version: 'v1.9.1', revision: 4, ...SURGE }),
      ],
      workloads: shop(),
    }),
  script: [
    {
      atSeconds: 120,
      what: 'A new node-exporter is to be rolled out, the new pod beside the old one.',
      act: ({ apply }) => apply(nodeExporter({ version: 'v1.10.2', ...SURGE })),
    },
  ],
};
