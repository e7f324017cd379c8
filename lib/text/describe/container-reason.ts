import { assertUnreachable } from '#lib/base/assert.ts';
import type { CellReason, Termination } from '#lib/domain/placement/reason.ts';
import type { MessageId } from '../catalogue.ts';
import type { Speaker } from '../speaker.ts';
import type { Description } from './description.ts';

type ContainerReason = Extract<CellReason, { kind: 'ContainerWaiting' | 'ContainerTerminated' | 'PodFailed' }>;

/** What the waiting reasons that people meet most often mean [PD2]; the others stand for themselves. */
const GLOSSES: ReadonlyMap<string, MessageId> = new Map<string, MessageId>([
  ['CrashLoopBackOff', 'waiting.CrashLoopBackOff'],
  ['ImagePullBackOff', 'waiting.ImagePullBackOff'],
  ['ErrImagePull', 'waiting.ErrImagePull'],
  ['InvalidImageName', 'waiting.InvalidImageName'],
  ['ErrImageNeverPull', 'waiting.ErrImageNeverPull'],
  ['CreateContainerConfigError', 'waiting.CreateContainerConfigError'],
  ['CreateContainerError', 'waiting.CreateContainerError'],
  ['RunContainerError', 'waiting.RunContainerError'],
]);

/** A signal is said instead of the exit code, which follows from it. */
function describeTermination({ say }: Speaker, { reason, exitCode, signal }: Termination): string {
  const told = reason === undefined || reason === '' ? undefined : reason;
  if (signal !== undefined && signal !== 0) {
    return told === undefined
      ? say('termination.signal', { signal: `${signal}` })
      : say('termination.reason.signal', { reason: told, signal: `${signal}` });
  }
  return told === undefined
    ? say('termination.exitCode', { exitCode: `${exitCode}` })
    : say('termination.reason', { reason: told, exitCode: `${exitCode}` });
}

function describeWaiting(speaker: Speaker, reason: Extract<CellReason, { kind: 'ContainerWaiting' }>): Description {
  const { say } = speaker;
  const { container, init, waitingReason, message, restartCount, lastTermination } = reason;
  const sentences = [say('reason.ContainerWaiting.sentence', { container, init: `${init}`, waitingReason })];
  const gloss = GLOSSES.get(waitingReason);
  if (gloss !== undefined) sentences.push(say(gloss));
  if (restartCount > 0) sentences.push(say('reason.ContainerWaiting.restarts', { count: restartCount }));
  if (lastTermination !== undefined) {
    const termination = describeTermination(speaker, lastTermination);
    sentences.push(say('reason.ContainerWaiting.lastTermination', { termination }));
  }
  if (message !== undefined && message !== '') sentences.push(say('reason.ContainerWaiting.message', { message }));
  return { phrase: say('reason.ContainerWaiting.phrase', { container, waitingReason }), sentences };
}

function describePodFailed({ say }: Speaker, reason: Extract<CellReason, { kind: 'PodFailed' }>): Description {
  const { podReason, message } = reason;
  const sentences = [
    podReason === undefined ? say('reason.PodFailed.sentence') : say('reason.PodFailed.sentence.reason', { podReason }),
  ];
  if (message !== undefined && message !== '') sentences.push(say('reason.PodFailed.message', { message }));
  return {
    phrase:
      podReason === undefined ? say('reason.PodFailed.phrase') : say('reason.PodFailed.phrase.reason', { podReason }),
    sentences,
  };
}

/** What the containers say, or what became of them [PD1] [PD2] [PD3] [KR1]. */
export function describeContainerReason(speaker: Speaker, reason: ContainerReason): Description {
  const { say } = speaker;
  switch (reason.kind) {
    case 'ContainerWaiting':
      return describeWaiting(speaker, reason);
    case 'ContainerTerminated': {
      const { container, init, restartCount } = reason;
      const termination = describeTermination(speaker, reason.termination);
      const sentences = [say('reason.ContainerTerminated.sentence', { container, init: `${init}`, termination })];
      if (restartCount > 0) sentences.push(say('reason.ContainerWaiting.restarts', { count: restartCount }));
      return { phrase: say('reason.ContainerTerminated.phrase', { container, termination }), sentences };
    }
    case 'PodFailed':
      return describePodFailed(speaker, reason);
    default:
      return assertUnreachable(reason);
  }
}
