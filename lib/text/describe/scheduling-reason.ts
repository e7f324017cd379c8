import { assertUnreachable } from '#lib/base/assert.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { Speaker } from '../speaker.ts';
import type { Description } from './description.ts';
import { nameAmount } from './phrase.ts';

type SchedulingReason = Extract<
  CellReason,
  {
    kind:
      | 'Unschedulable'
      | 'SchedulingGated'
      | 'NobodySchedules'
      | 'InsufficientResource'
      | 'HostPortConflict'
      | 'SchedulerSaysInsufficient'
      | 'Scheduling';
  }
>;

function describeUnschedulable({ say }: Speaker, reason: Extract<CellReason, { kind: 'Unschedulable' }>): Description {
  const { parts, message } = reason;
  const [part] = parts;
  const sentences = [
    part === undefined
      ? say('reason.Unschedulable.sentence')
      : say('reason.Unschedulable.sentence.parts', { parts: parts.join('; ') }),
  ];
  if (message !== undefined && message !== '') sentences.push(say('reason.Unschedulable.message', { message }));
  return {
    phrase:
      part === undefined ? say('reason.Unschedulable.phrase') : say('reason.Unschedulable.phrase.parts', { part }),
    sentences,
  };
}

function describeInsufficient(
  speaker: Speaker,
  reason: Extract<CellReason, { kind: 'InsufficientResource' }>,
): Description {
  const { say } = speaker;
  const rounded = (quantity: string) => speaker.quantity(reason.resource, quantity);
  // "needs 4 GiB, 4 GiB free" would be no reason: then the quantities are told as they are.
  const write = rounded(reason.requested) === rounded(reason.free) ? (quantity: string) => quantity : rounded;
  const values = {
    resource: nameAmount(speaker, reason.resource),
    requested: write(reason.requested),
    free: write(reason.free),
    allocatable: write(reason.allocatable),
  };
  const kind = reason.resource === 'pods' ? 'pods' : 'resource';
  return {
    phrase: say(`reason.InsufficientResource.${kind}.phrase`, values),
    sentences: [say(`reason.InsufficientResource.${kind}.sentence`, values)],
  };
}

function describeHostPort({ say }: Speaker, reason: Extract<CellReason, { kind: 'HostPortConflict' }>): Description {
  const values = { port: `${reason.port}`, protocol: reason.protocol };
  const { holder } = reason;
  return {
    phrase: say('reason.HostPortConflict.phrase', values),
    sentences: [
      holder === undefined
        ? say('reason.HostPortConflict.sentence', values)
        : say('reason.HostPortConflict.sentence.holder', { ...values, holder: `${holder.namespace}/${holder.name}` }),
    ],
  };
}

/** What the scheduler says, and what there is no room for [SC4] [FT8] [FT9] [FT10]. */
export function describeSchedulingReason(speaker: Speaker, reason: SchedulingReason): Description {
  const { say } = speaker;
  switch (reason.kind) {
    case 'Unschedulable':
      return describeUnschedulable(speaker, reason);
    case 'SchedulingGated':
      return { phrase: say('reason.SchedulingGated.phrase'), sentences: [say('reason.SchedulingGated.sentence')] };
    case 'NobodySchedules': {
      const { schedulerName } = reason;
      return {
        phrase: say('reason.NobodySchedules.phrase'),
        sentences: [
          schedulerName === undefined
            ? say('reason.NobodySchedules.sentence')
            : say('reason.NobodySchedules.sentence.name', { schedulerName }),
        ],
      };
    }
    case 'InsufficientResource':
      return describeInsufficient(speaker, reason);
    case 'HostPortConflict':
      return describeHostPort(speaker, reason);
    case 'SchedulerSaysInsufficient': {
      const resource = nameAmount(speaker, reason.resource);
      return {
        phrase: say('reason.SchedulerSaysInsufficient.phrase', { resource }),
        sentences: [say('reason.SchedulerSaysInsufficient.sentence', { resource })],
      };
    }
    case 'Scheduling':
      return { phrase: say('reason.Scheduling.phrase'), sentences: [say('reason.Scheduling.sentence')] };
    default:
      return assertUnreachable(reason);
  }
}
