import { expect, test } from 'vitest';
import { CREATED_AT, makePod } from '#lib/testing/objects.ts';
import type { PodCondition } from '../objects.ts';
import { type Availability, computeAvailability } from './availability.ts';

const ready: PodCondition = { type: 'Ready', status: 'True', lastTransitionTime: CREATED_AT };
const notReady: PodCondition = { type: 'Ready', status: 'False', reason: 'ContainersNotReady' };

type Row = {
  readonly name: string;
  readonly conditions: readonly PodCondition[];
  readonly minReadySeconds?: number;
  readonly after: number;
  readonly found: Availability;
};
const rows: readonly Row[] = [
  {
    name: '[ST9] Ready is available without minReadySeconds',
    conditions: [ready],
    after: 0,
    found: { kind: 'Available', since: CREATED_AT },
  },
  {
    name: '[ST9] even when the transition lies in the future',
    conditions: [ready],
    after: -5000,
    found: { kind: 'Available', since: CREATED_AT },
  },
  {
    name: '[ST9] Ready inside minReadySeconds is not, and says when it will be',
    conditions: [ready],
    minReadySeconds: 30,
    after: 29_999,
    found: { kind: 'Settling', availableAt: CREATED_AT + 30_000 },
  },
  {
    name: '[ST9] the very moment counts',
    conditions: [ready],
    minReadySeconds: 30,
    after: 30_000,
    found: { kind: 'Available', since: CREATED_AT + 30_000 },
  },
  {
    name: '[ST9] a transition without a time never becomes available under minReadySeconds',
    conditions: [{ type: 'Ready', status: 'True' }],
    minReadySeconds: 30,
    after: 1e9,
    found: { kind: 'Settling' },
  },
  {
    name: '[ST9] and is available without',
    conditions: [{ type: 'Ready', status: 'True' }],
    after: 0,
    found: { kind: 'Available' },
  },
  {
    name: '[ST9] not Ready is not available',
    conditions: [notReady],
    after: 1e9,
    found: { kind: 'NotReady', condition: notReady },
  },
  { name: '[ST9] a pod that says nothing is not Ready', conditions: [], after: 0, found: { kind: 'NotReady' } },
];
test.for(rows)('$name', ({ conditions, minReadySeconds = 0, after, found }) => {
  expect(computeAvailability(makePod({ conditions }), minReadySeconds, CREATED_AT + after)).toStrictEqual(found);
});
