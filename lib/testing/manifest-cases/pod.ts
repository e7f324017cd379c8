import { CONTAINER, POD } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const POD_CASES: readonly ManifestCase[] = [
  {
    name: 'a restart policy of Jobs',
    edits: { [`${POD}/restartPolicy`]: 'OnFailure' },
    problems: ['spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
  },
  {
    name: 'a restart policy that there is not',
    edits: { [`${POD}/restartPolicy`]: 'Sometimes' },
    problems: [
      'spec.template.spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
      'spec.template.spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always"',
    ],
  },
  {
    name: 'a deadline of Jobs',
    edits: { [`${POD}/activeDeadlineSeconds`]: 60 },
    problems: [
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported',
    ],
  },
  {
    name: 'a deadline of nothing',
    edits: { [`${POD}/activeDeadlineSeconds`]: 0 },
    problems: [
      'spec.template.spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive',
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported',
    ],
  },
  {
    name: 'an ephemeral container',
    edits: { [`${POD}/ephemeralContainers`]: [{ name: 'debug', image: 'busybox' }] },
    problems: ['spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template'],
  },
  {
    name: 'a negative grace period',
    edits: { [`${POD}/terminationGracePeriodSeconds`]: -5 },
    problems: [
      'spec.template.spec.containers[0].lifecycle.preStop.sleep: Invalid value: 5: must be non-negative and less than terminationGracePeriodSeconds (-5)',
      'warning spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
    ],
  },
  {
    name: 'a PriorityClass whose name cannot be',
    edits: { [`${POD}/priorityClassName`]: 'System_Critical' },
    problems: [
      `spec.template.spec.priorityClassName: Invalid value: "System_Critical": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'a priority as a number',
    edits: { [`${POD}/priority`]: 5 },
    problems: [],
  },
  {
    name: 'a preemption policy that there is not',
    edits: { [`${POD}/preemptionPolicy`]: 'Sometimes' },
    problems: [
      'spec.template.spec.preemptionPolicy: Unsupported value: "Sometimes": supported values: "PreemptLowerPriority", "Never"',
    ],
  },
  {
    name: 'a DNS policy that there is not',
    edits: { [`${POD}/dnsPolicy`]: 'Cluster' },
    problems: [
      'spec.template.spec.dnsPolicy: Unsupported value: "Cluster": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
    ],
  },
  {
    name: 'no DNS policy and no servers',
    edits: { [`${POD}/dnsPolicy`]: 'None' },
    problems: ['spec.template.spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
  },
  {
    name: 'no DNS policy and an empty list of servers',
    edits: { [`${POD}/dnsPolicy`]: 'None', [`${POD}/dnsConfig`]: {} },
    problems: [
      'spec.template.spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None',
    ],
  },
  {
    name: 'a DNS that is wrong in several ways',
    edits: {
      [`${POD}/dnsConfig`]: { nameservers: ['1.1.1.1', '1.1.1.1', '1.1.1.1', 'x'], searches: ['A b'], options: [{}] },
    },
    problems: [
      'spec.template.spec.dnsConfig.nameservers: Invalid value: ["1.1.1.1","1.1.1.1","1.1.1.1","x"]: must not have more than 3 nameservers',
      'spec.template.spec.dnsConfig.nameservers[3]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      `spec.template.spec.dnsConfig.searches[0]: Invalid value: "A b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')`,
      'spec.template.spec.dnsConfig.options[0]: Required value: must not be empty',
    ],
  },
  {
    name: 'an alias that is no address',
    edits: { [`${POD}/hostAliases`]: [{ ip: '300.1.1.1', hostnames: ['A_b'] }] },
    problems: [
      'spec.template.spec.hostAliases[0].ip: Invalid value: "300.1.1.1": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      `spec.template.spec.hostAliases[0].hostnames[0]: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'a host name with a dot',
    edits: { [`${POD}/hostname`]: 'A.b', [`${POD}/subdomain`]: 'a.b' },
    problems: [
      `spec.template.spec.hostname: Invalid value: "A.b": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
      'spec.template.spec.subdomain: Invalid value: "a.b": must not contain dots',
    ],
  },
  {
    name: 'a host name that cannot be',
    edits: { [`${POD}/hostnameOverride`]: 'A', [`${POD}/hostNetwork`]: true, [`${POD}/setHostnameAsFQDN`]: true },
    problems: [
      'spec.template.spec.hostnameOverride: Forbidden: may not be specified when setHostnameAsFQDN is true',
      'spec.template.spec.hostnameOverride: Forbidden: may not be specified when hostNetwork is true',
      `spec.template.spec.hostnameOverride: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'a service account whose name cannot be',
    edits: { [`${POD}/serviceAccountName`]: 'Agent_1' },
    problems: [
      `spec.template.spec.serviceAccountName: Invalid value: "Agent_1": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'the same in the old field',
    edits: { [`${POD}/serviceAccountName`]: undefined, [`${POD}/serviceAccount`]: 'Agent_1' },
    problems: [
      `spec.template.spec.serviceAccountName: Invalid value: "Agent_1": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'a node name that cannot be',
    edits: { [`${POD}/nodeName`]: 'Node_1' },
    problems: [
      `spec.template.spec.nodeName: Invalid value: "Node_1": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'a RuntimeClass whose name cannot be',
    edits: { [`${POD}/runtimeClassName`]: 'G_visor' },
    problems: [
      `spec.template.spec.runtimeClassName: Invalid value: "G_visor": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'gates that are wrong',
    edits: {
      [`${POD}/readinessGates`]: [{ conditionType: 'a b' }],
      [`${POD}/schedulingGates`]: [{ name: 'a' }, { name: 'a' }],
    },
    problems: [
      `spec.template.spec.readinessGates[0].conditionType: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      'spec.template.spec.schedulingGates[1]: Duplicate value: "a"',
    ],
  },
  {
    name: 'a pull secret without a name, which is let pass',
    edits: { [`${POD}/imagePullSecrets`]: [{ name: '' }] },
    problems: ['warning spec.template.spec.imagePullSecrets[0].name: invalid empty name ""'],
  },
  {
    name: 'an AppArmor annotation of no container',
    edits: { '/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1nobody': 'strange' },
    problems: [
      'spec.template.annotations[container.apparmor.security.beta.kubernetes.io/nobody]: Invalid value: "nobody": container not found',
      'spec.template.annotations[container.apparmor.security.beta.kubernetes.io/nobody]: Invalid value: invalid AppArmor profile name',
    ],
    apart: 'the value of the annotation',
  },
  {
    name: 'a seccomp annotation that cannot be',
    edits: { '/spec/template/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod': 'strange' },
    problems: [
      'spec.template.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: must be a valid seccomp profile',
    ],
    apart: 'the value of the annotation',
  },
  {
    name: 'a deletion cost that is no number',
    edits: { '/spec/template/metadata/annotations/controller.kubernetes.io~1pod-deletion-cost': 'cheap' },
    problems: [
      'spec.template.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: must be a 32bit integer',
    ],
    apart: 'the value of the annotation',
  },
  {
    name: 'a label of the template that cannot be',
    edits: { '/spec/template/metadata/labels/a b': 'c d' },
    problems: [
      `spec.template.labels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      `spec.template.labels: Invalid value: "c d": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  },
  {
    name: 'an annotation of the template that cannot be',
    edits: { '/spec/template/metadata/annotations/a b': 'c d' },
    problems: [
      `spec.template.annotations: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
  },
  {
    name: 'a system that there is not',
    edits: { [`${POD}/os`]: { name: 'macos' } },
    problems: ['spec.template.spec.os: Unsupported value: "macos": supported values: "linux", "windows"'],
  },
  {
    name: 'a system without a name',
    edits: { [`${POD}/os`]: {} },
    problems: ['spec.template.spec.os.name: Required value'],
  },
  {
    name: 'options of Windows on Linux',
    edits: {
      [`${POD}/os`]: { name: 'linux' },
      [`${CONTAINER}/securityContext/windowsOptions`]: { hostProcess: false },
    },
    problems: [
      'spec.template.spec.containers[0].securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod',
    ],
  },
  {
    name: 'a Linux agent on Windows',
    edits: { [`${POD}/os`]: { name: 'windows' } },
    problems: [
      'spec.template.spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod',
      'spec.template.spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod',
    ],
  },
  {
    name: 'a process of a Windows host',
    edits: { [`${CONTAINER}/securityContext/windowsOptions`]: { hostProcess: true } },
    problems: [
      'spec.template.spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers',
      'spec.template.spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers',
    ],
  },
];
