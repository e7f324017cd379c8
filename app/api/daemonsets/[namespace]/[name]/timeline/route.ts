import { isNamespace, isObjectName } from '#lib/domain/keys.ts';
import { readFleet } from '#lib/server/runtime.ts';
import { parseGroupBy } from '#lib/wire/group-by.ts';
import { parseTimelineRange } from '#lib/wire/timeline.ts';
import { answerResponse, noFleetResponse, problemResponse } from '../../../../responses.ts';

export const dynamic = 'force-dynamic';

type Context = { readonly params: Promise<{ readonly namespace: string; readonly name: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { namespace, name } = await params;
  if (!isNamespace(namespace) || !isObjectName(name)) return problemResponse('MalformedKey');
  const query = new URL(request.url).searchParams;
  const asked = query.get('range');
  const range = asked === null ? undefined : parseTimelineRange(asked);
  const groupBy = parseGroupBy(query.get('group') ?? 'none');
  if (asked !== null && range === undefined) return problemResponse('MalformedRequest', 'range is not known');
  if (groupBy === undefined) return problemResponse('MalformedRequest', 'group is not known');
  const fleet = readFleet();
  return fleet === undefined ? noFleetResponse() : answerResponse(fleet.timeline(namespace, name, { range, groupBy }));
}
