import type { Scenario } from '../scenario.ts';
import { restartByHand } from './actors/person.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { ebsCsiNode } from './makers/storage-agents.ts';
import { CILIUM, FLUENT_BIT, KUBE_PROXY, NODE_EXPORTER, shop } from './makers/usual.ts';

const DRIVER = { name: 'ebs-csi-node', namespace: 'kube-system' } as const;

function isInZone(letter: string): (nodeName: string) => boolean {
  return (nodeName) => nodeName.includes(`-${letter}-`);
}

export const ON_DELETE: Scenario = {
  name: 'on-delete',
  description:
    'The storage driver is updated by hand, zone after zone, because it must not go while a volume is being attached; the last zone waits for somebody to go on.',
  seed: 20,
  standingSeconds: THREE_DAYS,
  historySeconds: 240,
  lengthSeconds: 420,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 30 })],
      daemonSets: [
        CILIUM,
        KUBE_PROXY,
        NODE_EXPORTER,
        FLUENT_BIT,
        ebsCsiNode({ version: 'v1.53.0', revision: 11, update: 'OnDelete' }),
      ],
      workloads: shop(2),
    }),
  script: [
    {
      atSeconds: 30,
      what: 'A new driver is installed; under OnDelete nothing happens by itself.',
      act: ({ apply }) => apply(ebsCsiNode({ version: 'v1.54.0', update: 'OnDelete', readyDelay: '6s' })),
    },
    {
      atSeconds: 90,
      what: 'Somebody restarts the pods of zone a.',
      act: (cluster) => restartByHand(cluster, DRIVER, isInZone('a'), 8_000),
    },
    {
      atSeconds: 255,
      what: 'And those of zone b.',
      act: (cluster) => restartByHand(cluster, DRIVER, isInZone('b'), 12_000),
    },
  ],
};
