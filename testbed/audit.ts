import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One request as the API server's audit log tells it. The log has no HTTP method, but get, list and watch are GET. */
export type AuditRequest = {
  readonly user: string;
  /** Kubernetes' verb: get, list, watch, create ...; of a path that is no resource the method in lower case. */
  readonly verb: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The status it was answered with; undefined while a watch runs. */
  readonly code: number | undefined;
  readonly userAgent: string;
};

type AuditEvent = {
  readonly auditID: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user?: { readonly username?: string };
  readonly userAgent?: string;
  readonly responseStatus?: { readonly code?: number };
};

/** What `user` has asked, in the order of the answers; a watch that has begun and ended is one request. */
export function readAuditLog(path: string, user?: string): AuditRequest[] {
  if (!existsSync(path)) return [];
  // The server may be in the middle of its last line.
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const byId = new Map<string, AuditRequest>();
  for (const line of lines) {
    const event = JSON.parse(line) as AuditEvent;
    const uri = new URL(event.requestURI, 'https://localhost');
    const request: AuditRequest = {
      user: event.user?.username ?? '',
      verb: event.verb,
      path: uri.pathname,
      query: Object.fromEntries(uri.searchParams),
      code: event.responseStatus?.code,
      userAgent: event.userAgent ?? '',
    };
    byId.set(event.auditID, request);
  }
  const all = [...byId.values()];
  return user === undefined ? all : all.filter((request) => request.user === user);
}

/** Who did what where: user to sorted, different `verb path`. */
export function summarizeAudit(requests: readonly AuditRequest[]): Map<string, string[]> {
  const byUser = Map.groupBy(requests, (request) => request.user);
  return new Map(
    [...byUser].map(([user, own]) => [user, [...new Set(own.map(({ verb, path }) => `${verb} ${path}`))].sort()]),
  );
}

/** For the judgement over a whole suite: a run that ends leaves its log in ROLLCALL_AUDIT_DIRECTORY, if that is set. */
export function keepAuditLog(path: string, name: string): void {
  const folder = process.env['ROLLCALL_AUDIT_DIRECTORY'];
  if (folder !== undefined && existsSync(path)) copyFileSync(path, join(folder, name));
}
