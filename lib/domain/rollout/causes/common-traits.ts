import type { Millis } from '#lib/base/clock.ts';
import { entryOf, type NodeInfo, type NodeRecord } from '../../objects.ts';
import { POOL_LABELS, poolOf } from '../node-pool.ts';

/** One thing that sets the affected nodes apart: how many of them have it, and how many of the rest. */
export type CommonTrait = {
  /** A label key, or a field such as `status.nodeInfo.kernelVersion`, `pool`, `age`. */
  readonly key: string;
  readonly value: string;
  readonly affected: { readonly having: number; readonly all: number };
  readonly rest: { readonly having: number; readonly all: number };
};

const MOST_TRAITS = 3;
/** Fewer nodes than this on either side have nothing in common but chance [CT2]. */
const FEWEST_NODES = 2;
/** The share among the affected must exceed that among the rest by this much [CT2]. */
const LEAST_DIFFERENCE = 0.5;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AGES: readonly (readonly [below: number, word: string])[] = [
  [HOUR, '<1h'],
  [DAY, '<1d'],
  [7 * DAY, '<7d'],
  [30 * DAY, '<30d'],
];
const OLDEST = '>=30d';

const INFO_FIELDS = [
  'kubeletVersion',
  'osImage',
  'kernelVersion',
  'containerRuntimeVersion',
  'architecture',
  'operatingSystem',
] as const satisfies readonly (keyof NodeInfo)[];

/** Of equals the better known comes first, and everything else after these by its name. */
const WELL_KNOWN: readonly string[] = [
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/zone',
  'pool',
  'status.nodeInfo.kubeletVersion',
  'status.nodeInfo.kernelVersion',
  'status.nodeInfo.osImage',
  'status.nodeInfo.containerRuntimeVersion',
  'status.nodeInfo.architecture',
  'status.nodeInfo.operatingSystem',
  'age',
];

/** A pool has a trait of its own, under whatever label it stands. */
const POOLS: ReadonlySet<string> = new Set(POOL_LABELS);

/**
 * What the affected nodes have in common and the rest has not [CT1] [CT2] [CT3]: at most three, the one that separates best
 * first. That it separates is no proof that it is why.
 */
export function findCommonTraits(
  affected: readonly NodeRecord[],
  rest: readonly NodeRecord[],
  now: Millis,
): readonly CommonTrait[] {
  if (affected.length < FEWEST_NODES || rest.length < FEWEST_NODES) return [];
  const candidates = [...countValues(affected, now)].flatMap(([key, values]) =>
    [...values].flatMap(([value, having]) => (mayStandOut(having, affected.length) ? [{ key, value, having }] : [])),
  );
  const traits = candidates.map(({ key, value, having }) => ({
    key,
    value,
    affected: { having, all: affected.length },
    rest: { having: countHaving(rest, key, value, now), all: rest.length },
  }));
  return withoutTwins(traits.filter(standsOut).sort(compareTraits)).slice(0, MOST_TRAITS);
}

function mayStandOut(having: number, all: number): boolean {
  return having >= FEWEST_NODES && having >= LEAST_DIFFERENCE * all;
}

function differenceOf({ affected, rest }: CommonTrait): number {
  return affected.having / affected.all - rest.having / rest.all;
}

function standsOut(trait: CommonTrait): boolean {
  return differenceOf(trait) >= LEAST_DIFFERENCE;
}

function compareTraits(left: CommonTrait, right: CommonTrait): number {
  return (
    differenceOf(right) - differenceOf(left) ||
    rankOf(left.key) - rankOf(right.key) ||
    (left.key < right.key ? -1 : Number(left.key > right.key))
  );
}

function rankOf(key: string): number {
  const rank = WELL_KNOWN.indexOf(key);
  return rank === -1 ? WELL_KNOWN.length : rank;
}

/** The same value on as many nodes under another key is the same thing told twice [CT3]. */
function withoutTwins(traits: readonly CommonTrait[]): readonly CommonTrait[] {
  const seen = new Set<string>();
  return traits.filter(({ value, affected, rest }) => {
    const split = `${affected.having} ${rest.having} ${value}`;
    if (seen.has(split)) return false;
    seen.add(split);
    return true;
  });
}

type Counts = Map<string, Map<string, number>>;

function countValues(nodes: readonly NodeRecord[], now: Millis): Counts {
  const counts: Counts = new Map();
  const count = (key: string, value: string | undefined): void => {
    if (value === undefined) return;
    let values = counts.get(key);
    if (values === undefined) {
      values = new Map();
      counts.set(key, values);
    }
    values.set(value, (values.get(value) ?? 0) + 1);
  };
  for (const node of nodes) {
    for (const key in node.labels) if (!POOLS.has(key)) count(key, entryOf(node.labels, key));
    for (const field of INFO_FIELDS) count(`status.nodeInfo.${field}`, node.nodeInfo[field]);
    count('pool', poolOf(node.labels));
    count('age', ageOf(node, now));
  }
  return counts;
}

function countHaving(nodes: readonly NodeRecord[], key: string, value: string, now: Millis): number {
  const read = readerOf(key, now);
  let having = 0;
  for (const node of nodes) if (read(node) === value) having += 1;
  return having;
}

function readerOf(key: string, now: Millis): (node: NodeRecord) => string | undefined {
  if (key === 'pool') return ({ labels }) => poolOf(labels);
  if (key === 'age') return (node) => ageOf(node, now);
  const field = INFO_FIELDS.find((each) => key === `status.nodeInfo.${each}`);
  return field === undefined ? ({ labels }) => entryOf(labels, key) : ({ nodeInfo }) => nodeInfo[field];
}

function ageOf({ creationTimestamp }: NodeRecord, now: Millis): string | undefined {
  if (creationTimestamp === undefined) return undefined;
  const age = now - creationTimestamp;
  return AGES.find(([below]) => age < below)?.[1] ?? OLDEST;
}
