import type { Taint } from '../objects.ts';
import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { datadog } from './makers/observability-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

/** The machine learning team has taken these two for itself. */
const TAKEN = ['general-a-03', 'general-b-04'] as const;
const DEDICATED: Taint = { key: 'dedicated', value: 'ml', effect: 'NoSchedule' };

export const TAINT_LEFTOVER: Scenario = {
  name: 'taint-leftover',
  description:
    'Two nodes get a NoSchedule taint: fluent-bit stays there as a leftover, and datadog-agent, which is updated afterwards, is gone from both for good.',
  seed: 21,
  standingSeconds: THREE_DAYS,
  historySeconds: 180,
  lengthSeconds: 600,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 15 })],
      daemonSets: [...USUAL_AGENTS, datadog({ version: '7.72.1', revision: 22 })],
      workloads: shop(),
    }),
  script: [
    {
      atSeconds: 30,
      what: 'Two nodes are dedicated to machine learning.',
      act: ({ nodes }) => {
        for (const name of TAKEN) nodes.taint(name, DEDICATED);
      },
    },
    {
      atSeconds: 200,
      what: 'A new datadog-agent is rolled out.',
      act: ({ apply }) => apply(datadog({ version: '7.73.0', readyDelay: '4s' })),
    },
  ],
};
