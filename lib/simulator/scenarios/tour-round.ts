import type { Step } from '../scenario.ts';
import { addMachines, removeMachine } from './actors/autoscaler.ts';
import { restartByHand } from './actors/person.ts';
import { scale } from './actors/team.ts';
import { nvidiaDevicePlugin } from './makers/gpu-agents.ts';
import { pool } from './makers/nodes.ts';
import { datadog, fluentBit, nodeExporter } from './makers/observability-agents.ts';
import { falco } from './makers/security-agents.ts';
import { ebsCsiNode } from './makers/storage-agents.ts';

/** One round of the tour: it leaves everything as it was, but for the versions. */

export const ROUND_SECONDS = 600;

/** Its pods ask for nearly all that there is. */
export const FULL_NODE = 'general-a-05';
const DEAD_NODE = 'general-b-03';
const REPORTS = { name: 'reports', namespace: 'shop' } as const;
const DRIVER = { name: 'ebs-csi-node', namespace: 'kube-system' } as const;

/** What crashes must not count as available between two crashes. */
export const PLUGIN = { minReadySeconds: 5 } as const;

const NEW_MACHINES = pool({
  pool: 'batch',
  count: 2,
  first: 3,
  instanceType: 'c7i.2xlarge',
  zones: ['eu-west-1a', 'eu-west-1b'],
  taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }],
});

/** Seconds are counted from the beginning of the round; the first round is 0. */
export function roundOfTour(round: number): Step[] {
  return [
    {
      atSeconds: 12,
      what: 'A new node-exporter goes over the cluster, a tenth at a time, without trouble.',
      act: ({ apply }) => apply(nodeExporter({ version: `v1.10.${round + 2}`, readyDelay: '6s' })),
    },
    {
      atSeconds: 35,
      what: 'Two machines are bought for batch work; they come with a start-up taint.',
      act: (cluster) => addMachines(cluster, NEW_MACHINES),
    },
    {
      atSeconds: 75,
      what: 'fluent-bit gets a tag that does not exist: there is no v in its tags.',
      act: ({ apply }) => apply(fluentBit({ version: `v4.2.${round}`, fault: 'image-pull' })),
    },
    {
      atSeconds: 130,
      what: 'A kubelet falls silent; that is noticed 50 seconds later.',
      act: ({ nodes }) => nodes.kill(DEAD_NODE),
    },
    {
      atSeconds: 150,
      what: 'The tag is corrected. When the node is dead it holds half of the budget, and the rollout slows down.',
      act: ({ apply }) => apply(fluentBit({ version: `4.2.${round}`, readyDelay: '4s' })),
    },
    { atSeconds: 240, what: 'The kubelet is back.', act: ({ nodes }) => nodes.revive(DEAD_NODE) },
    {
      atSeconds: 260,
      what: 'falco is tried out. One node has no room for it, and its pods have the same priority.',
      act: ({ apply }) => apply(falco({ version: '0.42.0', requests: { cpu: '500m' }, readyDelay: '4s' })),
    },
    {
      atSeconds: 310,
      what: 'A new storage driver is installed; under OnDelete nothing happens by itself.',
      act: ({ apply }) => apply(ebsCsiNode({ version: `v1.54.${round}`, update: 'OnDelete', readyDelay: '2s' })),
    },
    {
      atSeconds: 330,
      what: 'Somebody restarts its pods, node by node.',
      act: (cluster) => restartByHand(cluster, DRIVER, () => true, 3_000),
    },
    {
      atSeconds: 350,
      what: 'The team makes room on the full node.',
      act: (cluster) => scale(cluster, REPORTS, 2),
    },
    {
      atSeconds: 370,
      what: 'The new device plugin crashes where graphics cards are.',
      act: ({ apply }) => apply(nvidiaDevicePlugin({ ...PLUGIN, version: `v0.18.${round + 1}`, fault: 'crash-loop' })),
    },
    {
      atSeconds: 420,
      what: 'The two machines are given back.',
      act: (cluster) => {
        for (const { name } of NEW_MACHINES) removeMachine(cluster, name);
      },
    },
    {
      atSeconds: 455,
      what: 'The device plugin is rolled back.',
      act: ({ apply }) => apply(nvidiaDevicePlugin({ ...PLUGIN, version: 'v0.18.0' })),
    },
    {
      atSeconds: 470,
      what: 'A new datadog-agent goes over the cluster.',
      act: ({ apply }) => apply(datadog({ version: `7.73.${round}`, readyDelay: '3s' })),
    },
    {
      atSeconds: 560,
      what: 'The trial of falco is over.',
      act: (cluster) => cluster.delete({ kind: 'DaemonSet', name: 'falco', namespace: 'falco' }),
    },
    { atSeconds: 575, what: 'The reports have their third pod again.', act: (cluster) => scale(cluster, REPORTS, 3) },
  ];
}
