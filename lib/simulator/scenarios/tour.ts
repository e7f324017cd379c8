import type { SimulatedCluster } from '../cluster.ts';
import type { Scenario, Step } from '../scenario.ts';
import { STARTUP_TAINT } from './actors/autoscaler.ts';
import { startNetworkOperator } from './actors/network-operator.ts';
import { dcgmExporter, nvidiaDevicePlugin } from './makers/gpu-agents.ts';
import { nodeLocalDns } from './makers/network-agents.ts';
import { podIdentityAgent } from './makers/node-agents.ts';
import { armPool, batchPool, controlPlanePool, gpuPool, pool } from './makers/nodes.ts';
import { datadog, nodeProblemDetector } from './makers/observability-agents.ts';
import { disruptionBudget, namespace } from './makers/policies.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { ebsCsiNode } from './makers/storage-agents.ts';
import { CILIUM, FLUENT_BIT, KUBE_PROXY, NODE_EXPORTER, shop } from './makers/usual.ts';
import { FULL_NODE, PLUGIN, ROUND_SECONDS, roundOfTour } from './tour-round.ts';

const HISTORY_SECONDS = 60;

/** The round is over shortly before the next begins: the cluster is quiet then. */
const QUIET_SECONDS = 5;

function begin(cluster: SimulatedCluster): void {
  const general = [...pool({ pool: 'general', count: 24 }), ...armPool(9)];
  stand(cluster, {
    nodes: [...controlPlanePool(), ...general, ...batchPool(6), ...gpuPool(6)],
    daemonSets: [
      CILIUM,
      KUBE_PROXY,
      nodeLocalDns({ version: '1.26.7', revision: 3 }),
      ebsCsiNode({ version: 'v1.53.0', revision: 11, update: 'OnDelete' }),
      podIdentityAgent({ version: 'v0.1.33', revision: 3 }),
      nodeProblemDetector({ version: 'v1.34.0', revision: 2 }),
      NODE_EXPORTER,
      FLUENT_BIT,
      datadog({ version: '7.72.1', revision: 22 }),
      nvidiaDevicePlugin({ ...PLUGIN, version: 'v0.18.0', revision: 5 }),
      dcgmExporter({ version: '4.4.1-4.6.0-ubuntu22.04', revision: 2 }),
    ],
    workloads: [
      ...shop(2, { on: general.map(({ name }) => name).filter((name) => name !== FULL_NODE) }),
      {
        name: 'reports',
        namespace: 'shop',
        image: 'registry.example.com/shop/reports:2026.11.2',
        replicas: 3,
        requests: { cpu: '950m', memory: '3Gi' },
        podSpec: { nodeSelector: { 'kubernetes.io/hostname': FULL_NODE } },
        on: [FULL_NODE],
      },
    ],
    others: [namespace('falco'), disruptionBudget('checkout', 'shop', { minAvailable: 4 })],
  });
}

/** Plans a round from now on, and after it the next. */
function goRound(cluster: SimulatedCluster, round: number): void {
  const { clock } = cluster;
  for (const { atSeconds, act } of roundOfTour(round)) clock.setTimer(() => act(cluster), atSeconds * 1_000);
  clock.setTimer(() => goRound(cluster, round + 1), ROUND_SECONDS * 1_000);
}

const script: readonly Step[] = [
  {
    atSeconds: 0,
    what: 'The network’s operator works.',
    act: (cluster) => startNetworkOperator(cluster, STARTUP_TAINT.key),
  },
  {
    atSeconds: HISTORY_SECONDS,
    what: 'The round begins; there will be another after it.',
    act: (cluster) => goRound(cluster, 0),
  },
];

export const TOUR: Scenario = {
  name: 'tour',
  description:
    'A walk of ten minutes over 48 nodes, again and again: rollouts that go well, stall, slow down and recover, a dead node, a full node, machines that come and go.',
  seed: 27,
  standingSeconds: THREE_DAYS,
  historySeconds: HISTORY_SECONDS,
  lengthSeconds: HISTORY_SECONDS + ROUND_SECONDS - QUIET_SECONDS,
  begin,
  script,
};
