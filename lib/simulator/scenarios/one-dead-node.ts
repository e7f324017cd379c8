import type { NodePlan } from '../node-plan.ts';
import type { NewObject } from '../objects.ts';
import type { Scenario } from '../scenario.ts';
import { daemonSet } from './makers/daemonset.ts';
import { INSTANCE_TYPES } from './makers/instance-type.ts';
import { hostPath, mount } from './makers/pod-parts.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { FLUENT_BIT, KUBE_PROXY, NODE_EXPORTER } from './makers/usual.ts';

const SILENT = ['prow-build-031', 'prow-build-077', 'prow-build-120'] as const;

function buildNodes(): NodePlan[] {
  return Array.from({ length: 164 }, (_, index) => ({
    name: `prow-build-${String(index + 1).padStart(3, '0')}`,
    zone: ['us-central1-b', 'us-central1-c', 'us-central1-f'][index % 3] ?? 'us-central1-b',
    ...INSTANCE_TYPES['n1-highmem-8'],
    labels: {
      'node.kubernetes.io/instance-type': 'n1-highmem-8',
      'cloud.google.com/gke-nodepool': index % 8 === 7 ? 'pool-greenhouse' : 'pool-build',
    },
  }));
}

/** Both tolerate every NoSchedule taint, so that a node that is not Ready wants them still. */
const SHARED = {
  namespace: 'kube-system',
  tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
  requests: { cpu: '10m', memory: '16Mi' },
} as const;

function createLoopDevs(tag: string): NewObject<'DaemonSet'> {
  return daemonSet({
    ...SHARED,
    name: 'create-loop-devs',
    image: `gcr.io/k8s-prow/alpine:${tag}`,
    selector: { name: 'create-loop-devs' },
    container: {
      name: 'loopdev',
      command: ['sh', '-c', 'for i in $(seq 0 1000); do mknod /dev/loop$i b 7 $i; done; sleep 100000000'],
      securityContext: { privileged: true },
      volumeMounts: [mount('dev', '/dev')],
    },
    podSpec: { volumes: [hostPath('dev', '/dev')] },
  });
}

function tuneSysctls(tag: string): NewObject<'DaemonSet'> {
  return daemonSet({
    ...SHARED,
    name: 'tune-sysctls',
    image: `gcr.io/k8s-prow/alpine:${tag}`,
    selector: { name: 'tune-sysctls' },
    container: {
      name: 'setsysctls',
      command: ['sh', '-c', 'while true; do sysctl -w fs.inotify.max_user_watches=524288; sleep 10; done'],
      securityContext: { privileged: true },
      volumeMounts: [mount('sys', '/sys')],
    },
    podSpec: { hostNetwork: true, hostPID: true, hostIPC: true, volumes: [hostPath('sys', '/sys')] },
  });
}

/** https://github.com/kubernetes/test-infra/pull/31706 */
export const ONE_DEAD_NODE: Scenario = {
  name: 'one-dead-node',
  description:
    'One dead node would be enough, and here three of 164 are silent: with the default budget of one pod two rollouts of the Kubernetes project’s build cluster stand still.',
  seed: 14,
  standingSeconds: THREE_DAYS,
  historySeconds: 1_400,
  lengthSeconds: 1_500,
  begin: (cluster) =>
    stand(cluster, {
      nodes: buildNodes(),
      daemonSets: [KUBE_PROXY, NODE_EXPORTER, FLUENT_BIT, createLoopDevs('latest'), tuneSysctls('latest')],
      workloads: [
        {
          name: 'boskos',
          namespace: 'test-pods',
          image: 'gcr.io/k8s-staging-boskos/boskos:v20260901-a1b2c3d',
          replicas: 3,
        },
      ],
    }),
  script: [
    {
      atSeconds: 20,
      what: 'Three nodes fall silent.',
      act: ({ nodes }) => {
        for (const name of SILENT) nodes.kill(name);
      },
    },
    {
      atSeconds: 420,
      what: 'The images of both DaemonSets are pinned.',
      act: ({ apply }) => {
        apply(createLoopDevs('v20240123-3.19.0'));
        apply(tuneSysctls('v20240123-3.19.0'));
      },
    },
  ],
};
