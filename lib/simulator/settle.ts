import type { Context } from './context.ts';
import { newDaemonPod } from './controllers/daemonset/daemon-pod.ts';
import { nodeShouldRunDaemonPod } from './controllers/daemonset/eligibility.ts';
import { ensureCurrentRevision } from './controllers/daemonset/revision.ts';
import { runningStatus } from './kubelet/pod-status.ts';
import type { Pod } from './objects.ts';
import { timestamp } from './timestamp.ts';

const HASH = 'controller-revision-hash';

/** The pods of a DaemonSet as its controller, the scheduler and the kubelets would have left them by now. */
export function settleDaemonSet(context: Context, name: string, namespace: string): void {
  const { store, clock, createPod } = context;
  const daemonSet = store.get('DaemonSet', name, namespace);
  if (daemonSet === undefined) throw new Error(`there is no DaemonSet ${namespace}/${name}`);
  const hash = ensureCurrentRevision(context, daemonSet).metadata.labels?.[HASH] ?? '';
  const now = clock.now();
  for (const node of store.list('Node')) {
    if (!nodeShouldRunDaemonPod(node, daemonSet).shouldRun) continue;
    const nodeName = node.metadata.name;
    const draft = newDaemonPod(daemonSet, nodeName, hash);
    const created = createPod({ ...draft, spec: { ...draft.spec, nodeName } });
    if (!created.ok) throw new Error(created.error.message);
    const { metadata } = created.value;
    store.update('Pod', metadata.name, metadata.namespace, (pod) => ({
      ...pod,
      status: runningStatus(scheduled(pod, now), node, now),
    }));
  }
}

/** As the scheduler leaves a pod that it has bound. */
function scheduled(pod: Pod, now: number): Pod {
  const lastTransitionTime = timestamp(now);
  const condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime } as const;
  return { ...pod, status: { ...pod.status, conditions: [condition] } };
}
