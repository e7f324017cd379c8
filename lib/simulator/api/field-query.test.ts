import { expect, test } from 'vitest';
import { failure } from '#lib/base/result.ts';
import { EVENTS_V1, KINDS, type KindInfo } from '../kinds.ts';
import type { Event, Node, Pod } from '../objects.ts';
import { parseFieldQuery } from './field-query.ts';

const metadata = { namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-24T08:00:00Z' };
const pod: Pod = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { ...metadata, name: 'a' },
  spec: {
    nodeName: 'n,1',
    serviceAccountName: 'agent',
    hostNetwork: true,
    restartPolicy: 'Always',
    containers: [{ name: 'main', image: 'x' }],
  },
  status: { phase: 'Running', podIP: '10.0.0.7' },
};
const node: Node = { kind: 'Node', apiVersion: 'v1', metadata: { ...metadata, name: 'n' }, spec: {}, status: {} };
const event: Event = {
  kind: 'Event',
  apiVersion: 'v1',
  metadata: { ...metadata, name: 'a.1' },
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'a', uid: 'u-1' },
  type: 'Warning',
  reason: 'FailedScheduling',
  message: 'no',
  source: {},
  firstTimestamp: null,
  lastTimestamp: null,
  eventTime: '2026-11-24T08:00:00.000000Z',
  reportingComponent: 'default-scheduler',
  reportingInstance: 'default-scheduler-1',
};

const CHOOSING: readonly (readonly [string, KindInfo, Pod | Node | Event, boolean])[] = [
  ['', KINDS.Pod, pod, true],
  ['metadata.name=a', KINDS.Pod, pod, true],
  ['metadata.name==b', KINDS.Pod, pod, false],
  ['metadata.namespace=default,metadata.name!=b', KINDS.Pod, pod, true],
  ['spec.nodeName=n\\,1', KINDS.Pod, pod, true],
  ['spec.host=n\\,1', KINDS.Pod, pod, true],
  ['spec.nodeName!=', KINDS.Pod, pod, true],
  ['status.nominatedNodeName=', KINDS.Pod, pod, true],
  ['status.phase=Running,spec.hostNetwork=true,spec.restartPolicy=Always', KINDS.Pod, pod, true],
  ['spec.serviceAccountName=agent,status.podIP=10.0.0.7', KINDS.Pod, pod, true],
  ['status.podIPs=10.0.0.7', KINDS.Pod, pod, false],
  ['spec.unschedulable=false', KINDS.Node, node, true],
  ['spec.unschedulable=true', KINDS.Node, node, false],
  ['involvedObject.name=a,involvedObject.uid=u-1,type=Warning,reason=FailedScheduling', KINDS.Event, event, true],
  ['source=default-scheduler,reportingComponent=default-scheduler', KINDS.Event, event, true],
  ['regarding.kind=Pod,reportingController=default-scheduler', EVENTS_V1, event, true],
];
test.for(CHOOSING)('[EV1] the field selector "%s" chooses by what the object says', ([selector, info, object, is]) => {
  const query = parseFieldQuery(selector, info);
  expect(query.ok && query.value.matches(object)).toBe(is);
});

/** What a real API server of 1.36.3 said, word for word. */
const UNREADABLE: readonly (readonly [string, KindInfo, string])[] = [
  ['metadata.name', KINDS.Pod, "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
  ['metadata.name=\\a', KINDS.Pod, 'invalid field selector: invalid escape sequence: \\a'],
  ['metadata.name=a\\', KINDS.Pod, 'invalid field selector: invalid escape sequence: \\'],
  ['metadata.name=a=b', KINDS.Pod, 'invalid field selector: unescaped character in value: 61'],
  ['metadata.name=a,spec.nodeName!=n1,foo=1', KINDS.Pod, 'field label not supported: foo'],
  ['constructor=a', KINDS.Pod, 'field label not supported: constructor'],
  ['metadata.namespace=a', KINDS.Node, 'field label not supported: metadata.namespace'],
  ['source=kubelet', EVENTS_V1, 'field label not supported: source'],
  ['involvedObject.name=a', EVENTS_V1, 'field label not supported: involvedObject.name'],
  ['spec.x=1', KINDS.DaemonSet, '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"'],
];
test.for(UNREADABLE)('the field selector "%s" is refused with the real words', ([selector, info, message]) => {
  expect(parseFieldQuery(selector, info)).toStrictEqual(failure(message));
});

const SINGLE: readonly (readonly [string, boolean])[] = [
  ['metadata.name=a', true],
  ['metadata.name!=a', false],
  ['spec.nodeName=a', false],
];
test.for(SINGLE)('"%s" asks for one object by its name: %s', ([selector, isSingle]) => {
  const query = parseFieldQuery(selector, KINDS.Pod);
  expect(query.ok && query.value.isSingle).toBe(isSingle);
});
