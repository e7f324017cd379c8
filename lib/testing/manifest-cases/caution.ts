import { AFFINITY, CONTAINER, NODE_AFFINITY, POD } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const CAUTION_CASES: readonly ManifestCase[] = [
  {
    name: 'labels of nodes that are no more',
    edits: {
      [`${POD}/nodeSelector`]: { 'beta.kubernetes.io/os': 'linux' },
      [`${NODE_AFFINITY}/nodeSelectorTerms/0/matchExpressions/0/key`]: 'beta.kubernetes.io/arch',
      [`${AFFINITY}/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution`]: [
        {
          weight: 1,
          preference: { matchExpressions: [{ key: 'node-role.kubernetes.io/master', operator: 'Exists' }] },
        },
      ],
    },
    problems: [
      'warning spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
      'warning spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead',
      'warning spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: node-role.kubernetes.io/master is use "node-role.kubernetes.io/control-plane" instead',
    ],
  },
  {
    name: 'a thousandth of a byte',
    edits: { [`${CONTAINER}/resources/limits/memory`]: '128000m', [`${CONTAINER}/resources/requests/memory`]: '1500m' },
    problems: [
      'warning spec.template.spec.containers[0].resources.requests[memory]: fractional byte value "1500m" is invalid, must be an integer',
    ],
  },
  {
    name: 'an address of the host without a port',
    edits: { [`${CONTAINER}/ports/0/hostPort`]: undefined, [`${CONTAINER}/ports/0/hostIP`]: '127.0.0.1' },
    problems: ['warning spec.template.spec.containers[0].ports[0]: hostIP set without hostPort'],
    apart: 'the whole port',
  },
  {
    name: 'two ports of one name in two containers',
    edits: { [`${POD}/containers/1/ports`]: [{ name: 'metrics', containerPort: 9200 }] },
    problems: [
      'warning spec.template.spec.containers[1].ports[0]: duplicate port name "metrics" with spec.template.spec.containers[0].ports[0], services and probes that select ports by name will use spec.template.spec.containers[0].ports[0]',
    ],
  },
  {
    name: 'a spread of nobody',
    edits: {
      [`${POD}/topologySpreadConstraints`]: [
        { maxSkew: 1, topologyKey: 'failure-domain.beta.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
      [`${AFFINITY}/podAffinity`]: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a' }] },
    },
    problems: [
      'warning spec.template.spec.topologySpreadConstraints[0].topologyKey: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
      'warning spec.template.spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
      'warning spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod',
    ],
  },
  {
    name: 'an annotation that does nothing',
    edits: { '/spec/template/metadata/annotations/scheduler.alpha.kubernetes.io~1critical-pod': 'yes' },
    problems: [
      'warning spec.template.metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
    ],
  },
];
