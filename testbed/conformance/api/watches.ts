import { daemonSet } from '../../scenario.ts';
import { query } from '../answers.ts';
import type { Case } from '../case.ts';
import { normalise, wholeAnswer } from '../normalise.ts';
import { createPods, disruptionBudget, makePlace, node, pod, priorityClass } from '../objects.ts';
import type { Subject, WatchLine, WatchStream } from '../subject.ts';

/** Watches: what comes, in which order, and how it ends. */

/** `ADDED a`, with the value of a label where one is asked for. */
function tell({ type, object }: WatchLine): string {
  const { labels } = object.metadata as { readonly labels?: Readonly<Record<string, string>> };
  const value = labels?.['name'];
  return [type, object.metadata.name, value === object.metadata.name ? undefined : value].filter(Boolean).join(' ');
}

function versionsGrow(lines: readonly WatchLine[]): boolean {
  const versions = lines.map(({ object }) => Number(object.metadata.resourceVersion));
  return versions.every((version, index) => index === 0 || version > (versions[index - 1] ?? 0));
}

function isOf(name: string, type?: string): (line: WatchLine) => boolean {
  return (line) => line.object.metadata.name === name && (type === undefined || line.type === type);
}

/** Opens a watch, does something, reads until the pod `end` is added, and tells what came before it. */
async function watchWhile(
  subject: Subject,
  namespace: string,
  path: string,
  act: (stream: WatchStream) => Promise<void>,
): Promise<WatchLine[]> {
  const stream = await subject.stream(path);
  try {
    await act(stream);
    await subject.create(pod({ name: 'end', namespace, labels: { name: 'end', chosen: 'yes' } }));
    return (await stream.until(isOf('end'))).slice(0, -1);
  } finally {
    stream.close();
  }
}

async function change(subject: Subject, namespace: string): Promise<void> {
  await createPods(subject, namespace, ['a', 'b']);
  await subject.patch({ kind: 'Pod', name: 'a', namespace }, { metadata: { labels: { name: 'new' } } });
  await subject.delete({ kind: 'Pod', name: 'a', namespace }, { gracePeriodSeconds: 0 });
  await createPods(subject, namespace, ['a']);
}
/** A pod's deletion is written down before it is done, also without any grace: MODIFIED, then DELETED. */
const CHANGES = ['ADDED a', 'ADDED b', 'MODIFIED a new', 'MODIFIED a new', 'DELETED a new', 'ADDED a'];

export const watchCases: readonly Case[] = [
  {
    name: 'a watch from the present tells every change in order, under growing versions',
    run: async (subject) => {
      const namespace = 'watches-live';
      const path = (await makePlace(subject, namespace))('pods');
      const resourceVersion = await subject.currentRevision();
      const watch = path + query({ watch: 'true', resourceVersion });
      const lines = await watchWhile(subject, namespace, watch, () => change(subject, namespace));
      return { told: lines.map(tell), grows: versionsGrow(lines) };
    },
    expects: { told: CHANGES, grows: true },
  },
  {
    name: 'a watch from the past tells what happened since, and an object whole, with its type',
    run: async (subject) => {
      const namespace = 'watches-past';
      const path = (await makePlace(subject, namespace))('pods');
      const resourceVersion = await subject.currentRevision();
      await change(subject, namespace);
      const watch = path + query({ watch: '1', resourceVersion });
      const lines = await watchWhile(subject, namespace, watch, async () => {});
      const [first] = lines;
      return {
        told: lines.map(tell),
        grows: versionsGrow(lines),
        type: { kind: first?.object['kind'], apiVersion: first?.object['apiVersion'] },
        keys: Object.keys(first?.object ?? {}).sort(),
      };
    },
    expects: { told: CHANGES, grows: true, type: { kind: 'Pod', apiVersion: 'v1' } },
  },
  {
    name: 'each line holds the whole object, also that of a deletion, in the shape of its kind',
    run: async (subject) => {
      const namespace = 'watches-whole';
      const place = await makePlace(subject, namespace);
      const resourceVersion = await subject.currentRevision();
      const budget = { kind: 'PodDisruptionBudget', name: 'a', namespace } as const;
      const level = { kind: 'PriorityClass', name: 'watches-whole' } as const;
      await subject.create(disruptionBudget({ name: 'a', namespace }));
      await subject.patch(budget, { spec: { minAvailable: 2 } });
      await subject.delete(budget);
      await subject.create(priorityClass({ name: level.name }, 5));
      await subject.delete(level);
      const of = async (path: string) => {
        const stream = await subject.stream(path + query({ watch: 'true', resourceVersion }));
        const lines = await stream.until(({ type }) => type === 'DELETED');
        stream.close();
        return normalise(lines);
      };
      return {
        budget: await of(place('poddisruptionbudgets')),
        level: await of('/apis/scheduling.k8s.io/v1/priorityclasses'),
      };
    },
    expects: {
      budget: [
        { type: 'ADDED', object: { kind: 'PodDisruptionBudget', metadata: { generation: 1 } } },
        { type: 'MODIFIED', object: { spec: { minAvailable: 2 }, metadata: { generation: 2 } } },
        { type: 'DELETED', object: { spec: { minAvailable: 2 } } },
      ],
    },
  },
  {
    name: 'a watch without a version, and one from 0, first adds what is there',
    run: async (subject) => {
      const namespace = 'watches-unset';
      const path = (await makePlace(subject, namespace))('pods');
      await change(subject, namespace);
      // One that starts anywhere may start a moment ago; a list at this version has waited for it.
      await subject.get(path + query({ resourceVersion: await subject.currentRevision() }));
      const of = async (parameters: Readonly<Record<string, string>>) => {
        const stream = await subject.stream(path + query({ watch: 'true', ...parameters }));
        const lines = [await stream.next(), await stream.next()];
        await subject.patch(
          { kind: 'Pod', name: 'b', namespace },
          {
            metadata: {
              labels: { name: `${subject.name} ${parameters['resourceVersion'] ?? 'unset'}`.replaceAll(' ', '-') },
            },
          },
        );
        const live = await stream.next();
        stream.close();
        await subject.patch({ kind: 'Pod', name: 'b', namespace }, { metadata: { labels: { name: 'b' } } });
        await subject.get(path + query({ resourceVersion: await subject.currentRevision() }));
        return {
          first: lines.map((line) => (line === undefined ? 'end' : tell(line))).sort(),
          live: `${live?.type} ${live?.object.metadata.name}`,
        };
      };
      return { unset: await of({}), zero: await of({ resourceVersion: '0' }) };
    },
    expects: {
      unset: { first: ['ADDED a', 'ADDED b'], live: 'MODIFIED b' },
      zero: { first: ['ADDED a', 'ADDED b'], live: 'MODIFIED b' },
    },
  },
  {
    name: 'entering a label selector is ADDED, leaving it DELETED in its last state that matched',
    run: async (subject) => {
      const namespace = 'watches-labels';
      const path = (await makePlace(subject, namespace))('pods');
      const resourceVersion = await subject.currentRevision();
      const watch = path + query({ watch: 'true', resourceVersion, labelSelector: 'chosen=yes' });
      const label = (labels: Readonly<Record<string, string | null>>) =>
        subject.patch({ kind: 'Pod', name: 'a', namespace }, { metadata: { labels } });
      const lines = await watchWhile(subject, namespace, watch, async () => {
        await createPods(subject, namespace, ['a', 'b']);
        await label({ chosen: 'yes', name: 'entered' });
        await label({ name: 'stayed' });
        await label({ chosen: 'no', name: 'left' });
        await label({ name: 'outside' });
        await label({ chosen: 'yes', name: 'again' });
        await subject.delete({ kind: 'Pod', name: 'a', namespace }, { gracePeriodSeconds: 0 });
      });
      return { told: lines.map(tell), grows: versionsGrow(lines) };
    },
    expects: {
      told: [
        'ADDED a entered',
        'MODIFIED a stayed',
        'DELETED a stayed',
        'ADDED a again',
        'MODIFIED a again',
        'DELETED a again',
      ],
      grows: true,
    },
  },
  {
    name: 'the same holds for field selectors, of pods by phase and of nodes by being unschedulable',
    run: async (subject) => {
      const namespace = 'watches-fields';
      const path = (await makePlace(subject, namespace))('pods');
      const resourceVersion = await subject.currentRevision();
      const pending = path + query({ watch: 'true', resourceVersion, fieldSelector: 'status.phase=Pending' });
      const pods = await watchWhile(subject, namespace, pending, async () => {
        await createPods(subject, namespace, ['a']);
        for (const phase of ['Running', 'Pending', 'Failed'])
          await subject.patchStatus({ kind: 'Pod', name: 'a', namespace }, { status: { phase } });
      });
      const fieldSelector = 'spec.unschedulable=true';
      const nodes = await subject.stream(`/api/v1/nodes${query({ watch: 'true', resourceVersion, fieldSelector })}`);
      await subject.create(node({ name: 'watches-node' }));
      await subject.patch({ kind: 'Node', name: 'watches-node' }, { spec: { unschedulable: true } });
      await subject.patch({ kind: 'Node', name: 'watches-node' }, { spec: { unschedulable: null } });
      const seen = await nodes.until(({ type }) => type === 'DELETED');
      nodes.close();
      await subject.delete({ kind: 'Node', name: 'watches-node' });
      return { pods: pods.map(tell), nodes: seen.map(tell) };
    },
    expects: {
      pods: ['ADDED a', 'DELETED a', 'ADDED a', 'DELETED a'],
      nodes: ['ADDED watches-node', 'DELETED watches-node'],
    },
  },
  {
    name: 'a watch of one name and a watch of all namespaces see what concerns them',
    run: async (subject) => {
      const namespace = 'watches-scope';
      const path = (await makePlace(subject, namespace))('pods');
      await makePlace(subject, 'watches-elsewhere');
      const resourceVersion = await subject.currentRevision();
      const one = path + query({ watch: 'true', resourceVersion, fieldSelector: 'metadata.name=b' });
      const oneStream = await subject.stream(one);
      const all = `/api/v1/pods${query({ watch: 'true', resourceVersion })}`;
      const allStream = await subject.stream(all);
      await createPods(subject, namespace, ['a', 'b']);
      await createPods(subject, 'watches-elsewhere', ['a', 'c']);
      const allLines = await allStream.until(isOf('c'));
      const oneLines = await oneStream.until(isOf('b'));
      allStream.close();
      oneStream.close();
      return { all: allLines.map(tell), one: oneLines.map(tell) };
    },
    expects: { all: ['ADDED a', 'ADDED b', 'ADDED a', 'ADDED c'], one: ['ADDED b'] },
  },
  {
    name: 'timeoutSeconds ends a watch without a word',
    run: async (subject) => {
      const resourceVersion = await subject.currentRevision();
      const startedAt = performance.now();
      const stream = await subject.stream(
        `/apis/scheduling.k8s.io/v1/priorityclasses${query({ watch: 'true', resourceVersion, timeoutSeconds: '2' })}`,
      );
      const lines = await stream.rest();
      const seconds = (performance.now() - startedAt) / 1_000;
      const { status, headers } = stream;
      return { status, lines, contentType: headers['content-type'], inTime: seconds > 1.9 && seconds < 4 };
    },
    expects: { status: 200, lines: [], inTime: true },
  },
  {
    name: 'bookmarks come where they are allowed, with a version and nothing else, and not where they are not',
    run: async (subject) => {
      const namespace = 'watches-bookmarks';
      const place = await makePlace(subject, namespace);
      await makePlace(subject, 'watches-bookmarks-elsewhere');
      const resourceVersion = await subject.currentRevision();
      const open = (path: string, allowWatchBookmarks: string) =>
        subject.stream(path + query({ watch: 'true', resourceVersion, timeoutSeconds: '5', allowWatchBookmarks }));
      const streams = [
        await open(place('pods'), 'true'),
        await open(place('daemonsets'), 'true'),
        await open(place('pods'), 'false'),
      ] as const;
      // What the watches do not see, but their bookmarks count.
      await createPods(subject, 'watches-bookmarks-elsewhere', ['a']);
      await subject.create(daemonSet({ name: 'a', namespace: 'watches-bookmarks-elsewhere' }));
      const [pods, daemonSets, refused] = await Promise.all(streams.map((stream) => stream.rest()));
      const last = pods?.at(-1);
      return {
        pod: last && normalise(last),
        daemonSet: normalise(daemonSets?.at(-1)),
        metadata: Object.entries(last?.object.metadata ?? {}).flatMap(([key, value]) => (value === null ? [] : [key])),
        types: [...new Set(pods?.map(({ type }) => type))],
        isNewer: Number(last?.object.metadata.resourceVersion) > Number(resourceVersion),
        refused,
      };
    },
    expects: {
      pod: { type: 'BOOKMARK', object: { kind: 'Pod', apiVersion: 'v1' } },
      metadata: ['resourceVersion'],
      types: ['BOOKMARK'],
      isNewer: true,
      refused: [],
    },
  },
  {
    name: 'a watch from a version that is not reached yet waits for it, and tells what comes after it',
    run: async (subject) => {
      const namespace = 'watches-future';
      const path = (await makePlace(subject, namespace))('pods');
      const resourceVersion = String(Number(await subject.currentRevision()) + 2);
      const stream = await subject.stream(path + query({ watch: 'true', resourceVersion }));
      const made = await createPods(subject, namespace, ['a', 'b', 'c', 'd']);
      const lines = await stream.until(isOf('d'));
      stream.close();
      const later = made.filter(({ metadata }) => Number(metadata['resourceVersion']) > Number(resourceVersion));
      const expected = later.map(({ metadata }) => `ADDED ${metadata.name}`);
      return { status: stream.status, exactlyThoseAfter: lines.map(tell).join() === expected.join() };
    },
    expects: { status: 200, exactlyThoseAfter: true },
  },
  {
    name: 'a watch with parameters that cannot be read is refused before it begins',
    run: async (subject) => {
      const of = async (parameters: Readonly<Record<string, string>>) =>
        wholeAnswer(await subject.get(`/api/v1/pods${query({ watch: 'true', timeoutSeconds: '1', ...parameters })}`));
      return {
        version: await of({ resourceVersion: 'latest' }),
        timeout: await of({ timeoutSeconds: 'soon' }),
        label: await of({ labelSelector: 'a in' }),
        field: await of({ fieldSelector: 'spec.unknown=1' }),
        match: await of({ resourceVersion: '1', resourceVersionMatch: 'NotOlderThan' }),
      };
    },
    expects: { version: { status: 500 }, label: { status: 400 }, match: { status: 422 } },
  },
  {
    name: 'watch is true, whatever it says, unless it says false or 0',
    run: async (subject) => {
      const namespace = 'watches-booleans';
      const path = (await makePlace(subject, namespace))('pods');
      const found: Record<string, unknown> = {};
      for (const watch of ['true', '1', '', 'yes', 'TRUE', 'false', 'False', '0']) {
        const { text } = await subject.get(path + query({ watch, timeoutSeconds: '1' }));
        found[watch] = text === '' ? 'watch' : text.startsWith('{"kind":"PodList"') ? 'list' : text;
      }
      return found;
    },
    expects: { true: 'watch', '1': 'watch', false: 'list', '0': 'list' },
  },
];
