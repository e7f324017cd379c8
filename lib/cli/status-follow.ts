import type { Clock } from '#lib/base/clock.ts';
import { objectKey } from '#lib/domain/keys.ts';
import { createText } from '#lib/text/text.ts';
import type { Picture, PictureDaemonSet } from '#lib/wire/picture.ts';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import type { CommandIo, Output } from './command-io.ts';
import type { StatusRequest } from './status-options.ts';
import type { StatusSession } from './status-session.ts';
import { readTerminal } from './terminal.ts';

/** What it takes to look at a cluster more than once. */
export type Following = {
  readonly session: Pick<StatusSession, 'fleet' | 'source' | 'look'>;
  readonly request: StatusRequest;
  readonly io: CommandIo;
  readonly clock: Clock;
};

/** Nobody can stop what was given no way to be stopped. */
export function stoppedOf({ stopped }: CommandIo): Promise<unknown> {
  return stopped === undefined ? new Promise(() => {}) : stopped();
}

/** The DaemonSets that were asked for and are there. */
export function askedOf({ daemonSets }: Picture, { daemonSet }: StatusRequest): readonly PictureDaemonSet[] {
  return daemonSet === undefined ? daemonSets : daemonSets.filter((each) => objectKey(each) === daemonSet);
}

/** What changes is written to the output line by line. */
export function changeLogOf({ session, request, io }: Following, output: Output): ChangeLog {
  const terminal = readTerminal(output, io.env);
  return createChangeLog({
    text: createText(terminal.locale),
    terminal,
    daemonSet: request.daemonSet,
    noteOf: (resource) => session.source.health().resources[resource].note,
  });
}
