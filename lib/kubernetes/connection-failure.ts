import { assertUnreachable } from '#lib/base/assert.ts';

/** Why a TLS connection was refused by us or by the other side. */
const TLS_PROBLEMS = [
  'NameMismatch',
  'UnknownAuthority',
  'Expired',
  'NotYetValid',
  'NoTls',
  'ClientCertificate',
  'Other',
] as const;
export type TlsProblem = (typeof TLS_PROBLEMS)[number];

/** A request that got no usable answer. Nothing that the server wrote is in it. */
export type RequestFailure =
  /** `code` is that of the operating system or the library, such as ECONNREFUSED. */
  | { readonly kind: 'Unreachable'; readonly host: string; readonly code: string }
  | { readonly kind: 'Tls'; readonly host: string; readonly problem: TlsProblem; readonly code: string }
  | {
      readonly kind: 'Status';
      readonly host: string;
      readonly status: number;
      readonly retryAfterMillis?: number;
      /** "Too large resource version": ours is ahead of the server's. */
      readonly ahead?: true;
    }
  | { readonly kind: 'Credential'; readonly problem: CredentialProblem }
  /** We ended it ourselves. */
  | { readonly kind: 'Aborted' };

/** Why there is no credential to send. Of an exec plugin only the binary's name and the exit code are ever told. */
export type CredentialProblem =
  | { readonly kind: 'FileUnreadable'; readonly what: string; readonly path: string; readonly code: string }
  | { readonly kind: 'FileEmpty'; readonly what: string; readonly path: string }
  | { readonly kind: 'NotPem'; readonly what: string }
  | { readonly kind: 'MalformedToken' }
  | { readonly kind: 'HalfPair'; readonly missing: 'client certificate' | 'client key' }
  /** `code` is that of the TLS library. */
  | { readonly kind: 'ClientCertificate'; readonly code: string }
  | { readonly kind: 'ExecFailed'; readonly command: string; readonly exitCode: number | undefined }
  | { readonly kind: 'ExecTimedOut'; readonly command: string }
  | { readonly kind: 'ExecMissing'; readonly command: string; readonly hint?: string }
  | { readonly kind: 'ExecAnswer'; readonly command: string };

/** Why objects cannot be read from where the operator pointed. */
export type ConnectionFailure =
  | { readonly kind: 'NoSuchFile'; readonly path: string }
  | { readonly kind: 'UnreadableFile'; readonly path: string; readonly code: string }
  | {
      readonly kind: 'MalformedFile';
      readonly path: string;
      readonly format: 'JSON' | 'YAML';
      readonly line: number;
    }
  | { readonly kind: 'NoObjects'; readonly path: string }
  | { readonly kind: 'MalformedSelector'; readonly selector: string }
  | { readonly kind: 'NoKubeconfig'; readonly tried: readonly string[] }
  | { readonly kind: 'MalformedKubeconfig'; readonly path: string }
  | { readonly kind: 'NoCurrentContext'; readonly contexts: readonly string[] }
  | { readonly kind: 'UnknownContext'; readonly context: string; readonly contexts: readonly string[] }
  | { readonly kind: 'IncompleteContext'; readonly context: string; readonly missing: string }
  | { readonly kind: 'MalformedServer'; readonly context: string; readonly server: string }
  | { readonly kind: 'InsecureTls'; readonly context: string }
  | { readonly kind: 'UnsupportedCredential'; readonly context: string; readonly what: string }
  | { readonly kind: 'UnsupportedProxy'; readonly context: string; readonly protocol: string }
  | Exclude<RequestFailure, { readonly kind: 'Aborted' }>;

/** One English sentence without a full stop that names what is wrong and with what. */
export function describeFailure(failure: ConnectionFailure): string {
  switch (failure.kind) {
    case 'NoSuchFile':
      return `no such file: ${failure.path}`;
    case 'UnreadableFile':
      return `cannot read ${failure.path}: ${failure.code}`;
    case 'MalformedFile':
      return `${failure.path} is not valid ${failure.format} at line ${failure.line}`;
    case 'NoObjects':
      return `${failure.path} holds no Kubernetes object`;
    case 'MalformedSelector':
      return `not a label selector: ${JSON.stringify(failure.selector)}`;
    case 'NoKubeconfig':
      return `no kubeconfig and no service account found; tried ${failure.tried.join(', ')}`;
    case 'MalformedKubeconfig':
      return `${failure.path} is not a valid kubeconfig`;
    case 'NoCurrentContext':
      return `the kubeconfig has no current context; it has ${listContexts(failure.contexts)}`;
    case 'UnknownContext':
      return `no context ${JSON.stringify(failure.context)} in the kubeconfig; it has ${listContexts(failure.contexts)}`;
    case 'IncompleteContext':
      return `context ${JSON.stringify(failure.context)} of the kubeconfig has no ${failure.missing}`;
    case 'MalformedServer':
      return `context ${JSON.stringify(failure.context)} names a server that is no plain http or https URL: ${failure.server}`;
    case 'InsecureTls':
      return `context ${JSON.stringify(failure.context)} says insecure-skip-tls-verify; this needs --insecure-skip-tls-verify`;
    case 'UnsupportedCredential':
      return `context ${JSON.stringify(failure.context)} uses ${failure.what}, which is not supported`;
    case 'UnsupportedProxy':
      return `context ${JSON.stringify(failure.context)} has a proxy-url of a kind that is not supported: ${failure.protocol}`;
    case 'Unreachable':
      return `cannot reach the API server at ${failure.host}: ${describeCode(failure.code)}`;
    case 'Tls':
      return describeTls(failure.host, failure.problem, failure.code);
    case 'Status':
      return `the API server at ${failure.host} answered ${describeStatus(failure.status)}`;
    case 'Credential':
      return describeCredential(failure.problem);
    default:
      return assertUnreachable(failure);
  }
}

function listContexts(contexts: readonly string[]): string {
  return contexts.length === 0 ? 'no context' : contexts.map((each) => JSON.stringify(each)).join(', ');
}

const CODES: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection reset'],
  ['EPIPE', 'connection reset'],
  ['UND_ERR_SOCKET', 'connection closed'],
  ['UND_ERR_PRX_CONN', 'the proxy closed the connection'],
  // Nobody else ends a request that we did not end ourselves.
  ['UND_ERR_ABORTED', 'the proxy refuses to connect'],
  ['ENOTFOUND', 'no such host'],
  ['EAI_AGAIN', 'the name cannot be resolved now'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'network unreachable'],
  ['ETIMEDOUT', 'timed out'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timed out while connecting'],
  ['UND_ERR_HEADERS_TIMEOUT', 'no answer in time'],
  ['UND_ERR_BODY_TIMEOUT', 'the answer stopped in the middle'],
]);

function describeCode(code: string): string {
  const words = CODES.get(code);
  return words === undefined ? code : `${words} (${code})`;
}

function describeTls(host: string, problem: TlsProblem, code: string): string {
  switch (problem) {
    case 'NameMismatch':
      return `the certificate of the API server at ${host} is made out to another name`;
    case 'UnknownAuthority':
      return `the certificate of the API server at ${host} does not match the certificate authority of the kubeconfig`;
    case 'Expired':
      return `the certificate of the API server at ${host} has expired`;
    case 'NotYetValid':
      return `the certificate of the API server at ${host} is not valid yet`;
    case 'NoTls':
      return `the API server at ${host} does not speak TLS`;
    case 'ClientCertificate':
      return `the API server at ${host} refuses the client certificate`;
    case 'Other':
      return `no TLS connection to the API server at ${host}: ${code}`;
    default:
      return assertUnreachable(problem);
  }
}

const STATUSES: ReadonlyMap<number, string> = new Map([
  [401, '401 Unauthorized: the credentials are rejected'],
  [403, '403 Forbidden: the rights are missing'],
  [404, '404 Not Found'],
  [410, '410 Gone'],
  [429, '429 Too Many Requests'],
  [500, '500 Internal Server Error'],
  [502, '502 Bad Gateway'],
  [503, '503 Service Unavailable'],
  [504, '504 Gateway Timeout'],
]);

export function describeStatus(status: number): string {
  if (status >= 300 && status < 400) return `${status}: redirects are not followed`;
  return STATUSES.get(status) ?? String(status);
}

function describeCredential(problem: CredentialProblem): string {
  switch (problem.kind) {
    case 'FileUnreadable':
      return `cannot read the ${problem.what} ${problem.path}: ${problem.code}`;
    case 'FileEmpty':
      return `the ${problem.what} ${problem.path} is empty`;
    case 'NotPem':
      return `the ${problem.what} of the kubeconfig is not in PEM form`;
    case 'MalformedToken':
      return 'the token is not one line of printable characters';
    case 'HalfPair':
      return `the kubeconfig has a client certificate or key without the other; missing is the ${problem.missing}`;
    case 'ClientCertificate':
      return problem.code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
        ? 'the client certificate and the client key do not belong together'
        : `the client certificate or its key cannot be used: ${problem.code}`;
    case 'ExecFailed':
      return `the credential plugin ${problem.command} failed with exit code ${problem.exitCode ?? 'unknown'}`;
    case 'ExecTimedOut':
      return `the credential plugin ${problem.command} did not answer within 10 s`;
    case 'ExecMissing':
      return `the credential plugin ${problem.command} cannot be started`;
    case 'ExecAnswer':
      return `the credential plugin ${problem.command} did not answer with an ExecCredential`;
    default:
      return assertUnreachable(problem);
  }
}
