import { expect, test } from 'vitest';
import { podSecuritySubjectOf } from '#lib/kubernetes/project/pod-security.ts';
import { POD_SECURITY_CASES, type PodSecurityCase } from '#lib/testing/pod-security-cases.ts';
import { judgePodSecurity, type PodSecurityVerdict, podSecurityDenial, podSecurityOf } from './pod-security.ts';

function caseNamed(wanted: string): PodSecurityCase {
  const found = POD_SECURITY_CASES.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`there is no case ${wanted}`);
  return found;
}

function judged({ spec, metadata, ...policy }: PodSecurityCase, serverMinor?: number): PodSecurityVerdict {
  return judgePodSecurity(podSecuritySubjectOf({ metadata, spec }), policy, serverMinor);
}

/** Of the newest policies, what the denial says check by check. */
const MESSAGES: readonly (readonly [string, readonly string[]])[] = [
  [
    'an agent that sees all of its node under baseline:latest',
    [
      'non-default capabilities (containers "prepare", "agent" must not include "NET_ADMIN", "SYS_ADMIN" in securityContext.capabilities.add)',
      'host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)',
      'hostPath volumes (volumes "logs", "run")',
      'hostPort (containers "agent", "helper" use hostPorts 8080, 9100)',
      'privileged (containers "agent", "helper" must not set securityContext.privileged=true)',
    ],
  ],
  [
    'an agent that sees all of its node under restricted:latest',
    [
      'host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)',
      'hostPort (containers "agent", "helper" use hostPorts 8080, 9100)',
      'privileged (containers "agent", "helper" must not set securityContext.privileged=true)',
      'allowPrivilegeEscalation != false (containers "prepare", "agent", "helper" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (containers "prepare", "agent", "helper" must set securityContext.capabilities.drop=["ALL"]; containers "prepare", "agent" must not include "CHOWN", "NET_ADMIN", "SYS_ADMIN" in securityContext.capabilities.add)',
      'restricted volume types (volumes "logs", "run", "share" use restricted volume types "hostPath", "nfs")',
      'runAsNonRoot != true (pod or containers "prepare", "agent", "helper" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or containers "prepare", "agent", "helper" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
  ],
  [
    'profiles that hold nothing under baseline:latest',
    [
      'forbidden AppArmor profile (pod and container "agent" must not set AppArmor profile type to "Unconfined")',
      'seLinuxOptions (pod and container "agent" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set)',
      'seccompProfile (pod and container "agent" must not set securityContext.seccompProfile.type to "Unconfined")',
      'forbidden sysctls (kernel.msgmax)',
    ],
  ],
  [
    'profiles that hold nothing under restricted:latest',
    [
      'forbidden AppArmor profile (pod and container "agent" must not set AppArmor profile type to "Unconfined")',
      'seLinuxOptions (pod and container "agent" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set)',
      'forbidden sysctls (kernel.msgmax)',
      'allowPrivilegeEscalation != false (containers "agent", "helper" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (containers "agent", "helper" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or containers "agent", "helper" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod and container "agent" must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
  ],
  [
    'probes of other hosts under baseline:latest',
    ['probe or lifecycle host (container "agent" uses probe or lifecycle hosts "10.0.0.1", "10.0.0.2")'],
  ],
  [
    'probes of other hosts under restricted:latest',
    [
      'probe or lifecycle host (container "agent" uses probe or lifecycle hosts "10.0.0.1", "10.0.0.2")',
      'allowPrivilegeEscalation != false (container "agent" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (container "agent" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or container "agent" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or container "agent" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
  ],
  [
    'root under baseline:latest',
    ['non-default capabilities (container "helper" must not include "SYS_TIME" in securityContext.capabilities.add)'],
  ],
  [
    'root under restricted:latest',
    [
      'unrestricted capabilities (container "helper" must not include "SYS_TIME" in securityContext.capabilities.add)',
      'runAsNonRoot != true (pod and container "agent" must not set securityContext.runAsNonRoot=false)',
      'runAsUser=0 (pod and container "agent" must not set runAsUser=0)',
    ],
  ],
  ['root that is none, in a user namespace under baseline:latest', []],
  [
    'root that is none, in a user namespace under restricted:latest',
    ['procMount (container "agent" must not set securityContext.procMount to "Unmasked")'],
  ],
  [
    'processes of a Windows host under baseline:latest',
    [
      'host namespaces (hostNetwork=true)',
      'hostProcess (pod and container "helper" must not set securityContext.windowsOptions.hostProcess=true)',
    ],
  ],
  [
    'processes of a Windows host under restricted:latest',
    [
      'host namespaces (hostNetwork=true)',
      'hostProcess (pod and container "helper" must not set securityContext.windowsOptions.hostProcess=true)',
    ],
  ],
  [
    'profiles in old annotations under baseline:latest',
    [
      'forbidden AppArmor profiles (container "agent" and annotation must not set AppArmor profile type to "Unconfined", "container.apparmor.security.beta.kubernetes.io/agent="unconfined"")',
    ],
  ],
  [
    'profiles in old annotations under restricted:latest',
    [
      'forbidden AppArmor profiles (container "agent" and annotation must not set AppArmor profile type to "Unconfined", "container.apparmor.security.beta.kubernetes.io/agent="unconfined"")',
      'allowPrivilegeEscalation != false (containers "agent", "helper" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (containers "agent", "helper" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or containers "agent", "helper" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or containers "agent", "helper" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
  ],
  ['a pod that says nothing under baseline:latest', []],
  [
    'a pod that says nothing under restricted:latest',
    [
      'allowPrivilegeEscalation != false (containers "agent", "helper" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (containers "agent", "helper" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or containers "agent", "helper" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or containers "agent", "helper" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
  ],
  ['a pod that is as it should be under baseline:latest', []],
  ['a pod that is as it should be under restricted:latest', []],
  ['a pod whose profile is that of all its containers under baseline:latest', []],
  ['a pod whose profile is that of all its containers under restricted:latest', []],
];

/** Of all others, which checks fail. */
const CHECKS: readonly (readonly [string, string])[] = [
  ['an agent that sees all of its node under privileged:latest', ''],
  [
    'an agent that sees all of its node under baseline:v1.18',
    'capabilities_baseline hostNamespaces hostPathVolumes hostPorts privileged',
  ],
  [
    'an agent that sees all of its node under baseline:v1.30',
    'capabilities_baseline hostNamespaces hostPathVolumes hostPorts privileged',
  ],
  [
    'an agent that sees all of its node under restricted:v1.7',
    'capabilities_baseline hostNamespaces hostPorts privileged restrictedVolumes runAsNonRoot',
  ],
  [
    'an agent that sees all of its node under restricted:v1.22',
    'hostNamespaces hostPorts privileged allowPrivilegeEscalation capabilities_restricted restrictedVolumes runAsNonRoot seccompProfile_restricted',
  ],
  [
    'an agent that sees all of its node under restricted:v1.34',
    'hostNamespaces hostPorts privileged allowPrivilegeEscalation capabilities_restricted restrictedVolumes runAsNonRoot seccompProfile_restricted',
  ],
  ['profiles that hold nothing under privileged:latest', ''],
  ['profiles that hold nothing under baseline:v1.18', 'appArmorProfile seLinuxOptions sysctls'],
  ['profiles that hold nothing under baseline:v1.30', 'appArmorProfile seLinuxOptions seccompProfile_baseline sysctls'],
  ['profiles that hold nothing under restricted:v1.7', 'appArmorProfile seLinuxOptions sysctls runAsNonRoot'],
  [
    'profiles that hold nothing under restricted:v1.22',
    'appArmorProfile seLinuxOptions sysctls allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
  ],
  [
    'profiles that hold nothing under restricted:v1.34',
    'appArmorProfile seLinuxOptions sysctls allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
  ],
  ['probes of other hosts under privileged:latest', ''],
  ['probes of other hosts under baseline:v1.18', ''],
  ['probes of other hosts under baseline:v1.30', ''],
  ['probes of other hosts under restricted:v1.7', 'runAsNonRoot'],
  [
    'probes of other hosts under restricted:v1.22',
    'allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
  ],
  [
    'probes of other hosts under restricted:v1.34',
    'hostProbesAndHostLifecycle allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
  ],
  ['root under privileged:latest', ''],
  ['root under baseline:v1.18', 'capabilities_baseline'],
  ['root under baseline:v1.30', 'capabilities_baseline'],
  ['root under restricted:v1.7', 'capabilities_baseline runAsNonRoot'],
  ['root under restricted:v1.22', 'capabilities_restricted runAsNonRoot'],
  ['root under restricted:v1.34', 'capabilities_restricted runAsNonRoot runAsUser'],
  ['root that is none, in a user namespace under privileged:latest', ''],
  ['root that is none, in a user namespace under baseline:v1.18', 'procMount'],
  ['root that is none, in a user namespace under baseline:v1.30', 'procMount'],
  ['root that is none, in a user namespace under restricted:v1.7', 'procMount'],
  ['root that is none, in a user namespace under restricted:v1.22', 'procMount'],
  ['root that is none, in a user namespace under restricted:v1.34', 'procMount runAsUser'],
  ['processes of a Windows host under privileged:latest', ''],
  ['processes of a Windows host under baseline:v1.18', 'hostNamespaces windowsHostProcess'],
  ['processes of a Windows host under baseline:v1.30', 'hostNamespaces windowsHostProcess'],
  ['processes of a Windows host under restricted:v1.7', 'hostNamespaces windowsHostProcess'],
  [
    'processes of a Windows host under restricted:v1.22',
    'hostNamespaces windowsHostProcess allowPrivilegeEscalation capabilities_restricted seccompProfile_restricted',
  ],
  ['processes of a Windows host under restricted:v1.34', 'hostNamespaces windowsHostProcess'],
  ['profiles in old annotations under privileged:latest', ''],
  ['profiles in old annotations under baseline:v1.18', 'appArmorProfile seccompProfile_baseline'],
  ['profiles in old annotations under baseline:v1.30', 'appArmorProfile'],
  ['profiles in old annotations under restricted:v1.7', 'appArmorProfile seccompProfile_baseline runAsNonRoot'],
  [
    'profiles in old annotations under restricted:v1.22',
    'appArmorProfile allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
  ],
  [
    'profiles in old annotations under restricted:v1.34',
    'appArmorProfile allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
  ],
  ['a pod that says nothing under privileged:latest', ''],
  ['a pod that says nothing under baseline:v1.18', ''],
  ['a pod that says nothing under baseline:v1.30', ''],
  ['a pod that says nothing under restricted:v1.7', 'runAsNonRoot'],
  [
    'a pod that says nothing under restricted:v1.22',
    'allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
  ],
  [
    'a pod that says nothing under restricted:v1.34',
    'allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
  ],
  ['a pod that is as it should be under privileged:latest', ''],
  ['a pod that is as it should be under baseline:v1.18', ''],
  ['a pod that is as it should be under baseline:v1.30', ''],
  ['a pod that is as it should be under restricted:v1.7', ''],
  ['a pod that is as it should be under restricted:v1.22', ''],
  ['a pod that is as it should be under restricted:v1.34', ''],
  ['a pod whose profile is that of all its containers under privileged:latest', ''],
  ['a pod whose profile is that of all its containers under baseline:v1.18', ''],
  ['a pod whose profile is that of all its containers under baseline:v1.30', ''],
  ['a pod whose profile is that of all its containers under restricted:v1.7', ''],
  ['a pod whose profile is that of all its containers under restricted:v1.22', ''],
  ['a pod whose profile is that of all its containers under restricted:v1.34', ''],
];

test.for(MESSAGES)('[PS1] [PS2] of %s', ([name, messages]) => {
  expect(judged(caseNamed(name)).violations.map(({ message }) => message)).toStrictEqual(messages);
});

test.for(CHECKS)('[PS3] of %s', ([name, checks]) => {
  expect(judged(caseNamed(name)).violations.map(({ check }) => check)).toStrictEqual(
    checks === '' ? [] : checks.split(' '),
  );
});

test('[PS1] [PS2] no case is left without a word', () => {
  expect([...MESSAGES, ...CHECKS].map(([name]) => name).sort()).toStrictEqual(
    POD_SECURITY_CASES.map(({ name }) => name).sort(),
  );
});

test('[PS3] the newest policy of an older API server is its own', () => {
  const probes = caseNamed('probes of other hosts under baseline:latest');
  expect(judged(probes, 33).violations).toStrictEqual([]);
  expect(judged(probes, 34).violations.map(({ check }) => check)).toStrictEqual(['hostProbesAndHostLifecycle']);
});

test('[PS4] a denial is the sentence with which pods are refused; without a violation there is none', () => {
  const root = caseNamed('root under restricted:v1.7');
  expect(podSecurityDenial(judged(root))).toBe(
    'violates PodSecurity "restricted:v1.7": non-default capabilities (container "helper" must not include "SYS_TIME" in securityContext.capabilities.add), runAsNonRoot != true (pod and container "agent" must not set securityContext.runAsNonRoot=false)',
  );
  expect(podSecurityDenial(judged(caseNamed('root under privileged:latest')))).toBeUndefined();
});

const ENFORCE = 'pod-security.kubernetes.io/enforce';

test.for([
  { name: 'no label is privileged', labels: {}, policy: { level: 'privileged', version: 'latest' } },
  {
    name: 'a level without a version is that of the newest',
    labels: { [ENFORCE]: 'baseline' },
    policy: { level: 'baseline', version: 'latest' },
  },
  {
    name: 'level and version',
    labels: { [ENFORCE]: 'restricted', [`${ENFORCE}-version`]: 'v1.29' },
    policy: { level: 'restricted', version: 'v1.29' },
  },
  {
    name: 'an unknown level is restricted',
    labels: { [ENFORCE]: 'Baseline' },
    policy: { level: 'restricted', version: 'latest' },
  },
  {
    name: 'an unreadable version is the newest',
    labels: { [ENFORCE]: 'baseline', [`${ENFORCE}-version`]: '1.29' },
    policy: { level: 'baseline', version: 'latest' },
  },
  {
    name: 'what is only audited or warned of is not enforced',
    labels: { 'pod-security.kubernetes.io/warn': 'restricted', 'pod-security.kubernetes.io/audit': 'restricted' },
    policy: { level: 'privileged', version: 'latest' },
  },
])('[PS3] of the labels of a namespace: $name', ({ labels, policy }) => {
  expect(podSecurityOf(labels)).toStrictEqual(policy);
});

test('[PS1] an annotation that no policy allows is named, and its value only where it is a word of Kubernetes', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/agent';
  const template = { metadata: { annotations: { [key]: 'hunter2' } }, spec: { containers: [{ name: 'agent' }] } };
  expect(
    judgePodSecurity(podSecuritySubjectOf(template), { level: 'baseline', version: 'latest' }).violations,
  ).toStrictEqual([
    {
      check: 'appArmorProfile',
      message: `forbidden AppArmor profile (annotation must not set AppArmor profile type to "${key} (not shown)")`,
    },
  ]);
});
