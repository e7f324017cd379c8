import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { otelCollector } from './makers/observability-agents.ts';
import { podQuota } from './makers/policies.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

const AGENT = { revision: 3, update: { maxUnavailable: 4 } } as const;

export const QUOTA: Scenario = {
  name: 'quota',
  description:
    'A namespace may have 24 pods and has them: on three new nodes the collector is refused, and because of that its next version reaches no node at all.',
  seed: 17,
  standingSeconds: THREE_DAYS,
  historySeconds: 900,
  lengthSeconds: 1_000,
  begin: (cluster) => {
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 21 })],
      daemonSets: [...USUAL_AGENTS, otelCollector({ version: '0.139.0', ...AGENT })],
      workloads: [
        ...shop(2),
        {
          name: 'otel-collector-gateway',
          namespace: 'observability',
          image: 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.139.0',
          replicas: 3,
        },
      ],
    });
    // A quota refuses everything until it has been counted, so it comes when its pods are there.
    cluster.apply(podQuota('observability', 24));
  },
  script: [
    {
      atSeconds: 30,
      what: 'The cluster grows by three nodes.',
      act: ({ nodes }) => nodes.add(...pool({ pool: 'general', count: 3, first: 8, isBeingBorn: true })),
    },
    {
      atSeconds: 200,
      what: 'A new collector is to be rolled out, four nodes at a time.',
      act: ({ apply }) => apply(otelCollector({ version: '0.140.1', ...AGENT })),
    },
  ],
};
