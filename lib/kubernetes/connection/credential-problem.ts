import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { CredentialProblem } from '../connection-failure.ts';
import type { Credential } from './credentials.ts';

/** What an HTTP header can carry of a token. */
const TOKEN = /^[\x20-\x7e]+$/;

/** Why a credential could not even be sent: to try it would look as if the API server were not there. */
export function problemOf({ authorization, tls: { ca, cert, key } }: Credential): CredentialProblem | undefined {
  if (authorization !== undefined && !TOKEN.test(authorization)) return { kind: 'MalformedToken' };
  if (ca !== undefined && codeOf(() => new X509Certificate(ca)) !== undefined) {
    return { kind: 'NotPem', what: 'certificate authority' };
  }
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) return { kind: 'HalfPair', missing: 'client certificate' };
  if (key === undefined) return { kind: 'HalfPair', missing: 'client key' };
  const code = codeOf(() => createSecureContext({ cert, key }));
  return code === undefined ? undefined : { kind: 'ClientCertificate', code };
}

function codeOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  }
}
