import { isObjectName } from '#lib/domain/keys.ts';
import { readFleet } from '#lib/server/runtime.ts';
import { answerResponse, noFleetResponse, problemResponse } from '../../responses.ts';

export const dynamic = 'force-dynamic';

type Context = { readonly params: Promise<{ readonly name: string }> };

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { name } = await params;
  if (!isObjectName(name)) return problemResponse('MalformedKey');
  const fleet = readFleet();
  return fleet === undefined ? noFleetResponse() : answerResponse(await fleet.nodeDetails(name));
}
