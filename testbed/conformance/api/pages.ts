import { listOf, namesOf, query } from '../answers.ts';
import type { Case } from '../case.ts';
import { wholeAnswer } from '../normalise.ts';
import { createPods, makePlace, pod } from '../objects.ts';
import type { Answer, Subject } from '../subject.ts';

/** Lists in pages: `limit` and `continue`. */

/** Every page, with `between` done after the first. */
async function allPages(
  subject: Subject,
  path: string,
  parameters: Readonly<Record<string, string>>,
  between: () => Promise<void> = async () => {},
): Promise<Answer[]> {
  const pages = [await subject.get(path + query(parameters))];
  await between();
  for (;;) {
    const token = listOf(pages.at(-1) ?? neverEmpty()).metadata.continue;
    if (token === undefined) return pages;
    const { limit = '' } = parameters;
    const { labelSelector } = parameters;
    const rest = { limit, continue: token, ...(labelSelector !== undefined && { labelSelector }) };
    pages.push(await subject.get(path + query(rest)));
  }
}

function neverEmpty(): never {
  throw new Error('the first page is always there');
}

function summary(pages: readonly Answer[]): unknown {
  const versions = new Set(pages.map((page) => listOf(page).metadata.resourceVersion));
  return {
    pages: pages.map((page) => {
      const { metadata } = listOf(page);
      return {
        names: namesOf(page),
        hasMore: metadata.continue !== undefined,
        remainingItemCount: metadata.remainingItemCount ?? 'absent',
      };
    }),
    versions: versions.size,
  };
}

const FIVE = ['pod-a', 'pod-b', 'pod-c', 'pod-d', 'pod-e'];

export const pageCases: readonly Case[] = [
  {
    name: 'pages of two out of five: what remains is counted, all have one version, the last has no token',
    run: async (subject) => {
      const place = await makePlace(subject, 'pages-plain');
      await createPods(subject, 'pages-plain', FIVE);
      return summary(await allPages(subject, place('pods'), { limit: '2' }));
    },
    expects: {
      pages: [
        { names: ['pod-a', 'pod-b'], hasMore: true, remainingItemCount: 3 },
        { names: ['pod-c', 'pod-d'], hasMore: true, remainingItemCount: 1 },
        { names: ['pod-e'], hasMore: false, remainingItemCount: 'absent' },
      ],
      versions: 1,
    },
  },
  {
    name: 'a later page shows the moment of the first, whatever was created, changed or deleted since',
    run: async (subject) => {
      const place = await makePlace(subject, 'pages-still');
      await createPods(subject, 'pages-still', FIVE);
      const pages = await allPages(subject, place('pods'), { limit: '2' }, async () => {
        await subject.create(pod({ name: 'pod-cc', namespace: 'pages-still' }));
        await subject.patch(
          { kind: 'Pod', name: 'pod-d', namespace: 'pages-still' },
          { metadata: { labels: { name: 'changed' } } },
        );
        await subject.delete({ kind: 'Pod', name: 'pod-e', namespace: 'pages-still' }, { gracePeriodSeconds: 0 });
      });
      const labels = pages.flatMap((page) => listOf(page).items.map(({ metadata }) => metadata.labels?.['name']));
      const after = listOf(await subject.get(place('pods'))).items.map(({ metadata }) => metadata.labels?.['name']);
      return { ...(summary(pages) as object), labels, after: after.map((label) => label ?? 'none') };
    },
    expects: { labels: FIVE, after: ['pod-a', 'pod-b', 'pod-c', 'none', 'changed'], versions: 1 },
  },
  {
    name: 'pages under a selector are full pages, and nothing is said of what remains',
    run: async (subject) => {
      const place = await makePlace(subject, 'pages-selected');
      await createPods(subject, 'pages-selected', FIVE);
      const labelSelector = 'name in (pod-a,pod-c,pod-e)';
      return summary(await allPages(subject, place('pods'), { limit: '2', labelSelector }));
    },
    expects: {
      pages: [
        { names: ['pod-a', 'pod-c'], hasMore: true },
        { names: ['pod-e'], hasMore: false },
      ],
    },
  },
  {
    name: 'a limit that is not reached, just reached, or zero gives one page',
    run: async (subject) => {
      const place = await makePlace(subject, 'pages-large');
      await createPods(subject, 'pages-large', FIVE);
      const pagesOf = async (limit: string) => summary([await subject.get(place('pods') + query({ limit }))]);
      return {
        six: await pagesOf('6'),
        five: await pagesOf('5'),
        zero: await pagesOf('0'),
        negative: await pagesOf('-1'),
      };
    },
    expects: { five: { pages: [{ names: FIVE, hasMore: false }] }, zero: { pages: [{ names: FIVE }] } },
  },
  {
    name: 'a limit at version 0, and one under a selector of which nothing or just as much is there',
    run: async (subject) => {
      const place = await makePlace(subject, 'pages-any');
      await createPods(subject, 'pages-any', FIVE);
      await subject.get(place('pods') + query({ resourceVersion: await subject.currentRevision() }));
      const pagesOf = async (parameters: Readonly<Record<string, string>>) =>
        summary([await subject.get(place('pods') + query(parameters))]);
      return {
        any: await pagesOf({ limit: '2', resourceVersion: '0' }),
        anyNotOlder: await pagesOf({ limit: '2', resourceVersion: '0', resourceVersionMatch: 'NotOlderThan' }),
        first: await pagesOf({ limit: '1', labelSelector: 'name=pod-a' }),
        last: await pagesOf({ limit: '1', labelSelector: 'name=pod-e' }),
        nothing: await pagesOf({ limit: '1', labelSelector: 'name=pod-x' }),
        byName: await pagesOf({ limit: '1', fieldSelector: 'metadata.name=pod-b' }),
      };
    },
    expects: { first: { pages: [{ names: ['pod-a'] }] }, nothing: { pages: [{ names: [], hasMore: false }] } },
  },
  {
    name: 'a page may begin anew with a smaller limit, or without one',
    run: async (subject) => {
      const place = await makePlace(subject, 'pages-resized');
      await createPods(subject, 'pages-resized', FIVE);
      const first = listOf(await subject.get(place('pods') + query({ limit: '2' })));
      const token = first.metadata.continue ?? '';
      return {
        one: summary([await subject.get(place('pods') + query({ limit: '1', continue: token }))]),
        all: summary([await subject.get(place('pods') + query({ continue: token }))]),
      };
    },
    expects: { one: { pages: [{ names: ['pod-c'] }] }, all: { pages: [{ names: ['pod-c', 'pod-d', 'pod-e'] }] } },
  },
  {
    name: 'pages over all namespaces are in the order of namespace, then name',
    run: async (subject) => {
      await makePlace(subject, 'pages-order-b');
      await makePlace(subject, 'pages-order-a');
      const labels = { case: 'pages-order' };
      for (const [namespace, name] of [
        ['pages-order-b', 'pod-a'],
        ['pages-order-a', 'pod-z'],
        ['pages-order-a', 'pod-b'],
      ] as const)
        await subject.create(pod({ namespace, name, labels }));
      const pages = await allPages(subject, '/api/v1/pods', { limit: '1', labelSelector: 'case=pages-order' });
      return pages.flatMap((page) =>
        listOf(page).items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
      );
    },
    expects: ['pages-order-a/pod-b', 'pages-order-a/pod-z', 'pages-order-b/pod-a'],
  },
  {
    name: 'a token that is none, a token beside a version, and a limit that is no number are refused',
    run: async (subject) => {
      const place = await makePlace(subject, 'pages-refused');
      await createPods(subject, 'pages-refused', FIVE);
      const first = listOf(await subject.get(place('pods') + query({ limit: '2' })));
      const token = first.metadata.continue ?? '';
      const of = async (parameters: Readonly<Record<string, string>>) =>
        wholeAnswer(await subject.get(place('pods') + query(parameters)));
      return {
        nonsense: await of({ continue: 'nonsense' }),
        emptyToken: await of({ limit: '5', continue: '' }).then((answer) => (answer as { status: number }).status),
        version: await of({ continue: token, resourceVersion: first.metadata.resourceVersion }),
        zero: await of({ continue: token, resourceVersion: '0' }).then(
          (answer) => (answer as { status: number }).status,
        ),
        match: await of({ continue: token, resourceVersionMatch: 'Exact' }),
        limit: await of({ limit: 'many' }),
      };
    },
    expects: {
      nonsense: { status: 400, body: { kind: 'Status', reason: 'BadRequest' } },
      version: { status: 400 },
      limit: { status: 400 },
    },
  },
];
