import type { RequestFailure, TlsProblem } from '../connection-failure.ts';

const TLS_PROBLEMS: ReadonlyMap<string, TlsProblem> = new Map([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'NameMismatch'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UnknownAuthority'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'UnknownAuthority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UnknownAuthority'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'UnknownAuthority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UnknownAuthority'],
  ['CERT_SIGNATURE_FAILURE', 'UnknownAuthority'],
  ['CERT_UNTRUSTED', 'UnknownAuthority'],
  ['INVALID_CA', 'UnknownAuthority'],
  ['CERT_HAS_EXPIRED', 'Expired'],
  ['CERT_NOT_YET_VALID', 'NotYetValid'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'NoTls'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'NoTls'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'ClientCertificate'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ClientCertificate'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'ClientCertificate'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'ClientCertificate'],
]);

/** Makes data of whatever a request threw. The message is left behind: only codes are told. */
export function requestFailureOf(error: unknown, host: string, signal: AbortSignal): RequestFailure {
  if (signal.aborted) return { kind: 'Aborted' };
  const code = codeOf(error) ?? 'UNKNOWN';
  const problem =
    TLS_PROBLEMS.get(code) ?? (/^(ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO_)/.test(code) ? 'Other' : undefined);
  return problem === undefined ? { kind: 'Unreachable', host, code } : { kind: 'Tls', host, problem, code };
}

/** The code of an error, or of what caused it. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause) ?? (error instanceof AggregateError ? codeOf(error.errors[0]) : undefined);
}
