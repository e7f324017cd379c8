import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { datadog } from './makers/observability-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

export const BAD_IMAGE: Scenario = {
  name: 'bad-image',
  description:
    'A typing error in a tag: the new datadog-agent cannot be pulled, the first four nodes lose theirs and the rollout stalls; two minutes later the tag is corrected and it completes.',
  seed: 15,
  standingSeconds: THREE_DAYS,
  historySeconds: 150,
  lengthSeconds: 600,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 36 })],
      daemonSets: [...USUAL_AGENTS, datadog({ version: '7.72.1', revision: 22 })],
      workloads: shop(3),
    }),
  script: [
    {
      atSeconds: 30,
      what: 'The new datadog-agent has the letter O in its tag.',
      act: ({ apply }) => apply(datadog({ version: '7.73.O', fault: 'image-pull' })),
    },
    {
      atSeconds: 270,
      what: 'The tag is corrected; what could not start is replaced at once.',
      act: ({ apply }) => apply(datadog({ version: '7.73.0', readyDelay: '8s' })),
    },
  ],
};
