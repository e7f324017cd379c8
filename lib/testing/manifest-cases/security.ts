import { CONTAINER, POD } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const SECURITY_CASES: readonly ManifestCase[] = [
  {
    name: 'users and groups that cannot be',
    edits: {
      [`${CONTAINER}/securityContext/runAsUser`]: -1,
      [`${POD}/securityContext/runAsGroup`]: 4294967296,
      [`${POD}/securityContext/supplementalGroups`]: [-5],
    },
    problems: [
      'spec.template.spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive',
      'spec.template.spec.securityContext.runAsGroup: Invalid value: 4294967296: must be between 0 and 2147483647, inclusive',
      'spec.template.spec.securityContext.supplementalGroups[0]: Invalid value: -5: must be between 0 and 2147483647, inclusive',
    ],
  },
  {
    name: 'privilege without escalation',
    edits: { [`${CONTAINER}/securityContext/allowPrivilegeEscalation`]: false },
    problems: [
      'spec.template.spec.containers[0].securityContext: Invalid value: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
    ],
    apart: 'the whole context',
  },
  {
    name: 'a capability that escalates',
    edits: {
      [`${CONTAINER}/securityContext`]: { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } },
    },
    problems: [
      'spec.template.spec.containers[0].securityContext: Invalid value: cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
    ],
    apart: 'the whole context',
  },
  {
    name: 'a proc mount that there is not',
    edits: { [`${CONTAINER}/securityContext/procMount`]: 'Masked' },
    problems: [
      'spec.template.spec.containers[0].securityContext.procMount: Unsupported value: "Masked": supported values: "Default", "Unmasked"',
    ],
  },
  {
    name: 'an unmasked proc without a user namespace',
    edits: { [`${CONTAINER}/securityContext/procMount`]: 'Unmasked' },
    problems: [
      'spec.template.spec.containers[0].securityContext.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`',
    ],
  },
  {
    name: 'a seccomp profile that there is not',
    edits: { [`${CONTAINER}/securityContext/seccompProfile`]: { type: 'Default' } },
    problems: [
      'spec.template.spec.containers[0].securityContext.seccompProfile.type: Unsupported value: "Default": supported values: "Localhost", "RuntimeDefault", "Unconfined"',
    ],
  },
  {
    name: 'a seccomp profile without a type',
    edits: { [`${CONTAINER}/securityContext/seccompProfile`]: {} },
    problems: [
      'spec.template.spec.containers[0].securityContext.seccompProfile.type: Required value: type is required when seccompProfile is set',
    ],
  },
  {
    name: 'a local profile without a file',
    edits: { [`${POD}/securityContext/seccompProfile`]: { type: 'Localhost' } },
    problems: [
      'spec.template.spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost',
    ],
  },
  {
    name: 'a local profile with two dots',
    edits: { [`${POD}/securityContext/seccompProfile`]: { type: 'Localhost', localhostProfile: '../x' } },
    problems: [
      `spec.template.spec.securityContext.seccompProfile.localhostProfile: Invalid value: "../x": must not contain '..'`,
    ],
  },
  {
    name: 'a file beside a profile that has none',
    edits: { [`${POD}/securityContext/seccompProfile`]: { type: 'Unconfined', localhostProfile: 'x' } },
    problems: [
      'spec.template.spec.securityContext.seccompProfile.localhostProfile: Invalid value: "x": can only be set when seccomp type is Localhost',
    ],
    apart: 'the whole profile',
  },
  {
    name: 'AppArmor profiles that are wrong',
    edits: {
      [`${POD}/securityContext/appArmorProfile`]: { type: 'Localhost', localhostProfile: ' x' },
      [`${CONTAINER}/securityContext/appArmorProfile`]: { type: 'Other' },
    },
    problems: [
      'spec.template.spec.containers[0].securityContext.appArmorProfile.type: Unsupported value: "Other": supported values: "Localhost", "RuntimeDefault", "Unconfined"',
      'spec.template.spec.securityContext.appArmorProfile.localhostProfile: Invalid value: " x": must not be padded with whitespace',
    ],
  },
  {
    name: 'an AppArmor profile without a name',
    edits: {
      [`${POD}/securityContext/appArmorProfile`]: { type: 'Localhost' },
      [`${CONTAINER}/securityContext/appArmorProfile`]: { type: 'Unconfined', localhostProfile: 'x' },
    },
    problems: [
      'spec.template.spec.containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: "x": can only be set when AppArmor type is Localhost',
      'spec.template.spec.securityContext.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost',
    ],
  },
  {
    name: 'kernel settings that are wrong',
    edits: {
      [`${POD}/securityContext/sysctls`]: [
        { name: 'net.core.somaxconn', value: '1' },
        { name: 'net.core.somaxconn', value: '2' },
        { name: 'BAD', value: '1' },
        { value: 'x' },
      ],
    },
    problems: [
      'spec.template.spec.securityContext.sysctls[1].name: Duplicate value: "net.core.somaxconn"',
      'spec.template.spec.securityContext.sysctls[2].name: Invalid value: "BAD": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$',
      'spec.template.spec.securityContext.sysctls[3].name: Required value',
    ],
  },
  {
    name: 'kernel settings of the host',
    edits: {
      [`${POD}/hostNetwork`]: true,
      [`${POD}/hostIPC`]: true,
      [`${POD}/securityContext/sysctls`]: [
        { name: 'net.core.somaxconn', value: '1' },
        { name: 'kernel.shmmax', value: '1' },
      ],
    },
    problems: [
      `spec.template.spec.securityContext.sysctls[0].name: Invalid value: "net.core.somaxconn": may not be specified when 'hostNetwork' is true`,
      `spec.template.spec.securityContext.sysctls[1].name: Invalid value: "kernel.shmmax": may not be specified when 'hostIPC' is true`,
    ],
  },
  {
    name: 'policies that there are not',
    edits: {
      [`${POD}/securityContext/fsGroupChangePolicy`]: 'Never',
      [`${POD}/securityContext/supplementalGroupsPolicy`]: 'Some',
      [`${POD}/securityContext/seLinuxChangePolicy`]: 'x',
    },
    problems: [
      'spec.template.spec.securityContext.fsGroupChangePolicy: Unsupported value: "Never": supported values: "Always", "OnRootMismatch"',
      'spec.template.spec.securityContext.supplementalGroupsPolicy: Unsupported value: "Some": supported values: "Merge", "Strict"',
      'spec.template.spec.securityContext.seLinuxChangePolicy: Unsupported value: "x": supported values: "Recursive"',
    ],
  },
  {
    name: 'shared processes, twice',
    edits: { [`${POD}/shareProcessNamespace`]: true, [`${POD}/hostPID`]: true },
    problems: [
      'spec.template.spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled',
    ],
  },
  {
    name: 'a user namespace with the namespaces of the host',
    edits: {
      [`${POD}/hostUsers`]: false,
      [`${POD}/hostNetwork`]: true,
      [`${POD}/hostPID`]: true,
      [`${POD}/hostIPC`]: true,
    },
    problems: [
      'spec.template.spec.hostNetwork: Forbidden: when `hostUsers` is false',
      'spec.template.spec.HostPID: Forbidden: when `hostUsers` is false',
      'spec.template.spec.HostIPC: Forbidden: when `hostUsers` is false',
    ],
  },
];
