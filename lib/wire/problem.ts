import * as z from './zod.ts';

/** Every error the server answers with: the code is for programs and stays; the title is for people and may change. */
const PROBLEMS = {
  MalformedRequest: { status: 400, title: 'The request cannot be read' },
  MalformedKey: { status: 400, title: 'Not the name of a Kubernetes object' },
  Forbidden: { status: 403, title: 'Not allowed' },
  CrossSite: { status: 403, title: 'Only pages of this server may ask for this' },
  NotFound: { status: 404, title: 'There is no such object' },
  MethodNotAllowed: { status: 405, title: 'Only GET and HEAD are answered' },
  RequestTimeout: { status: 408, title: 'The request did not arrive in time' },
  UrlTooLong: { status: 414, title: 'The address is too long' },
  MisdirectedHost: { status: 421, title: 'This server does not answer for that host' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
  RequestTooLarge: { status: 431, title: 'The request is too large' },
  Internal: { status: 500, title: 'Something went wrong here' },
  NotSynced: { status: 503, title: 'The cluster has not been read yet' },
  TooManyStreams: { status: 503, title: 'Too many open streams' },
  ShuttingDown: { status: 503, title: 'The server is stopping' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** RFC 9457 with the member `code`. */
export type Problem = {
  readonly type: 'about:blank';
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
};

export function makeProblem(code: ProblemCode, detail?: string): Problem {
  const problem = { type: 'about:blank', code, ...PROBLEMS[code] } as const;
  return detail === undefined ? problem : { ...problem, detail };
}

const shape = z.object({
  type: z.literal('about:blank'),
  code: z.enum(PROBLEM_CODES),
  status: z.int(),
  title: z.string(),
  detail: z.exactOptional(z.string()),
});

/** Undefined when the body is no problem of ours: a proxy's page, say. */
export function parseProblem(body: unknown): Problem | undefined {
  const parsed = shape.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}
