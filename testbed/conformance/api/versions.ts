import { listOf, query } from '../answers.ts';
import type { Case } from '../case.ts';
import { wholeAnswer } from '../normalise.ts';
import { createPods, makePlace, pod } from '../objects.ts';
import type { Answer } from '../subject.ts';

/** resourceVersion and resourceVersionMatch of lists and single objects. */

function summary(answer: Answer): unknown {
  if (answer.status !== 200) return wholeAnswer(answer);
  const { items, metadata } = listOf(answer);
  return { names: items.map((item) => item.metadata.name), hasMore: metadata.continue !== undefined };
}

/** Far ahead of any revision of a test. */
const FUTURE = '900000000';

export const versionCases: readonly Case[] = [
  {
    name: 'a list at a version: exactly then, not older than then, or whatever is at hand',
    run: async (subject) => {
      const namespace = 'versions-of-lists';
      const path = (await makePlace(subject, namespace))('pods');
      const [, second] = await createPods(subject, namespace, ['a', 'b', 'c']);
      const old = String(second?.metadata['resourceVersion']);
      const of = async (parameters: Readonly<Record<string, string>>) => {
        const answer = await subject.get(path + query(parameters));
        const { metadata } = listOf(answer);
        const version = Number(metadata.resourceVersion);
        return {
          ...(summary(answer) as object),
          version: version === Number(old) ? 'as asked' : version > Number(old) ? 'newer' : 'older',
        };
      };
      return {
        unset: await of({}),
        exact: await of({ resourceVersion: old, resourceVersionMatch: 'Exact' }),
        notOlderThan: await of({ resourceVersion: old, resourceVersionMatch: 'NotOlderThan' }),
        plain: await of({ resourceVersion: old }),
        zeroNotOlderThan: await of({ resourceVersion: '0', resourceVersionMatch: 'NotOlderThan' }),
        limitedExact: await of({ resourceVersion: old, resourceVersionMatch: 'Exact', limit: '1' }),
        limitedNotOlderThan: await of({ resourceVersion: old, resourceVersionMatch: 'NotOlderThan', limit: '1' }),
        limitedPlain: await of({ resourceVersion: old, limit: '1' }),
      };
    },
    expects: {
      unset: { names: ['a', 'b', 'c'], version: 'newer' },
      exact: { names: ['a', 'b'], version: 'as asked' },
      notOlderThan: { names: ['a', 'b', 'c'] },
    },
  },
  {
    name: 'an exact version shows objects as they were, also those that are gone',
    run: async (subject) => {
      const namespace = 'versions-exact';
      const path = (await makePlace(subject, namespace))('pods');
      await createPods(subject, namespace, ['changed', 'deleted']);
      const then = await subject.currentRevision();
      await subject.patch({ kind: 'Pod', name: 'changed', namespace }, { metadata: { labels: { name: 'new' } } });
      await subject.delete({ kind: 'Pod', name: 'deleted', namespace }, { gracePeriodSeconds: 0 });
      await subject.create(pod({ name: 'created', namespace }));
      const of = async (parameters: Readonly<Record<string, string>>) =>
        listOf(await subject.get(path + query(parameters))).items.map(
          ({ metadata }) => `${metadata.name} ${metadata.labels?.['name'] ?? ''}`,
        );
      const exact = { resourceVersion: then, resourceVersionMatch: 'Exact' };
      return {
        exact: await of(exact),
        selected: await of({ ...exact, labelSelector: 'name=changed' }),
        now: await of({}),
      };
    },
    expects: { exact: ['changed changed', 'deleted deleted'], now: ['changed new', 'created '] },
  },
  {
    name: 'versions and matches that make no sense are refused in words',
    run: async (subject) => {
      const of = async (parameters: Readonly<Record<string, string>>) =>
        wholeAnswer(await subject.get(`/api/v1/pods${query({ labelSelector: 'nobody-has=this', ...parameters })}`));
      return {
        noNumber: await of({ resourceVersion: 'latest' }),
        negative: await of({ resourceVersion: '-1' }),
        matchAlone: await of({ resourceVersionMatch: 'Exact' }),
        unknownMatch: await of({ resourceVersion: '1', resourceVersionMatch: 'exact' }),
        unknownMatchAlone: await of({ resourceVersionMatch: 'Newest' }),
        exactZero: await of({ resourceVersion: '0', resourceVersionMatch: 'Exact' }),
        initialEvents: await of({ sendInitialEvents: 'true' }),
      };
    },
    expects: {
      noNumber: { status: 400 },
      matchAlone: { status: 422, body: { reason: 'Invalid' } },
      exactZero: { status: 422 },
      initialEvents: { status: 422 },
    },
  },
  {
    name: 'a version that the cluster has not reached: asked to wait and try again, for lists and single objects',
    run: async (subject) => {
      const namespace = 'versions-future';
      const path = (await makePlace(subject, namespace))('pods');
      await createPods(subject, namespace, ['a']);
      const [plain, notOlderThan, exact, single] = await Promise.all([
        subject.get(path + query({ resourceVersion: FUTURE })),
        subject.get(path + query({ resourceVersion: FUTURE, resourceVersionMatch: 'NotOlderThan' })),
        subject.get(path + query({ resourceVersion: FUTURE, resourceVersionMatch: 'Exact' })),
        subject.get(`${path}/a${query({ resourceVersion: FUTURE })}`),
      ]);
      return {
        plain: wholeAnswer(plain),
        notOlderThan: wholeAnswer(notOlderThan),
        exact: wholeAnswer(exact),
        single: wholeAnswer(single),
      };
    },
    expects: {
      plain: { status: 504, body: { reason: 'Timeout', details: { retryAfterSeconds: 1 } } },
      notOlderThan: { status: 504, body: { details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } } },
    },
  },
  {
    name: 'a single object at version 0 or at an old version is the one at hand; no number is refused',
    run: async (subject) => {
      const namespace = 'versions-single';
      const path = (await makePlace(subject, namespace))('pods');
      const [made] = await createPods(subject, namespace, ['a']);
      const old = String(made?.metadata['resourceVersion']);
      await subject.patch({ kind: 'Pod', name: 'a', namespace }, { metadata: { labels: { name: 'new' } } });
      // An answer at hand may be old by a moment; a list at this version has waited for it.
      await subject.get(path + query({ resourceVersion: await subject.currentRevision() }));
      const of = async (resourceVersion: string) => {
        const answer = await subject.get(`${path}/a${query({ resourceVersion })}`);
        const { metadata } = answer.json as { metadata: { labels: Record<string, string> } };
        return metadata.labels['name'];
      };
      return {
        zero: await of('0'),
        old: await of(old),
        noNumber: wholeAnswer(await subject.get(`${path}/a${query({ resourceVersion: 'latest' })}`)),
      };
    },
    // 500 it is, and not 400 as for a list.
    expects: { zero: 'new', old: 'new', noNumber: { status: 500 } },
  },
];
