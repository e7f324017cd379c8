import type { NewObject } from '../../objects.ts';
import { cilium, kubeProxy } from './network-agents.ts';
import { fluentBit, nodeExporter } from './observability-agents.ts';
import type { StandingWorkload } from './standing.ts';
import { ebsCsiNode } from './storage-agents.ts';

/** Network, storage, metrics and logs: what is on nearly every cluster. */
export const CILIUM = cilium({ version: 'v1.18.4', revision: 9 });
export const KUBE_PROXY = kubeProxy({ version: 'v1.36.3', revision: 6 });
export const EBS_CSI_NODE = ebsCsiNode({ version: 'v1.53.0', revision: 11 });
export const NODE_EXPORTER = nodeExporter({ version: 'v1.9.1', revision: 4 });
export const FLUENT_BIT = fluentBit({ version: '4.1.1', revision: 14 });

export const USUAL_AGENTS: readonly NewObject<'DaemonSet'>[] = [
  CILIUM,
  KUBE_PROXY,
  EBS_CSI_NODE,
  NODE_EXPORTER,
  FLUENT_BIT,
];

/** A shop of four services; `scale` 1 is for about a dozen nodes. */
export function shop(scale = 1, where: Pick<StandingWorkload, 'on' | 'pools'> = {}): StandingWorkload[] {
  const services = [
    { name: 'web', image: 'registry.example.com/shop/web:2026.11.4', replicas: 8, cpu: '250m', memory: '512Mi' },
    { name: 'catalog', image: 'registry.example.com/shop/catalog:2026.11.1', replicas: 6, cpu: '400m', memory: '1Gi' },
    {
      name: 'checkout',
      image: 'registry.example.com/shop/checkout:2026.11.3',
      replicas: 4,
      cpu: '500m',
      memory: '1Gi',
    },
    { name: 'mailer', image: 'registry.example.com/shop/mailer:2026.10.9', replicas: 2, cpu: '100m', memory: '256Mi' },
  ];
  return services.map(({ name, image, replicas, cpu, memory }) => ({
    name,
    namespace: 'shop',
    image,
    replicas: replicas * scale,
    requests: { cpu, memory },
    ...where,
  }));
}
