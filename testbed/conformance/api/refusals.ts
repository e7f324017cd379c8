import { namesOf, query } from '../answers.ts';
import type { Case } from '../case.ts';
import { wholeAnswer } from '../normalise.ts';
import { createPods } from '../objects.ts';
import { type Ask, ONE_NAMESPACE, type Subject } from '../subject.ts';

/** Who may not, what is not there, and what cannot be done. */

async function answers(subject: Subject, paths: readonly string[], ask: Ask): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const path of paths) found[path] = wholeAnswer(await subject.get(path, ask));
  return found;
}

const HERE = `/api/v1/namespaces/${ONE_NAMESPACE}`;

export const refusalCases: readonly Case[] = [
  {
    name: 'a token that is not known is unauthorized everywhere',
    run: (subject) =>
      answers(
        subject,
        ['/api/v1/nodes', '/api/v1/pods?watch=true', '/apis/apps/v1/daemonsets', '/version', '/livez', '/no/such/path'],
        { as: 'wrong' },
      ),
    expects: { '/api/v1/nodes': { status: 401, body: { kind: 'Status', reason: 'Unauthorized', code: 401 } } },
  },
  {
    name: 'without a token one is system:anonymous, who may ask how the server is and what it is',
    run: (subject) =>
      answers(subject, ['/api/v1/nodes', '/version', '/livez', '/readyz', '/healthz'], { as: 'nobody' }),
    expects: { '/api/v1/nodes': { status: 403 }, '/version': { status: 200 }, '/livez': { status: 200, body: 'ok' } },
  },
  {
    name: 'who has no rights is told what he may not, in the cluster and in a namespace',
    run: (subject) =>
      answers(
        subject,
        [
          '/api/v1/nodes',
          '/api/v1/nodes?watch=true',
          '/api/v1/nodes/node-1',
          '/api/v1/pods',
          '/api/v1/pods?limit=1&resourceVersion=0',
          '/api/v1/namespaces/default/pods',
          '/api/v1/namespaces/default/pods?watch=true',
          '/api/v1/namespaces/default/pods/a',
          '/api/v1/namespaces',
          '/api/v1/namespaces/default',
          '/api/v1/events',
          '/apis/events.k8s.io/v1/events',
          '/apis/apps/v1/daemonsets',
          '/apis/apps/v1/namespaces/default/controllerrevisions',
          '/apis/policy/v1/poddisruptionbudgets',
          '/apis/scheduling.k8s.io/v1/priorityclasses',
          // What the rights say comes first.
          '/api/v1/pods?resourceVersion=latest',
          '/api/v1/pods?labelSelector=a+in',
        ],
        { as: 'none' },
      ),
    expects: {
      '/api/v1/nodes': { status: 403, body: { reason: 'Forbidden', details: { kind: 'nodes' } } },
      '/apis/apps/v1/daemonsets': { status: 403, body: { details: { group: 'apps', kind: 'daemonsets' } } },
    },
  },
  {
    name: 'a right in one namespace is a right there alone',
    run: async (subject) => {
      await createPods(subject, ONE_NAMESPACE, ['seen']);
      const as = 'oneNamespace';
      const stream = await subject.stream(`${HERE}/pods?watch=true`, { as });
      const first = await stream.next();
      stream.close();
      const found = {
        here: namesOf(await subject.get(`${HERE}/pods`, { as })),
        single: (await subject.get(`${HERE}/pods/seen`, { as })).status,
        missing: (await subject.get(`${HERE}/pods/missing`, { as })).status,
        daemonSets: (await subject.get(`/apis/apps/v1/namespaces/${ONE_NAMESPACE}/daemonsets`, { as })).status,
        watch: first?.object.metadata.name,
        others: await answers(
          subject,
          ['/api/v1/pods', '/api/v1/namespaces/default/pods', '/api/v1/nodes', '/apis/apps/v1/daemonsets'],
          { as },
        ),
        namespace: (await subject.get(HERE, { as })).status,
      };
      await subject.delete({ kind: 'Pod', name: 'seen', namespace: ONE_NAMESPACE }, { gracePeriodSeconds: 0 });
      return found;
    },
    expects: { here: ['seen'], single: 200, missing: 404, watch: 'seen', others: { '/api/v1/pods': { status: 403 } } },
  },
  {
    name: 'a resource, a version or a group that is not known is not found',
    run: (subject) =>
      answers(
        subject,
        [
          '/api/v1/spaceships',
          '/api/v1/namespaces/default/spaceships',
          '/api/v1/namespaces/default/spaceships/a',
          '/apis/apps/v1/spaceships',
          '/apis/apps/v7/daemonsets',
          '/apis/example.com/v1/things',
          '/apis/example.com',
          '/api/v2/pods',
          '/no/such/path',
          '/api/v1/namespaces/default/nodes',
          '/api/v1/pods/a',
          '/api/v1/namespaces/default/pods/a/b/c/d',
        ],
        {},
      ),
    expects: { '/api/v1/spaceships': { status: 404 }, '/apis/example.com/v1/things': { status: 404 } },
  },
  {
    name: 'who has no rights is not told whether a resource exists',
    run: (subject) =>
      answers(subject, ['/api/v1/spaceships', '/apis/example.com/v1/things', '/no/such/path'], { as: 'none' }),
    expects: { '/api/v1/spaceships': { status: 403 }, '/no/such/path': { status: 403 } },
  },
  {
    name: 'a method that a path does not have is not allowed',
    run: async (subject) => {
      const pods = '/api/v1/namespaces/default/pods';
      const body = '{}';
      const headers = { 'content-type': 'application/json' };
      return {
        put: wholeAnswer(await subject.get(pods, { method: 'PUT', body, headers })),
        patch: wholeAnswer(await subject.get(pods, { method: 'PATCH', body, headers })),
        postToOne: wholeAnswer(await subject.get(`${pods}/a`, { method: 'POST', body, headers })),
        postToAll: wholeAnswer(await subject.get('/api/v1/pods', { method: 'POST', body, headers })),
        deleteAll: wholeAnswer(await subject.get('/api/v1/pods', { method: 'DELETE' })),
      };
    },
    expects: { put: { status: 405, body: { reason: 'MethodNotAllowed' } }, postToOne: { status: 405 } },
  },
  {
    name: 'an answer in a form that is not known is not acceptable; a preference among known ones is taken',
    run: async (subject) => {
      const path = `/apis/scheduling.k8s.io/v1/priorityclasses${query({ labelSelector: 'nobody-has=this' })}`;
      const of = async (accept: string) => wholeAnswer(await subject.get(path, { headers: { accept } }));
      return {
        text: await of('text/plain'),
        anything: await of('*/*'),
        application: await of('application/*'),
        preference: await of('text/plain, application/json;q=0.5'),
        unknownFirst: await of('application/unknown,application/json'),
      };
    },
    expects: { text: { status: 406 }, anything: { status: 200, contentType: 'application/json' } },
  },
];
