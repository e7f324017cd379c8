import type { Scenario } from '../scenario.ts';
import { podIdentityAgent } from './makers/node-agents.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { nodeProblemDetector } from './makers/observability-agents.ts';
import { disruptionBudget } from './makers/policies.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

export const HEALTHY: Scenario = {
  name: 'healthy',
  description: 'Nothing happens: on 27 nodes seven agents run where they should, in the revision they should have.',
  seed: 11,
  standingSeconds: THREE_DAYS,
  historySeconds: 60,
  lengthSeconds: 120,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 24 })],
      daemonSets: [
        ...USUAL_AGENTS,
        podIdentityAgent({ version: 'v0.1.33', revision: 3 }),
        nodeProblemDetector({ version: 'v1.34.0', revision: 2 }),
      ],
      workloads: shop(2),
      others: [disruptionBudget('checkout', 'shop', { minAvailable: 2 })],
    }),
  script: [],
};
