import { readFleet } from '#lib/server/runtime.ts';
import { answerResponse, noFleetResponse } from '../responses.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const fleet = readFleet();
  return fleet === undefined ? noFleetResponse() : answerResponse(await fleet.nodeList());
}
