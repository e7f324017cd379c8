import { seededRandom } from '#lib/base/random.ts';
import type { DaemonSetRecord, NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import { createMemoryStore, type MemoryStore } from '#lib/kubernetes/memory-store.ts';
import {
  CREATED_AT,
  makeContainer,
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makeRevision,
} from '#lib/testing/objects.ts';

/*
 * A cluster like those of a large cloud provider: nodes in three zones and four pools with a dozen labels each, names as
 * the provider gives them, and DaemonSets of which a few are in the middle of something.
 */

export type SyntheticCluster = {
  readonly store: MemoryStore;
  readonly nodes: readonly NodeRecord[];
  readonly daemonSets: readonly DaemonSetRecord[];
  readonly pods: readonly PodRecord[];
};

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const POOLS = ['general', 'memory', 'gpu', 'ingress'];

function nodeOf(index: number, random: () => number): NodeRecord {
  const name = `ip-10-${index >> 14}-${(index >> 7) & 127}-${index & 127}.eu-west-1.compute.internal`;
  const zone = ZONES[index % ZONES.length] ?? '';
  const pool = POOLS[Math.floor(random() * POOLS.length)] ?? '';
  return makeNode(name, {
    creationTimestamp: CREATED_AT + Math.floor(random() * 30 * 86_400) * 1_000,
    labels: {
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/instance-type': 'm7i.2xlarge',
      'node.kubernetes.io/instance-type': 'm7i.2xlarge',
      'topology.kubernetes.io/region': 'eu-west-1',
      'topology.kubernetes.io/zone': zone,
      'failure-domain.beta.kubernetes.io/zone': zone,
      'topology.k8s.aws/zone-id': `euw1-az${index % 3}`,
      'eks.amazonaws.com/nodegroup': `${pool}-${zone}`,
      'example.com/pool': pool,
    },
    nodeInfo: {
      kubeletVersion: 'v1.36.0',
      osImage: 'Amazon Linux 2023.9',
      kernelVersion: '6.12.40-64.114',
      architecture: 'amd64',
    },
  });
}

export function createSyntheticCluster(nodeCount: number, daemonSetCount: number, seed = 7): SyntheticCluster {
  const random = seededRandom(seed);
  const store = createMemoryStore();
  const nodes = Array.from({ length: nodeCount }, (_, index) => nodeOf(index, random));
  const daemonSets = Array.from({ length: daemonSetCount }, (_, index) =>
    makeDaemonSet({
      name: `agent-${index}`,
      namespace: `team-${index % 7}`,
      spec: { containers: [makeContainer({ image: `example.com/agent-${index}:1`, requests: { cpu: '50m' } })] },
    }),
  );
  const pods = daemonSets.flatMap((daemonSet) =>
    nodes.map((node) => makeDaemonPod({ daemonSet, nodeName: node.name, pinnedTo: node.name })),
  );
  store.apply(
    'nodes',
    nodes.map((record) => ({ type: 'Put', record })),
  );
  store.apply(
    'daemonsets',
    daemonSets.map((record) => ({ type: 'Put', record })),
  );
  store.apply(
    'controllerrevisions',
    daemonSets.map((daemonSet) => ({ type: 'Put', record: makeRevision({ daemonSet }) })),
  );
  store.apply(
    'pods',
    pods.map((record) => ({ type: 'Put', record })),
  );
  return { store, nodes, daemonSets, pods };
}
