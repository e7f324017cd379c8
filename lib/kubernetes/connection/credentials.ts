import { createHash } from 'node:crypto';
import type { Clock } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { CredentialProblem } from '../connection-failure.ts';
import { problemOf } from './credential-problem.ts';
import { ExecPlugin, type ExecSpec } from './exec-credential.ts';
import {
  CERTIFICATE_PERIOD_MILLIS,
  FileCredential,
  TOKEN_LEEWAY_MILLIS,
  TOKEN_PERIOD_MILLIS,
} from './file-credential.ts';

/** Text of the kubeconfig itself (already decoded from base64), or the place of a file. */
export type Material =
  | { readonly kind: 'Data'; readonly text: string }
  | { readonly kind: 'File'; readonly path: string };

/** How a user of a kubeconfig proves who he is, and how the server does. */
export type CredentialSources = {
  readonly certificateAuthority?: Material;
  readonly clientCertificate?: Material;
  readonly clientKey?: Material;
  readonly token?: Material;
  readonly basic?: { readonly username: string; readonly password: string };
  readonly exec?: ExecSpec;
};

export type Credential = {
  readonly authorization?: string;
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** Differs when the certificates do: connections are kept per fingerprint. */
  readonly fingerprint: string;
};

export type Credentials = {
  readonly get: () => Promise<Result<Credential, CredentialProblem>>;
  /** Reads everything anew after this one was rejected; true when what `get` gives now is another. */
  readonly refresh: (rejected: Credential) => Promise<boolean>;
};

/** The kubeconfig itself is looked at as often as the certificates, which it may hold. */
const RELOAD_PERIOD_MILLIS = CERTIFICATE_PERIOD_MILLIS;

/** `reload` reads the sources again from where they came; undefined when that fails, and then the old ones stay (C7). */
export function createCredentials(
  sources: CredentialSources,
  clock: Clock,
  reload: () => CredentialSources | undefined = () => undefined,
): Credentials {
  let reader = new CredentialReader(sources, clock);
  let current = sources;
  let lookedAt = clock.monotonic();
  let last: Credential | undefined;

  /** True when the sources are others now. */
  function lookAgain(): boolean {
    lookedAt = clock.monotonic();
    const reloaded = reload();
    if (reloaded === undefined || JSON.stringify(reloaded) === JSON.stringify(current)) return false;
    current = reloaded;
    reader = new CredentialReader(reloaded, clock);
    return true;
  }

  async function get(): Promise<Result<Credential, CredentialProblem>> {
    if (clock.monotonic() - lookedAt >= RELOAD_PERIOD_MILLIS) lookAgain();
    const asked = reader;
    const read = await asked.read();
    if (!read.ok) return read;
    if (last !== undefined && isSame(last, read.value)) return success(last);
    const problem = problemOf(read.value);
    if (problem === undefined) {
      last = read.value;
      return read;
    }
    // Half written, or a certificate whose key is still on its way: it passes, and until then the old one may do (C2).
    asked.expire();
    return last === undefined ? failure(problem) : success(last);
  }

  return {
    get,
    refresh: async (rejected) => {
      // Whoever was rejected first has replaced it already.
      if (last !== undefined && !isSame(last, rejected)) return true;
      if (!lookAgain()) reader.expire();
      const after = await get();
      return after.ok && !isSame(after.value, rejected);
    },
  };
}

function isSame(left: Credential, right: Credential): boolean {
  return left.authorization === right.authorization && left.fingerprint === right.fingerprint;
}

class CredentialReader {
  readonly #sources: CredentialSources;
  readonly #files = new Map<string, FileCredential>();
  readonly #plugin: ExecPlugin | undefined;
  readonly #clock: Clock;

  constructor(sources: CredentialSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
    this.#plugin = sources.exec === undefined ? undefined : new ExecPlugin(sources.exec, clock);
  }

  async read(): Promise<Result<Credential, CredentialProblem>> {
    const { certificateAuthority, clientCertificate, clientKey, basic } = this.#sources;
    const ca = this.#certificate('certificate authority', certificateAuthority);
    if (!ca.ok) return ca;
    const cert = this.#certificate('client certificate', clientCertificate);
    if (!cert.ok) return cert;
    const key = this.#certificate('client key', clientKey);
    if (!key.ok) return key;
    const token = this.#material('token', this.#sources.token, TOKEN_PERIOD_MILLIS - TOKEN_LEEWAY_MILLIS);
    if (!token.ok) return token;
    const plugin = await this.#plugin?.get();
    if (plugin?.ok === false) return plugin;
    const bearer = token.value ?? plugin?.value.token;
    const authorization =
      bearer !== undefined
        ? `Bearer ${bearer}`
        : basic && `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`;
    return success(
      credentialOf(authorization, ca.value, cert.value ?? plugin?.value.cert, key.value ?? plugin?.value.key),
    );
  }

  expire(): void {
    this.#plugin?.expire();
    for (const file of this.#files.values()) file.expire();
  }

  #certificate(what: string, material: Material | undefined): Result<string | undefined, CredentialProblem> {
    const read = this.#material(what, material, CERTIFICATE_PERIOD_MILLIS);
    return read.ok && read.value !== undefined && !read.value.includes('-----BEGIN')
      ? failure({ kind: 'NotPem', what })
      : read;
  }

  #material(
    what: string,
    material: Material | undefined,
    maxAgeMillis: number,
  ): Result<string | undefined, CredentialProblem> {
    if (material === undefined) return success(undefined);
    if (material.kind === 'Data') return success(material.text);
    const file = this.#files.get(what) ?? new FileCredential(what, material.path, maxAgeMillis, this.#clock);
    this.#files.set(what, file);
    return file.read();
  }
}

function credentialOf(
  authorization: string | undefined,
  ca: string | undefined,
  cert: string | undefined,
  key: string | undefined,
): Credential {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([ca ?? null, cert ?? null, key ?? null]))
    .digest('base64');
  return {
    ...(authorization === undefined ? {} : { authorization }),
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    },
    fingerprint,
  };
}
