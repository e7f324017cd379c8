import type { SimulatedCluster } from '../cluster.ts';
import type { Labels, ObjectMeta } from '../objects.ts';
import type { Scenario } from '../scenario.ts';
import { podOn } from './actors/pods.ts';
import { controlPlanePool, pool } from './makers/nodes.ts';
import { filebeat, nodeProblemDetector, promtail } from './makers/observability-agents.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

const FLUENT_BIT = { name: 'fluent-bit', namespace: 'logging' } as const;
const FILEBEAT = { name: 'filebeat', namespace: 'logging' } as const;
const PROMTAIL = { name: 'promtail', namespace: 'logging' } as const;
const DETECTOR = { name: 'node-problem-detector', namespace: 'kube-system' } as const;
const NAME_LABEL = 'app.kubernetes.io/name';

/** A name that stays the same when the pod is released. */
const PROMTAIL_RELEASED_ON = 'general-b-02';

function edit(
  { patch }: SimulatedCluster,
  podName: string,
  change: (metadata: ObjectMeta) => Partial<ObjectMeta>,
): void {
  patch({ kind: 'Pod', name: podName, namespace: 'logging' }, (pod) => ({
    ...pod,
    metadata: { ...pod.metadata, ...change(pod.metadata) },
  }));
}

function relabel(cluster: SimulatedCluster, podName: string, labels: Labels): void {
  edit(cluster, podName, (metadata) => ({ labels: { ...metadata.labels, ...labels } }));
}

/** The label that one has given to a pod of promtail while one looked into it. */
function releasedPromtail({ store }: SimulatedCluster): string {
  const found = store
    .list('Pod', 'logging')
    .find(
      ({ metadata, spec }) =>
        metadata.name.startsWith('promtail-') &&
        metadata.labels?.[NAME_LABEL] === 'promtail-debug' &&
        spec.nodeName === PROMTAIL_RELEASED_ON,
    );
  if (found === undefined) throw new Error('no pod of promtail has been released');
  return found.metadata.name;
}

export const ORPHANS: Scenario = {
  name: 'orphans',
  description:
    'Pods that have lost their DaemonSet, in each way that there is: released by a label, left by a deletion, held by a finalizer, made by hand, adopted by a namesake.',
  seed: 25,
  standingSeconds: THREE_DAYS,
  historySeconds: 600,
  lengthSeconds: 700,
  begin: (cluster) => {
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 9 })],
      daemonSets: [
        ...USUAL_AGENTS,
        promtail({ version: '3.5.8', revision: 2 }),
        filebeat({ version: '9.2.1', revision: 3 }),
        nodeProblemDetector({ version: 'v1.34.0', revision: 2 }),
      ],
      workloads: shop(),
    });
  },
  script: [
    {
      atSeconds: 20,
      what: 'Somebody takes a pod of fluent-bit out of service to look into it; it is replaced and runs on [OR8].',
      act: (cluster) =>
        relabel(cluster, podOn(cluster, FLUENT_BIT, 'general-a-01').metadata.name, {
          [NAME_LABEL]: 'fluent-bit-debug',
        }),
    },
    {
      atSeconds: 30,
      what: 'And one of promtail.',
      act: (cluster) =>
        relabel(cluster, podOn(cluster, PROMTAIL, PROMTAIL_RELEASED_ON).metadata.name, {
          [NAME_LABEL]: 'promtail-debug',
        }),
    },
    {
      atSeconds: 40,
      what: 'A pod of filebeat gets a finalizer that nobody takes off again.',
      act: (cluster) =>
        edit(cluster, podOn(cluster, FILEBEAT, 'general-c-03').metadata.name, () => ({
          finalizers: ['logging.example.com/ship-buffers'],
        })),
    },
    {
      atSeconds: 60,
      what: 'filebeat is deleted; the pod with the finalizer keeps the name of an owner that is gone [OR7].',
      act: (cluster) => cluster.delete({ kind: 'DaemonSet', ...FILEBEAT }),
    },
    {
      atSeconds: 90,
      what: 'node-problem-detector is deleted, its pods are to stay [OR4].',
      act: (cluster) => cluster.delete({ kind: 'DaemonSet', ...DETECTOR }, { propagationPolicy: 'Orphan' }),
    },
    {
      atSeconds: 110,
      what: 'It is created again in a newer version, adopts them and replaces them [OR2].',
      act: ({ apply }) => apply(nodeProblemDetector({ version: 'v1.34.1' })),
    },
    {
      atSeconds: 200,
      what: 'promtail is deleted, but a finalizer waits for its archive: nobody looks after its pods any more.',
      act: (cluster) => {
        cluster.patch({ kind: 'DaemonSet', ...PROMTAIL }, (each) => ({
          ...each,
          metadata: { ...each.metadata, finalizers: ['logging.example.com/archive'] },
        }));
        cluster.delete({ kind: 'DaemonSet', ...PROMTAIL });
      },
    },
    {
      atSeconds: 220,
      what: 'The pod of promtail gets its label back, and is not adopted [OR6].',
      act: (cluster) => relabel(cluster, releasedPromtail(cluster), { [NAME_LABEL]: 'promtail' }),
    },
    {
      atSeconds: 240,
      what: 'Somebody helps himself with a pod made by hand [OR9].',
      act: ({ apply }) => {
        const { template } = promtail({ version: '3.5.8' }).spec;
        apply({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'promtail-by-hand', namespace: 'logging', ...template.metadata },
          spec: { ...template.spec, nodeName: 'general-a-02' },
        });
      },
    },
  ],
};
