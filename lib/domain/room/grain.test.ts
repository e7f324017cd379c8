import { expect, test } from 'vitest';
import { type Random, seededRandom } from '#lib/base/random.ts';
import { makeContainer, makeNode, makePod } from '#lib/testing/objects.ts';
import type { PodRecord } from '../objects.ts';
import { computeFit } from './fit.ts';
import { allocatableAmounts, grainOf, requestAmounts } from './grain.ts';
import { podRequests } from './pod-requests.ts';
import { fitsBeside } from './room.ts';
import type { RoomPod } from './room-pod.ts';
import { toPendingPod, toRoomPod } from './room-source.ts';

function makeUser(name: string, memory: string): PodRecord {
  return makePod({ name, spec: { containers: [makeContainer({ requests: { cpu: '1', memory } })] } });
}

test('[RM6] ordinary quantities are told as they are', () => {
  const node = makeNode('node-a', { allocatable: { cpu: '64', memory: '1Ti', pods: '110' } });
  const pods = Array.from({ length: 110 }, (_, index) => makeUser(`${index}`, '1Gi'));
  const grain = grainOf(node, pods);
  expect([...grain]).toEqual([]);
  expect(allocatableAmounts(node, grain)).toEqual({ cpu: 64_000, memory: 1_099_511_627_776, pods: 110 });
});

test('[RM6] beyond what a number holds, what a node has is rounded down and what is asked up', () => {
  const node = makeNode('node-a', { allocatable: { memory: '9007199254741001', pods: '110' } });
  const pod = makeUser('pod-a', '3');
  const grain = grainOf(node, [pod]);
  expect([...grain]).toEqual([['memory', 2n]]);
  expect(allocatableAmounts(node, grain)).toEqual({ memory: 9_007_199_254_741_000, pods: 110 });
  expect(requestAmounts(podRequests(pod).amounts, grain)).toEqual({ pods: 1, cpu: 1_000, memory: 4 });
});

test('[FT10] what the scheduler does not compare, and what is less than nothing, is no room', () => {
  const node = makeNode('node-a', { allocatable: { cpu: '-1', memory: '1', 'made-up': '5' } });
  expect(allocatableAmounts(node)).toEqual({ cpu: 0, memory: 1 });
  expect(
    requestAmounts(
      new Map([
        ['made-up', 4n],
        ['cpu', 0n],
        ['memory', -5n],
      ]),
    ),
  ).toEqual({ pods: 1 });
});

const QUIET = { budgets: [], siblings: 2, pendingPriority: undefined };
const WAITING = { daemonSet: 'default/agent', since: null, preempting: false };
const LARGEST = 2n ** 63n - 1n;

/** Near the largest that Kubernetes keeps, and odd: no double holds it. */
function absurdMemory(random: Random): string {
  const divisor = BigInt(1 + Math.floor(random() * 12));
  return `${LARGEST / divisor - BigInt(Math.floor(random() * 1_000))}`;
}

test('[RM6] of absurd quantities every sum is exact, and whoever fits by numbers fits by whole ones', () => {
  const random = seededRandom(5);
  let fitting = 0;
  for (let run = 0; run < 500; run += 1) {
    const node = makeNode('node-a', { allocatable: { memory: absurdMemory(random), cpu: '64', pods: '110' } });
    const pods = Array.from({ length: Math.floor(random() * 12) }, (_, index) =>
      makeUser(`${index}`, absurdMemory(random)),
    );
    const waiting = { ...makeUser('waits', absurdMemory(random)) };
    const grain = grainOf(node, [...pods, waiting]);
    const room = {
      allocatable: allocatableAmounts(node, grain),
      pods: pods.map((pod) => toRoomPod(pod, QUIET, grain)),
    };
    const pending = toPendingPod(waiting, WAITING, grain);
    expect(
      isExact(
        [...room.pods, pending].map(({ requests }) => requests['memory'] ?? 0),
        grain.get('memory'),
      ),
    ).toBe(true);
    // However many of them go.
    for (let staying = 0; staying <= pods.length; staying += 1) {
      const fits = fitsBeside({ ...room, pods: room.pods.slice(0, staying) }, [pending]);
      const truth = computeFit({
        node,
        podsOnNode: pods.slice(0, staying),
        requests: podRequests(waiting),
        hostPorts: [],
      });
      fitting += Number(fits);
      expect(fits && truth.length > 0).toBe(false);
    }
  }
  expect(fitting).toBeGreaterThan(100);
});

/** Adding up numbers gives what adding up whole numbers gives. */
function isExact(numbers: readonly number[], unit = 1n): boolean {
  const sum = numbers.reduce((total, number) => total + number, 0);
  const whole = numbers.reduce((total, number) => total + BigInt(number), 0n);
  return BigInt(sum) === whole && numbers.every((number) => BigInt(number) % unit === 0n);
}

test('[RM6] the pods that are gone are no pods of the sum', () => {
  const node = makeNode('node-a', { allocatable: { memory: '1Gi', pods: '110' } });
  const gone: RoomPod['standing'] = toRoomPod(makePod({ phase: 'Failed' }), QUIET).standing;
  expect(gone).toBe('Terminal');
  expect([...grainOf(node, [{ ...makeUser('a', `${LARGEST}`), phase: 'Failed' }])]).toEqual([]);
});
