import type { KubernetesObject } from '../../kinds.ts';
import { listOf, namesOf, query } from '../answers.ts';
import type { Case } from '../case.ts';
import { normalise } from '../normalise.ts';
import { makePlace } from '../objects.ts';
import type { Subject } from '../subject.ts';

/** The same events under both of their names. */

const involvedObject = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  name: 'agent',
  namespace: 'events',
  uid: '11111111-2222-4333-8444-555555555555',
  resourceVersion: '7',
};

/** As controllers write it: a count, and the first and last time. */
const COUNTED: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'counted', namespace: 'events', labels: { case: 'events' } },
  involvedObject,
  type: 'Warning',
  reason: 'FailedCreate',
  message: 'Error creating: it is forbidden',
  source: { component: 'daemonset-controller' },
  firstTimestamp: '2026-11-24T08:00:00Z',
  lastTimestamp: '2026-11-24T08:05:00Z',
  count: 3,
  eventTime: null,
  reportingComponent: 'daemonset-controller',
  reportingInstance: '',
};

/** As the scheduler writes it: a time in microseconds and an action. */
const TIMED: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'timed', namespace: 'events', labels: { case: 'events' } },
  involvedObject: { ...involvedObject, apiVersion: 'v1', kind: 'Pod', name: 'agent-x', fieldPath: 'spec' },
  type: 'Warning',
  reason: 'FailedScheduling',
  message: '0/1 nodes are available',
  source: {},
  firstTimestamp: null,
  lastTimestamp: null,
  eventTime: '2026-11-24T08:01:00.123456Z',
  series: { count: 4, lastObservedTime: '2026-11-24T08:02:00.654321Z' },
  action: 'Scheduling',
  reportingComponent: 'default-scheduler',
  reportingInstance: 'default-scheduler-host',
};

const CORE = '/api/v1/namespaces/events/events';
const NEW = '/apis/events.k8s.io/v1/namespaces/events/events';

/** The case that comes first makes them for all that follow. */
async function bothEvents(subject: Subject): Promise<void> {
  if ((await subject.get('/api/v1/namespaces/events')).status === 200) return;
  await makePlace(subject, 'events');
  await subject.create(COUNTED);
  await subject.create(TIMED);
}

export const eventCases: readonly Case[] = [
  {
    name: 'an event is the same under v1 and under events.k8s.io/v1, each in its own words',
    run: async (subject) => {
      await bothEvents(subject);
      const found: Record<string, unknown> = {};
      for (const name of ['counted', 'timed'])
        for (const [version, path] of [
          ['v1', CORE],
          ['events.k8s.io/v1', NEW],
        ] as const)
          found[`${name} ${version}`] = normalise((await subject.get(`${path}/${name}`)).json);
      return found;
    },
    expects: {
      'counted v1': { kind: 'Event', apiVersion: 'v1', count: 3, involvedObject: { name: 'agent' } },
      'counted events.k8s.io/v1': {
        apiVersion: 'events.k8s.io/v1',
        deprecatedCount: 3,
        regarding: { name: 'agent' },
        note: 'Error creating: it is forbidden',
        deprecatedSource: { component: 'daemonset-controller' },
      },
      'timed events.k8s.io/v1': { action: 'Scheduling', reportingController: 'default-scheduler' },
    },
  },
  {
    name: 'lists and watches of events speak the words of the version that was asked',
    run: async (subject) => {
      await bothEvents(subject);
      const found: Record<string, unknown> = {};
      for (const path of [CORE, NEW]) {
        const list = listOf(await subject.get(path));
        const stream = await subject.stream(path + query({ watch: 'true' }));
        const first = await stream.next();
        stream.close();
        found[path] = {
          list: [list.kind, list.apiVersion, ...Object.keys(list.items[0] ?? {}).sort()],
          watch: [first?.object['kind'], first?.object['apiVersion'], ...Object.keys(first?.object ?? {}).sort()],
          names: list.items.map(({ metadata }) => metadata.name),
        };
      }
      return found;
    },
    expects: { [CORE]: { names: ['counted', 'timed'] }, [NEW]: { names: ['counted', 'timed'] } },
  },
  {
    name: 'events are chosen by what they are about, by type, reason and source, in the words of each version',
    run: async (subject) => {
      await bothEvents(subject);
      const of = async (path: string, fieldSelector: string) => {
        const answer = await subject.get(path + query({ fieldSelector }));
        return answer.status === 200 ? namesOf(answer) : (answer.json as { readonly message: string }).message;
      };
      const found: Record<string, unknown> = {};
      for (const selector of [
        'involvedObject.kind=DaemonSet',
        'involvedObject.name=agent-x',
        'involvedObject.namespace=events',
        `involvedObject.uid=${involvedObject.uid}`,
        'involvedObject.apiVersion=v1',
        'involvedObject.resourceVersion=7',
        'involvedObject.fieldPath=spec',
        'reason=FailedCreate',
        'reportingComponent=default-scheduler',
        'source=daemonset-controller',
        'source=default-scheduler',
        'type=Warning',
        'type!=Warning',
      ])
        found[`v1 ${selector}`] = await of(CORE, selector);
      for (const selector of [
        'regarding.kind=DaemonSet',
        'regarding.name=agent-x',
        `regarding.uid=${involvedObject.uid}`,
        'reason=FailedCreate',
        'reportingController=default-scheduler',
        'type=Warning',
        'involvedObject.name=agent',
      ])
        found[`events.k8s.io/v1 ${selector}`] = await of(NEW, selector);
      return found;
    },
    expects: {
      'v1 involvedObject.kind=DaemonSet': ['counted'],
      'v1 reason=FailedCreate': ['counted'],
      'v1 type!=Warning': [],
      'events.k8s.io/v1 type=Warning': ['counted', 'timed'],
    },
  },
];
