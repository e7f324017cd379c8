// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { createQueryClient } from '#lib/browser/query.ts';
import { inFleet, makeFleetSource } from '#lib/testing/page.ts';
import { makeEvictionSet, makeNodeRoom, makePendingRoom, makeRoomPlan, makeRoomPod } from '#lib/testing/rooms.ts';
import { createText } from '#lib/text/text.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { TextContext } from '../shell/text-context.ts';
import { DrawerRoom } from './drawer-room.tsx';

afterEach(cleanup);

/** The drawer of node-a with these details of its room; undefined: they are on their way. */
function open(room: NodeRoomDetails | null | undefined): void {
  const client = createQueryClient();
  if (room !== undefined) client.setQueryData(['node', 'node-a'], { kind: 'Found', details: { room } });
  const drawer = (
    <QueryClientProvider client={client}>
      <TextContext value={createText('en')}>
        <DrawerRoom daemonSet={{ namespace: 'logging', name: 'fluent-bit' }} node="node-a" />
      </TextContext>
    </QueryClientProvider>
  );
  render(inFleet(makeFleetSource(), drawer));
}
const lines = () => [...document.querySelectorAll('p')].map((line) => line.textContent);
const plan = () => screen.queryByRole('link', { name: 'To the plan for this node' })?.getAttribute('href');
const UNCLEAR = 'What is short here cannot be told from what is known now.';

describe('[5.6] the room of a square that is starved', () => {
  test('what is short, whether the scheduler helps, the smallest eviction, and the way to its plan', () => {
    open(makeNodeRoom());
    expect(lines()).toStrictEqual([
      'Short by 180m CPU.',
      'Will the scheduler do it by itself?The scheduler will not do it by itself: nothing on this node has a lower priority.',
      'The smallest eviction that makes room: default/web-1.',
    ]);
    expect(plan()).toBe('/nodes/node-a?if=evict:default/web-1#room');
  });

  test('[MR3] [MR7] what it breaks is said, and that budgets are not known', () => {
    const set = makeEvictionSet({ bare: 1, violations: [{ budget: 'default/web', asked: 1, allowed: 0 }] });
    open(makeNodeRoom({ budgets: 'Forbidden', plan: makeRoomPlan({ sets: [set] }) }));
    expect(lines().slice(3)).toStrictEqual([
      '1 of them has no controller and is lost for good.',
      'The PodDisruptionBudget default/web would be asked for 1 and allows 0: the eviction is answered with 429 until it allows more.',
      'Rollcall may not read PodDisruptionBudgets: no eviction is known to be allowed.',
    ]);
  });

  test('where nobody is to go there is no set, and the way leads to the node', () => {
    open(makeNodeRoom({ plan: makeRoomPlan({ kind: 'Wait', sets: [] }) }));
    expect(lines().at(-1)).toBe('Nothing has to go: pods that are leaving free enough.');
    expect(plan()).toBe('/nodes/node-a#room');
  });

  test.for([
    { name: 'nodes or pods may not be read', room: null },
    {
      name: 'this DaemonSet does not wait here',
      room: makeNodeRoom({ pending: [makePendingRoom({ daemonSet: 'a/b' })] }),
    },
    { name: 'there is no plan', room: makeNodeRoom({ plan: null }) },
  ])('nothing is claimed when $name', ({ room }) => {
    open(room);
    expect(lines()).toStrictEqual([UNCLEAR]);
    expect(plan()).toBeUndefined();
  });
});

test('a pod of the set is called by its own name, wherever it stands in the list', () => {
  const pods = [makeRoomPod('other'), makeRoomPod('web-1', { namespace: 'shop' })];
  open(makeNodeRoom({ pods }));
  expect(plan()).toBe('/nodes/node-a?if=evict:shop/web-1#room');
});
