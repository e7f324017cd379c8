import type { Scenario } from '../scenario.ts';
import { armPool, controlPlanePool, pool } from './makers/nodes.ts';
import { falco } from './makers/security-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

/** Without minReadySeconds a container that crashes is available for the moment in which it runs. */
const UPDATE = { update: { maxUnavailable: 3 }, minReadySeconds: 20 } as const;

export const CRASH_LOOP_ON_ARM: Scenario = {
  name: 'crash-loop-on-arm',
  description:
    'The new falco runs on amd64 and crashes on arm64: the rollout gets on until three of the twelve arm64 nodes hold its whole budget.',
  seed: 16,
  standingSeconds: THREE_DAYS,
  historySeconds: 400,
  lengthSeconds: 1_500,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 28 }), ...armPool(12)],
      daemonSets: [...USUAL_AGENTS, falco({ version: '0.41.3', revision: 8, ...UPDATE })],
      workloads: shop(3),
    }),
  script: [
    {
      atSeconds: 30,
      what: 'A new falco is installed.',
      act: ({ apply }) =>
        apply(
          falco({
            version: '0.42.0',
            ...UPDATE,
            fault: 'crash-loop',
            faultOn: 'kubernetes.io/arch=arm64',
          }),
        ),
    },
  ],
};
