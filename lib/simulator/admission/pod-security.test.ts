import { describe, expect, test } from 'vitest';
import type { Container, Labels, PodSpec } from '#lib/simulator/objects.ts';
import { podSecurityRefusal } from './pod-security.ts';

type Given = {
  readonly spec?: Partial<PodSpec>;
  readonly annotations?: Labels;
  readonly containers?: readonly Fields[];
};
type Fields = Partial<Container>;

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** What a namespace says against a pod, without its opening; the containers are called a, b, ... */
function said(given: Given, level: string, version?: string): string | undefined {
  const { spec = {}, annotations = {}, containers = [{}] } = given;
  const named = containers.map((each, at) => ({
    name: 'abc'.charAt(at),
    image: 'registry.example.com/agent:1',
    ...each,
  }));
  const labels = { [ENFORCE]: level, ...(version !== undefined && { [`${ENFORCE}-version`]: version }) };
  const text = podSecurityRefusal(
    {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'agent', annotations },
      spec: { ...spec, containers: spec.containers ?? named },
    },
    labels,
  );
  const opening = `violates PodSecurity "${level}:${version ?? 'latest'}": `;
  if (text !== undefined && !text.startsWith(opening)) throw new Error(`it opens otherwise: ${text}`);
  return text?.slice(opening.length);
}

function secured(...contexts: readonly Readonly<Record<string, unknown>>[]): readonly Fields[] {
  return contexts.map((securityContext) => ({ securityContext }));
}

function podWide(securityContext: Readonly<Record<string, unknown>>): Given {
  return { spec: { securityContext } };
}

const SAFE = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

describe('baseline [PS1]', () => {
  test.each<{ given: Given; text: string }>([
    {
      given: { containers: secured({ privileged: true }) },
      text: 'privileged (container "a" must not set securityContext.privileged=true)',
    },
    {
      given: { containers: secured({ privileged: true }, { privileged: false }, { privileged: true }) },
      text: 'privileged (containers "a", "c" must not set securityContext.privileged=true)',
    },
    {
      given: { spec: { hostNetwork: true, hostPID: true, hostIPC: true } },
      text: 'host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)',
    },
    {
      given: {
        spec: {
          volumes: [
            { name: 'root', hostPath: { path: '/' } },
            { name: 'tmp', emptyDir: {} },
          ],
        },
      },
      text: 'hostPath volumes (volume "root")',
    },
    {
      given: {
        spec: {
          volumes: [
            { name: 'z', hostPath: { path: '/' } },
            { name: 'b', hostPath: { path: '/' } },
          ],
        },
      },
      text: 'hostPath volumes (volumes "z", "b")',
    },
    {
      given: { containers: [{ ports: [{ containerPort: 1, hostPort: 9100 }] }] },
      text: 'hostPort (container "a" uses hostPort 9100)',
    },
    {
      given: {
        containers: [
          { ports: [{ containerPort: 1, hostPort: 9100 }] },
          { ports: [{ containerPort: 1, hostPort: 10250 }, { containerPort: 2 }] },
        ],
      },
      text: 'hostPort (containers "a", "b" use hostPorts 10250, 9100)',
    },
    {
      given: { containers: secured({ capabilities: { add: ['SYS_ADMIN', 'CHOWN', 'NET_RAW'] } }) },
      text: 'non-default capabilities (container "a" must not include "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add)',
    },
    {
      given: { containers: [{ livenessProbe: { httpGet: { host: '10.0.0.1', port: 1 } } }] },
      text: 'probe or lifecycle host (container "a" uses probe or lifecycle host "10.0.0.1")',
    },
    {
      given: {
        containers: [
          { lifecycle: { postStart: { tcpSocket: { host: 'z', port: 1 } } } },
          { startupProbe: { tcpSocket: { host: 'b', port: 1 } } },
        ],
      },
      text: 'probe or lifecycle host (containers "a", "b" use probe or lifecycle hosts "b", "z")',
    },
    {
      given: podWide({ seLinuxOptions: { type: 'spc_t', user: 'u' } }),
      text: 'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set)',
    },
    {
      given: { containers: secured({ seLinuxOptions: { type: 'z' } }, { seLinuxOptions: { type: 'b', role: 'r' } }) },
      text: 'seLinuxOptions (containers "a", "b" set forbidden securityContext.seLinuxOptions: types "b", "z"; role may not be set)',
    },
    {
      given: { containers: secured({ procMount: 'Unmasked' }) },
      text: 'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
    },
    {
      given: podWide({ seccompProfile: { type: 'Unconfined' } }),
      text: 'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
    },
    {
      given: podWide({ appArmorProfile: { type: 'Unconfined' } }),
      text: 'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
    },
    {
      given: { annotations: { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' } },
      text: 'forbidden AppArmor profiles (container "a" and annotation must not set AppArmor profile type to "Unconfined", "container.apparmor.security.beta.kubernetes.io/a="unconfined"")',
    },
    {
      given: podWide({ sysctls: [{ name: 'vm.swappiness' }, { name: 'net.ipv4.tcp_rmem' }, { name: 'toString' }] }),
      text: 'forbidden sysctls (vm.swappiness, toString)',
    },
    {
      given: {
        ...podWide({ windowsOptions: { hostProcess: true } }),
        containers: secured({ windowsOptions: { hostProcess: true } }),
      },
      text: 'hostProcess (pod and container "a" must not set securityContext.windowsOptions.hostProcess=true)',
    },
  ])('says $text', ({ given, text }) => {
    expect(said(given, 'baseline')).toBe(text);
  });

  test.each<{ what: string; given: Given }>([
    { what: 'a plain pod', given: {} },
    {
      what: 'usual capabilities',
      given: { containers: secured({ capabilities: { add: ['CHOWN', 'NET_BIND_SERVICE'] } }) },
    },
    {
      what: 'profiles that confine',
      given: podWide({ appArmorProfile: { type: 'Localhost' }, seccompProfile: { type: 'Localhost' } }),
    },
    {
      what: 'an annotation that confines',
      given: { annotations: { 'container.apparmor.security.beta.kubernetes.io/a': 'runtime/default' } },
    },
    {
      what: 'another mount of proc in a user namespace',
      given: { spec: { hostUsers: false }, containers: secured({ procMount: 'Unmasked' }) },
    },
  ])('lets $what in', ({ given }) => {
    expect(said(given, 'baseline')).toBeUndefined();
  });
});

describe('restricted [PS2]', () => {
  test.each<{ given: Given; text: string }>([
    {
      given: { containers: secured({ ...SAFE, allowPrivilegeEscalation: true }) },
      text: 'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)',
    },
    {
      given: { containers: secured({ ...SAFE, capabilities: { add: ['NET_BIND_SERVICE', 'CHOWN'] } }) },
      text: 'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]; container "a" must not include "CHOWN" in securityContext.capabilities.add)',
    },
    {
      given: { containers: secured(SAFE), spec: { volumes: [{ name: 'root', hostPath: { path: '/' } }] } },
      text: 'restricted volume types (volume "root" uses restricted volume type "hostPath")',
    },
    {
      given: {
        containers: secured(SAFE),
        spec: {
          volumes: [
            { name: 'share', nfs: {} },
            { name: 'root', hostPath: { path: '/' } },
          ],
        },
      },
      text: 'restricted volume types (volumes "share", "root" use restricted volume types "hostPath", "nfs")',
    },
    {
      given: { containers: secured({ ...SAFE, runAsNonRoot: undefined }) },
      text: 'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
    },
    {
      given: { ...podWide({ runAsNonRoot: false }), containers: secured({ ...SAFE, runAsNonRoot: false }, SAFE) },
      text: 'runAsNonRoot != true (pod and container "a" must not set securityContext.runAsNonRoot=false)',
    },
    {
      given: { ...podWide({ runAsUser: 0 }), containers: secured({ ...SAFE, runAsUser: 0 }) },
      text: 'runAsUser=0 (pod and container "a" must not set runAsUser=0)',
    },
    {
      given: { containers: secured({ ...SAFE, seccompProfile: undefined }, { ...SAFE, seccompProfile: undefined }) },
      text: 'seccompProfile (pod or containers "a", "b" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    },
    {
      given: { containers: secured({ ...SAFE, procMount: 'Unmasked' }), spec: { hostUsers: false } },
      text: 'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
    },
    {
      given: { containers: secured({ ...SAFE, runAsUser: 0 }), spec: { hostPID: true } },
      text: 'host namespaces (hostPID=true), runAsUser=0 (container "a" must not set runAsUser=0)',
    },
  ])('says $text', ({ given, text }) => {
    expect(said(given, 'restricted')).toBe(text);
  });

  test.each<{ what: string; given: Given }>([
    { what: 'a pod that says all it should', given: { containers: secured(SAFE) } },
    {
      what: 'one that says it for all its containers',
      given: {
        ...podWide({ runAsNonRoot: true, seccompProfile: { type: 'Localhost' } }),
        containers: secured({ ...SAFE, runAsNonRoot: undefined, seccompProfile: undefined }),
      },
    },
    {
      what: 'root in a user namespace',
      given: { spec: { hostUsers: false }, containers: secured({ ...SAFE, runAsNonRoot: false, runAsUser: 0 }) },
    },
    {
      what: 'what Windows does not have',
      given: { spec: { os: { name: 'windows' } }, containers: secured({ runAsNonRoot: true }) },
    },
  ])('lets $what in', ({ given }) => {
    expect(said(given, 'restricted')).toBeUndefined();
  });
});

describe('the labels of a namespace [PS3]', () => {
  const labelled = (labels: Labels | undefined) =>
    podSecurityRefusal(
      { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'agent' }, spec: { containers: [], hostPID: true } },
      labels,
    );

  test.each<{ labels: Labels | undefined; text: string | undefined }>([
    { labels: undefined, text: undefined },
    { labels: { [ENFORCE]: 'privileged' }, text: undefined },
    { labels: { 'pod-security.kubernetes.io/warn': 'baseline' }, text: undefined },
    {
      labels: { [ENFORCE]: 'baseline' },
      text: 'violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
    },
    {
      labels: { [ENFORCE]: 'strict' },
      text: 'violates PodSecurity "restricted:latest": host namespaces (hostPID=true)',
    },
    {
      labels: { [ENFORCE]: 'baseline', [`${ENFORCE}-version`]: 'v1.28' },
      text: 'violates PodSecurity "baseline:v1.28": host namespaces (hostPID=true)',
    },
    {
      labels: { [ENFORCE]: 'baseline', [`${ENFORCE}-version`]: '1.28' },
      text: 'violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
    },
  ])('$labels: $text', ({ labels, text }) => {
    expect(labelled(labels)).toBe(text);
  });

  test.each<{ version: string; text: string | undefined }>([
    { version: 'v1.33', text: undefined },
    { version: 'v1.34', text: 'probe or lifecycle host (container "a" uses probe or lifecycle host "h")' },
  ])('a policy of $version knows what it knows', ({ version, text }) => {
    expect(said({ containers: [{ livenessProbe: { tcpSocket: { host: 'h', port: 1 } } }] }, 'baseline', version)).toBe(
      text,
    );
  });

  test.each<{ version: string; given: Given; isLetIn: boolean }>([
    {
      version: 'v1.34',
      given: { spec: { hostUsers: false }, containers: secured({ ...SAFE, runAsUser: 0 }) },
      isLetIn: false,
    },
    {
      version: 'v1.35',
      given: { spec: { hostUsers: false }, containers: secured({ ...SAFE, runAsUser: 0 }) },
      isLetIn: true,
    },
    {
      version: 'v1.24',
      given: { spec: { os: { name: 'windows' } }, containers: secured({ runAsNonRoot: true }) },
      isLetIn: false,
    },
    {
      version: 'v1.25',
      given: { spec: { os: { name: 'windows' } }, containers: secured({ runAsNonRoot: true }) },
      isLetIn: true,
    },
  ])('a policy of $version waives what it waives: $isLetIn', ({ version, given, isLetIn }) => {
    expect(said(given, 'restricted', version) === undefined).toBe(isLetIn);
  });
});
