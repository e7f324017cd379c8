import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { makeAuthority } from './certificates.ts';

const authority = makeAuthority('test authority');
const stranger = makeAuthority('another authority');
const server = createServer();
afterEach(() => {
  server.close();
});

test('a certificate carries its subject, its groups, its names, and the signature of its authority', () => {
  const issued = authority.issue({
    commonName: 'admin',
    organizations: ['system:masters', 'people'],
    serverNames: ['127.0.0.1', 'localhost'],
  });
  const certificate = new X509Certificate(issued.certificate);
  const issuer = new X509Certificate(authority.certificate);
  expect({
    subject: certificate.subject,
    names: certificate.subjectAltName,
    issuedByOurs: certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey),
    issuedByAnother: certificate.verify(new X509Certificate(stranger.certificate).publicKey),
    keyFits: certificate.checkPrivateKey(createPrivateKey(issued.key)),
    mayIssue: [issuer.ca, certificate.ca],
  }).toStrictEqual({
    subject: 'O=system:masters\nO=people\nCN=admin',
    names: 'IP Address:127.0.0.1, DNS:localhost',
    issuedByOurs: true,
    issuedByAnother: false,
    keyFits: true,
    mayIssue: [true, false],
  });
});

const rows = [
  { name: 'TLS accepts a server of the authority', by: authority, names: ['localhost'], error: undefined },
  {
    name: 'TLS refuses another authority',
    by: stranger,
    names: ['localhost'],
    error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  },
  { name: 'TLS refuses another name', by: authority, names: ['example.test'], error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  {
    name: 'TLS refuses an expired certificate',
    by: authority,
    names: ['localhost'],
    notAfter: new Date('2020-01-02T00:00:00Z'),
    error: 'CERT_HAS_EXPIRED',
  },
];
test.for(rows)('$name', async ({ by, names, notAfter, error }) => {
  const { certificate, key } = by.issue({
    commonName: 'server',
    serverNames: names,
    ...(notAfter && { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter }),
  });
  server.setSecureContext({ cert: certificate, key });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socket = connect({ host: '127.0.0.1', servername: 'localhost', port: address.port, ca: authority.certificate });
  const outcome = await Promise.race([
    once(socket, 'secureConnect').then(() => undefined),
    once(socket, 'error').then(([caught]: { code?: string }[]) => caught?.code),
  ]).catch((caught: { code?: string }) => caught.code);
  socket.destroy();
  expect(outcome).toBe(error);
});
