import type { Millis } from '#lib/base/clock.ts';
import { MANDATORY_RESOURCES, type Resource } from '#lib/domain/objects.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { NodeTrouble } from '#lib/domain/rollout/node-trouble.ts';
import type { MessageId } from '../catalogue.ts';
import type { Speaker } from '../speaker.ts';
import { nameResource } from './health.ts';
import { sayNodeTroubles } from './node-trouble.ts';

/** Nodes in the same trouble, or one of them. */
export type NodeTroubleFacts = Pick<NodeTrouble, 'kind' | 'phase'> & {
  readonly pool: string | null;
  /** How many, and the first of them. */
  readonly nodes: number;
  readonly names: readonly string[];
  readonly since: Millis | null;
};

/** The part of the picture that its first sentence is made of. */
export type FleetFacts = {
  readonly daemonSets: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly state: DaemonSetState;
    readonly since: Millis | null;
    /** All that is wrong with it is wrong with nodes in trouble. */
    readonly explainedByNodes: boolean;
  }[];
  readonly nodes: readonly unknown[];
  readonly nodeTroubles: readonly NodeTroubleFacts[];
  /** By DaemonSet: one byte per node, the index in CELL_STATES. */
  readonly cells: ReadonlyMap<string, Uint8Array>;
  readonly knowledge: Readonly<Record<string, 'Known' | 'NotSynced' | 'Forbidden' | 'Stale'>>;
};

export type FleetMoment = {
  readonly now: Millis;
  /** How old the data is; above 30 s nothing is said of it but that [reliability 14]. Absent for files. */
  readonly ageMillis?: number | null;
  /** How far the first reading of a resource is. */
  readonly reading?: { readonly resource: Resource; readonly objects: number; readonly expected: number | null };
  /** A filter is set, so that an empty list says nothing about the cluster. */
  readonly filtered?: boolean;
  /** When the fleet was last not healthy, if that is known. */
  readonly lastTroubleAt?: Millis;
};

/** A piece of the first sentence, and what it is about where there is a page of that. */
export type FleetPart = { readonly text: string; readonly about?: 'Starved' };

/** Older than this is STALE [reliability 14]. */
const STALE_AFTER_MILLIS = 30_000;
const NAMES_SHOWN = 2;

type Group = { readonly states: readonly DaemonSetState[]; readonly id: MessageId; readonly named: boolean };
/** Worst first, as RS2; what is healthy comes last. */
const TROUBLE: readonly Group[] = [
  { states: ['Stalled'], id: 'fleet.stalled', named: true },
  { states: ['Blocked'], id: 'fleet.blocked', named: true },
  { states: ['Degraded'], id: 'fleet.degraded', named: true },
  { states: ['Unknown'], id: 'fleet.unknown', named: true },
];
const MOTION: readonly Group[] = [
  { states: ['NotObserved', 'Progressing'], id: 'fleet.underWay', named: false },
  { states: ['CompleteWithLeftovers'], id: 'fleet.leftovers', named: false },
  { states: ['OnDelete'], id: 'fleet.onDelete', named: false },
  { states: ['Deleting'], id: 'fleet.deleting', named: false },
  { states: ['Complete', 'Idle'], id: 'fleet.healthy', named: false },
];

/** On how many nodes some DaemonSet is in this state. */
export function countNodes(cells: FleetFacts['cells'], state: CellState): number {
  const wanted = CELL_STATES.indexOf(state);
  const nodes = new Set<number>();
  for (const row of cells.values()) {
    for (let node = row.indexOf(wanted); node !== -1; node = row.indexOf(wanted, node + 1)) nodes.add(node);
  }
  return nodes.size;
}

function sayNames(speaker: Speaker, members: FleetFacts['daemonSets'], now: Millis): string {
  const { say } = speaker;
  const names = members.slice(0, NAMES_SHOWN).map(({ namespace, name, since }) => {
    const twins = members.filter((other) => other.name === name).length > 1;
    const shown = twins ? `${namespace}/${name}` : name;
    return since === null
      ? say('fleet.name', { name: shown })
      : say('fleet.name.since', { name: shown, duration: speaker.duration(now - since) });
  });
  const joined = names.join(say('fleet.names.separator'));
  const more = members.length - names.length;
  return more > 0 ? say('fleet.names.more', { names: joined, more }) : joined;
}

/** Only incomplete, and only because of nodes that are spoken of: forty DaemonSets on a dead node are one dead node. */
function isToldByNodes({ state, explainedByNodes }: FleetFacts['daemonSets'][number], facts: FleetFacts): boolean {
  return state === 'Degraded' && explainedByNodes && facts.nodeTroubles.some(({ phase }) => phase === 'Steady');
}

function sayGroups(speaker: Speaker, facts: FleetFacts, groups: readonly Group[], now: Millis): readonly string[] {
  return groups.flatMap(({ states, id, named }) => {
    const members = facts.daemonSets.filter((each) => states.includes(each.state) && !isToldByNodes(each, facts));
    if (members.length === 0) return [];
    const names = named ? sayNames(speaker, members, now) : '';
    return [speaker.say(id, { count: members.length, names })];
  });
}

function sayNodes(speaker: Speaker, facts: FleetFacts, now: Millis): readonly FleetPart[] {
  const { say } = speaker;
  const starved = countNodes(facts.cells, 'starved');
  const incomplete = facts.daemonSets.filter((each) => isToldByNodes(each, facts)).length;
  return [
    ...(starved > 0 ? [{ text: say('fleet.starved', { count: starved }), about: 'Starved' } as const] : []),
    ...sayNodeTroubles(speaker, facts.nodeTroubles, now).map(plain),
    ...(incomplete > 0 ? [plain(say('fleet.incompleteThere', { count: incomplete }))] : []),
  ];
}

/** Why nothing can be said now, when one of these resources is not known or the data is old; undefined when something can. */
export function sayUnreadable(
  speaker: Speaker,
  facts: Pick<FleetFacts, 'knowledge'> | undefined,
  moment: FleetMoment,
  resources: readonly Resource[] = MANDATORY_RESOURCES,
): string | undefined {
  const { say } = speaker;
  const find = (knowledge: string) => resources.find((each) => facts?.knowledge[each] === knowledge);
  const forbidden = find('Forbidden');
  if (forbidden !== undefined) return say('fleet.forbidden', { resource: nameResource(speaker, forbidden) });
  if (facts === undefined || find('NotSynced') !== undefined) {
    const { reading } = moment;
    if (reading === undefined) return say('fleet.loading');
    const values = { resource: nameResource(speaker, reading.resource), objects: reading.objects };
    return reading.expected === null
      ? say('fleet.loading.objects', values)
      : say('fleet.loading.expected', { ...values, expected: Math.max(reading.expected, reading.objects) });
  }
  const age = moment.ageMillis ?? 0;
  if (age > STALE_AFTER_MILLIS) return say('fleet.stale', { duration: speaker.duration(age) });
  const stale = find('Stale');
  return stale === undefined ? undefined : say('fleet.stale.resource', { resource: nameResource(speaker, stale) });
}

function sayEmpty({ say }: Speaker, facts: FleetFacts, moment: FleetMoment): string {
  if (moment.filtered === true) return say('fleet.empty.filter');
  const seesNodes = facts.knowledge['nodes'] === 'Known';
  return seesNodes ? say('fleet.empty', { nodes: facts.nodes.length }) : say('fleet.empty.withoutNodes');
}

function sayAllHealthy(speaker: Speaker, facts: FleetFacts, { now, lastTroubleAt }: FleetMoment): string {
  const { say } = speaker;
  const daemonSets = facts.daemonSets.length;
  const sentences = [
    facts.nodes.length > 0
      ? say('fleet.allHealthy', { daemonSets, nodes: facts.nodes.length })
      : say('fleet.allHealthy.withoutNodes', { daemonSets }),
  ];
  if (lastTroubleAt !== undefined) {
    sentences.push(say('fleet.allHealthy.last', { age: speaker.age(now - lastTroubleAt) }));
  }
  return speaker.paragraph(sentences);
}

/**
 * The first sentence of the fleet: what is wrong, where, since when, and how much is well. It says nothing about a
 * cluster of which it cannot know; `facts` is undefined before there is any picture.
 */
export function describeFleet(speaker: Speaker, facts: FleetFacts | undefined, moment: FleetMoment): string {
  return describeFleetParts(speaker, facts, moment)
    .map(({ text }) => text)
    .join('');
}

/** The same in pieces, the separators among them: side by side they are the sentence, and a screen makes links of some. */
export function describeFleetParts(
  speaker: Speaker,
  facts: FleetFacts | undefined,
  moment: FleetMoment,
): readonly FleetPart[] {
  const unreadable = sayUnreadable(speaker, facts, moment);
  if (facts === undefined || unreadable !== undefined) return [plain(unreadable ?? speaker.say('fleet.loading'))];
  if (facts.daemonSets.length === 0) return [plain(sayEmpty(speaker, facts, moment))];
  const nodes = sayNodes(speaker, facts, moment.now);
  const healthy = facts.daemonSets.every(({ state }) => state === 'Complete' || state === 'Idle');
  if (healthy && nodes.length === 0) return [plain(sayAllHealthy(speaker, facts, moment))];
  const parts = [
    ...sayGroups(speaker, facts, TROUBLE, moment.now).map(plain),
    ...nodes,
    ...sayGroups(speaker, facts, MOTION, moment.now).map(plain),
  ];
  const separator = plain(speaker.say('fleet.separator'));
  return parts.flatMap((part, at) => (at === 0 ? [part] : [separator, part]));
}

function plain(text: string): FleetPart {
  return { text };
}
