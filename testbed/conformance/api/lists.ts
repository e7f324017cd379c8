import { daemonSet } from '../../scenario.ts';
import { listOf, namesOf, query } from '../answers.ts';
import type { Case } from '../case.ts';
import { normalise, wholeAnswer } from '../normalise.ts';
import { createAll, createPods, disruptionBudget, makePlace, node, pod, priorityClass } from '../objects.ts';
import type { Subject } from '../subject.ts';
import { apartFromUnread } from '../unread-defaults.ts';

/** Lists and single objects: their shapes, and what is there. */

const COLLECTIONS = {
  Node: '/api/v1/nodes',
  Namespace: '/api/v1/namespaces',
  Pod: '/api/v1/pods',
  Event: '/api/v1/events',
  ResourceQuota: '/api/v1/resourcequotas',
  DaemonSet: '/apis/apps/v1/daemonsets',
  ControllerRevision: '/apis/apps/v1/controllerrevisions',
  ReplicaSet: '/apis/apps/v1/replicasets',
  PodDisruptionBudget: '/apis/policy/v1/poddisruptionbudgets',
  PriorityClass: '/apis/scheduling.k8s.io/v1/priorityclasses',
  EventV1: '/apis/events.k8s.io/v1/events',
} as const;

/** The keys of an object, as an object, so that a difference names the key. */
function keysOf(value: object): Readonly<Record<string, true>> {
  return Object.fromEntries(Object.keys(value).map((key) => [key, true]));
}

async function stored(subject: Subject): Promise<void> {
  const namespace = 'lists-kinds';
  await makePlace(subject, namespace);
  await createAll(subject, [
    node({ name: 'lists-node' }),
    pod({ name: 'lists-pod', namespace, labels: { a: 'b' } }, { nodeName: 'lists-node' }),
    daemonSet({ name: 'lists-daemon-set', namespace }),
    disruptionBudget({ name: 'lists-budget', namespace }),
    priorityClass({ name: 'lists-class' }, 7),
  ]);
}

const OBJECTS: Readonly<Record<string, string>> = {
  Node: '/api/v1/nodes/lists-node',
  Namespace: '/api/v1/namespaces/lists-kinds',
  Pod: '/api/v1/namespaces/lists-kinds/pods/lists-pod',
  DaemonSet: '/apis/apps/v1/namespaces/lists-kinds/daemonsets/lists-daemon-set',
  PodDisruptionBudget: '/apis/policy/v1/namespaces/lists-kinds/poddisruptionbudgets/lists-budget',
  PriorityClass: '/apis/scheduling.k8s.io/v1/priorityclasses/lists-class',
};

function collectionAndName(path: string): string {
  const at = path.lastIndexOf('/');
  return path.slice(0, at) + query({ fieldSelector: `metadata.name=${path.slice(at + 1)}` });
}

export const listCases: readonly Case[] = [
  {
    name: 'the list of each kind has its type, its group and a version, also when nothing is in it',
    run: async (subject) => {
      const found: Record<string, unknown> = {};
      for (const [kind, path] of Object.entries(COLLECTIONS)) {
        const nothing = query({ labelSelector: 'nobody-has=this-label' });
        found[kind] = wholeAnswer(await subject.get(path + nothing));
      }
      return found;
    },
    expects: {
      Node: { status: 200, contentType: 'application/json', body: { kind: 'NodeList', apiVersion: 'v1', items: [] } },
      DaemonSet: { body: { kind: 'DaemonSetList', apiVersion: 'apps/v1', metadata: { resourceVersion: '<version>' } } },
      EventV1: { body: { kind: 'EventList', apiVersion: 'events.k8s.io/v1' } },
    },
  },
  {
    name: 'items of a list come without their type, a single object with it; both have the same metadata',
    run: async (subject) => {
      await stored(subject);
      const found: Record<string, unknown> = {};
      const withManagedFields: string[] = [];
      for (const [kind, path] of Object.entries(OBJECTS)) {
        const [item] = listOf(await subject.get(collectionAndName(path))).items;
        const single = (await subject.get(path)).json as { readonly metadata: object };
        const { managedFields, ...metadata } = { managedFields: undefined, ...single.metadata };
        if (managedFields !== undefined) withManagedFields.push(kind);
        found[kind] = {
          item: keysOf(item ?? {}),
          single: keysOf(single),
          metadata: keysOf(metadata),
          same: JSON.stringify(item?.metadata) === JSON.stringify(single.metadata),
        };
      }
      await subject.delete({ kind: 'Node', name: 'lists-node' });
      return { ...found, withManagedFields };
    },
    expects: {
      Node: {
        item: { metadata: true, spec: true, status: true },
        single: { kind: true, apiVersion: true },
        same: true,
      },
      Pod: { metadata: { name: true, namespace: true, uid: true, resourceVersion: true, creationTimestamp: true } },
    },
  },
  {
    name: 'a DaemonSet as it is stored: its defaults, its generation, its annotation of the template',
    run: async (subject) => {
      await makePlace(subject, 'lists-daemon-set');
      const made = await subject.create(daemonSet({ name: 'agent', namespace: 'lists-daemon-set' }));
      return apartFromUnread(normalise(made));
    },
    expects: {
      object: {
        metadata: { generation: 1, annotations: { 'deprecated.daemonset.template.generation': '1' } },
        spec: {
          revisionHistoryLimit: 10,
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
        },
        status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
      },
    },
  },
  {
    name: 'a Pod as it is stored: its defaults, its tolerations, its priority, its phase',
    run: async (subject) => {
      const namespace = 'lists-pod';
      await makePlace(subject, namespace);
      await subject.create(priorityClass({ name: 'lists-pod' }, 1_000));
      const bare = await subject.create(pod({ name: 'bare', namespace }));
      const containers = [
        {
          name: 'main',
          image: 'registry.example.com/main:1.0.0',
          ports: [{ containerPort: 8_080 }],
          resources: { requests: { cpu: '100m' }, limits: { cpu: '100m', memory: '1Gi' } },
        },
      ];
      const full = await subject.create(
        pod(
          { name: 'full', namespace },
          { containers, nodeName: 'lists-node', hostNetwork: true, priorityClassName: 'lists-pod' },
        ),
      );
      return { bare: apartFromUnread(normalise(bare)), full: apartFromUnread(normalise(full)) };
    },
    expects: {
      bare: {
        object: {
          metadata: { generation: 1 },
          spec: { priority: 0 },
          status: { phase: 'Pending', qosClass: 'BestEffort' },
        },
      },
      full: { object: { spec: { priority: 1_000, hostNetwork: true }, status: { qosClass: 'Guaranteed' } } },
    },
  },
  {
    name: 'a PodDisruptionBudget, a PriorityClass and a Namespace as they are stored',
    run: async (subject) => {
      await makePlace(subject, 'lists-small');
      const place = { namespace: 'lists-small' };
      const budget = await subject.create(disruptionBudget({ name: 'budget', ...place }));
      const level = await subject.create(priorityClass({ name: 'lists-small' }, 1_000));
      const namespace = await subject.get('/api/v1/namespaces/lists-small');
      return { budget: normalise(budget), level: normalise(level), namespace: wholeAnswer(namespace) };
    },
    expects: {
      budget: { metadata: { generation: 1 }, status: { disruptionsAllowed: 0 } },
      level: { value: 1_000 },
      namespace: { body: { status: { phase: 'Active' }, spec: { finalizers: ['kubernetes'] } } },
    },
  },
  {
    name: 'objects of a namespace are listed by name; those of a namespace that does not exist are none',
    run: async (subject) => {
      const place = await makePlace(subject, 'lists-order');
      await createPods(subject, 'lists-order', ['b', 'c', 'a', 'b-1', 'b.1', 'b0']);
      return {
        here: namesOf(await subject.get(place('pods'))),
        nowhere: wholeAnswer(await subject.get('/api/v1/namespaces/does-not-exist/pods')),
      };
    },
    expects: { here: ['a', 'b', 'b-1', 'b.1', 'b0', 'c'], nowhere: { status: 200, body: { items: [] } } },
  },
  {
    name: 'a single object that does not exist is not found, under the name of its resource',
    run: async (subject) => {
      const found: Record<string, unknown> = {};
      for (const [kind, path] of Object.entries(OBJECTS))
        found[kind] = wholeAnswer(await subject.get(path.replace(/[^/]+$/, 'missing')));
      found['Pod in no namespace'] = wholeAnswer(await subject.get('/api/v1/namespaces/does-not-exist/pods/a'));
      found['Event'] = wholeAnswer(await subject.get('/apis/events.k8s.io/v1/namespaces/default/events/missing'));
      return found;
    },
    expects: {
      Node: {
        status: 404,
        body: { reason: 'NotFound', message: 'nodes "missing" not found', details: { name: 'missing', kind: 'nodes' } },
      },
      DaemonSet: { body: { details: { group: 'apps', kind: 'daemonsets' } } },
    },
  },
  {
    name: 'parameters that are not known do not matter',
    run: async (subject) => {
      const place = await makePlace(subject, 'lists-unknown');
      await createPods(subject, 'lists-unknown', ['a']);
      return namesOf(await subject.get(place('pods') + query({ unknown: '1', pretty: 'false' })));
    },
    expects: ['a'],
  },
];
