import type { Brand } from '#lib/base/brand.ts';

export type NodeName = Brand<string, 'NodeName'>;
export type Uid = Brand<string, 'Uid'>;
/** The value of the label controller-revision-hash. */
export type RevisionHash = Brand<string, 'RevisionHash'>;
/** `namespace/name` of a namespaced object. */
export type ObjectKey = Brand<string, 'ObjectKey'>;

export function nodeName(text: string): NodeName {
  return text as NodeName;
}

export function uid(text: string): Uid {
  return text as Uid;
}

export function revisionHash(text: string): RevisionHash {
  return text as RevisionHash;
}

export function objectKey(object: { readonly namespace: string; readonly name: string }): ObjectKey {
  return `${object.namespace}/${object.name}` as ObjectKey;
}

/** A Kubernetes name: an RFC 1123 subdomain of at most 253 characters. Nothing else can be the name of an object we show. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
/** A namespace: an RFC 1123 label of at most 63 characters. */
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export function isNamespace(text: string): boolean {
  return NAMESPACE.test(text);
}

export function isObjectName(text: string): boolean {
  return NAME.test(text);
}

/** Reads `namespace/name`; undefined when either part cannot be a Kubernetes name. */
export function parseObjectKey(text: string): { readonly namespace: string; readonly name: string } | undefined {
  const [namespace, name, ...rest] = text.split('/');
  if (namespace === undefined || name === undefined || rest.length > 0) return undefined;
  return isNamespace(namespace) && isObjectName(name) ? { namespace, name } : undefined;
}
