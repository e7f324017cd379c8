import { freshnessAt, serverNowAt } from '#lib/browser/fleet-context.ts';
import type { FleetState } from '#lib/browser/fleet-store.ts';
import { isUntrusted } from '#lib/browser/freshness.ts';
import type { Glance } from '#lib/browser/glance.ts';
import { readingOf } from '#lib/browser/reading.ts';
import type { Tick } from '#lib/browser/ticker.ts';
import type { FleetMoment, FleetPart } from '#lib/text/describe/fleet.ts';
import type { StarvedSummary } from '#lib/text/describe/starved.ts';
import type { Text } from '#lib/text/text.ts';

/** The mandatory resources: without one of them nothing can be said of any DaemonSet. */
const MANDATORY = ['daemonsets', 'controllerrevisions', 'pods'] as const;
const NO_CELLS: ReadonlyMap<string, Uint8Array> = new Map();

function factsAt({ picture }: FleetState, glance: Glance) {
  const { daemonSets, nodeTroubles, knowledge } = glance;
  return picture ?? { nodes: [], cells: NO_CELLS, daemonSets, nodeTroubles, knowledge };
}

function momentAt(state: FleetState, tick: Tick, glance: Glance): FleetMoment {
  const freshness = freshnessAt(state, tick, glance);
  const reading = readingOf(state.heartbeat);
  return {
    now: serverNowAt(state, tick, glance),
    ageMillis: 'ageMillis' in freshness ? freshness.ageMillis : null,
    ...(reading === undefined ? {} : { reading }),
  };
}

/** The first sentence of the fleet as of now. */
function sayFleet(text: Text, state: FleetState, tick: Tick, glance: Glance): string {
  return text.describeFleet(factsAt(state, glance), momentAt(state, tick, glance));
}

/** The same in pieces, some of which lead somewhere. */
export function sayFleetParts(text: Text, state: FleetState, tick: Tick, glance: Glance): readonly FleetPart[] {
  return text.describeFleetParts(factsAt(state, glance), momentAt(state, tick, glance));
}

/** The first sentence of the starved nodes as of now; `summary` is undefined until there is a report. */
export function sayStarved(
  text: Text,
  state: FleetState,
  tick: Tick,
  glance: Glance,
  summary: StarvedSummary | undefined,
): string {
  return text.describeStarved(factsAt(state, glance), summary, momentAt(state, tick, glance));
}

/** Why nothing can be said of a single DaemonSet or node now; undefined when it can. */
export function sayUnreadable(text: Text, state: FleetState, tick: Tick, glance: Glance): string | undefined {
  const { knowledge } = factsAt(state, glance);
  const isKnown = MANDATORY.every((resource) => knowledge[resource] === 'Known');
  const isFresh = !isUntrusted(freshnessAt(state, tick, glance).kind);
  return isKnown && isFresh ? undefined : sayFleet(text, state, tick, glance);
}
