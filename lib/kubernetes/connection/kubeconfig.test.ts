import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { makeAuthority } from '#testbed/certificates.ts';
import { describeFailure } from '../connection-failure.ts';
import { type ConnectionOptions, findConnection } from './connection.ts';
import { inClusterConnection } from './in-cluster.ts';

vi.mock(import('node:os'), async (importOriginal) => {
  const original = await importOriginal();
  return { ...original, homedir: vi.fn(original.homedir) };
});

const root = mkdtempSync(join(tmpdir(), 'rollcall-kubeconfig-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

const authority = makeAuthority('authority');
const PEM = authority.certificate.trim();
const client = authority.issue({ commonName: 'client' });
const base64 = (text: string) => Buffer.from(text).toString('base64');

type Parts = { cluster?: object; user?: object; context?: object; name?: string; current?: string | null };

function config({ cluster = {}, user = {}, context = {}, name = 'main', current = name }: Parts = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: 'https://api.example:6443', ...cluster } }],
    users: [{ name, user: { token: `token of ${name}`, ...user } }],
    contexts: [{ name, context: { cluster: name, user: name, ...context } }],
    ...(current === null ? {} : { 'current-context': current }),
  };
}

function write(content: unknown, file = 'config'): string {
  const path = join(folder, file);
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return path;
}

function find(options: Partial<ConnectionOptions>) {
  return findConnection({ clock: createFakeClock(), environment: {}, home: folder, ...options });
}

async function found(options: Partial<ConnectionOptions>) {
  const connection = find(options);
  if (!connection.ok) throw new Error(JSON.stringify(connection.error));
  const credential = await connection.value.credentials.get();
  if (!credential.ok) throw new Error(JSON.stringify(credential.error));
  const { name, server, tlsServerName, proxyUrl, insecureSkipTlsVerify } = connection.value;
  const { fingerprint: _, ...rest } = credential.value;
  return {
    name,
    server: server.href,
    tlsServerName,
    proxyUrl: proxyUrl?.href,
    insecureSkipTlsVerify,
    credential: rest,
  };
}

const PLAIN = {
  name: 'main',
  server: 'https://api.example:6443/',
  tlsServerName: undefined,
  proxyUrl: undefined,
  insecureSkipTlsVerify: false,
  credential: { authorization: 'Bearer token of main', tls: {} },
};

describe('where it is found', () => {
  test('by --kubeconfig, before everything else', async () => {
    const environment = { KUBECONFIG: write(config({ name: 'other' }), 'other') };
    expect(await found({ kubeconfig: write(config()), environment })).toStrictEqual(PLAIN);
  });
  test('by KUBECONFIG: of equal names the first counts, absent files do not matter', async () => {
    const first = write(config({ current: null }), 'first');
    const second = write(
      {
        ...config({ user: { token: 'later' } }),
        contexts: [...config().contexts, ...config({ name: 'b' }).contexts],
        'current-context': 'main',
      },
      'second',
    );
    const environment = { KUBECONFIG: [join(folder, 'absent'), first, second, ''].join(delimiter) };
    expect(await found({ environment })).toStrictEqual(PLAIN);
  });
  test('in the home folder', async () => {
    mkdirSync(join(folder, '.kube'));
    write(config(), '.kube/config');
    expect(await found({})).toStrictEqual(PLAIN);
  });
  test('by --context', async () => {
    const both = [config(), config({ name: 'b', cluster: { server: 'https://b.example/k8s/clusters/c-1/' } })] as const;
    const merged = Object.fromEntries(
      (['clusters', 'users', 'contexts'] as const).map((list) => [list, both.flatMap((each) => [...each[list]])]),
    );
    expect(await found({ kubeconfig: write(merged), context: 'b' })).toStrictEqual({
      ...PLAIN,
      name: 'b',
      server: 'https://b.example/k8s/clusters/c-1',
      credential: { authorization: 'Bearer token of b', tls: {} },
    });
  });
  test('in a pod, by its service account', async () => {
    write('in-cluster-token\n', 'token');
    write(PEM, 'ca.crt');
    const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const connection = inClusterConnection(environment, createFakeClock(), folder);
    const credential = await connection?.credentials.get();
    expect(connection?.server.href).toBe('https://[fd00::1]/');
    expect(connection?.inCluster).toBe(true);
    expect(credential?.ok && credential.value.authorization).toBe('Bearer in-cluster-token');
    expect(inClusterConnection({}, createFakeClock(), folder)).toBeUndefined();
  });
  test('in a pod whose home folder is no folder, or closed: by its service account all the same', () => {
    write('in-cluster-token\n', 'token');
    write(PEM, 'ca.crt');
    const environment = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' };
    const nameIn = (home: string, more: Partial<ConnectionOptions> = {}) => {
      const connection = find({ environment, serviceAccount: folder, home, ...more });
      return connection.ok ? connection.value.name : connection.error;
    };
    expect(nameIn('/dev/null')).toBe('in-cluster');
    // Root may read everything but a folder that stands where the file should.
    mkdirSync(join(folder, '.kube', 'config'), { recursive: true });
    expect(nameIn(folder)).toBe('in-cluster');
    const unreadable = { kind: 'UnreadableFile', path: join(folder, '.kube', 'config'), code: 'EISDIR' };
    expect(nameIn(folder, { kubeconfig: join(folder, '.kube', 'config') })).toStrictEqual(unreadable);
    expect(nameIn(folder, { environment: {} })).toStrictEqual(unreadable);
  });
  test('nowhere, for a user without a home', () => {
    vi.mocked(homedir).mockImplementationOnce(() => {
      throw new Error('uv_os_homedir returned ENOENT');
    });
    expect(findConnection({ clock: createFakeClock(), environment: {} })).toStrictEqual({
      ok: false,
      error: { kind: 'NoKubeconfig', tried: ['/var/run/secrets/kubernetes.io/serviceaccount/token'] },
    });
  });
});

describe('what it says', () => {
  test('certificates as data and as files beside it, data first; token file before token', async () => {
    write(PEM, 'ca.crt');
    write(client.key, 'client.key');
    write('from the file\n', 'token');
    const kubeconfig = write(
      config({
        cluster: { 'certificate-authority': 'ca.crt', 'tls-server-name': 'kubernetes' },
        user: {
          'client-certificate-data': base64(client.certificate),
          'client-certificate': 'absent',
          'client-key': 'client.key',
          tokenFile: 'token',
        },
      }),
    );
    expect(await found({ kubeconfig })).toStrictEqual({
      ...PLAIN,
      tlsServerName: 'kubernetes',
      credential: {
        authorization: 'Bearer from the file',
        tls: { ca: PEM, cert: client.certificate.trim(), key: client.key.trim() },
      },
    });
  });
  test('user and password', async () => {
    const kubeconfig = write(config({ user: { token: undefined, username: 'me', password: 'pä' } }));
    expect((await found({ kubeconfig })).credential.authorization).toBe(`Basic ${base64('me:pä')}`);
  });
  test('a proxy', async () => {
    const kubeconfig = write(config({ cluster: { 'proxy-url': 'http://proxy.example:3128' } }));
    expect((await found({ kubeconfig })).proxyUrl).toBe('http://proxy.example:3128/');
  });
  test('(C10) insecure-skip-tls-verify, with the flag that allows it', async () => {
    const kubeconfig = write(config({ cluster: { 'insecure-skip-tls-verify': true } }));
    expect(await found({ kubeconfig, insecureSkipTlsVerify: true })).toStrictEqual({
      ...PLAIN,
      insecureSkipTlsVerify: true,
    });
    // The flag alone weakens nothing.
    expect(await found({ kubeconfig: write(config()), insecureSkipTlsVerify: true })).toStrictEqual(PLAIN);
  });
});

type Refusal = { readonly name: string; readonly content: unknown; readonly context?: string; readonly says: string };
const refusals: readonly Refusal[] = [
  { name: 'broken YAML', content: 'clusters: [', says: 'FILE is not a valid kubeconfig' },
  { name: 'something else', content: '- a\n', says: 'FILE is not a valid kubeconfig' },
  { name: 'lists that are none', content: { clusters: {} }, says: 'FILE is not a valid kubeconfig' },
  { name: 'an empty file', content: '', says: 'the kubeconfig has no current context; it has no context' },
  {
    name: 'no current context',
    content: config({ current: null }),
    says: 'the kubeconfig has no current context; it has "main"',
  },
  {
    name: 'an unknown context',
    content: config(),
    context: 'nowhere',
    says: 'no context "nowhere" in the kubeconfig; it has "main"',
  },
  {
    name: 'a context whose cluster is missing',
    content: config({ context: { cluster: 'gone' } }),
    says: 'context "main" of the kubeconfig has no cluster',
  },
  {
    name: 'a context whose user is missing',
    content: config({ context: { user: 'gone' } }),
    says: 'context "main" of the kubeconfig has no user',
  },
  {
    name: 'a server that is no plain http or https URL',
    content: config({ cluster: { server: 'ftp://x' } }),
    says: 'context "main" names a server that is no plain http or https URL: ftp://x',
  },
  ...[
    'https://me:canary@api.example:6443/x',
    'https://:canary@api.example:6443/x',
    'me:canary@api.example:6443/x',
    'https://me:can/ary@api.example:6443/x',
    'https://api.example:6443/x?token=canary',
    'https://api.example:6443/x#canary',
  ].map((server) => ({
    name: `a server that carries a secret, and does not tell it: ${server}`,
    content: config({ cluster: { server } }),
    says: `context "main" names a server that is no plain http or https URL: ${server.startsWith('me') ? '' : 'https://'}api.example:6443/x`,
  })),
  {
    name: '(C10) a connection that is not verified',
    content: config({ cluster: { 'insecure-skip-tls-verify': true } }),
    says: 'context "main" says insecure-skip-tls-verify; this needs --insecure-skip-tls-verify',
  },
  {
    name: 'an auth-provider',
    content: config({ user: { 'auth-provider': { name: 'gcp' } } }),
    says: 'context "main" uses auth-provider gcp, which is not supported',
  },
  {
    name: 'impersonation',
    content: config({ user: { as: 'admin' } }),
    says: 'context "main" uses impersonation, which is not supported',
  },
  {
    name: 'a plugin that wants to talk',
    content: config({ user: { exec: { command: 'x', interactiveMode: 'Always' } } }),
    says: 'context "main" uses an interactive credential plugin, which is not supported',
  },
  {
    name: 'a proxy of an unknown kind',
    content: config({ cluster: { 'proxy-url': 'gopher://x' } }),
    says: 'context "main" has a proxy-url of a kind that is not supported: gopher:',
  },
];
test.for(refusals)('refuses $name', ({ content, context, says }) => {
  const kubeconfig = write(content);
  const refused = find({ kubeconfig, ...(context === undefined ? {} : { context }) });
  expect(refused.ok ? 'accepted' : describeFailure(refused.error).replace(kubeconfig, 'FILE')).toBe(says);
});

test('names the file that is not there, and all that was tried when nothing was named', () => {
  const absent = join(folder, 'absent');
  expect(find({ kubeconfig: absent })).toStrictEqual({ ok: false, error: { kind: 'NoSuchFile', path: absent } });
  expect(find({})).toStrictEqual({
    ok: false,
    error: {
      kind: 'NoKubeconfig',
      tried: [join(folder, '.kube', 'config'), '/var/run/secrets/kubernetes.io/serviceaccount/token'],
    },
  });
});

describe('(C7) when it is written anew', () => {
  test('a new token is taken at the next 401, and a file that makes no sense changes nothing', async () => {
    const path = write(config());
    const warned: string[] = [];
    const connection = find({ kubeconfig: path, warn: (message) => warned.push(message) });
    if (!connection.ok) throw new Error('not found');
    const { credentials } = connection.value;
    const authorization = async () => {
      const credential = await credentials.get();
      return credential.ok ? credential.value.authorization : credential.error;
    };
    const rejected = await credentials.get();
    if (!rejected.ok) throw new Error('no credential');
    writeFileSync(path, 'clusters: [');
    expect(await credentials.refresh(rejected.value)).toBe(false);
    expect(await credentials.refresh(rejected.value)).toBe(false);
    expect(await authorization()).toBe('Bearer token of main');
    expect(warned).toStrictEqual([
      `the kubeconfig makes no sense any more, what was read of it stays: ${path} is not a valid kubeconfig`,
    ]);
    write(config({ name: 'other' }));
    expect(await credentials.refresh(rejected.value)).toBe(false);
    expect(warned).toHaveLength(1);
    write(config({ user: { token: 'new\n' } }));
    expect(await credentials.refresh(rejected.value)).toBe(true);
    expect(await authorization()).toBe('Bearer new');
  });
});
