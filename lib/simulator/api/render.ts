import { groupVersion, type KindInfo } from '../kinds.ts';
import type { Event, Kind, SimulatedObject } from '../objects.ts';
import { type StatusError, statusBody } from './status.ts';

/*
 * How an object goes over the wire. Events are stored as core/v1 and shown by events.k8s.io/v1 in other words [EV1].
 * Source: pkg/apis/events/v1/conversion.go.
 */

function newEvent(event: Event): object {
  const { metadata, eventTime, series, action, reason, involvedObject, message, type, source } = event;
  return {
    metadata,
    eventTime,
    ...(series !== undefined && { series }),
    reportingController: event.reportingComponent,
    ...(event.reportingInstance !== '' && { reportingInstance: event.reportingInstance }),
    ...(action !== undefined && { action }),
    reason,
    regarding: involvedObject,
    note: message,
    type,
    deprecatedSource: source,
    deprecatedFirstTimestamp: event.firstTimestamp,
    deprecatedLastTimestamp: event.lastTimestamp,
    ...(event.count !== undefined && { deprecatedCount: event.count }),
  };
}

function isNewEvent({ kind, group }: KindInfo): boolean {
  return kind === 'Event' && group !== '';
}

/** As an item of a list: without its type. */
export function itemText(object: SimulatedObject, info: KindInfo): string {
  if (isNewEvent(info) && object.kind === 'Event') return JSON.stringify(newEvent(object));
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  return JSON.stringify(rest);
}

/** Alone or in a watch: with its type. */
export function objectText(object: SimulatedObject, info: KindInfo): string {
  if (isNewEvent(info) && object.kind === 'Event')
    return JSON.stringify({ kind: info.kind, apiVersion: groupVersion(info), ...newEvent(object) });
  return JSON.stringify(object);
}

/** What Go writes of an object of which only the metadata is set. */
const EMPTY: Readonly<Partial<Record<Kind, object>>> = {
  Pod: { spec: { containers: null }, status: {} },
  Node: {
    spec: {},
    status: { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo: emptyNodeInfo() },
  },
  Namespace: { spec: {}, status: {} },
  DaemonSet: {
    spec: {
      selector: null,
      template: { metadata: {}, spec: { containers: null } },
      updateStrategy: {},
    },
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  },
  ControllerRevision: { revision: 0 },
};

function emptyNodeInfo(): Readonly<Record<string, string>> {
  const names = [
    'machineID',
    'systemUUID',
    'bootID',
    'kernelVersion',
    'osImage',
    'containerRuntimeVersion',
    'kubeletVersion',
    'kubeProxyVersion',
    'operatingSystem',
    'architecture',
  ];
  return Object.fromEntries(names.map((name) => [name, '']));
}

/** A version, and that it is a bookmark; after the initial events also that these were all. */
export function bookmarkText(info: KindInfo, revision: number, isEndOfInitialEvents: boolean): string {
  const annotations = {
    ...(info.kind === 'DaemonSet' && { 'deprecated.daemonset.template.generation': '0' }),
    ...(isEndOfInitialEvents && { 'k8s.io/initial-events-end': 'true' }),
  };
  const metadata = {
    resourceVersion: String(revision),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  const object = { kind: info.kind, apiVersion: groupVersion(info), metadata, ...EMPTY[info.kind] };
  return `{"type":"BOOKMARK","object":${JSON.stringify(object)}}\n`;
}

/** A refusal inside a stream that has begun well. */
export function errorText(error: StatusError): string {
  return `{"type":"ERROR","object":${statusBody(error).trim()}}\n`;
}
