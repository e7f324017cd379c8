import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DaemonSet, Event, Node, Pod } from '#lib/simulator/objects.ts';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { startScheduler } from './scheduler.ts';

/* What was recorded of a real scheduler is put to the simulated one: it says the same, letter by letter. */

type Recorded = { readonly items: readonly (Node | Pod | DaemonSet | Event)[] };

test.each([
  'failed-scheduling-equal-priority',
  'failed-scheduling-never-fits',
  'failed-scheduling-host-port',
  'failed-scheduling-surge-host-port',
])('the text of %s is said again', (name) => {
  const file = new URL(`../../../testbed/dumps/${name}.json`, import.meta.url);
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  const context = simulatedContext();
  const { store, clock, events } = context;
  const refused: Pod[] = [];
  for (const each of items) {
    if (each.kind === 'Node') store.create<'Node'>(each);
    if (each.kind !== 'Pod') continue;
    if (each.spec.nodeName !== undefined) store.create<'Pod'>(each);
    else refused.push(each);
  }
  expect(refused.length).toBeGreaterThan(0);
  for (const { metadata, spec, kind, apiVersion } of refused) store.create<'Pod'>({ kind, apiVersion, metadata, spec });
  const { stop } = startScheduler(context);
  clock.advance(1_000);
  stop();
  for (const { metadata, status } of refused) {
    const said = status.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
    const pod = store.get('Pod', metadata.name, metadata.namespace);
    expect(pod?.status.conditions?.map(({ message }) => message)).toStrictEqual([said]);
    const recorded = items.flatMap((each) =>
      each.kind === 'Event' && each.reason === 'FailedScheduling' && each.involvedObject.name === metadata.name
        ? [each.message]
        : [],
    );
    const messages = events.filter(({ regarding }) => regarding.name === metadata.name).map(({ message }) => message);
    expect([...new Set(recorded)]).toStrictEqual(messages);
  }
});
