import { RESOURCES, type Resource } from '#lib/domain/objects.ts';
import { REFLECTOR_STATES, type ReflectorState, type ResourceHealth } from './health.ts';
import type { StatusReport } from './reflector/status.ts';
import { ruleFor } from './rights.ts';

/** How far from live: the worst of several reflectors of one resource speaks for it. */
const FROM_WORST: readonly ReflectorState[] = [
  'retrying',
  'relisting',
  'suspect',
  'idle',
  'listing',
  'syncing',
  'live',
];

/** One record per resource, of however many reflectors read it: one, or one per namespace. */
export function combineReports(
  reports: ReadonlyMap<Resource, readonly StatusReport[]>,
): Record<Resource, ResourceHealth> {
  const entries = RESOURCES.map((resource) => [resource, combine(resource, reports.get(resource) ?? [])] as const);
  return Object.fromEntries(entries) as Record<Resource, ResourceHealth>;
}

function combine(resource: Resource, reports: readonly StatusReport[]): ResourceHealth {
  const [worst] = reports.toSorted((left, right) => rank(left.state) - rank(right.state));
  const synced = reports.length > 0 && reports.every((report) => report.synced);
  const asOfAges = reports.map((report) => report.asOfAgeMillis);
  const asOfAgeMillis = asOfAges.every((age) => age !== undefined) ? Math.max(...asOfAges) : undefined;
  const eventAges = reports.flatMap((report) => report.lastEventAgeMillis ?? []);
  const expected = reports.some((report) => report.expected !== undefined)
    ? sum(reports.map((report) => report.expected ?? report.objects))
    : undefined;
  const { cause, note } = worst ?? {};
  const told = cause === 'forbidden' && note !== undefined ? `${note}; needed is ${ruleFor(resource)}` : note;
  return {
    state: worst?.state ?? 'idle',
    ...(cause === undefined ? {} : { cause }),
    ...(told === undefined ? {} : { note: told }),
    synced,
    ...(synced && asOfAgeMillis !== undefined ? { asOfAgeMillis } : {}),
    objects: objectsOf(reports),
    ...(expected === undefined ? {} : { expected }),
    relists: sum(reports.map((report) => report.relists)),
    errors: sumErrors(reports),
    ...(eventAges.length === 0 ? {} : { lastEventAgeMillis: Math.min(...eventAges) }),
  };
}

/** A reflector that has its whole state tells what the store holds of the resource, any other what it has read so far. */
function objectsOf(reports: readonly StatusReport[]): number {
  const held = reports.filter((report) => report.synced).map((report) => report.objects);
  const growing = reports.filter((report) => !report.synced).map((report) => report.objects);
  return Math.max(0, ...held) + sum(growing);
}

function rank(state: ReflectorState): number {
  const index = FROM_WORST.indexOf(state);
  return index < 0 ? REFLECTOR_STATES.length : index;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function sumErrors(reports: readonly StatusReport[]): Record<string, number> {
  const errors = new Map<string, number>();
  for (const report of reports) {
    for (const [kind, count] of Object.entries(report.errors)) errors.set(kind, (errors.get(kind) ?? 0) + count);
  }
  return Object.fromEntries(errors);
}
