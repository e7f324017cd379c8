/** The Status objects with which the API refuses, in its own words. Source: apimachinery, api/errors. */

export type Cause = { readonly reason: string; readonly message: string; readonly field?: string };

export type StatusError = {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Seconds, or whatever a fault wants to say. */
  readonly retryAfter?: string;
};

export function statusBody({ code, reason, message, details, metadata = {} }: StatusError): string {
  return `${JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata,
    status: 'Failure',
    message,
    ...(reason !== undefined && { reason }),
    ...(details !== undefined && { details }),
    code,
  })}\n`;
}

export const UNAUTHORIZED: StatusError = { code: 401, reason: 'Unauthorized', message: 'Unauthorized' };

export const UNKNOWN_RESOURCE: StatusError = {
  code: 404,
  reason: 'NotFound',
  message: 'the server could not find the requested resource',
  details: {},
};

export const METHOD_NOT_ALLOWED: StatusError = {
  code: 405,
  reason: 'MethodNotAllowed',
  message: 'the server does not allow this method on the requested resource',
  details: {},
};

/** Where the real server would write. */
export const SIMULATED: StatusError = {
  ...METHOD_NOT_ALLOWED,
  message: `${METHOD_NOT_ALLOWED.message}: this cluster is simulated, and its story alone changes it`,
};

export const NOT_ACCEPTABLE: StatusError = {
  code: 406,
  reason: 'NotAcceptable',
  message: '406: Not Acceptable\n\nAvailable representations: application/json, application/json;stream=watch',
  details: {},
};

/** `pods`, `daemonsets.apps`. */
export function qualified(plural: string, group: string): string {
  return group === '' ? plural : `${plural}.${group}`;
}

export function notFound(plural: string, group: string, name: string): StatusError {
  return {
    code: 404,
    reason: 'NotFound',
    message: `${qualified(plural, group)} "${name}" not found`,
    details: { name, ...(group !== '' && { group }), kind: plural },
  };
}

export function badRequest(message: string): StatusError {
  return { code: 400, reason: 'BadRequest', message };
}

/** Options that do not fit each other, with every reason. */
export function invalidOptions(causes: readonly Cause[]): StatusError {
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const [only] = texts;
  return {
    code: 422,
    reason: 'Invalid',
    message: `ListOptions.meta.k8s.io "" is invalid: ${texts.length === 1 ? only : `[${texts.join(', ')}]`}`,
    details: { group: 'meta.k8s.io', kind: 'ListOptions', causes },
  };
}

export function expired(message: string, token?: string): StatusError {
  return { code: 410, reason: 'Expired', message, ...(token !== undefined && { metadata: { continue: token } }) };
}

export function tooLarge(asked: number, current: number): StatusError {
  return {
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
    retryAfter: '1',
  };
}

/** What a server says of a code when it has nothing else to say. */
export function statusOf(code: number): StatusError {
  const [reason, message] = PLAIN[code] ?? [
    'InternalError',
    'an error on the server ("unknown") has prevented the request from succeeding',
  ];
  return { code, reason, message };
}

const PLAIN: Readonly<Record<number, readonly [string, string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden'],
  404: ['NotFound', UNKNOWN_RESOURCE.message],
  410: ['Expired', 'The resourceVersion for the provided watch is too old.'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
};
