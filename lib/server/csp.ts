import { randomBytes } from 'node:crypto';

/** 128 bits, anew for every request. */
export function makeNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * The policy of everything but scripts. Scripts run by nonce alone; `strict-dynamic` lets them load their chunks. In
 * development React needs eval and Next injects styles without a nonce.
 */
export function pagePolicy(nonce: string, development: boolean): string {
  const scripts = `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`;
  const styles = development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    scripts,
    styles,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** A SharedWorker obeys the policy of its own script, not that of the page that started it. */
export const STATIC_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

/** Of answers that are never a document: errors of the edge, metrics. */
export const BARE_POLICY = "default-src 'none'; frame-ancestors 'none'";
