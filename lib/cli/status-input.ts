import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '#lib/domain/keys.ts';
import type { Knowledge, Resource } from '#lib/domain/objects.ts';
import type { RevisionList } from '#lib/domain/rollout/revision-list.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import type { Picture, Simulated } from '#lib/wire/picture.ts';

export type ResourceStatus = {
  readonly state: Knowledge;
  /** The moment that what is known speaks of; undefined when nothing is known. */
  readonly asOf?: Millis;
  /** What the reader says about it, in English. */
  readonly note?: string;
};

/** What `status` tells, in whatever form: the picture at one moment, worst DaemonSet first. */
export type StatusInput = {
  readonly at: Millis;
  readonly cluster: { readonly name: string; readonly version: string | null };
  /** Files never go stale: they speak of the moment `at`. */
  readonly source: 'Cluster' | 'Files';
  /** Of a cluster that is made up. */
  readonly simulated?: Simulated;
  /** It is being followed: a story that is made up goes on, and is not at its end. */
  readonly live: boolean;
  readonly health: Readonly<Record<Resource, ResourceStatus>>;
  /** Objects in files that are of no kind we read, and nodes left out, by kind. */
  readonly ignored: Readonly<Record<string, number>>;
  /** All of the picture, in its order: there are nodes where there is no DaemonSet. */
  readonly nodes: readonly NodeName[];
  readonly daemonSets: readonly DaemonSetView[];
  /** Nodes that are not Ready or gone, by pool. */
  readonly nodeTroubles: Picture['nodeTroubles'];
  /** One DaemonSet was asked for by name. */
  readonly single: boolean;
  /** Of that one. */
  readonly revisions?: RevisionList;
  readonly cells: boolean;
};
