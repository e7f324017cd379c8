import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#lib/base/clock.ts';
import type { Random } from '#lib/base/random.ts';
import type { ObjectStore } from '../object-store.ts';
import { answer, answerPieces, answerText, beginStream, refuse } from './answer.ts';
import type { EventLines } from './event-lines.ts';
import { type Fault, faultOf } from './fault.ts';
import { faultyStream, plainStream } from './fault-stream.ts';
import type { Asked, FaultBox } from './faults.ts';
import { listText } from './list-text.ts';
import { Outlet } from './outlet.ts';
import type { Past } from './past.ts';
import { untilReached } from './reached.ts';
import { errorText } from './render.ts';
import type { Reply } from './reply.ts';
import { tooLarge } from './status.ts';
import { Watch } from './watch.ts';
import type { WatchHub } from './watch-hub.ts';

/** What is remembered of the store, until its past becomes another one. */
export type Reading = { readonly past: Past; readonly lines: EventLines; readonly hub: WatchHub };

export type Serving = {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: FaultBox;
  readonly reading: () => Reading;
};

const WORDS = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' } as const;

export async function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  asked: Asked,
  met: readonly Fault[],
  serving: Serving,
): Promise<void> {
  switch (reply.kind) {
    case 'Status':
      refuse(response, reply.error);
      break;
    case 'Words':
      answer(response, reply.code, reply.text, WORDS);
      break;
    case 'Document':
      if (met.length === 0) answerText(request, response, reply.text);
      else await answerPieces(request, response, [reply.text].values(), met);
      break;
    case 'List':
      await answerPieces(request, response, listText(reply.page, reply.info, met), met);
      break;
    case 'Watch':
      await beginWatch(response, reply, asked, met, serving);
      break;
  }
}

async function beginWatch(
  response: ServerResponse,
  { info, namespace, options: asks }: Extract<Reply, { readonly kind: 'Watch' }>,
  asked: Asked,
  met: readonly Fault[],
  { store, clock, random, faults, reading }: Serving,
): Promise<void> {
  beginStream(response);
  const revision = Number(asks.resourceVersion ?? 0);
  const outlet = new Outlet(response, faultOf(met, 'Slices')?.bytes);
  if (asks.sendInitialEvents && !(await untilReached(store, clock, revision))) {
    outlet.write(errorText(tooLarge(revision, store.revision())));
    outlet.end();
    return;
  }
  const { lines, hub } = reading();
  const stream = met.length === 0 ? plainStream(outlet) : faultyStream(outlet, met, clock);
  if (!outlet.isOpen) return;
  hub.add(new Watch({ store, clock, random, lines }, outlet, stream, { info, namespace }, asks), outlet);
  const open = { ...asked, drop: () => outlet.reset(), freeze: () => outlet.freeze() };
  faults.watches.add(open);
  outlet.onClose(() => faults.watches.delete(open));
}
