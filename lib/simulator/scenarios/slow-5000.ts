import type { SimulatedCluster } from '../cluster.ts';
import type { NodePlan } from '../node-plan.ts';
import type { Scenario } from '../scenario.ts';
import { everyAgent } from './makers/every-agent.ts';
import { pool } from './makers/nodes.ts';
import { fluentBit } from './makers/observability-agents.ts';
import { type StandingWorkload, stand, THREE_DAYS } from './makers/standing.ts';

const EVERY_HUNDREDTH = 100;

/** Disks that are nearly full: a new image finds no place there. */
const FULL_DISK = 'example.com/image-disk';

function machines(): NodePlan[] {
  const gpuTaint = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' } as const;
  return [
    ...pool({ pool: 'general', count: 3_000, instanceType: 'm7i.2xlarge' }),
    ...pool({ pool: 'graviton', count: 1_000, instanceType: 'm7g.xlarge' }),
    ...pool({ pool: 'batch', count: 700, instanceType: 'c7i.2xlarge' }),
    ...pool({
      pool: 'gpu',
      count: 300,
      instanceType: 'g6.2xlarge',
      labels: { 'nvidia.com/gpu.present': 'true', 'nvidia.com/gpu.product': 'NVIDIA-L4' },
      taints: [gpuTaint],
    }),
  ].map((plan, index) =>
    index % EVERY_HUNDREDTH === 50 ? { ...plan, labels: { ...plan.labels, [FULL_DISK]: 'full' } } : plan,
  );
}

/** Twelve nodes have hardly any room left. */
const FULL_NODES = pool({ pool: 'general', count: 3_000 })
  .filter((_, index) => index % (2 * EVERY_HUNDREDTH) === 20)
  .slice(0, 12)
  .map(({ name }) => name);

/** 20,000 pods of forty services, and an index that takes what there is. */
function workloads(): StandingWorkload[] {
  const index: StandingWorkload = {
    name: 'search-index',
    namespace: 'search',
    image: 'registry.example.com/search/index:2026.11.1',
    replicas: FULL_NODES.length,
    requests: { cpu: '5300m', memory: '16Gi' },
    on: FULL_NODES,
  };
  return [index, ...services()];
}

function services(): StandingWorkload[] {
  return Array.from({ length: 40 }, (_, index) => ({
    name: `service-${String(index + 1).padStart(2, '0')}`,
    namespace: `team-${String((index % 10) + 1).padStart(2, '0')}`,
    image: `registry.example.com/team/service-${index + 1}:2026.11.${index % 7}`,
    replicas: 500,
    requests: { cpu: '100m', memory: '192Mi' },
  }));
}

function nodesFallSilent({ store, nodes }: SimulatedCluster): void {
  const names = store.list('Node').map(({ metadata }) => metadata.name);
  for (const [index, name] of names.entries()) {
    if (index % (2 * EVERY_HUNDREDTH) === 7) nodes.kill(name);
  }
}

export const SLOW_5000: Scenario = {
  name: 'slow-5000',
  description:
    'The largest cluster that Kubernetes supports: on 5,000 nodes with 30 agents and 20,000 other pods fluent-bit is rolled out, slowed by 25 dead nodes, 12 full ones and 50 full disks.',
  seed: 28,
  standingSeconds: THREE_DAYS,
  historySeconds: 150,
  lengthSeconds: 600,
  begin: (cluster) => stand(cluster, { nodes: machines(), daemonSets: everyAgent(), workloads: workloads() }),
  script: [
    { atSeconds: 5, what: '25 nodes fall silent.', act: nodesFallSilent },
    {
      atSeconds: 100,
      what: 'A new fluent-bit is rolled out, three in a hundred nodes at a time; it asks for more than the old one.',
      act: ({ apply }) =>
        apply(
          fluentBit({
            version: '4.2.0',
            update: { maxUnavailable: '3%' },
            requests: { cpu: '350m' },
            readyDelay: '25s',
            fault: 'image-pull',
            faultOn: `${FULL_DISK}=full`,
          }),
        ),
    },
  ],
};
