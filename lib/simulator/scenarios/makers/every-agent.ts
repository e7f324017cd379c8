import type { NewObject } from '../../objects.ts';
import { dcgmExporter, gpuFeatureDiscovery, nodeFeatureDiscovery, nvidiaDevicePlugin } from './gpu-agents.ts';
import { cilium, ciliumEnvoy, istioCni, kubeProxy, nodeLocalDns, ztunnel } from './network-agents.ts';
import { kured, nodeTerminationHandler, podIdentityAgent, spegel } from './node-agents.ts';
import {
  alloy,
  datadog,
  filebeat,
  fluentBit,
  nodeExporter,
  nodeProblemDetector,
  otelCollector,
} from './observability-agents.ts';
import { falco, falconSensor, tetragon, trivyNodeCollector, wazuh } from './security-agents.ts';
import { ebsCsiNode, efsCsiNode, s3CsiNode, secretsStore } from './storage-agents.ts';

/** The thirty that a large cluster has. */
export function everyAgent(): NewObject<'DaemonSet'>[] {
  return [
    cilium({ version: 'v1.18.4', revision: 9 }),
    ciliumEnvoy({ version: 'v1.35.6', revision: 4 }),
    kubeProxy({ version: 'v1.36.3', revision: 6 }),
    nodeLocalDns({ version: '1.26.7', revision: 3 }),
    istioCni({ version: '1.28.0', revision: 5 }),
    ztunnel({ version: '1.28.0', revision: 5 }),
    ebsCsiNode({ version: 'v1.53.0', revision: 11 }),
    efsCsiNode({ version: 'v2.1.15', revision: 7 }),
    s3CsiNode({ version: 'v2.2.0', revision: 3 }),
    secretsStore({ version: 'v1.5.4', revision: 4 }),
    podIdentityAgent({ version: 'v0.1.33', revision: 3 }),
    nodeTerminationHandler({ version: 'v1.25.2', revision: 8 }),
    kured({ version: '1.20.0', revision: 5 }),
    spegel({ version: 'v0.4.0', revision: 6 }),
    nodeProblemDetector({ version: 'v1.34.0', revision: 2 }),
    nodeExporter({ version: 'v1.9.1', revision: 4 }),
    fluentBit({ version: '4.1.1', revision: 14, update: { maxUnavailable: '3%' } }),
    filebeat({ version: '9.2.1', revision: 3 }),
    datadog({ version: '7.72.1', revision: 22 }),
    otelCollector({ version: '0.139.0', revision: 17 }),
    alloy({ version: 'v1.11.3', revision: 9 }),
    falco({ version: '0.41.3', revision: 8 }),
    tetragon({ version: 'v1.6.0', revision: 2 }),
    falconSensor({ version: '7.30.0-18306-1', revision: 12 }),
    wazuh({ version: '4.14.1', revision: 2 }),
    trivyNodeCollector({ version: '0.3.1', revision: 1 }),
    nvidiaDevicePlugin({ version: 'v0.18.0', revision: 5 }),
    dcgmExporter({ version: '4.4.1-4.6.0-ubuntu22.04', revision: 2 }),
    gpuFeatureDiscovery({ version: 'v0.18.0', revision: 5 }),
    nodeFeatureDiscovery({ version: 'v0.18.3', revision: 3 }),
  ];
}
