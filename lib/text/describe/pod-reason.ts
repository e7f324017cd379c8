import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { Speaker } from '../speaker.ts';
import type { Description } from './description.ts';

type PodReason = Extract<
  CellReason,
  {
    kind:
      | 'NotReady'
      | 'TerminatingOverdue'
      | 'NoPod'
      | 'FailedCreate'
      | 'NoPodYet'
      | 'Starting'
      | 'WaitingMinReadySeconds'
      | 'Terminating'
      | 'Outdated'
      | 'Available';
  }
>;

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function describeNotReady(speaker: Speaker, reason: Extract<CellReason, { kind: 'NotReady' }>, now: Millis) {
  const { say } = speaker;
  const { since, conditionReason, message } = reason;
  const allowance = speaker.duration(reason.allowanceMillis);
  const duration = since === undefined ? undefined : speaker.duration(now - since);
  const sentences = [
    duration === undefined
      ? say('reason.NotReady.sentence', { allowance })
      : say('reason.NotReady.sentence.since', { allowance, duration }),
  ];
  const condition = [conditionReason, message].filter(isSaid).join(', ');
  if (condition !== '') sentences.push(say('reason.NotReady.condition', { condition }));
  const phrase =
    duration === undefined ? say('reason.NotReady.phrase') : say('reason.NotReady.phrase.since', { duration });
  return { phrase, sentences };
}

function describeStarting({ say }: Speaker, reason: Extract<CellReason, { kind: 'Starting' }>): Description {
  const { container, waitingReason } = reason;
  if (!isSaid(waitingReason)) {
    return {
      phrase: say('reason.Starting.phrase'),
      sentences: [
        isSaid(container) ? say('reason.Starting.sentence.container', { container }) : say('reason.Starting.sentence'),
      ],
    };
  }
  return {
    phrase: say('reason.Starting.phrase.waiting', { waitingReason }),
    sentences: [
      isSaid(container)
        ? say('reason.Starting.sentence.container.waiting', { container, waitingReason })
        : say('reason.Starting.sentence.waiting', { waitingReason }),
    ],
  };
}

function describeOverdue(speaker: Speaker, reason: Extract<CellReason, { kind: 'TerminatingOverdue' }>, now: Millis) {
  const { say } = speaker;
  const duration = speaker.duration(now - reason.deadline);
  const sentences = [say('reason.TerminatingOverdue.sentence', { duration })];
  const { finalizers } = reason;
  if (finalizers.length > 0) {
    const values = { count: finalizers.length, finalizers: finalizers.join(', ') };
    sentences.push(say('reason.TerminatingOverdue.finalizers', values));
  }
  return { phrase: say('reason.TerminatingOverdue.phrase', { duration }), sentences };
}

/** Whether there is a pod, and where it is on its way from pending to gone. */
export function describePodReason(speaker: Speaker, reason: PodReason, now: Millis): Description {
  const { say } = speaker;
  switch (reason.kind) {
    case 'NotReady':
      return describeNotReady(speaker, reason, now);
    case 'TerminatingOverdue':
      return describeOverdue(speaker, reason, now);
    case 'NoPod': {
      if (reason.since === undefined) {
        return { phrase: say('reason.NoPod.phrase'), sentences: [say('reason.NoPod.sentence')] };
      }
      const duration = speaker.duration(now - reason.since);
      return {
        phrase: say('reason.NoPod.phrase.since', { duration }),
        sentences: [say('reason.NoPod.sentence.since', { duration })],
      };
    }
    case 'FailedCreate': {
      const sentences = [say('reason.FailedCreate.sentence', { message: reason.message })];
      if (reason.lastSeen !== undefined) {
        sentences.push(say('reason.FailedCreate.lastSeen', { age: speaker.age(now - reason.lastSeen) }));
      }
      return { phrase: say('reason.FailedCreate.phrase'), sentences };
    }
    case 'NoPodYet':
      return { phrase: say('reason.NoPodYet.phrase'), sentences: [say('reason.NoPodYet.sentence')] };
    case 'Starting':
      return describeStarting(speaker, reason);
    case 'WaitingMinReadySeconds': {
      const duration = speaker.duration(reason.availableAt - now);
      return {
        phrase: say('reason.WaitingMinReadySeconds.phrase', { duration }),
        sentences: [say('reason.WaitingMinReadySeconds.sentence', { duration })],
      };
    }
    case 'Terminating': {
      const duration = speaker.duration(reason.deadline - now);
      return {
        phrase: say('reason.Terminating.phrase'),
        sentences: [say('reason.Terminating.sentence', { duration })],
      };
    }
    case 'Outdated': {
      const { hash } = reason;
      return hash === undefined
        ? { phrase: say('reason.Outdated.phrase'), sentences: [say('reason.Outdated.sentence')] }
        : {
            phrase: say('reason.Outdated.phrase.hash', { hash }),
            sentences: [say('reason.Outdated.sentence.hash', { hash })],
          };
    }
    case 'Available':
      return { phrase: say('reason.Available.phrase'), sentences: [say('reason.Available.sentence')] };
    default:
      return assertUnreachable(reason);
  }
}
