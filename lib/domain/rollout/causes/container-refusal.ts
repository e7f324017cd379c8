import type { ContainerStatus, EventRecord } from '../../objects.ts';
import { type BoundPod, causeOf, containerFacts, eventEvidence, podEvidence, statusPath } from './bound-pod.ts';
import type { CauseFacts, CellCause } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import { latestEvent, noteOf } from './kubelet-events.ts';
import { firstMatch, type Wording } from './wording.ts';

/** The waiting reasons of a container that cannot be made or begun, and the code of each [K15] [K16] [K17] [K26]. */
const REFUSAL_REASONS: ReadonlyMap<string, CauseCode> = new Map([
  ['CreateContainerConfigError', 'K15'],
  ['CreateContainerError', 'K16'],
  ['PreCreateHookError', 'K16'],
  ['PreStartHookError', 'K16'],
  ['RunContainerError', 'K17'],
  ['PostStartHookError', 'K26'],
]);

/** How a runtime ends a container whose process it could not begin [PD3]. */
const NEVER_BEGAN: ReadonlySet<string | undefined> = new Set(['StartError', 'ContainerCannotRun']);

const CONFIG: readonly Wording[] = [
  ['KeyMissing', /couldn't find key \S+ in (?:ConfigMap|Secret)/],
  ['ConfigMapMissing', /configmaps? "[^"]+" not found/],
  ['SecretMissing', /secrets? "[^"]+" not found/],
  ['RunAsNonRoot', /runAsNonRoot|run as root/],
];
const CREATE: readonly Wording[] = [
  ['ImageVolume', /^ImageVolumeMountFailed/],
  ['NameInUse', /name .*is reserved|name is reserved|is already in use by container/i],
  ['Mount', /mount/i],
];
const START: readonly Wording[] = [
  ['ExecutableMissing', /executable file not found|no such file or directory/i],
  ['PermissionDenied', /permission denied/i],
  ['WrongArchitecture', /exec format error/i],
];
const WORDINGS: ReadonlyMap<CauseCode, readonly Wording[]> = new Map([
  ['K15', CONFIG],
  ['K16', CREATE],
  ['K17', START],
]);

/** Names why a container cannot be made or begun, from its waiting reason and message. */
export function explainRefusal(bound: BoundPod, status: ContainerStatus): readonly CellCause[] {
  const { pod } = bound;
  const { state } = status;
  if (state.kind !== 'Waiting' || state.reason === undefined) return [];
  const code = REFUSAL_REASONS.get(state.reason);
  if (code === undefined) return [];
  const { reason, message } = state;
  const evidence = [
    podEvidence(pod, statusPath(status, 'state.waiting.reason'), reason),
    ...(message === undefined ? [] : [podEvidence(pod, statusPath(status, 'state.waiting.message'), message)]),
  ];
  const facts = { ...refusalFacts(code, message), waitingReason: reason, restartCount: status.restartCount };
  return [
    causeOf(bound, { code, confidence: 'H', facts: { ...containerFacts(pod, status.name), ...facts }, evidence }),
  ];
}

function refusalFacts(code: CauseCode, message: string | undefined): CauseFacts {
  const detail = firstMatch(WORDINGS.get(code) ?? [], message ?? '');
  return {
    ...(detail === undefined ? {} : { detail }),
    ...(message === undefined ? {} : { message }),
    ...(code === 'K15' && message !== undefined ? subjectOf(message) : {}),
  };
}

/** What is missing, as kubectl would be asked for it. */
function subjectOf(message: string): CauseFacts {
  const [, key, kind, keeper] = /couldn't find key (\S+) in (ConfigMap|Secret) [^/\s]+\/(\S+)/.exec(message) ?? [];
  if (key !== undefined) return { subject: `key ${key} of ${kind} ${keeper}` };
  const [, configMap] = /configmaps? "([^"]+)" not found/.exec(message) ?? [];
  if (configMap !== undefined) return { subject: `ConfigMap ${configMap}` };
  const [, secret] = /secrets? "([^"]+)" not found/.exec(message) ?? [];
  return secret === undefined ? {} : { subject: `Secret ${secret}` };
}

/** The last run ended before the process began [K17]; why, only an event says: the kubelet's record of it is not kept. */
export function explainStartError(bound: BoundPod, status: ContainerStatus): readonly CellCause[] {
  const { pod, events } = bound;
  const { name, state, lastTermination, restartCount } = status;
  const ended = state.kind === 'Terminated' ? state : lastTermination;
  if (ended?.reason === undefined || !NEVER_BEGAN.has(ended.reason)) return [];
  const event = latestEvent(events, { reason: 'Failed', note: /^Error: (?!\w+$)/, container: name });
  const message = event === undefined ? undefined : startMessage(event);
  const path = statusPath(status, `${state.kind === 'Terminated' ? 'state' : 'lastState'}.terminated.reason`);
  return [
    causeOf(bound, {
      code: 'K17',
      confidence: 'H',
      facts: {
        ...containerFacts(pod, name),
        ...refusalFacts('K17', message),
        exitCode: ended.exitCode,
        restartCount,
      },
      evidence: [podEvidence(pod, path, ended.reason), ...(event === undefined ? [] : [eventEvidence(event)])],
    }),
  ];
}

function startMessage(event: EventRecord): string {
  return noteOf(event).replace(/^Error: /, '');
}
