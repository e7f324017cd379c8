import { listOf, namesOf, query } from '../answers.ts';
import type { Case } from '../case.ts';
import { normalise, wholeAnswer } from '../normalise.ts';
import { createPods, makePlace, pod } from '../objects.ts';

/** 410 in its three forms: what was asked for lies before what the cluster remembers. */

export const expiredCases: readonly Case[] = [
  {
    name: 'after a compaction an exact list, a page and a watch from before are expired; the present is not',
    run: async (subject) => {
      const namespace = 'expired';
      const path = (await makePlace(subject, namespace))('pods');
      await createPods(subject, namespace, ['a', 'b', 'c']);
      const old = await subject.currentRevision();
      const token = listOf(await subject.get(path + query({ limit: '1' }))).metadata.continue ?? '';
      await subject.create(pod({ name: 'aa', namespace }));
      await subject.delete({ kind: 'Pod', name: 'b', namespace }, { gracePeriodSeconds: 0 });
      await subject.compact();

      const exact = await subject.get(path + query({ resourceVersion: old, resourceVersionMatch: 'Exact' }));
      const page = await subject.get(path + query({ limit: '1', continue: token }));
      const watch = await subject.stream(path + query({ watch: 'true', resourceVersion: old }));
      const lines = await watch.rest();
      const bookmarked = { watch: 'true', resourceVersion: old, allowWatchBookmarks: 'true' };
      const again = await (await subject.stream(path + query(bookmarked))).rest();

      const anew = (page.json as { readonly metadata: { readonly continue?: string } }).metadata.continue ?? '';
      const rest = await subject.get(path + query({ limit: '1', continue: anew }));
      const last = await subject.get(path + query({ continue: listOf(rest).metadata.continue ?? '' }));

      const notOlderThan = await subject.get(path + query({ resourceVersion: old }));
      const present = await subject.currentRevision();
      const stream = await subject.stream(path + query({ watch: 'true', resourceVersion: present }));
      await createPods(subject, namespace, ['d']);
      const live = await stream.next();
      stream.close();
      return {
        exact: wholeAnswer(exact),
        page: wholeAnswer(page),
        watch: { status: watch.status, lines: normalise(lines) },
        again: normalise(again),
        goesOn: { rest: namesOf(rest), last: namesOf(last) },
        notOlderThan: namesOf(notOlderThan),
        live: `${live?.type} ${live?.object.metadata.name}`,
      };
    },
    expects: {
      exact: { status: 410, body: { kind: 'Status', reason: 'Expired', code: 410 } },
      page: { status: 410, body: { reason: 'Expired', metadata: { continue: '<token>' } } },
      watch: {
        status: 200,
        lines: [{ type: 'ERROR', object: { kind: 'Status', status: 'Failure', reason: 'Expired', code: 410 } }],
      },
      goesOn: { rest: ['aa'], last: ['c'] },
      notOlderThan: ['a', 'aa', 'c'],
      live: 'ADDED d',
    },
  },
];
