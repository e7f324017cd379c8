import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bitString,
  der,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  truth,
  utcTime,
  utf8String,
} from './der.ts';

/*
 * X.509 certificates for the control plane and for tests of TLS. Node can read and check certificates but not make them,
 * and a fresh machine may have no openssl; so the forty lines of encoding are here. For loopback only: keys live as long
 * as a run.
 */

export type KeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
/** Both as PEM. */
export type Certificate = { readonly certificate: string; readonly key: string };
export type Authority = Certificate & { readonly issue: (subject: Subject) => Certificate };

export type Subject = {
  readonly commonName: string;
  /** Kubernetes reads organisations as groups. */
  readonly organizations?: readonly string[];
  /** Names and IPv4 addresses that a server answers for; without them the certificate is for a client. */
  readonly serverNames?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
};

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const DAY_MILLIS = 86_400_000;

export function makeAuthority(commonName: string): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = nameOf({ commonName });
  const extensions = [
    extension('2.5.29.19', sequence(truth()), true), // basicConstraints: may issue
    extension('2.5.29.15', der(0x03, Buffer.from([0x01, 0x06])), true), // keyUsage: keyCertSign, cRLSign
  ];
  const own = encode({
    subject: { commonName },
    issuer,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    extensions,
  });
  return {
    certificate: own,
    key: pemOfKey(keys.privateKey),
    issue: (subject) => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const certificate = encode({
        subject,
        issuer,
        publicKey: pair.publicKey,
        signer: keys.privateKey,
        extensions: leafExtensions(subject),
      });
      return { certificate, key: pemOfKey(pair.privateKey) };
    },
  };
}

/** The pair that signs service account tokens; the API server wants RSA or ECDSA, and every client understands RSA. */
export function makeServiceAccountKeys(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function leafExtensions({ serverNames = [] }: Subject): Buffer[] {
  const purpose = serverNames.length > 0 ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2'; // serverAuth, clientAuth
  const all = [
    extension('2.5.29.15', der(0x03, Buffer.from([0x07, 0x80])), true), // keyUsage: digitalSignature
    extension('2.5.29.37', sequence(objectIdentifier(purpose))),
  ];
  if (serverNames.length > 0) all.push(extension('2.5.29.17', sequence(...serverNames.map(generalName))));
  return all;
}

function generalName(name: string): Buffer {
  if (isIPv4(name)) return implicit(7, Buffer.from(name.split('.').map(Number)));
  return implicit(2, Buffer.from(name, 'ascii'));
}

function nameOf({ commonName, organizations = [] }: Subject): Buffer {
  const attribute = (oid: string, text: string) => setOf(sequence(objectIdentifier(oid), utf8String(text)));
  return sequence(...organizations.map((text) => attribute('2.5.4.10', text)), attribute('2.5.4.3', commonName));
}

function extension(oid: string, value: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(oid), ...(critical ? [truth()] : []), octetString(value));
}

type Parts = {
  readonly subject: Subject;
  readonly issuer: Buffer;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
};
function encode({ subject, issuer, publicKey, signer, extensions }: Parts): string {
  const { notBefore = new Date(Date.now() - DAY_MILLIS), notAfter = new Date(Date.now() + 365 * DAY_MILLIS) } = subject;
  // The top bit is cleared and the next one set: positive, and never shorter than 16 bytes.
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(utcTime(notBefore), utcTime(notAfter)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, signer);
  return pem('CERTIFICATE', sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature)));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function pemOfKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
