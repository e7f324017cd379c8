import { namesOf, query } from '../answers.ts';
import type { Case } from '../case.ts';
import { wholeAnswer } from '../normalise.ts';
import { createAll, makePlace, node, pod } from '../objects.ts';
import type { Subject } from '../subject.ts';

/** labelSelector and fieldSelector of lists. */

const LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  blue: { colour: 'blue', size: '3' },
  empty: { colour: '' },
  plain: {},
  prefixed: { 'example.com/colour': 'blue', size: '12' },
  red: { colour: 'red' },
};

const LABEL_SELECTORS = [
  '',
  'colour=blue',
  'colour==blue',
  'colour!=blue',
  'colour in (blue,red)',
  'colour in (blue , red)',
  'colour notin (blue,red)',
  'colour in ()',
  'colour in (,red)',
  'colour=',
  'colour',
  '!colour',
  '! colour',
  ' colour = blue ',
  'colour=blue,size=3',
  'colour,size!=3',
  'size>3',
  'size<12',
  'size>2,size<12',
  'colour>3',
  'example.com/colour=blue',
  'colour=blue,colour=red',
] as const;

const WRONG_LABEL_SELECTORS = [
  'colour in',
  'colour in blue',
  'colour in (blue',
  'colour=blue,,size=3',
  'colour=blue,',
  '=blue',
  'colour=-blue-',
  'colour=blue red',
  'a/b/c=1',
  'size>many',
  `colour=${'x'.repeat(64)}`,
  'in (blue)',
  'colour!blue',
  '()',
  '!',
] as const;

async function listPods(subject: Subject, path: string, selectors: readonly string[], key: string): Promise<unknown> {
  const found: Record<string, readonly string[]> = {};
  for (const selector of selectors) found[selector] = namesOf(await subject.get(path + query({ [key]: selector })));
  return found;
}

async function refusals(subject: Subject, path: string, selectors: readonly string[], key: string): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const selector of selectors) found[selector] = wholeAnswer(await subject.get(path + query({ [key]: selector })));
  return found;
}

export const selectorCases: readonly Case[] = [
  {
    name: 'a label selector in each of its forms chooses the same pods',
    run: async (subject) => {
      const namespace = 'selectors-labels';
      const place = await makePlace(subject, namespace);
      await createAll(
        subject,
        Object.entries(LABELS).map(([name, labels]) => pod({ name, namespace, labels })),
      );
      return listPods(subject, place('pods'), LABEL_SELECTORS, 'labelSelector');
    },
    expects: {
      '': ['blue', 'empty', 'plain', 'prefixed', 'red'],
      'colour=blue': ['blue'],
      'colour!=blue': ['empty', 'plain', 'prefixed', 'red'],
      'colour notin (blue,red)': ['empty', 'plain', 'prefixed'],
      '!colour': ['plain', 'prefixed'],
      'size>3': ['prefixed'],
    },
  },
  {
    name: 'a label selector that cannot be read is a bad request, with the reason in words',
    run: (subject) => refusals(subject, '/api/v1/pods', WRONG_LABEL_SELECTORS, 'labelSelector'),
    expects: {
      'colour in': { status: 400, body: { kind: 'Status', status: 'Failure', reason: 'BadRequest', code: 400 } },
      'a/b/c=1': { status: 400 },
    },
  },
  {
    name: 'field selectors of pods choose by name, namespace, node and phase',
    run: async (subject) => {
      const namespace = 'selectors-fields';
      const place = await makePlace(subject, namespace);
      await createAll(subject, [
        pod({ name: 'bound', namespace }, { nodeName: 'node-of-selectors' }),
        pod({ name: 'other', namespace }, { nodeName: 'another-node' }),
        pod({ name: 'unbound', namespace }),
      ]);
      await subject.patchStatus({ kind: 'Pod', name: 'other', namespace }, { status: { phase: 'Running' } });
      const selectors = [
        'metadata.name=bound',
        'metadata.name!=bound',
        'metadata.name==bound',
        `metadata.namespace=${namespace}`,
        'metadata.namespace=elsewhere',
        'spec.nodeName=node-of-selectors',
        'spec.nodeName=',
        'spec.nodeName!=',
        'status.phase=Pending',
        'status.phase!=Pending,spec.nodeName!=x',
        'spec.schedulerName=default-scheduler',
        'spec.restartPolicy=Always',
        'spec.hostNetwork=false',
        '',
        ',',
      ];
      const everywhere = await subject.get(
        `/api/v1/pods${query({ fieldSelector: `metadata.namespace=${namespace},spec.nodeName=` })}`,
      );
      return {
        here: await listPods(subject, place('pods'), selectors, 'fieldSelector'),
        everywhere: namesOf(everywhere),
      };
    },
    expects: {
      here: {
        'spec.nodeName=': ['unbound'],
        'status.phase=Pending': ['bound', 'unbound'],
        'metadata.namespace=elsewhere': [],
      },
      everywhere: ['unbound'],
    },
  },
  {
    name: 'field selectors of nodes choose by name and by being unschedulable',
    run: async (subject) => {
      await createAll(subject, [node({ name: 'fields-one' }), node({ name: 'fields-two' })]);
      await subject.patch({ kind: 'Node', name: 'fields-two' }, { spec: { unschedulable: true } });
      const selectors = [
        'metadata.name=fields-one',
        'spec.unschedulable=true,metadata.name!=x',
        'spec.unschedulable=false,metadata.name=fields-two',
        'spec.unschedulable=false,metadata.name=fields-one',
      ];
      const found = await listPods(subject, '/api/v1/nodes', selectors, 'fieldSelector');
      for (const name of ['fields-one', 'fields-two']) await subject.delete({ kind: 'Node', name });
      return found;
    },
    expects: { 'metadata.name=fields-one': ['fields-one'], 'spec.unschedulable=true,metadata.name!=x': ['fields-two'] },
  },
  {
    name: 'a field selector that cannot be read, or names a field that cannot be chosen by, is a bad request',
    run: async (subject) => ({
      pods: await refusals(
        subject,
        '/api/v1/pods',
        ['spec.unknown=1', 'metadata.labels=1', 'metadata.name', 'metadata.name>a', 'a=b=c', '=x'],
        'fieldSelector',
      ),
      nodes: await refusals(subject, '/api/v1/nodes', ['spec.nodeName=x'], 'fieldSelector'),
      daemonSets: await refusals(subject, '/apis/apps/v1/daemonsets', ['status.phase=x', 'spec.x=1'], 'fieldSelector'),
      events: await refusals(subject, '/apis/events.k8s.io/v1/events', ['regarding.foo=x'], 'fieldSelector'),
      both: wholeAnswer(
        await subject.get(`/api/v1/pods${query({ labelSelector: 'a=b', fieldSelector: 'spec.unknown=1' })}`),
      ),
    }),
    expects: { pods: { 'spec.unknown=1': { status: 400, body: { reason: 'BadRequest' } } }, nodes: {}, daemonSets: {} },
  },
];
