import { createHmac, randomBytes } from 'node:crypto';
import { isRaw } from './raw.ts';

/** Makes a short keyed digest of any JSON value: says whether two are equal, and nothing else. */
export type Digest = (value: unknown) => string;

/** 48 bits: enough to tell a changed value, too little to be worth a dictionary even if the key were known. */
const DIGEST_BYTES = 6;

/** HMAC-SHA-256 over the canonical form, under this key. */
export function keyedDigest(key: Uint8Array): Digest {
  return (value) =>
    createHmac('sha256', key).update(canonical(value)).digest().subarray(0, DIGEST_BYTES).toString('base64url');
}

let keyOfProcess: Uint8Array | undefined;

/**
 * One key for this process, and for it alone: what is read from a manifest can be compared with what is read from a
 * cluster, while digests of two runs cannot be compared, nor guessed from outside.
 */
export function processDigest(): Digest {
  keyOfProcess ??= randomBytes(32);
  return keyedDigest(keyOfProcess);
}

/** JSON with the keys of every object in one order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRaw(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${entries.join(',')}}`;
}
