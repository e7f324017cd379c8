import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import type { Knowledge } from '#lib/domain/objects.ts';
import type { HostPort } from '#lib/domain/room/host-ports.ts';
import type { Lack, SelfHelp } from '#lib/domain/room/make-room.ts';
import type { EvictionWarning, Standing } from '#lib/domain/room/room-pod.ts';
import type { Speaker } from '../speaker.ts';
import { nameAmount, orAbsent } from './phrase.ts';
import { amountSpeaker, nameSum, sayAmount, sayList } from './room-amount.ts';

/** In two lengths: for a chip or a column, and for who wants to know. */
export type RoomWords = { readonly phrase: string; readonly sentence: string };

/** `9100/TCP`, with the address where it is not all of them. */
export function writeHostPort({ port, protocol, hostIP }: HostPort): string {
  return `${hostIP === '0.0.0.0' ? '' : `${hostIP}:`}${port}/${protocol}`;
}

type ResourceLack = Extract<Lack, { readonly kind: 'Resource' }>;

function describeResourceLack(speaker: Speaker, { resource, requested, free, allocatable }: ResourceLack): RoomWords {
  const { say } = speaker;
  if (resource === 'pods') {
    return {
      phrase: say('room.lack.pods.phrase', { free: Math.max(0, free), allocatable }),
      sentence: say('room.lack.pods.sentence', { allocatable }),
    };
  }
  const write = amountSpeaker(speaker, resource, requested, free);
  const values = {
    resource: nameAmount(speaker, resource),
    requested: write(requested),
    free: write(free),
    over: sayAmount(speaker, resource, -free),
    allocatable: sayAmount(speaker, resource, allocatable),
    short: sayAmount(speaker, resource, requested - free),
  };
  const isOver = free < 0;
  const isNever = requested > allocatable;
  return {
    phrase: say(isOver ? 'room.lack.Resource.phrase.over' : 'room.lack.Resource.phrase', values),
    sentence: say(
      isNever
        ? 'room.lack.Resource.sentence.never'
        : isOver
          ? 'room.lack.Resource.sentence.over'
          : 'room.lack.Resource.sentence',
      values,
    ),
  };
}

/** The name of a pod by its uid; undefined when nobody knows it. */
export type NameOfPod = (uid: string) => string | undefined;

/** What is lacking, and how much there is [FT9]. Without names nobody is said to hold a port. */
export function describeLack(speaker: Speaker, lack: Lack, nameOf: NameOfPod = () => undefined): RoomWords {
  const { say } = speaker;
  switch (lack.kind) {
    case 'Resource':
      return describeResourceLack(speaker, lack);
    case 'HostPort': {
      const names = lack.holders.flatMap((uid) => nameOf(uid) ?? []);
      const values = { port: writeHostPort(lack.hostPort), holders: orAbsent(sayList(speaker, names)) };
      return {
        phrase: say('room.lack.HostPort.phrase', values),
        sentence: say('room.lack.HostPort.sentence', values),
      };
    }
    default:
      return assertUnreachable(lack);
  }
}

/** Only by how much it falls short: "180m CPU". */
export function sayShort(speaker: Speaker, lack: Lack): string {
  if (lack.kind === 'HostPort')
    return speaker.say('room.short.HostPort.phrase', { port: writeHostPort(lack.hostPort) });
  return nameSum(speaker, lack.resource, lack.requested - lack.free);
}

export type SelfHelpFacts = { readonly selfHelp: SelfHelp; readonly since: Millis | null };

/** Whether the scheduler will do it by itself, and for how long the pod has waited for that [MR2] [MR16]. */
export function describeSelfHelp(speaker: Speaker, { selfHelp, since }: SelfHelpFacts, now: Millis): RoomWords {
  const { say } = speaker;
  const { kind } = selfHelp;
  const sentence =
    kind === 'Yes' || kind === 'No'
      ? say(`room.selfHelp.${kind}.sentence`, { lower: selfHelp.lower })
      : say(`room.selfHelp.${kind}.sentence`);
  const sentences =
    since === null
      ? [sentence]
      : [sentence, say('room.selfHelp.since.sentence', { duration: speaker.duration(now - since) })];
  return { phrase: say(`room.selfHelp.${kind}.phrase`), sentence: speaker.paragraph(sentences) };
}

/** What the going of a pod costs, or what stands against it [MR3] to [MR12]. */
export function describeWarning(speaker: Speaker, warning: EvictionWarning): RoomWords {
  const { say } = speaker;
  const { kind } = warning;
  switch (kind) {
    case 'SeveralBudgets':
      return {
        phrase: say(`room.warning.${kind}.phrase`),
        sentence: say(`room.warning.${kind}.sentence`, { budgets: warning.budgets.join(say('screen.list')) }),
      };
    case 'Budget': {
      const values = { budget: warning.budget, allowed: warning.disruptionsAllowed };
      return {
        phrase: say(`room.warning.${kind}.phrase`, values),
        sentence: say(`room.warning.${kind}.sentence`, values),
      };
    }
    case 'EmptyDir':
      return {
        phrase: say(`room.warning.${kind}.phrase`),
        sentence: say(`room.warning.${kind}.sentence`, {
          count: warning.volumes.length,
          volumes: warning.volumes.join(say('screen.list')),
        }),
      };
    case 'Bare':
    case 'NotLower':
    case 'OnlyReplica':
    case 'AskedToStay':
    case 'ToleratesCordon':
    case 'HostPath':
    case 'VolumeClaim':
    case 'Job':
    case 'StatefulSet':
      return { phrase: say(`room.warning.${kind}.phrase`), sentence: say(`room.warning.${kind}.sentence`) };
    default:
      return assertUnreachable(kind);
  }
}

/** Why a pod may not be asked to go, or that it may [MR1]. */
export function describeStanding({ say }: Speaker, standing: Standing): RoomWords {
  return { phrase: say(`room.standing.${standing}.phrase`), sentence: say(`room.standing.${standing}.sentence`) };
}

/** What must be said beside every plan while budgets are not known; undefined when they are. */
export function describeBudgets({ say }: Speaker, budgets: Knowledge): string | undefined {
  return budgets === 'Known' ? undefined : say(`room.budgets.${budgets}.sentence`);
}

/** Undefined when every quantity can be read. */
export function describeUnreadable({ say }: Speaker, resources: readonly string[]): string | undefined {
  if (resources.length === 0) return undefined;
  return say('room.unreadable.sentence', { count: resources.length, resources: resources.join(say('screen.list')) });
}
