import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { makeAuthority } from '#testbed/certificates.ts';
import { describeFailure } from '../connection-failure.ts';
import { type CredentialSources, createCredentials } from './credentials.ts';
import type { ExecSpec } from './exec-credential.ts';

const root = mkdtempSync(join(tmpdir(), 'rollcall-credentials-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const authority = makeAuthority('authority');
const [one, other] = ['one', 'other'].map((commonName) => {
  const { certificate, key } = authority.issue({ commonName });
  return { cert: certificate.trim(), key: key.trim() };
}) as [Pair, Pair];
type Pair = { readonly cert: string; readonly key: string };
const data = (text: string) => ({ kind: 'Data', text }) as const;

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function open(sources: CredentialSources, clock = createFakeClock(), reload?: () => CredentialSources | undefined) {
  const credentials = createCredentials(sources, clock, reload);
  const current = async () => {
    const read = await credentials.get();
    if (!read.ok) throw new Error(describeFailure({ kind: 'Credential', problem: read.error }));
    return read.value;
  };
  return {
    current,
    /** Reads everything anew because what there is now was rejected. */
    refresh: async () => credentials.refresh(await current()),
    credentials,
    clock,
    authorization: async () => {
      const read = await credentials.get();
      return read.ok ? read.value.authorization : describeFailure({ kind: 'Credential', problem: read.error });
    },
  };
}

describe('a token file', () => {
  test('(C1) is read again after 50 s, a minute less the leeway', async () => {
    const path = file('token', 'one\n');
    const { authorization, clock } = open({ token: { kind: 'File', path } });
    expect(await authorization()).toBe('Bearer one');
    writeFileSync(path, 'two\n');
    clock.advance(49_999);
    expect(await authorization()).toBe('Bearer one');
    clock.advance(1);
    expect(await authorization()).toBe('Bearer two');
  });

  test('(C1) is read again at once after a 401, which is worth another try only when it has changed', async () => {
    const path = file('token', 'one');
    const { authorization, refresh } = open({ token: { kind: 'File', path } });
    expect(await refresh()).toBe(false);
    writeFileSync(path, 'two');
    expect(await refresh()).toBe(true);
    expect(await authorization()).toBe('Bearer two');
  });

  test('(C1) is worth another try to everybody whom the old one failed, not only to the first', async () => {
    const path = file('token', 'one');
    const { current, credentials } = open({ token: { kind: 'File', path } });
    const rejected = await current();
    writeFileSync(path, 'two');
    expect(await credentials.refresh(rejected)).toBe(true);
    expect(await credentials.refresh(rejected)).toBe(true);
    expect(await credentials.refresh(await current())).toBe(false);
  });

  test.for(['two\nlines', 'toké', 'nul\0'])(
    '(C2) that holds %j keeps the old token, and is named when there is none',
    async (content) => {
      const path = file('token', 'one');
      const { authorization, clock } = open({ token: { kind: 'File', path } });
      await authorization();
      writeFileSync(path, content);
      clock.advance(50_000);
      expect(await authorization()).toBe('Bearer one');
      writeFileSync(path, 'two');
      expect(await authorization()).toBe('Bearer two');
      expect(await open({ token: data(content) }).authorization()).toBe(
        'the token is not one line of printable characters',
      );
    },
  );

  test.for(['missing', 'empty'])('(C2) that is %s later keeps the old token until it is back', async (how) => {
    const path = file('token', 'one');
    const { authorization, clock } = open({ token: { kind: 'File', path } });
    await authorization();
    if (how === 'missing') rmSync(path);
    else writeFileSync(path, ' \n');
    clock.advance(90_000);
    expect(await authorization()).toBe('Bearer one');
    writeFileSync(path, 'two');
    expect(await authorization()).toBe('Bearer two');
  });

  test('that was never there is named', async () => {
    const path = join(folder, 'absent');
    expect(await open({ token: { kind: 'File', path } }).authorization()).toBe(`cannot read the token ${path}: ENOENT`);
    expect(await open({ token: { kind: 'File', path: file('empty', '') } }).authorization()).toBe(
      `the token ${join(folder, 'empty')} is empty`,
    );
  });
});

describe('certificates', () => {
  test('(C4) (C5) on disk are looked at every 60 s; a new one asks for new connections, the same one does not', async () => {
    const path = file('ca.crt', authority.certificate);
    const { credentials, clock } = open({ certificateAuthority: { kind: 'File', path } });
    const fingerprint = async () => {
      const read = await credentials.get();
      return read.ok ? read.value.fingerprint : undefined;
    };
    const first = await fingerprint();
    clock.advance(61_000);
    expect(await fingerprint()).toBe(first);
    writeFileSync(path, makeAuthority('next').certificate);
    clock.advance(59_000);
    expect(await fingerprint()).toBe(first);
    clock.advance(1_000);
    expect(await fingerprint()).not.toBe(first);
  });
  test('(C2) that are half written, or whose key is still on its way, keep the old pair until both are there', async () => {
    const paths = { cert: file('client.crt', one.cert), key: file('client.key', one.key) };
    const { current, clock } = open({
      clientCertificate: { kind: 'File', path: paths.cert },
      clientKey: { kind: 'File', path: paths.key },
    });
    const tls = async () => (await current()).tls;
    expect(await tls()).toStrictEqual(one);
    writeFileSync(paths.cert, other.cert.slice(0, 200));
    clock.advance(60_000);
    expect(await tls()).toStrictEqual(one);
    writeFileSync(paths.cert, other.cert);
    expect(await tls()).toStrictEqual(one);
    writeFileSync(paths.key, other.key);
    expect(await tls()).toStrictEqual(other);
  });

  test('(C2) a half written authority keeps the old one', async () => {
    const path = file('ca.crt', authority.certificate);
    const { current, clock } = open({ certificateAuthority: { kind: 'File', path } });
    const before = await current();
    writeFileSync(path, authority.certificate.slice(0, 200));
    clock.advance(60_000);
    expect(await current()).toBe(before);
  });

  test('(C4) (C5) in the kubeconfig itself are looked at every 60 s too', async () => {
    let kubeconfig: CredentialSources = { clientCertificate: data(one.cert), clientKey: data(one.key) };
    const { current, clock } = open(kubeconfig, createFakeClock(), () => kubeconfig);
    await current();
    kubeconfig = { certificateAuthority: data(authority.certificate) };
    clock.advance(59_999);
    expect((await current()).tls).toStrictEqual(one);
    clock.advance(1);
    expect((await current()).tls).toStrictEqual({ ca: authority.certificate });
  });

  const unusable: readonly (readonly [string, CredentialSources, string | RegExp])[] = [
    [
      'of somebody else',
      { clientCertificate: data(one.cert), clientKey: data(other.key) },
      'the client certificate and the client key do not belong together',
    ],
    [
      'without its key',
      { clientCertificate: data(one.cert) },
      'the kubeconfig has a client certificate or key without the other; missing is the client key',
    ],
    [
      'of a key alone',
      { clientKey: data(one.key) },
      'the kubeconfig has a client certificate or key without the other; missing is the client certificate',
    ],
    [
      'cut short',
      { clientCertificate: data(one.cert.slice(0, 200)), clientKey: data(one.key) },
      /^the client certificate or its key cannot be used: ERR_OSSL_/,
    ],
    [
      'of no authority',
      { certificateAuthority: data('-----BEGIN CERTIFICATE-----\nAAAA') },
      'the certificate authority of the kubeconfig is not in PEM form',
    ],
  ];
  test.for(unusable)('%s are named, and the API server is not blamed', async ([, sources, says]) => {
    expect(await open(sources).authorization()).toMatch(says);
  });

  test('that are not in PEM form are named', async () => {
    expect(await open({ clientKey: { kind: 'Data', text: 'garbage' } }).authorization()).toBe(
      'the client key of the kubeconfig is not in PEM form',
    );
  });
});

/** A plugin is a shell script; it leaves a line in `runs` each time. */
function plugin(script: string) {
  const command = file('plugin', `#!/bin/sh\necho run >> ${join(folder, 'runs')}\n${script}\n`);
  chmodSync(command, 0o755);
  return { apiVersion: 'client.authentication.k8s.io/v1', command, args: ['--flag'], env: { SETTING: 'value' } };
}

function runs(): number {
  const path = join(folder, 'runs');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0;
}

function answer(status: object): string {
  return JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status });
}

describe('an exec plugin', () => {
  test('is run once, however many ask, and again shortly before the credential expires', async () => {
    const clock = createFakeClock();
    const expires = new Date(clock.now() + 600_000).toISOString();
    const { authorization } = open(
      { exec: plugin(`echo '${answer({ token: 't', expirationTimestamp: expires })}'`) },
      clock,
    );
    expect(await Promise.all([authorization(), authorization(), authorization()])).toStrictEqual(
      Array(3).fill('Bearer t'),
    );
    expect(runs()).toBe(1);
    clock.advance(539_000);
    await authorization();
    expect(runs()).toBe(1);
    clock.advance(2_000);
    await authorization();
    await vi.waitFor(() => expect(runs()).toBe(2));
  });

  test('sees its arguments, its environment and what it may know, and nobody sees its standard error', async () => {
    const info = { server: 'https://api.example' };
    const spec = plugin(
      `echo secret >&2; printf '%s' "$1 $SETTING $KUBERNETES_EXEC_INFO" > ${join(folder, 'seen')}; echo '${answer({ token: 't' })}'`,
    );
    expect(await open({ exec: { ...spec, cluster: info } }).authorization()).toBe('Bearer t');
    expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe(
      `--flag value ${JSON.stringify({ apiVersion: spec.apiVersion, kind: 'ExecCredential', spec: { interactive: false, cluster: info } })}`,
    );
  });

  test('may give a certificate', async () => {
    const status = { clientCertificateData: one.cert, clientKeyData: one.key };
    const read = await open({ exec: plugin(`printf '%s' '${answer(status)}'`) }).credentials.get();
    expect(read.ok && read.value.tls).toStrictEqual(one);
  });

  test('is run again after a 401, and its new token is worth another try', async () => {
    const { authorization, refresh } = open({
      exec: plugin(`echo '${answer({ token: '__' })}' | sed "s/__/$(wc -l < ${join(folder, 'runs')} | tr -d ' ')/"`),
    });
    expect(await authorization()).toBe('Bearer 1');
    expect(await refresh()).toBe(true);
    expect(await authorization()).toBe('Bearer 2');
  });

  test('(C8) that hangs while the old credential still lives holds nobody up', async () => {
    const clock = createFakeClock();
    const expires = new Date(clock.now() + 100_000).toISOString();
    const spec = plugin(
      `[ $(wc -l < ${join(folder, 'runs')}) -gt 1 ] && exec sleep 61.8; echo '${answer({ token: 't', expirationTimestamp: expires })}'`,
    );
    const { authorization } = open({ exec: spec }, clock);
    await authorization();
    clock.advance(50_000);
    expect(await authorization()).toBe('Bearer t');
    await vi.waitFor(() => expect(runs()).toBe(2));
    expect(await authorization()).toBe('Bearer t');
    clock.advance(10_000);
    expect(runs()).toBe(2);
  });

  test('that fails while the old credential still lives changes nothing', async () => {
    const clock = createFakeClock();
    const expires = new Date(clock.now() + 100_000).toISOString();
    const spec = plugin(
      `[ $(wc -l < ${join(folder, 'runs')}) -gt 1 ] && exit 1; echo '${answer({ token: 't', expirationTimestamp: expires })}'`,
    );
    const { authorization } = open({ exec: spec }, clock);
    await authorization();
    clock.advance(50_000);
    expect(await authorization()).toBe('Bearer t');
    await vi.waitFor(() => expect(runs()).toBe(2));
    clock.advance(60_000);
    await vi.waitFor(async () =>
      expect(await authorization()).toBe('the credential plugin plugin failed with exit code 1'),
    );
  });

  const failures: readonly (readonly [string, string, string])[] = [
    [
      'exits with 3 and a secret',
      'echo secret >&2; echo secret; exit 3',
      'the credential plugin plugin failed with exit code 3',
    ],
    ['prints nonsense', 'echo secret', 'the credential plugin plugin did not answer with an ExecCredential'],
    [
      'prints another kind',
      `echo '{"kind":"Secret","status":{"token":"t"}}'`,
      'the credential plugin plugin did not answer with an ExecCredential',
    ],
    [
      'prints no credential',
      `echo '${answer({})}'`,
      'the credential plugin plugin did not answer with an ExecCredential',
    ],
    [
      'prints 10 MB',
      'yes 0123456789 | head -c 10000000; sleep 60',
      'the credential plugin plugin did not answer with an ExecCredential',
    ],
  ];
  test.for(failures)('(C8) that %s is told by name and exit code alone', async ([, script, says]) => {
    const started = systemClock.monotonic();
    expect(await open({ exec: plugin(script) }, createFakeClock()).authorization()).toBe(says);
    expect(systemClock.monotonic() - started).toBeLessThan(5_000);
  });

  test('(C8) that hangs is killed after 10 s with what it started', async () => {
    const clock = createFakeClock();
    const { authorization } = open({ exec: plugin(`sleep 61.7 & echo $! > ${join(folder, 'child')}; wait`) }, clock);
    const asked = authorization();
    while (!existsSync(join(folder, 'child')) || readFileSync(join(folder, 'child'), 'utf8') === '')
      await new Promise(setImmediate);
    clock.advance(10_000);
    expect(await asked).toBe('the credential plugin plugin did not answer within 10 s');
    const child = readFileSync(join(folder, 'child'), 'utf8').trim();
    const isAlive = () => existsSync(`/proc/${child}`) && !/\) [ZX]/.test(readFileSync(`/proc/${child}/stat`, 'utf8'));
    for (let turn = 0; turn < 10_000 && isAlive(); turn += 1) await new Promise(setImmediate);
    expect(isAlive()).toBe(false);
  });

  const unstartable: readonly (readonly [string, (spec: ExecSpec) => ExecSpec])[] = [
    ['a NUL among its arguments', (spec) => ({ ...spec, args: ['secret\0'] })],
    ['a NUL in its name', (spec) => ({ ...spec, command: `${spec.command}\0` })],
    ['more arguments than the system takes', (spec) => ({ ...spec, args: ['a'.repeat(4_000_000)] })],
  ];
  test.for(unstartable)('that cannot be started, for %s, is a failure like any other', async ([, spoil]) => {
    const said = await open({ exec: spoil(plugin('')) }).authorization();
    expect(said).toMatch(/^the credential plugin plugin\0? cannot be started$/);
  });

  test('that hangs ends with the process that started it', async () => {
    const spec = plugin(`echo $$ > ${join(folder, 'pid')}; exec sleep 61.9`);
    const script = `
      import { existsSync, readFileSync } from 'node:fs';
      import { systemClock } from '#lib/base/clock.ts';
      import { createCredentials } from '#lib/kubernetes/connection/credentials.ts';
      void createCredentials({ exec: ${JSON.stringify(spec)} }, systemClock).get();
      while (!existsSync('${join(folder, 'pid')}')) await new Promise(setImmediate);
      process.exit();`;
    spawnSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    const isAlive = () => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    await vi.waitFor(() => expect(isAlive()).toBe(false));
  });

  test('that is not there is named', async () => {
    const spec = { ...plugin(''), command: 'rollcall-no-such-plugin' };
    expect(await open({ exec: spec }).authorization()).toBe(
      'the credential plugin rollcall-no-such-plugin cannot be started',
    );
  });
});
