import { query } from '../answers.ts';
import type { Case } from '../case.ts';
import { normalise, wholeAnswer } from '../normalise.ts';
import { createPods, makePlace } from '../objects.ts';
import type { Subject, WatchLine } from '../subject.ts';

/** A watch that begins with all that is there and says when that is done. */

const WATCH_LIST = {
  watch: 'true',
  allowWatchBookmarks: 'true',
  sendInitialEvents: 'true',
  resourceVersionMatch: 'NotOlderThan',
};
const END = 'k8s.io/initial-events-end';

function annotationsOf({ object }: WatchLine): Readonly<Record<string, string>> {
  return (object.metadata as { readonly annotations?: Readonly<Record<string, string>> }).annotations ?? {};
}
function isEnd(line: WatchLine): boolean {
  return line.type === 'BOOKMARK' && annotationsOf(line)[END] === 'true';
}
function tell(line: WatchLine): string {
  return line.type === 'BOOKMARK'
    ? `BOOKMARK${isEnd(line) ? ' end' : ''}`
    : `${line.type} ${line.object.metadata.name}`;
}

async function begin(subject: Subject, path: string, parameters: Readonly<Record<string, string>>) {
  const stream = await subject.stream(path + query({ ...WATCH_LIST, ...parameters }));
  const lines = await stream.until(isEnd);
  return { stream, lines };
}

export const watchListCases: readonly Case[] = [
  {
    name: 'a WatchList adds what is there, says that this was all with a version, and goes on as a watch',
    run: async (subject) => {
      const namespace = 'watch-lists';
      const path = (await makePlace(subject, namespace))('pods');
      await createPods(subject, namespace, ['b', 'a', 'c']);
      const before = Number(await subject.currentRevision());
      const { stream, lines } = await begin(subject, path, {});
      const end = lines.at(-1);
      await createPods(subject, namespace, ['d']);
      const live = await stream.until((line) => line.object.metadata.name === 'd');
      stream.close();
      return {
        first: lines.map(tell).sort(),
        end: end && normalise(end),
        endIsNotOlder: Number(end?.object.metadata.resourceVersion) >= before,
        live: live.filter(({ type }) => type !== 'BOOKMARK').map(tell),
      };
    },
    expects: {
      first: ['ADDED a', 'ADDED b', 'ADDED c', 'BOOKMARK end'],
      end: {
        type: 'BOOKMARK',
        object: { kind: 'Pod', metadata: { resourceVersion: '<version>', annotations: { [END]: 'true' } } },
      },
      endIsNotOlder: true,
      live: ['ADDED d'],
    },
  },
  {
    name: 'a WatchList at a version, from 0, of nothing, and under a selector',
    run: async (subject) => {
      const namespace = 'watch-lists-variants';
      const place = await makePlace(subject, namespace);
      await createPods(subject, namespace, ['a', 'b']);
      const resourceVersion = await subject.currentRevision();
      const of = async (path: string, parameters: Readonly<Record<string, string>>) => {
        const { stream, lines } = await begin(subject, path, parameters);
        stream.close();
        return lines.map(tell).sort();
      };
      return {
        atVersion: await of(place('pods'), { resourceVersion }),
        fromZero: await of(place('pods'), { resourceVersion: '0' }),
        ofNothing: await of(place('daemonsets'), {}),
        selected: await of(place('pods'), { labelSelector: 'name=b' }),
        ofNodes: await of('/api/v1/nodes', { fieldSelector: 'metadata.name=nobody' }),
      };
    },
    expects: {
      atVersion: ['ADDED a', 'ADDED b', 'BOOKMARK end'],
      ofNothing: ['BOOKMARK end'],
      selected: ['ADDED b', 'BOOKMARK end'],
    },
  },
  {
    name: 'a WatchList at an old version still begins with the state of now',
    run: async (subject) => {
      const namespace = 'watch-lists-old';
      const path = (await makePlace(subject, namespace))('pods');
      const resourceVersion = await subject.currentRevision();
      await createPods(subject, namespace, ['a', 'b']);
      await subject.delete({ kind: 'Pod', name: 'a', namespace }, { gracePeriodSeconds: 0 });
      await subject.get(path + query({ resourceVersion: await subject.currentRevision() }));
      const { stream, lines } = await begin(subject, path, { resourceVersion });
      stream.close();
      return lines.map(tell).sort();
    },
    expects: ['ADDED b', 'BOOKMARK end'],
  },
  {
    name: 'sendInitialEvents=false watches without what is there',
    run: async (subject) => {
      const namespace = 'watch-lists-without';
      const path = (await makePlace(subject, namespace))('pods');
      await createPods(subject, namespace, ['a']);
      const resourceVersion = await subject.currentRevision();
      const stream = await subject.stream(
        path + query({ ...WATCH_LIST, sendInitialEvents: 'false', resourceVersion, timeoutSeconds: '10' }),
      );
      await createPods(subject, namespace, ['b']);
      const lines = await stream.until((line) => line.object.metadata.name === 'b');
      stream.close();
      return lines.map(tell);
    },
    expects: ['ADDED b'],
  },
  {
    name: 'a WatchList without bookmarks adds what is there and does not say when that is done',
    run: async (subject) => {
      const namespace = 'watch-lists-mute';
      const path = (await makePlace(subject, namespace))('pods');
      await createPods(subject, namespace, ['a', 'b']);
      const parameters = { ...WATCH_LIST, allowWatchBookmarks: 'false', timeoutSeconds: '3' };
      const stream = await subject.stream(path + query(parameters));
      return { status: stream.status, lines: (await stream.rest()).map(tell).sort() };
    },
    expects: { status: 200, lines: ['ADDED a', 'ADDED b'] },
  },
  {
    name: 'a WatchList whose parameters do not fit each other is invalid, with every reason',
    run: async (subject) => {
      const of = async (parameters: Readonly<Record<string, string>>) =>
        wholeAnswer(await subject.get(`/api/v1/pods${query({ timeoutSeconds: '1', ...parameters })}`));
      const { resourceVersionMatch, ...withoutMatch } = WATCH_LIST;
      return {
        withoutMatch: await of(withoutMatch),
        exact: await of({ ...WATCH_LIST, resourceVersion: '1', resourceVersionMatch: 'Exact' }),
        withToken: await of({ ...WATCH_LIST, continue: 'token' }),
        matchAlone: await of({ watch: 'true', resourceVersionMatch }),
        list: await of({ sendInitialEvents: 'true', resourceVersionMatch, resourceVersion: '1' }),
        daemonSets: wholeAnswer(await subject.get(`/apis/apps/v1/daemonsets${query(withoutMatch)}`)),
      };
    },
    expects: {
      withoutMatch: { status: 422, body: { reason: 'Invalid', details: { kind: 'ListOptions' } } },
      exact: { status: 422 },
      list: { status: 422 },
    },
  },
];
