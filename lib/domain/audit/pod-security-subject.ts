/** What Pod Security reads of a pod, and nothing else. Absent is not the same as false: some checks want a word. */
export type PodSecuritySubject = {
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  /** spec.hostUsers is false: root in the pod is nobody on the node. */
  readonly userNamespace: boolean;
  /** spec.os is windows. */
  readonly windows: boolean;
  readonly pod: SecuritySettings;
  readonly sysctls: readonly string[];
  /** Init containers first, then the others, then ephemeral ones: the order of the denial. */
  readonly containers: readonly ContainerSecurity[];
  readonly volumes: readonly VolumeKind[];
  /** Annotations of AppArmor's and seccomp's old days whose value no policy allows. */
  readonly annotations: readonly ForbiddenAnnotation[];
};

/** What pod and container both have in their securityContext. */
export type SecuritySettings = {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  /** The profile's type; the empty string where there is a profile without one. */
  readonly seccompProfile?: string;
  readonly appArmorProfile?: string;
  readonly seLinuxOptions?: { readonly type: string; readonly setsUser: boolean; readonly setsRole: boolean };
  readonly hostProcess: boolean;
};

export type ContainerSecurity = SecuritySettings & {
  readonly name: string;
  readonly privileged: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly procMount?: string;
  readonly addedCapabilities: readonly string[];
  readonly droppedCapabilities: readonly string[];
  readonly hostPorts: readonly number[];
  /** `host` of probes and lifecycle hooks. */
  readonly handlerHosts: readonly string[];
};

/** `kind` is the field of the volume's source, such as `hostPath`; `unknown` where none is known. */
export type VolumeKind = { readonly name: string; readonly kind: string };

/** `value` is told where it is a word of Kubernetes; what else was written there is nobody's to show. */
export type ForbiddenAnnotation = {
  readonly profile: 'AppArmor' | 'Seccomp';
  readonly key: string;
  readonly value?: string;
};
