import type { EventRecord } from '#lib/domain/objects.ts';
import { podNamesIn, templateOfMessage } from '#lib/domain/rollout/event-template.ts';
import { timeOfEvent } from '#lib/domain/rollout/failed-create.ts';
import type { EventGroup } from '#lib/wire/event-group.ts';

/** An event with the node that it speaks of; undefined when it speaks of the DaemonSet as a whole. */
export type PlacedEvent = { readonly event: EventRecord; readonly node?: string | undefined };

type Growing = { group: EventGroup; readonly nodes: Set<string> };

function earliest(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.min(left, right);
}

function kindOf({ regarding: { kind } }: EventRecord): EventGroup['regarding'] {
  return kind === 'Pod' || kind === 'Node' ? kind : 'DaemonSet';
}

function toGroup(event: EventRecord, template: string): EventGroup {
  const last = timeOfEvent(event) ?? null;
  return {
    type: event.type,
    reason: event.reason,
    template,
    message: event.note,
    regarding: kindOf(event),
    reportingController: event.reportingController,
    count: event.count,
    first: event.firstTimestamp ?? last,
    last,
    nodes: [],
  };
}

function join(group: EventGroup, next: EventGroup): EventGroup {
  const newer = (next.last ?? -Infinity) > (group.last ?? -Infinity) ? next : group;
  return {
    ...newer,
    count: group.count + next.count,
    first: earliest(group.first, next.first),
  };
}

/** One row per reason and form of message, newest first; what events of one row have in common is said once [EV8]. */
export function groupEvents(events: Iterable<PlacedEvent>, daemonSet: string): readonly EventGroup[] {
  const groups = new Map<string, Growing>();
  for (const { event, node } of events) {
    const names = [
      event.regarding.name === daemonSet ? '' : event.regarding.name,
      ...podNamesIn(event.note, daemonSet),
    ];
    const template = templateOfMessage(event.note, [...names, node ?? '']);
    const key = JSON.stringify([event.type, event.reason, kindOf(event), template]);
    const next = toGroup(event, template);
    const known = groups.get(key);
    const growing = known ?? { group: next, nodes: new Set() };
    if (known !== undefined) known.group = join(known.group, next);
    if (node !== undefined) growing.nodes.add(node);
    groups.set(key, growing);
  }
  return [...groups.values()]
    .map(({ group, nodes }) => ({ ...group, nodes: [...nodes].sort() }))
    .sort((left, right) => (right.last ?? 0) - (left.last ?? 0));
}
