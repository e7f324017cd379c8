import { readFleet } from '#lib/server/runtime.ts';
import { noFleetResponse, problemResponse } from '../responses.ts';

export const dynamic = 'force-dynamic';

const HEADERS = {
  'content-type': 'text/event-stream',
  // Without no-transform Next compresses the stream and holds frames back.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** Frames from where the snapshot of the caller stands. The place for a stream was counted at the edge. */
export function GET(request: Request): Response {
  const fleet = readFleet();
  if (fleet === undefined) return noFleetResponse();
  const lastEventId = request.headers.get('last-event-id');
  const { signal } = request;
  const frames = fleet.subscribe({ signal, ...(lastEventId === null ? {} : { lastEventId }) });
  if (frames === undefined) return problemResponse('TooManyStreams', undefined, { 'retry-after': '5' });
  return new Response(frames, { headers: HEADERS });
}
