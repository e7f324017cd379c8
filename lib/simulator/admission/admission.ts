import { failure, type Result, success } from '#lib/base/result.ts';
import type { Context, Refusal } from '../context.ts';
import type { NewObject, Pod } from '../objects.ts';
import { withTopologyLabels } from '../topology-labels.ts';
import { withDefaultTolerations, withPodDefaults } from './pod-defaults.ts';
import { podSecurityRefusal } from './pod-security.ts';
import { withPriority } from './priority.ts';
import { chargeQuotas } from './quota-check.ts';

/**
 * What the API server does to a pod before it is stored, in its order: what changes the pod first (namespace, priority,
 * tolerations, labels), then what judges it (Pod Security), the quotas last, which are charged for it at once.
 */
export function createAdmission({
  store,
  clock,
}: Omit<Context, 'createPod'>): (draft: NewObject<'Pod'>) => Result<Pod, Refusal> {
  return (draft) => {
    const namespace = draft.metadata.namespace ?? 'default';
    // A name is generated only after what changes the pod has had its say.
    const unnamed = { name: '', generateName: '', ...draft.metadata };
    const called = unnamed.name || unnamed.generateName || 'Unknown';
    const home = store.get('Namespace', namespace);
    if (home === undefined)
      return failure({ code: 404, reason: 'NotFound', message: `namespaces "${namespace}" not found` });
    if (home.status.phase === 'Terminating')
      return forbid(called, `unable to create new content in namespace ${namespace} because it is being terminated`);
    const prioritized = withPriority(withPodDefaults(draft.spec), store);
    if (!prioritized.ok) return forbid(called, prioritized.error);
    const name = unnamed.name || store.nameFor('Pod', unnamed.generateName, namespace);
    const { nodeName } = draft.spec;
    const node = nodeName === undefined ? undefined : store.get('Node', nodeName);
    const labels = withTopologyLabels(draft.metadata.labels, node);
    const metadata = { ...draft.metadata, name, namespace, ...(labels !== undefined && { labels }) };
    const pod: NewObject<'Pod'> = { ...draft, metadata, spec: withDefaultTolerations(prioritized.value) };
    const violated = podSecurityRefusal(pod, home.metadata.labels);
    if (violated !== undefined) return forbid(name, violated);
    const charges = chargeQuotas(store.list('ResourceQuota', namespace), pod, clock.now());
    if (!charges.ok) return forbid(name, charges.error);
    for (const { name: quota, used } of charges.value)
      store.update('ResourceQuota', quota, namespace, (each) => ({ ...each, status: { ...each.status, used } }));
    return success(store.create<'Pod'>(pod));
  };
}

function forbid(name: string, reason: string): Result<Pod, Refusal> {
  return failure({ code: 403, reason: 'Forbidden', message: `pods "${name}" is forbidden: ${reason}` });
}
