import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { fluentBit } from './makers/observability-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

export const ROLLING: Scenario = {
  name: 'rolling',
  description:
    'A healthy rollout that takes its time: fluent-bit goes over 120 nodes one by one, in about a quarter of an hour.',
  seed: 12,
  standingSeconds: THREE_DAYS,
  historySeconds: 90,
  lengthSeconds: 1_500,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 120 })],
      daemonSets: USUAL_AGENTS,
      workloads: shop(10),
    }),
  script: [
    {
      atSeconds: 30,
      what: 'A new fluent-bit is installed; one node at a time may be without its logs.',
      act: ({ apply }) => apply(fluentBit({ version: '4.2.0', update: { maxUnavailable: 1 }, readyDelay: '6s' })),
    },
  ],
};
