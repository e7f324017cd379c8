import { type Refusal, refuseMethod } from './request-guard.ts';
import { TARGET_LIMIT_BYTES } from './target.ts';

/** A request line of a method that Node's parser does not know. */
const UNKNOWN_METHOD = /^[A-Z][A-Z0-9-]* \S+ HTTP\/1\.[01]\r\n/;
/** A first line whose target alone is longer than any that is taken. */
const LONG_TARGET = new RegExp(`^[A-Z]+ \\S{${TARGET_LIMIT_BYTES}}`);

/**
 * The answer to what Node's parser gave up on; undefined when there is nobody left to answer. `packet` is the piece of
 * the connection in which the fault was found.
 */
export function clientErrorRefusal(code: string, packet: Buffer | undefined): Refusal | undefined {
  if (code === 'ECONNRESET' || code === 'EPIPE') return undefined;
  const text = packet?.toString('latin1') ?? '';
  if (code === 'HPE_INVALID_METHOD' && UNKNOWN_METHOD.test(text)) return refuseMethod('GET, HEAD');
  if (code === 'HPE_HEADER_OVERFLOW') return refuse(LONG_TARGET.test(text) ? 'UrlTooLong' : 'RequestTooLarge');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse('RequestTimeout');
  return refuse('MalformedRequest');
}

function refuse(code: Refusal['code']): Refusal {
  return { kind: 'Refused', code, closes: true };
}
