import type { SimulatedCluster } from '../cluster.ts';
import type { NewObject } from '../objects.ts';
import type { Scenario } from '../scenario.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { otelCollector } from './makers/observability-agents.ts';
import { disruptionBudget, namespace, priorityClass } from './makers/policies.ts';
import { falco } from './makers/security-agents.ts';
import { type StandingWorkload, stand, THREE_DAYS } from './makers/standing.ts';
import { USUAL_AGENTS } from './makers/usual.ts';

/** Two agents that are new to a cluster which is nearly full: what each node lacks for them is another matter. */

const GENERAL = pool({ pool: 'general', count: 9 });
const DENSE = pool({ pool: 'dense', count: 5, instanceType: 'm7i.4xlarge' });
const COMPUTE = pool({ pool: 'compute', count: 4, instanceType: 'c7i.2xlarge' });
const EDGE = pool({ pool: 'edge', count: 2, instanceType: 't3.small' });

const OTLP_PORT = 4_317;

/** The name of a node, once for each pod that stands there. */
function places(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).flatMap(([name, count]) => Array.from({ length: count }, () => name));
}

function standing(
  [team, name, version]: readonly [team: string, name: string, version: string],
  on: readonly string[],
  [cpu, memory]: readonly [cpu: string, memory: string],
  more: Pick<StandingWorkload, 'podSpec' | 'priorityClassName' | 'templateAnnotations'> = {},
): StandingWorkload {
  const image = `registry.example.com/${team}/${name}:${version}`;
  return { name, namespace: team, image, replicas: on.length, requests: { cpu, memory }, on, ...more };
}

/** The shop: its pods leave between 188 and 538 thousandths of a core to the last agent that comes. */
function shopOfGeneral(): readonly StandingWorkload[] {
  const names = GENERAL.map(({ name }) => name);
  return [
    standing(['shop', 'checkout', '2026.11.3'], names, ['500m', '1Gi']),
    standing(['shop', 'search', '2026.11.2'], names, ['800m', '2Gi']),
    standing(['shop', 'catalog', '2026.11.1'], [...names, ...names], ['400m', '1Gi']),
    standing(['shop', 'web', '2026.11.4'], [...names, ...names, ...names], ['250m', '512Mi']),
    standing(
      ['shop', 'recommender', '2026.11.0'],
      places({ 'general-a-01': 1, 'general-b-01': 2, 'general-c-01': 3, 'general-a-02': 3, 'general-a-03': 7 }),
      ['50m', '128Mi'],
    ),
    // Nothing takes its place while it is away, and what it has written is gone.
    standing(['shop', 'ledger', '2026.9.1'], ['general-b-02'], ['200m', '256Mi'], {
      podSpec: { volumes: [{ name: 'journal', emptyDir: {} }] },
    }),
  ];
}

/** As many pods as a node may have, next to no load. */
function chatOfDense(): StandingWorkload {
  const counts = { 'dense-a-01': 105, 'dense-b-01': 103, 'dense-c-01': 104, 'dense-a-02': 104, 'dense-b-02': 100 };
  return standing(['chat', 'session', '2026.11.7'], places(counts), ['50m', '128Mi']);
}

/** Little memory is left, and part of it belongs to those who would be the first to go. */
function researchOfCompute(): readonly StandingWorkload[] {
  return [
    standing(['research', 'solver', '2026.10.2'], places({ 'compute-b-01': 4, 'compute-c-01': 4 }), [
      '1500m',
      '3284Mi',
    ]),
    standing(['research', 'sweep', '2026.10.2'], places({ 'compute-a-01': 4 }), ['1500m', '3284Mi'], {
      priorityClassName: 'batch',
      podSpec: { terminationGracePeriodSeconds: 7_200 },
      templateAnnotations: { 'sim/termination': '2h' },
    }),
    standing(['research', 'notebook', '2026.8.0'], ['compute-b-01'], ['50m', '64Mi'], { priorityClassName: 'batch' }),
    standing(['research', 'trace-relay', '1.4.0'], ['compute-a-02'], ['100m', '128Mi'], {
      priorityClassName: 'batch',
      podSpec: {
        containers: [
          {
            name: 'trace-relay',
            image: 'registry.example.com/research/trace-relay:1.4.0',
            ports: [{ containerPort: OTLP_PORT, hostPort: OTLP_PORT }],
            resources: { requests: { cpu: '100m', memory: '128Mi' } },
          },
        ],
      },
    }),
  ];
}

/** Made by hand, for a trial that is long over. */
function barePod(name: string, nodeName: string, cpu: string): NewObject<'Pod'> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { run: name } },
    spec: {
      nodeName,
      containers: [
        {
          name,
          image: 'registry.example.com/tools/load-test:0.3.1',
          resources: { requests: { cpu, memory: '128Mi' } },
        },
      ],
    },
  };
}

function begin(cluster: SimulatedCluster): void {
  stand(cluster, {
    nodes: [...controlPlanePool(), ...GENERAL, ...DENSE, ...COMPUTE, ...EDGE],
    daemonSets: USUAL_AGENTS,
    workloads: [...shopOfGeneral(), chatOfDense(), ...researchOfCompute()],
    others: [
      priorityClass('agents', 1_000, 'For the agents of each node; nobody has to go for them.', 'Never'),
      priorityClass('batch', -10, 'For what may be interrupted at any time.'),
      namespace('falco'),
      namespace('observability'),
      disruptionBudget('checkout', 'shop', { minAvailable: '100%' }),
      disruptionBudget('catalog', 'shop', { maxUnavailable: 1 }),
      disruptionBudget('session', 'chat', { maxUnavailable: '10%' }),
    ],
  });
  cluster.apply(barePod('load-test', 'general-c-02', '300m'));
  cluster.apply(barePod('load-test-idle', 'dense-b-01', '10m'));
}

export const STARVED_POOLS: Scenario = {
  name: 'starved-pools',
  description:
    'Two new agents find 17 of 20 workers too full: here cpu is short, there memory, slots or a host port, by another amount each time; two nodes are too small for ever, and only once does the scheduler help.',
  seed: 37,
  standingSeconds: THREE_DAYS,
  historySeconds: 300,
  lengthSeconds: 900,
  begin,
  script: [
    {
      atSeconds: 60,
      what: 'A collector of traces is installed; it is more important than the others, but nobody has to go for it.',
      act: ({ apply }) =>
        apply(
          otelCollector({
            version: '0.140.0',
            priorityClassName: 'agents',
            requests: { cpu: '100m', memory: '400Mi', 'ephemeral-storage': '8Gi' },
          }),
        ),
    },
    {
      atSeconds: 120,
      what: 'falco is installed, with the priority that everything has.',
      act: ({ apply }) => apply(falco({ version: '0.42.0', requests: { cpu: '500m', memory: '512Mi' } })),
    },
  ],
};
