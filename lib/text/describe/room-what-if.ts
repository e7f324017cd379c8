import type { Lack } from '#lib/domain/room/make-room.ts';
import { type Amounts, amountOf } from '#lib/domain/room/room-pod.ts';
import type { RoomWhatIf } from '#lib/domain/room/room-what-if.ts';
import type { Speaker } from '../speaker.ts';
import { sayShort, writeHostPort } from './room.ts';
import { nameSum, orderResources, sayAmounts, sayList } from './room-amount.ts';

export type RoomWhatIfView = {
  /** With nobody thought away. */
  readonly before: RoomWhatIf;
  readonly after: RoomWhatIf;
  /** How many are thought away. */
  readonly ticked: number;
  /** How many wait for room. */
  readonly waiting: number;
};

/** The verdict of a what-if: whether it fits, of what was lacking how much is needed, and how much comes free [MR17]. */
export function describeRoomWhatIf(speaker: Speaker, view: RoomWhatIfView): string {
  const { say } = speaker;
  const { after, ticked, waiting } = view;
  const { kind, portsClash, frees } = after.verdict;
  if (waiting === 0) {
    return ticked === 0
      ? say('room.whatIf.nobody.sentence')
      : say('room.whatIf.frees.sentence', { frees: sayAmounts(speaker, frees) });
  }
  if (portsClash) return say('room.whatIf.portsClash.sentence');
  const values = saySums(speaker, view);
  if (ticked === 0) return say(`room.whatIf.${kind}.sentence`, values);
  const sentence = say(`room.whatIf.${kind}.sentence.ticked`, values);
  if (kind === 'Lacks' || values.beyond === '') return sentence;
  return speaker.paragraph([sentence, say('room.whatIf.beyond.sentence', { beyond: values.beyond })]);
}

/** Only of what was lacking in the beginning; where nothing was, of all that is needed but the slot. */
function saySums(speaker: Speaker, { before, after }: RoomWhatIfView) {
  const { say } = speaker;
  const lacking = before.verdict.lacks.flatMap((lack) => (lack.kind === 'Resource' ? [lack.resource] : []));
  const needs = after.bars.filter(({ needed }) => needed > 0);
  const told =
    before.verdict.lacks.length > 0
      ? needs.filter(({ resource }) => lacking.includes(resource))
      : needs.filter(({ resource }) => resource !== 'pods');
  const resources = orderResources(told.map(({ resource }) => resource));
  const ports = before.verdict.lacks.filter(isPort);
  const held = new Set(after.verdict.lacks.filter(isPort).map(portKey));
  const freed = ports.filter((lack) => !held.has(portKey(lack)));
  const sums = (amountFor: (resource: string) => number, lacks: readonly Lack[]) =>
    sayList(speaker, [
      ...resources.flatMap((resource) =>
        amountFor(resource) > 0 ? [nameSum(speaker, resource, amountFor(resource))] : [],
      ),
      ...lacks.map((lack) => sayShort(speaker, lack)),
    ]);
  const { frees, beyond, lacks } = after.verdict;
  const bars = new Map(after.bars.map((bar) => [bar.resource, bar]));
  const nothing = say('room.whatIf.frees.nothing');
  return {
    needed: sums((resource) => bars.get(resource)?.needed ?? 0, ports),
    free: sums((resource) => bars.get(resource)?.free ?? 0, []),
    frees: sums(of(frees), freed) || nothing,
    beyond: sums(of(beyond), []),
    lacks: sayList(
      speaker,
      lacks.map((lack) => sayShort(speaker, lack)),
    ),
  };
}

type PortLack = Extract<Lack, { readonly kind: 'HostPort' }>;
const isPort = (lack: Lack): lack is PortLack => lack.kind === 'HostPort';
const portKey = ({ hostPort }: PortLack): string => writeHostPort(hostPort);
const of = (amounts: Amounts) => (resource: string) => amountOf(amounts, resource);
