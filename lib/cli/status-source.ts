import type { Clock, Millis } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import { nodeName, type ObjectKey, objectKey } from '#lib/domain/keys.ts';
import { type Knowledge, RESOURCES, type Resource } from '#lib/domain/objects.ts';
import { listRevisions, type RevisionList } from '#lib/domain/rollout/revision-list.ts';
import type { Fleet } from '#lib/fleet/fleet.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { ResourceStatus, StatusInput } from './status-input.ts';
import type { Manner } from './status-options.ts';

/** From files time stands still at the moment that they speak of. */
export function clockAt(now: Millis, clock: Clock): Clock {
  return { ...clock, now: () => now };
}

function resourceStatus(
  { resources, asOf }: ClusterHealth,
  resource: Resource,
  state: Knowledge,
  at: Millis,
): ResourceStatus {
  const { asOfAgeMillis, note } = resources[resource];
  const moment = asOfAgeMillis === undefined ? undefined : (asOf ?? at - asOfAgeMillis);
  return { state, ...(moment === undefined ? {} : { asOf: moment }), ...(note === undefined ? {} : { note }) };
}

function ignoredOf({ ignoredKinds, ignoredNodes }: ClusterSource): Readonly<Record<string, number>> {
  const nodes = ignoredNodes();
  return nodes === 0 ? ignoredKinds : { ...ignoredKinds, Node: nodes };
}

export type Asked = { readonly daemonSet: ObjectKey | undefined; readonly cells: boolean; readonly manner: Manner };

function revisionsOf({ store }: ClusterSource, key: ObjectKey): RevisionList | undefined {
  const daemonSet = store.daemonSetByKey(key);
  if (daemonSet === undefined) return undefined;
  const { uid } = daemonSet;
  const pods = [...store.nodesOfDaemonSet(uid)].flatMap((node) => store.podsOfCell(uid, node));
  return listRevisions(daemonSet, store.revisionsOf(uid), pods);
}

/** Takes from the fleet what `status` tells; the error names the DaemonSet that is not there. */
export function readStatus(
  source: ClusterSource,
  fleet: Fleet,
  { daemonSet, cells, manner }: Asked,
  at: Millis,
): Result<StatusInput, string> {
  const picture = fleet.picture();
  const keys = picture.daemonSets.map(objectKey);
  if (daemonSet !== undefined && !keys.includes(daemonSet)) return failure(sayAbsent(daemonSet, picture));
  const health = source.health();
  const wanted = daemonSet === undefined ? keys : [daemonSet];
  const look = daemonSet === undefined ? fleet.daemonSetInShort : fleet.daemonSetView;
  const revisions = daemonSet === undefined ? undefined : revisionsOf(source, daemonSet);
  return success({
    at,
    cluster: picture.cluster,
    source: picture.source.kind,
    ...(picture.source.kind === 'Cluster' && picture.source.simulated && { simulated: picture.source.simulated }),
    health: Object.fromEntries(
      RESOURCES.map((resource) => [
        resource,
        resourceStatus(health, resource, picture.knowledge[resource] ?? 'NotSynced', at),
      ]),
    ) as Record<Resource, ResourceStatus>,
    ignored: ignoredOf(source),
    nodes: picture.nodes.map(({ name }) => nodeName(name)),
    daemonSets: wanted.flatMap((key) => look(key) ?? []),
    nodeTroubles: picture.nodeTroubles,
    single: daemonSet !== undefined,
    ...(revisions !== undefined && { revisions }),
    live: manner !== 'Once',
    cells,
  });
}

const NAMES_SHOWN = 5;

function sayAbsent(key: ObjectKey, { daemonSets }: Picture): string {
  if (daemonSets.length === 0) return `there is no DaemonSet ${key}, and no other`;
  const name = key.slice(key.indexOf('/') + 1);
  const namesakes = daemonSets.filter((each) => each.name === name);
  const others = (namesakes.length > 0 ? namesakes : daemonSets).map(objectKey).sort();
  const more = others.length - NAMES_SHOWN;
  const list = others.slice(0, NAMES_SHOWN).join(', ');
  return `there is no DaemonSet ${key}; there is ${list}${more > 0 ? ` and ${more} more` : ''}`;
}
