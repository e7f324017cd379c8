import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { falco } from './makers/security-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

export const POD_SECURITY: Scenario = {
  name: 'pod-security',
  description:
    'A namespace is hardened while falco runs in it: nobody notices until the next update deletes a pod that may not be created again.',
  seed: 18,
  standingSeconds: THREE_DAYS,
  historySeconds: 300,
  lengthSeconds: 900,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 18 })],
      daemonSets: [...USUAL_AGENTS, falco({ version: '0.41.3', revision: 8 })],
      workloads: shop(),
    }),
  script: [
    {
      atSeconds: 20,
      what: 'Every namespace gets the policy "restricted".',
      act: ({ patch }) =>
        patch({ kind: 'Namespace', name: 'falco' }, (each) => ({
          ...each,
          metadata: {
            ...each.metadata,
            labels: { ...each.metadata.labels, 'pod-security.kubernetes.io/enforce': 'restricted' },
          },
        })),
    },
    {
      atSeconds: 180,
      what: 'A new falco is to be rolled out.',
      act: ({ apply }) => apply(falco({ version: '0.42.0' })),
    },
  ],
};
