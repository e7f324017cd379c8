import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import {
  type Cluster,
  type Context,
  newClusters,
  newContexts,
  newUsers,
  type User,
} from '@kubernetes/client-node/dist/config_types.js';
import { parse } from 'yaml';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { ConnectionFailure } from '../connection-failure.ts';
import { isRaw, listOf, type Raw, rawOf } from '../project/raw.ts';

/** An entry together with the folder of its file, from which its relative paths start. */
export type Entry<Value> = { readonly value: Value; readonly raw: Raw; readonly folder: string };

export type Kubeconfig = {
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Context>;
  readonly clusters: ReadonlyMap<string, Entry<Cluster>>;
  readonly users: ReadonlyMap<string, Entry<User>>;
};

/** Reads one or several files as kubectl merges them: of equal names the first counts; absent files count only when all are. */
export function readKubeconfig(paths: readonly string[]): Result<Kubeconfig | undefined, ConnectionFailure> {
  let currentContext: string | undefined;
  const contexts = new Map<string, Context>();
  const clusters = new Map<string, Entry<Cluster>>();
  const users = new Map<string, Entry<User>>();
  let found = false;
  for (const path of paths) {
    const text = readText(path);
    if (!text.ok) return text;
    if (text.value === undefined) continue;
    found = true;
    const raw = parseKubeconfig(text.value);
    if (raw === undefined) return failure({ kind: 'MalformedKubeconfig', path });
    const folder = dirname(path);
    const current = raw['current-context'];
    if (typeof current === 'string' && current !== '') currentContext ??= current;
    for (const context of newContexts(raw['contexts'], FILTER)) addFirst(contexts, context.name, context);
    for (const value of newClusters(raw['clusters'], FILTER)) {
      addFirst(clusters, value.name, { value, raw: entryOf(raw['clusters'], value.name, 'cluster'), folder });
    }
    for (const value of newUsers(raw['users'], FILTER)) {
      addFirst(users, value.name, { value, raw: entryOf(raw['users'], value.name, 'user'), folder });
    }
  }
  return success(found ? { currentContext, contexts, clusters, users } : undefined);
}

/** An entry that is broken is left out: whoever names it hears that it is not there. */
const FILTER = { onInvalidEntry: 'filter' } as const;

function addFirst<Value>(entries: Map<string, Value>, name: string, value: Value): void {
  if (!entries.has(name)) entries.set(name, value);
}

function entryOf(entries: unknown, name: string, field: string): Raw {
  return rawOf(rawOf(listOf(entries).find((entry) => rawOf(entry)['name'] === name))[field]);
}

function readText(path: string): Result<string | undefined, ConnectionFailure> {
  try {
    return success(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? success(undefined)
      : failure({ kind: 'UnreadableFile', path, code });
  }
}

function parseKubeconfig(text: string): Raw | undefined {
  try {
    const value: unknown = parse(text, { merge: true });
    if (value === null) return {};
    const lists = isRaw(value) ? [value['contexts'], value['clusters'], value['users']] : [];
    const sound = lists.every((list) => list === undefined || list === null || Array.isArray(list));
    return isRaw(value) && sound ? value : undefined;
  } catch {
    return undefined;
  }
}

export function absolutePath(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}
