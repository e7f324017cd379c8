import { expect, test } from 'vitest';
import type { AuditRequest } from './audit.ts';
import { judgeRequests } from './audit-check.ts';

function asked(verb: string, path: string, user = 'rollcall'): AuditRequest {
  return { verb, path, user, query: {}, code: 200, userAgent: 'rollcall' };
}

test('reading in the sixteen shapes is as promised, and others are not judged', () => {
  const requests = [
    asked('list', '/api/v1/namespaces/kube-system/pods'),
    asked('watch', '/apis/apps/v1/daemonsets'),
    asked('get', '/version'),
    asked('create', '/api/v1/pods', 'system:kube-scheduler'),
  ];
  expect(judgeRequests(requests)).toStrictEqual({ requests: 3, breaches: [], shapes: 3 });
});

test('what the tests themselves ask with a borrowed user is not the product', () => {
  const borrowed = { ...asked('list', '/api/v1/secrets'), userAgent: 'rollcall-testbed' };
  expect(judgeRequests([borrowed])).toStrictEqual({ requests: 0, breaches: [], shapes: 0 });
});

test.for([
  { name: 'a write', request: asked('patch', '/api/v1/nodes') },
  { name: 'a single object', request: asked('get', '/api/v1/namespaces/default/pods/agent-x') },
  { name: 'logs', request: asked('get', '/api/v1/namespaces/default/pods/agent-x/log') },
  { name: 'a resource that is not ours', request: asked('list', '/api/v1/secrets') },
  { name: 'a review of rights', request: asked('create', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews') },
])('$name is a breach', ({ request }) => {
  expect(judgeRequests([request]).breaches).toHaveLength(1);
});
