import { expect, test } from 'vitest';
import { uid } from '../keys.ts';
import type { PodSpec, PriorityClassRecord } from '../objects.ts';
import { type AdmittedPriority, findAdmittedPriority } from './admitted-priority.ts';

function priorityClass(name: string, value: number, more: Partial<PriorityClassRecord> = {}): PriorityClassRecord {
  return {
    kind: 'PriorityClass',
    name,
    uid: uid(name),
    resourceVersion: '1',
    labels: {},
    value,
    globalDefault: false,
    preemptionPolicy: 'PreemptLowerPriority',
    ...more,
  };
}
const high = priorityClass('high', 1000);
const polite = priorityClass('polite', 2000, { preemptionPolicy: 'Never' });
const usual = priorityClass('usual', 50, { globalDefault: true });
const lower = priorityClass('lower', 40, { globalDefault: true });

type Row = {
  readonly name: string;
  readonly spec: Pick<PodSpec, 'priorityClassName' | 'priority' | 'preemptionPolicy'>;
  readonly classes?: readonly PriorityClassRecord[];
  readonly admitted: AdmittedPriority;
};
const rows: readonly Row[] = [
  {
    name: '[PL4] that of its class',
    spec: { priorityClassName: 'high' },
    classes: [high, usual],
    admitted: { kind: 'Admitted', value: 1000, mayPreempt: true },
  },
  {
    name: '[PL4] a class may forbid to preempt',
    spec: { priorityClassName: 'polite' },
    classes: [high, polite],
    admitted: { kind: 'Admitted', value: 2000, mayPreempt: false },
  },
  {
    name: '[PL4] without a class that of the default, of several the lowest',
    spec: {},
    classes: [high, usual, lower],
    admitted: { kind: 'Admitted', value: 40, mayPreempt: true },
  },
  {
    name: '[PL4] without any default 0',
    spec: {},
    classes: [high],
    admitted: { kind: 'Admitted', value: 0, mayPreempt: true },
  },
  {
    name: '[PL4] a class that is not there is refused',
    spec: { priorityClassName: 'gone' },
    classes: [high],
    admitted: { kind: 'ClassAbsent', name: 'gone' },
  },
  {
    name: '[PL4] a number that is that of the class passes',
    spec: { priorityClassName: 'high', priority: 1000 },
    classes: [high],
    admitted: { kind: 'Admitted', value: 1000, mayPreempt: true },
  },
  {
    name: '[PL4] a number of its own is refused',
    spec: { priority: 7 },
    classes: [high],
    admitted: { kind: 'PriorityDiffers', given: 7, admitted: 0 },
  },
  {
    name: '[PL4] a policy of its own is refused',
    spec: { priorityClassName: 'high', preemptionPolicy: 'Never' },
    classes: [high],
    admitted: { kind: 'PolicyDiffers', given: 'Never', admitted: 'PreemptLowerPriority' },
  },
  {
    name: '[PL4] a class that cannot be read is not known',
    spec: { priorityClassName: 'high' },
    admitted: { kind: 'Unknown' },
  },
  {
    name: '[PL4] nor is there a default',
    spec: {},
    admitted: { kind: 'Unknown' },
  },
  {
    name: '[PL4] but those that every cluster has are',
    spec: { priorityClassName: 'system-node-critical' },
    admitted: { kind: 'Admitted', value: 2_000_001_000, mayPreempt: true },
  },
];
test.for(rows)('$name', ({ spec, classes, admitted }) => {
  expect(findAdmittedPriority(spec, classes)).toStrictEqual(admitted);
});
