import type { CauseFacts } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { CauseView } from '#lib/text/describe/cause.ts';

/** The moment of these causes. */
export const CAUSE_NOW = 1_767_225_600_000;

/** A cause as a fact, of the DaemonSet as a whole, with nothing known beside its code. */
export function makeCauseView(code: CauseCode, overrides: Partial<Omit<CauseView, 'code'>> = {}): CauseView {
  return { code, confidence: 'H', nodes: [], facts: {}, ...overrides };
}

/** Every fact that a cause may have. */
export const ALL_FACTS: Required<Omit<CauseFacts, 'detail'>> = {
  message: 'something went wrong',
  container: 'agent',
  image: 'example.com/agent:2',
  exitCode: 1,
  restartCount: 4,
  waitingReason: 'CrashLoopBackOff',
  resource: 'memory',
  requested: '300Mi',
  free: '100Mi',
  allocatable: '2Gi',
  used: '1900Mi',
  limited: '1Gi',
  quota: 'small',
  level: 'baseline',
  violations: 'host namespaces (hostNetwork=true)',
  webhook: 'policy.example.com',
  policy: 'no-latest',
  priorityClass: 'system-node-critical',
  serviceAccount: 'agent',
  runtimeClass: 'gvisor',
  port: 9100,
  protocol: 'UDP',
  holder: 'monitoring/node-exporter-x',
  taint: 'gpu=true:NoSchedule',
  schedulerName: 'my-scheduler',
  finalizers: 'example.com/wait',
  subject: 'example.com/thing',
  generation: 3,
  observedGeneration: 2,
  seconds: 30,
  until: CAUSE_NOW + 90_000,
  nodeStatus: 'Unknown',
};

/** The finer words of a cause that its sentence tells apart, as the domain writes them. */
export const DETAILS: Readonly<Partial<Record<CauseCode, readonly string[]>>> = {
  R07: ['SecondPod'],
  R16: ['ReadyInTheFuture', 'StatusBehind'],
  C01: ['QuotaExceeded', 'QuotaNotCountedYet', 'ResourceNeedsQuota'],
  C14: ['PolicyDenied', 'Forbidden'],
  C15: ['ControlPlaneFailed', 'Unrecognised'],
  S01: ['PreemptionNever'],
  S12: ['SchedulerError'],
  K03: ['NodeLow', 'StorageLimit', 'EmptyDirLimit', 'Unrecognised'],
  K04: ['NodeAffinity', 'TaintToleration'],
  K09: ['AddressesExhausted', 'NetworkNotReady', 'NetworkPlugin', 'RuntimeHandlerMissing'],
  K11: ['AttachFailed', 'MountFailed', 'MultiAttach'],
  K12: [
    'NotFound',
    'Unauthorized',
    'RateLimited',
    'Unreachable',
    'Certificate',
    'NoMatchingPlatform',
    'NoSpace',
    'InspectFailed',
    'SignatureInvalid',
    'Unrecognised',
  ],
  K15: ['ConfigMapMissing', 'KeyMissing', 'RunAsNonRoot', 'SecretMissing'],
  K17: ['ExecutableMissing', 'PermissionDenied', 'WrongArchitecture'],
  K21: ['StillRunning'],
  K24: ['Liveness', 'Startup'],
  T04: ['GraceExceeded', 'KillFailed', 'NothingRuns'],
};
