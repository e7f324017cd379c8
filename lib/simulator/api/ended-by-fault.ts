import type { ServerResponse } from 'node:http';
import type { Clock } from '#lib/base/clock.ts';
import { answer, refuse } from './answer.ts';
import { type Fault, faultOf } from './fault.ts';
import { refusalOf } from './faults.ts';

/** Waits where a fault says so; true when the faults that a request has met leave nothing of the answer. */
export async function endedByFault(response: ServerResponse, met: readonly Fault[], clock: Clock): Promise<boolean> {
  const delay = faultOf(met, 'Delay');
  if (delay !== undefined) await new Promise<void>((resolve) => void clock.setTimer(resolve, delay.millis));
  const refusal = faultOf(met, 'Refuse');
  if (refusal !== undefined) {
    const { html, code, retryAfter } = refusal;
    const retry = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    if (html === undefined) refuse(response, refusalOf(refusal));
    else answer(response, code, html, { 'content-type': 'text/html', ...retry });
    return true;
  }
  const reset = faultOf(met, 'Reset');
  if (reset !== undefined && reset.afterEvents === undefined && reset.afterBytes === undefined) {
    response.socket?.resetAndDestroy();
    return true;
  }
  const halfOpen = faultOf(met, 'HalfOpen');
  if (halfOpen !== undefined && halfOpen.afterEvents === undefined) {
    response.socket?.pause();
    return true;
  }
  const freeze = faultOf(met, 'Freeze');
  return freeze !== undefined && freeze.afterEvents === undefined;
}
