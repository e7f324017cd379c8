import { type Fault, faultOf } from './fault.ts';

/** How a body ends. */
export type Ending = 'whole' | 'Cut' | 'Reset';

/** The pieces of a body, and how it ends: whole where no fault says otherwise. */
export function* piecesWith(faults: readonly Fault[], pieces: Iterator<string, void>): Generator<Buffer, Ending> {
  const reset = faultOf(faults, 'Reset');
  const cut = faultOf(faults, 'Cut');
  const limit = reset?.afterBytes ?? cut?.afterBytes ?? Number.POSITIVE_INFINITY;
  const slice = faultOf(faults, 'Slices')?.bytes ?? Number.POSITIVE_INFINITY;
  let sent = 0;
  for (let next = pieces.next(); next.done !== true; next = pieces.next()) {
    const bytes = Buffer.from(next.value);
    const whole = bytes.subarray(0, limit - sent);
    for (let at = 0; at < whole.length; at += slice) yield whole.subarray(at, at + slice);
    sent += whole.length;
    if (sent >= limit) return reset?.afterBytes === undefined ? 'Cut' : 'Reset';
  }
  return 'whole';
}
