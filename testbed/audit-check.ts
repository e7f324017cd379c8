/**
 * Judges every audit log that the suite's control planes left in a folder (ROLLCALL_AUDIT_DIRECTORY): what Rollcall's own
 * user asked must be GET and of one of the sixteen shapes. The shapes are written down here once more, on purpose: this is
 * the referee and shares nothing with the player.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditRequest, readAuditLog } from './audit.ts';
import { TESTBED_USER_AGENT } from './client.ts';

const NAMESPACE = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const SHAPES = [
  '/version',
  '/api/v1/nodes',
  '/api/v1/namespaces',
  '/api/v1/pods',
  `/api/v1/namespaces/${NAMESPACE}/pods`,
  '/apis/apps/v1/daemonsets',
  `/apis/apps/v1/namespaces/${NAMESPACE}/daemonsets`,
  '/apis/apps/v1/controllerrevisions',
  `/apis/apps/v1/namespaces/${NAMESPACE}/controllerrevisions`,
  '/apis/events.k8s.io/v1/events',
  `/apis/events.k8s.io/v1/namespaces/${NAMESPACE}/events`,
  '/api/v1/events',
  `/api/v1/namespaces/${NAMESPACE}/events`,
  '/apis/policy/v1/poddisruptionbudgets',
  `/apis/policy/v1/namespaces/${NAMESPACE}/poddisruptionbudgets`,
  '/apis/scheduling.k8s.io/v1/priorityclasses',
].map((shape) => new RegExp(`^${shape}$`));
const READING = new Set(['get', 'list', 'watch']);
/** The users whose name says that the product asked for them. */
const OWN_USERS = /^(rollcall|stranger)/;

/** What one request did that Rollcall never does; undefined when it is as promised. */
function breachOf({ verb, path }: AuditRequest): string | undefined {
  if (!READING.has(verb)) return `${verb} ${path} is no GET`;
  return SHAPES.some((shape) => shape.test(path)) ? undefined : `${verb} ${path} is none of the sixteen shapes`;
}

export type AuditVerdict = { readonly requests: number; readonly breaches: readonly string[]; readonly shapes: number };

export function judgeRequests(requests: readonly AuditRequest[]): AuditVerdict {
  const own = requests.filter(({ user, userAgent }) => OWN_USERS.test(user) && userAgent !== TESTBED_USER_AGENT);
  const used = new Set(
    own.map(({ path }) => SHAPES.findIndex((shape) => shape.test(path))).filter((index) => index >= 0),
  );
  return { requests: own.length, breaches: own.flatMap((request) => breachOf(request) ?? []), shapes: used.size };
}

function main(): number {
  const folder = process.env['ROLLCALL_AUDIT_DIRECTORY'];
  if (folder === undefined) {
    process.stderr.write('audit: ROLLCALL_AUDIT_DIRECTORY is not set\n');
    return 4;
  }
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  const { requests, breaches, shapes } = judgeRequests(logs.flatMap((name) => readAuditLog(join(folder, name))));
  process.stdout.write(
    `audit: ${logs.length} logs, ${requests} requests of Rollcall's own users in ${shapes} of sixteen shapes, ${breaches.length} breaches\n${breaches.map((breach) => `  ${breach}\n`).join('')}`,
  );
  // Silence proves nothing: a suite in which Rollcall asked for nothing has not been watched.
  return breaches.length > 0 || requests === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
