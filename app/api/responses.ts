import type { Answer } from '#lib/server/runtime.ts';
import { makeProblem, PROBLEM_MEDIA_TYPE, type ProblemCode } from '#lib/wire/problem.ts';

const NO_STORE = { 'cache-control': 'no-store' };

export function problemResponse(code: ProblemCode, detail?: string, headers: Record<string, string> = {}): Response {
  const problem = makeProblem(code, detail);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...NO_STORE, ...headers, 'content-type': PROBLEM_MEDIA_TYPE },
  });
}

/** Every way of not having an object has a status of its own, so "not read yet" cannot turn into an empty page. */
export function answerResponse(answer: Answer<unknown>): Response {
  switch (answer.kind) {
    case 'Found':
      return Response.json(answer.value, { headers: NO_STORE });
    case 'NotFound':
      return problemResponse('NotFound');
    case 'Forbidden':
      return problemResponse('Forbidden', `${answer.resource} may not be read`);
    case 'NotSynced':
      return problemResponse('NotSynced', `${answer.resource} have not been read yet`, { 'retry-after': '1' });
  }
}

/** While there is no cluster to read, or the process is only starting. */
export function noFleetResponse(): Response {
  return problemResponse('NotSynced', 'no cluster is being read', { 'retry-after': '5' });
}
