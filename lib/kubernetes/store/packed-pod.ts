import type { Millis } from '#lib/base/clock.ts';
import { type NodeName, nodeName, type Uid, uid } from '#lib/domain/keys.ts';
import type {
  ContainerState,
  ContainerStatus,
  ContainerTermination,
  PodCondition,
  PodRecord,
} from '#lib/domain/objects.ts';
import type { Interner } from '../intern.ts';
import { withoutUndefined } from '../project/fields.ts';

/*
 * Pods are most of what is held, and the pods of one template differ in little: name, uid, node and a few moments. So a
 * pod is kept as these and a shape: its record with an empty name and every time set to 0, shared by all that have an
 * equal one. `unpackPod` makes the record anew; spec, labels and owner are the shared objects themselves.
 */
export class PackedPod {
  readonly shape: PodRecord;
  readonly name: string;
  readonly uid: Uid;
  resourceVersion: string;
  /** The target node [NP4]: where it is bound, else where it is pinned to. */
  readonly target: NodeName | undefined;
  /** In the order in which `mapTimes` meets them; in seconds, which are small integers to the engine, unlike milliseconds. */
  readonly times: readonly number[];

  constructor(record: PodRecord, shape: PodRecord, times: readonly number[]) {
    this.shape = shape;
    this.name = record.name;
    this.uid = record.uid;
    this.resourceVersion = record.resourceVersion;
    this.target = record.nodeName ?? record.pinnedNodeName;
    this.times = times;
  }

  get node(): NodeName | undefined {
    return this.shape.nodeName === undefined ? undefined : this.target;
  }

  get daemonSet(): Uid | undefined {
    return this.shape.owner?.kind === 'DaemonSet' ? this.shape.owner.uid : undefined;
  }

  /** True when only the resourceVersion may differ: nobody has to hear of it. */
  saysTheSameAs(other: PackedPod): boolean {
    return (
      this.shape === other.shape &&
      this.name === other.name &&
      this.target === other.target &&
      this.times.every((time, index) => time === other.times[index])
    );
  }
}

const AT_TARGET = nodeName('');
const NO_UID = uid('');

export function packPod(record: PodRecord, interner: Interner): PackedPod {
  const times: number[] = [];
  const zeroed = mapTimes(record, (time) => {
    times.push(time / 1000);
    return 0;
  });
  const target = record.nodeName ?? record.pinnedNodeName;
  const { labels, spec, owner, finalizers, ...rest } = zeroed;
  const shared = {
    labels: interner.share(labels),
    spec: interner.share(spec),
    owner: owner && interner.share(owner),
    finalizers: interner.share(finalizers),
  };
  const varying = withoutUndefined<Omit<PodRecord, 'labels' | 'spec' | 'owner' | 'finalizers'>>({
    ...rest,
    name: '',
    uid: NO_UID,
    resourceVersion: '',
    nodeName: record.nodeName === undefined ? undefined : AT_TARGET,
    pinnedNodeName: record.pinnedNodeName === target ? record.pinnedNodeName && AT_TARGET : record.pinnedNodeName,
  });
  const ids = Object.values(shared).map((part) => (part === undefined ? 0 : interner.idOf(part)));
  const shape = interner.shareAs(`${ids.join(',')}${JSON.stringify(varying)}`, () =>
    withoutUndefined<PodRecord>({ ...varying, ...shared }),
  );
  return new PackedPod(record, shape, times);
}

export function unpackPod(pod: PackedPod): PodRecord {
  const { shape, times, target } = pod;
  let index = 0;
  const record = mapTimes(shape, () => {
    const seconds = times[index] ?? 0;
    index += 1;
    return Math.round(seconds * 1000);
  });
  record.name = pod.name;
  record.uid = pod.uid;
  record.resourceVersion = pod.resourceVersion;
  if (target !== undefined && shape.nodeName !== undefined) record.nodeName = target;
  if (target !== undefined && shape.pinnedNodeName === AT_TARGET) record.pinnedNodeName = target;
  return record;
}

type Draft<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type MapTime = (time: Millis) => Millis;

/** A copy in which every time is another, in one fixed order; an absent one stays absent, and what bears none is shared. */
function mapTimes(record: PodRecord, map: MapTime): Draft<PodRecord> {
  const mapped: Draft<PodRecord> = { ...record };
  if (record.creationTimestamp !== undefined) mapped.creationTimestamp = map(record.creationTimestamp);
  if (record.deletionTimestamp !== undefined) mapped.deletionTimestamp = map(record.deletionTimestamp);
  if (record.startTime !== undefined) mapped.startTime = map(record.startTime);
  mapped.conditions = record.conditions.map((condition) => mapCondition(condition, map));
  mapped.containerStatuses = record.containerStatuses.map((status) => mapStatus(status, map));
  return mapped;
}

function mapCondition(condition: PodCondition, map: MapTime): PodCondition {
  const { lastTransitionTime: time } = condition;
  return time === undefined ? condition : { ...condition, lastTransitionTime: map(time) };
}

function mapStatus(status: ContainerStatus, map: MapTime): ContainerStatus {
  const mapped = { ...status, state: mapState(status.state, map) };
  const { lastTermination: last } = status;
  return last === undefined ? mapped : { ...mapped, lastTermination: mapTermination(last, map) };
}

function mapState(state: ContainerState, map: MapTime): ContainerState {
  if (state.kind === 'Running' && state.startedAt !== undefined)
    return { kind: 'Running', startedAt: map(state.startedAt) };
  if (state.kind === 'Terminated') return { ...state, ...mapTermination(state, map) };
  return state;
}

function mapTermination(termination: ContainerTermination, map: MapTime): ContainerTermination {
  return termination.finishedAt === undefined
    ? termination
    : { ...termination, finishedAt: map(termination.finishedAt) };
}
