import type { Millis } from '#lib/base/clock.ts';
import { MANDATORY_RESOURCES, type Resource } from '#lib/domain/objects.ts';
import type { Lack, MakeRoomPlan, SelfHelp } from '#lib/domain/room/make-room.ts';
import type { Speaker } from '../speaker.ts';
import { type FleetFacts, type FleetMoment, sayUnreadable } from './fleet.ts';
import { sayWho } from './node-trouble.ts';
import { nameAmount } from './phrase.ts';
import { writeHostPort } from './room.ts';
import { orderResources, sayAmount } from './room-amount.ts';

/** A node on which daemon pods wait for room. */
export type StarvedNodeFacts = {
  readonly node: string;
  readonly pool: string | null;
  readonly kind: MakeRoomPlan['kind'];
  readonly pending: readonly {
    readonly since: Millis | null;
    readonly lacks: readonly Lack[];
    readonly selfHelp: SelfHelp;
  }[];
};

/** Whether room comes by itself, only by somebody's hand, or never for one of those that wait. */
export type Outlook = 'Itself' | 'Help' | 'Never';

export function outlookOf({ kind, pending }: Pick<StarvedNodeFacts, 'kind' | 'pending'>): Outlook {
  const kinds = pending.map(({ selfHelp }) => selfHelp.kind);
  if (kinds.includes('NeverFits')) return 'Never';
  // What is leaving frees enough, whatever the scheduler could do.
  if (kind === 'Fits' || kind === 'Wait') return 'Itself';
  return kinds.includes('No') || kinds.includes('Forbidden') ? 'Help' : 'Itself';
}

/** What is short on how many nodes, and by how much at least and at most. */
export type ShortSum = {
  readonly resource: string;
  /** `9100/TCP` of the one port that is taken; undefined for all else, and when they are several. */
  readonly port?: string | undefined;
  readonly nodes: number;
  readonly least: number;
  readonly most: number;
};

export type StarvedSummary = {
  readonly nodes: number;
  readonly pools: readonly {
    readonly pool: string | null;
    readonly nodes: number;
    readonly names: readonly string[];
  }[];
  /** What most nodes are short of comes first. */
  readonly short: readonly ShortSum[];
  readonly outlooks: Readonly<Record<Outlook, number>>;
  readonly since: Millis | null;
  readonly lastStarvedAt: Millis | null;
};

/** Stands for host ports among resources; no resource has this name. */
const PORTS = 'ports';

export type StarvedFacts = {
  readonly nodes: readonly StarvedNodeFacts[];
  /** When one was last seen to be so no more, if that is remembered. */
  readonly lastStarvedAt: Millis | null;
};

export function summariseStarved({ nodes, lastStarvedAt }: StarvedFacts): StarvedSummary {
  const outlooks = { Itself: 0, Help: 0, Never: 0 };
  for (const node of nodes) outlooks[outlookOf(node)] += 1;
  const since = nodes.flatMap(({ pending }) => pending.flatMap((pod) => pod.since ?? []));
  return {
    nodes: nodes.length,
    pools: [...Map.groupBy(nodes, ({ pool }) => pool)].map(([pool, members]) => ({
      pool,
      nodes: members.length,
      names: members.slice(0, 1).map(({ node }) => node),
    })),
    short: sumShort(nodes),
    outlooks,
    since: since.length === 0 ? null : since.reduce((first, each) => Math.min(first, each)),
    lastStarvedAt,
  };
}

type Sum = { nodes: number; least: number; most: number; readonly ports: Set<string> };

function sumShort(nodes: readonly StarvedNodeFacts[]): readonly ShortSum[] {
  const sums = new Map<string, Sum>();
  for (const { pending } of nodes) {
    const lacks = Map.groupBy(
      pending.flatMap((pod) => pod.lacks),
      (lack) => (lack.kind === 'HostPort' ? PORTS : lack.resource),
    );
    for (const [resource, those] of lacks) addShort(sums, resource, those);
  }
  return orderResources(sums.keys())
    .flatMap((resource): readonly ShortSum[] => {
      const sum = sums.get(resource);
      if (sum === undefined) return [];
      const [port, ...others] = sum.ports;
      const one = others.length === 0 ? port : undefined;
      return [{ resource, port: one, nodes: sum.nodes, least: sum.least, most: sum.most }];
    })
    .toSorted((left, right) => right.nodes - left.nodes);
}

function addShort(sums: Map<string, Sum>, resource: string, lacks: readonly Lack[]): void {
  const sum = sums.get(resource) ?? { nodes: 0, least: Number.POSITIVE_INFINITY, most: 0, ports: new Set<string>() };
  sum.nodes += 1;
  for (const lack of lacks) {
    if (lack.kind === 'HostPort') sum.ports.add(writeHostPort(lack.hostPort));
    const short = lack.kind === 'HostPort' ? 1 : lack.requested - lack.free;
    sum.least = Math.min(sum.least, short);
    sum.most = Math.max(sum.most, short);
  }
  sums.set(resource, sum);
}

const SHORT_NAMED = 3;

function sayShortSum(speaker: Speaker, { resource, port, nodes, least, most }: ShortSum, all: number): string {
  const { say } = speaker;
  const where = { where: nodes === all ? 'all' : 'some', count: nodes };
  if (resource === PORTS) return say('starved.short.ports', { ...where, port: port ?? '_' });
  if (resource === 'pods') return say('starved.short.pods', where);
  const [from, to] = [sayAmount(speaker, resource, least), sayAmount(speaker, resource, most)];
  const amount = from === to ? to : say('starved.range', { least: from, most: to });
  return say('starved.short', { ...where, amount, resource: nameAmount(speaker, resource) });
}

function sayShortSums(speaker: Speaker, { short, nodes }: StarvedSummary): string {
  const { say } = speaker;
  const said = short.slice(0, SHORT_NAMED).map((sum) => sayShortSum(speaker, sum, nodes));
  const more = short.length - said.length;
  return [...said, ...(more > 0 ? [say('starved.short.more', { more })] : [])].join(say('screen.list'));
}

const OUTLOOKS = ['Itself', 'Help', 'Never'] as const satisfies readonly Outlook[];

/** One sentence where all are alike, else how many of each. */
function sayOutlooks({ say }: Speaker, { nodes, outlooks }: StarvedSummary): string {
  const there = OUTLOOKS.filter((outlook) => outlooks[outlook] > 0);
  const [only, ...others] = there;
  if (only !== undefined && others.length === 0) return say(`starved.outlook.${only}.sentence`, { count: nodes });
  const parts = there.map((outlook) => say(`starved.outlook.${outlook}.part`, { count: outlooks[outlook] }));
  return say('starved.outlook.parts.sentence', { parts: parts.join(say('screen.list')) });
}

/** Nodes are not mandatory elsewhere; without them nobody knows what room they have. */
const NEEDED: readonly Resource[] = [...MANDATORY_RESOURCES, 'nodes'];

type Known = Pick<FleetFacts, 'knowledge'>;

/** Why nothing can be said of starved nodes now; undefined when it can. */
function sayStarvedUnreadable(speaker: Speaker, facts: Known | undefined, moment: FleetMoment): string | undefined {
  return sayUnreadable(speaker, facts, moment, NEEDED);
}

function sayNone(speaker: Speaker, { lastStarvedAt }: StarvedSummary, now: Millis): string {
  const none = speaker.say('starved.none.sentence');
  if (lastStarvedAt === null) return none;
  return speaker.paragraph([
    none,
    speaker.say('starved.none.last.sentence', { age: speaker.age(now - lastStarvedAt) }),
  ]);
}

/**
 * The first sentence of the starved nodes: how many, of which pools, short of what and by how much, whether it mends itself, and
 * since when [5.7]. `summary` is undefined until there is a report.
 */
export function describeStarved(
  speaker: Speaker,
  facts: Known | undefined,
  summary: StarvedSummary | undefined,
  moment: FleetMoment,
): string {
  const { say } = speaker;
  const unreadable = sayStarvedUnreadable(speaker, facts, moment);
  if (unreadable !== undefined) return unreadable;
  if (summary === undefined) return say('screen.details.loading');
  if (summary.nodes === 0) return sayNone(speaker, summary, moment.now);
  const values = { who: sayWho(speaker, summary.pools), count: summary.nodes };
  const first =
    summary.short.length === 0
      ? say('starved.unclear.sentence', values)
      : say('starved.sentence', { ...values, short: sayShortSums(speaker, summary) });
  const since =
    summary.since === null
      ? []
      : [
          say('starved.since.sentence', {
            count: summary.nodes,
            duration: speaker.duration(moment.now - summary.since),
          }),
        ];
  const outlooks = summary.short.length === 0 ? [] : [sayOutlooks(speaker, summary)];
  return speaker.paragraph([first, ...outlooks, ...since]);
}
