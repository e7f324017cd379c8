import { expect, test } from 'vitest';
import { type Random, seededRandom } from '#lib/base/random.ts';
import { uid } from '#lib/domain/keys.ts';
import type { ContainerState, ContainerStatus, ContainerTermination, PodCondition } from '#lib/domain/objects.ts';
import { CREATED_AT, makeDaemonPod } from '#lib/testing/objects.ts';
import { Interner } from '../intern.ts';
import { packPod, unpackPod } from './packed-pod.ts';

const PODS = 2_000;

/** Few values, so that pods of one shape meet; every time may be absent, and some have a part of a second. */
function createPods(random: Random) {
  const chance = (probability: number) => random() < probability;
  const pick = <Item>(...items: readonly [Item, ...Item[]]) => items[Math.floor(random() * items.length)] ?? items[0];
  const moment = () => CREATED_AT + Math.floor(random() * 1_000_000) * (chance(0.9) ? 1_000 : 1);
  const maybe = <Key extends string, Value>(key: Key, value: () => Value) =>
    (chance(0.5) ? { [key]: value() } : {}) as { readonly [Each in Key]?: Value };
  const termination = (): ContainerTermination => ({
    exitCode: pick(0, 1),
    ...maybe('reason', () => pick('Error', 'OOMKilled')),
    ...maybe('finishedAt', moment),
  });
  const state = (): ContainerState =>
    pick<() => ContainerState>(
      () => ({ kind: 'Running', ...maybe('startedAt', moment) }),
      () => ({ kind: 'Waiting', ...maybe('reason', () => 'CrashLoopBackOff') }),
      () => ({ kind: 'Terminated', ...termination() }),
      () => ({ kind: 'Unknown' }),
    )();
  const status = (): ContainerStatus => ({
    name: 'agent',
    init: false,
    ready: chance(0.5),
    restartCount: 0,
    state: state(),
    ...maybe('lastTermination', termination),
  });
  const condition = (): PodCondition => ({
    type: pick('Ready', 'PodResizePending'),
    status: 'True',
    ...maybe('lastTransitionTime', moment),
  });
  return (serial: number) => {
    const { creationTimestamp, ...pod } = makeDaemonPod({
      name: `agent-${serial}`,
      uid: uid(`pod-${serial}`),
      resourceVersion: `${serial}`,
      nodeName: pick('node-a', 'node-b', undefined),
      pinnedTo: pick('node-a', 'node-b'),
      conditions: Array.from({ length: pick(0, 1, 1, 2) }, condition),
      containerStatuses: Array.from({ length: pick(0, 0, 0, 1, 2) }, status),
      ...maybe('startTime', moment),
      ...maybe('deletionTimestamp', moment),
      ...maybe('message', () => 'evicted'),
      ...(chance(0.1) ? { askedToStay: true } : {}),
    });
    return chance(0.9) ? { ...pod, creationTimestamp: creationTimestamp ?? moment() } : pod;
  };
}

test(`of ${PODS} seeded pods each comes back as it was packed, as often as it is asked for, whatever shares its shape`, () => {
  const make = createPods(seededRandom(17));
  const interner = new Interner();
  const pods = Array.from({ length: PODS }, (_, serial) => make(serial));
  const packed = pods.map((pod) => packPod(pod, interner));
  expect(packed.map(unpackPod)).toStrictEqual(pods);
  expect(packed.map(unpackPod)).toStrictEqual(pods);
  // Else nothing would be shared, and the law would say little.
  expect(new Set(packed.map(({ shape }) => shape)).size).toBeLessThan((PODS * 2) / 3);
});
