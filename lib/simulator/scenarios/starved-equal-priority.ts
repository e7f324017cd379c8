import type { NodePlan } from '../node-plan.ts';
import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { fluentBit } from './makers/observability-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { USUAL_AGENTS } from './makers/usual.ts';

/** Five workers; four of them are replaced by machines of the same name. */
const WORKERS: readonly NodePlan[] = pool({ pool: 'worker', count: 5, instanceType: 'm7i.2xlarge' });
const REPLACED = WORKERS.slice(1);

/** https://github.com/kubernetes/kubernetes/issues/140984 */
export const STARVED_EQUAL_PRIORITY: Scenario = {
  name: 'starved-equal-priority',
  description:
    'Four of five workers are replaced, and the first that come back are filled to the last slot by pods of a ReplicaSet before fluent-bit gets there: it has the same priority, so it stays Pending, and its next update stalls.',
  seed: 23,
  standingSeconds: THREE_DAYS,
  historySeconds: 420,
  lengthSeconds: 1_200,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...WORKERS],
      daemonSets: USUAL_AGENTS,
      workloads: [
        {
          name: 'simulation-worker',
          namespace: 'research',
          image: 'registry.example.com/research/simulation-worker:2026.11.0',
          replicas: 200,
          requests: { cpu: '20m', memory: '64Mi' },
          pools: ['worker'],
        },
      ],
    }),
  script: [
    {
      atSeconds: 30,
      what: 'The health check of the machines fails for four workers; they are deleted.',
      act: ({ nodes }) => {
        for (const { name } of REPLACED) nodes.remove(name);
      },
    },
    ...(REPLACED.map((plan, index) => ({
      atSeconds: 150 + 30 * index,
      what: `${plan.name} comes back, empty.`,
      act: ({ nodes }) => nodes.add({ ...plan, isBeingBorn: true }),
    })) satisfies Scenario['script']),
    {
      atSeconds: 300,
      what: 'A new fluent-bit is to be rolled out.',
      act: ({ apply }) => apply(fluentBit({ version: '4.2.0', update: { maxUnavailable: 1 } })),
    },
  ],
};
