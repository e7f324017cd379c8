import { isNamespace, isObjectName } from '#lib/domain/keys.ts';
import { readFleet } from '#lib/server/runtime.ts';
import { parseBetween } from '#lib/wire/revision-diff.ts';
import { answerResponse, noFleetResponse, problemResponse } from '../../../../responses.ts';

export const dynamic = 'force-dynamic';

type Context = { readonly params: Promise<{ readonly namespace: string; readonly name: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { namespace, name } = await params;
  if (!isNamespace(namespace) || !isObjectName(name)) return problemResponse('MalformedKey');
  const asked = new URL(request.url).searchParams.get('between');
  const between = asked === null ? undefined : parseBetween(asked);
  if (asked !== null && between === undefined) return problemResponse('MalformedRequest', 'between is not like 12..13');
  const fleet = readFleet();
  return fleet === undefined ? noFleetResponse() : answerResponse(fleet.revisions(namespace, name, between));
}
