import { COST, COSTS, type EvictionProblem } from './eviction-problem.ts';
import { sumCosts, wasteOf } from './eviction-score.ts';
import { bestOf, isEnough, lackingWithout, type RankedSet, rank, SETS_TOLD } from './ranked-sets.ts';

/** Sets up to this size are compared exactly [MR17]. */
const LARGEST_SMALL_SET = 3;
/**
 * Of pods that are alike in all but age only the youngest matter: of one set two more may be taken, and where a younger
 * one than these is left out, three better sets have it.
 */
const KEPT_OF_EQUALS = LARGEST_SMALL_SET - 1 + SETS_TOLD;

/**
 * The best sets of up to three pods, those that must go among them, whose going is enough and needs each of them; the
 * best first. Empty when no such set is enough.
 */
export function findSmallSets(problem: EvictionProblem): readonly RankedSet[] {
  const { required } = problem;
  const lacking = lackingWithout(problem, required);
  if (isEnough(lacking)) return [rank(problem, required)];
  const spare = LARGEST_SMALL_SET - required.length;
  return spare > 0 ? search(problem, lacking, spare) : [];
}

/** A bounded search in depth. What it holds for each level stands one after the other in one array. */
type Search = {
  readonly problem: EvictionProblem;
  /** How many are chosen beside those that must go. */
  readonly spare: number;
  /** Those to choose from, the cheapest first; none of them is enough alone. */
  readonly pool: Int32Array;
  /** For so many picks from a place of the pool on: the most of each resource that they could free. */
  readonly reach: Float64Array;
  /** From each place of the pool on, the least of each cost. */
  readonly lows: Float64Array;
  /** What still lacks, by level. */
  readonly rest: Float64Array;
  /** What those chosen cost, by level, in the columns of the problem. */
  readonly sums: Float64Array;
  /** How many disruptions those chosen ask of each budget. */
  readonly asked: Float64Array;
  readonly chosen: number[];
  readonly found: RankedSet[];
  /** The score that a set must beat, once there are enough. */
  readonly bar: Float64Array;
  /** What a set that is not whole yet costs at least. */
  readonly least: Float64Array;
};

function search(problem: EvictionProblem, lacking: Float64Array, spare: number): readonly RankedSet[] {
  const candidates = pickCandidates(problem);
  const state = open(problem, lacking, spare, candidates);
  const rest: number[] = [];
  for (const member of candidates) {
    if (!covers(state, 0, member)) rest.push(member);
    else if (add(state, 0, member)) keep(state, member);
  }
  const pool = Int32Array.from(rest);
  const reach = reachOf(problem, pool, spare);
  if (spare > 1) visit({ ...state, pool, reach, lows: lowsOf(problem, pool) }, 0, 0);
  return bestOf(state.found);
}

/** Those that may be chosen, and of equals only the first. */
function pickCandidates({ pods, required, frees, costs, budget, deficits }: EvictionProblem): number[] {
  const width = deficits.length;
  const seen = new Map<string, number>();
  return pods.flatMap((_, index) => {
    if (required.includes(index)) return [];
    const alike = [
      budget[index],
      ...costs.subarray(index * COSTS, index * COSTS + COST.ageSeconds),
      ...frees.subarray(index * width, (index + 1) * width),
    ].join();
    const count = (seen.get(alike) ?? 0) + 1;
    seen.set(alike, count);
    return count <= KEPT_OF_EQUALS ? [index] : [];
  });
}

function open(problem: EvictionProblem, lacking: Float64Array, spare: number, candidates: readonly number[]): Search {
  const { required, budget, allowed } = problem;
  const rest = new Float64Array((spare + 1) * lacking.length);
  rest.set(lacking);
  const sums = new Float64Array((spare + 1) * COSTS);
  for (let cost = 0; cost < COSTS; cost += 1) sums[cost] = sumCosts(problem, required, cost);
  const asked = new Float64Array(allowed.length);
  const pool = Int32Array.from(candidates);
  const bar = new Float64Array(rank(problem, []).score.length).fill(Infinity);
  const none = new Float64Array();
  const least = new Float64Array(COSTS);
  const state = { problem, spare, pool, reach: none, lows: none, rest, sums, asked, chosen: [], found: [], bar, least };
  for (const member of required) {
    sums[COST.refused] = (sums[COST.refused] ?? 0) + refusal(state, budget[member] ?? -1);
    ask(state, member, 1);
  }
  return state;
}

/** Tries every pod from `start` on at this level, and with each, while more may be chosen, those behind it. */
function visit(state: Search, level: number, start: number): void {
  const { pool, spare, chosen } = state;
  if (!isWithinReach(state, level, start) || !couldBeatBar(state, level, start)) return;
  const isLast = level + 1 === spare;
  for (let place = start; place < pool.length; place += 1) {
    const member = pool[place] ?? 0;
    const enough = covers(state, level, member);
    if ((isLast && !enough) || !add(state, level, member)) continue;
    if (enough) {
      if (!isReducible(state, member)) keep(state, member);
      continue;
    }
    descend(state, level, member);
    visit(state, level + 1, place + 1);
    chosen.pop();
    ask(state, member, -1);
  }
}

function covers({ problem: { deficits, frees }, rest }: Search, level: number, member: number): boolean {
  const width = deficits.length;
  for (let resource = 0; resource < width; resource += 1) {
    if ((rest[level * width + resource] ?? 0) > (frees[member * width + resource] ?? 0)) return false;
  }
  return true;
}

/** Adds up what the set costs with this pod; false when it can no longer be among the best. */
function add(state: Search, level: number, member: number): boolean {
  const { sums, bar, problem } = state;
  const from = level * COSTS;
  const to = from + COSTS;
  for (let cost = 0; cost < COSTS; cost += 1) {
    sums[to + cost] = (sums[from + cost] ?? 0) + (problem.costs[member * COSTS + cost] ?? 0);
  }
  sums[to] = (sums[to] ?? 0) + refusal(state, problem.budget[member] ?? -1);
  // These three never fall when a set grows; what comes after them may, for a priority may be negative.
  for (let cost = 0; cost <= COST.notLower; cost += 1) {
    const [sum = 0, most = 0] = [sums[to + cost], bar[cost]];
    if (sum !== most) return sum < most;
  }
  return true;
}

function refusal({ asked, problem: { allowed } }: Pick<Search, 'asked' | 'problem'>, budget: number): number {
  return budget >= 0 && (asked[budget] ?? 0) >= (allowed[budget] ?? 0) ? 1 : 0;
}

function ask({ asked, problem: { budget } }: Search, member: number, by: number): void {
  const index = budget[member] ?? -1;
  if (index >= 0) asked[index] = (asked[index] ?? 0) + by;
}

function descend(state: Search, level: number, member: number): void {
  const { rest, problem } = state;
  const width = problem.deficits.length;
  const from = level * width;
  for (let resource = 0; resource < width; resource += 1) {
    rest[from + width + resource] = (rest[from + resource] ?? 0) - (problem.frees[member * width + resource] ?? 0);
  }
  state.chosen.push(member);
  ask(state, member, 1);
}

/** Whether the others would do without one of those chosen; the last is needed, or it would not have been asked for. */
function isReducible({ problem: { deficits, frees }, rest, chosen }: Search, last: number): boolean {
  const width = deficits.length;
  for (const spared of chosen) {
    let short = false;
    for (let resource = 0; resource < width && !short; resource += 1) {
      let amount = (rest[resource] ?? 0) - (frees[last * width + resource] ?? 0);
      for (const member of chosen) if (member !== spared) amount -= frees[member * width + resource] ?? 0;
      short = amount > 0;
    }
    if (!short) return true;
  }
  return false;
}

function keep(state: Search, last: number): void {
  const { problem, sums, chosen, found, bar } = state;
  const size = problem.required.length + chosen.length + 1;
  if (!isBelowBar(state, sums, (chosen.length + 1) * COSTS, size)) return;
  const best = bestOf([...found, rank(problem, [...problem.required, ...chosen, last])]);
  found.splice(0, found.length, ...best);
  const worst = best[SETS_TOLD - 1];
  if (worst !== undefined) bar.set(worst.score);
}

/** Whether the costs that stand at `at`, of a set of this size, are less than the bar; nothing is made to find out. */
function isBelowBar({ problem, bar }: Search, costs: Float64Array, at: number, size: number): boolean {
  for (let cost = 0; cost <= COST.priority; cost += 1) {
    const [sum = 0, most = 0] = [costs[at + cost], bar[cost]];
    if (sum !== most) return sum < most;
  }
  if (size !== bar[4]) return size < (bar[4] ?? 0);
  const { cpu, memory } = problem.needed;
  // A set that is enough frees what is needed, at least: of one that is not yet, that much is no waste.
  const freedCpu = Math.max(cpu, costs[at + COST.cpu] ?? 0);
  const freedMemory = Math.max(memory, costs[at + COST.memory] ?? 0);
  const waste = wasteOf(problem, freedCpu, freedMemory);
  return waste === bar[5] ? (costs[at + COST.ageSeconds] ?? 0) < (bar[6] ?? 0) : waste < (bar[5] ?? 0);
}

/** Whether those chosen, with the best that may follow, could still be below the bar: no cost of theirs is less than this. */
function couldBeatBar(state: Search, level: number, start: number): boolean {
  const { problem, pool, spare, sums, lows, least, chosen } = state;
  if (start >= pool.length) return false;
  for (let cost = 0; cost < COSTS; cost += 1) {
    const low = lows[start * COSTS + cost] ?? 0;
    // One more must follow; as many as may, where a negative priority makes a set the cheaper.
    least[cost] = (sums[level * COSTS + cost] ?? 0) + (low < 0 ? low * (spare - level) : low);
  }
  return isBelowBar(state, least, 0, problem.required.length + chosen.length + 1);
}

function lowsOf({ costs }: EvictionProblem, pool: Int32Array): Float64Array {
  const lows = new Float64Array((pool.length + 1) * COSTS).fill(Infinity);
  for (let place = pool.length - 1; place >= 0; place -= 1) {
    for (let cost = 0; cost < COSTS; cost += 1) {
      const own = costs[(pool[place] ?? 0) * COSTS + cost] ?? 0;
      lows[place * COSTS + cost] = Math.min(own, lows[(place + 1) * COSTS + cost] ?? Infinity);
    }
  }
  return lows;
}

function isWithinReach({ problem, pool, reach, rest, spare }: Search, level: number, start: number): boolean {
  const width = problem.deficits.length;
  const from = ((spare - level - 1) * (pool.length + 1) + start) * width;
  for (let resource = 0; resource < width; resource += 1) {
    if ((rest[level * width + resource] ?? 0) > (reach[from + resource] ?? 0)) return false;
  }
  return true;
}

/** From the back: the sums of the one, two and three largest of each resource. */
function reachOf({ deficits, frees }: EvictionProblem, pool: Int32Array, spare: number): Float64Array {
  const width = deficits.length;
  const reach = new Float64Array(spare * (pool.length + 1) * width);
  for (let resource = 0; resource < width; resource += 1) {
    const largest = Array.from({ length: spare }, () => 0);
    for (let place = pool.length - 1; place >= 0; place -= 1) {
      largest.push(frees[(pool[place] ?? 0) * width + resource] ?? 0);
      largest.sort((left, right) => right - left).length = spare;
      let sum = 0;
      for (const [picks, amount] of largest.entries()) {
        sum += amount;
        reach[(picks * (pool.length + 1) + place) * width + resource] = sum;
      }
    }
  }
  return reach;
}
